"""Keyset pages: an opaque cursor says after which row to go on, so that rows that come or go do not shift a page."""

from __future__ import annotations

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from gateway.errors import Code, Fault

FIRST = 20
MOST = 100


@dataclass(frozen=True)
class Turn:
    """Which rows are asked for: `size` of them, beginning `skip` rows after the service's own cursor `after`.

    A service marks the end of its page only. The rows before the last are found again from the mark of the page
    before theirs and their place after it, so that every edge has a cursor.
    """

    size: int
    after: str = ""
    skip: int = 0

    @property
    def params(self) -> dict[str, Any]:
        """What the service is asked: it never gives more than a hundred rows, so a page may come out shorter."""
        return {"first": min(MOST, self.skip + self.size), "after": self.after or None}


def read_turn(first: int | None, after: str | None) -> Turn:
    """Read the arguments of a connection; raises Fault(BAD_USER_INPUT) with the field at fault."""
    size = FIRST if first is None else first
    if not 1 <= size <= MOST:
        zh, en = f"first 应在 1 到 {MOST} 之间。", f"first must be from 1 to {MOST}."
        raise Fault(Code.BAD_USER_INPUT, zh, en, field="first")
    return Turn(size, *_decoded(after)) if after else Turn(size)


def encode_cursor(after: str, skip: int = 0) -> str:
    """Name a row: base64url, without padding, of the mark and the place after it."""
    return urlsafe_b64encode(orjson.dumps([after, skip])).decode().rstrip("=")


def _decoded(cursor: str) -> tuple[str, int]:
    try:
        after, skip = orjson.loads(urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4)))
    except (UnicodeEncodeError, binascii.Error, ValueError, TypeError):
        raise _bad_cursor() from None
    if type(after) is not str or type(skip) is not int or not 0 <= skip < 10 * MOST:
        raise _bad_cursor()
    return after, skip


def _bad_cursor() -> Fault:
    zh, en = "翻页标记无效，请从第一页重新开始。", "The cursor is invalid; start again from the first page."
    return Fault(Code.BAD_USER_INPUT, zh, en, field="after")


def connection_of_page(page: Mapping[str, Any], turn: Turn) -> dict[str, Any]:
    """Make a connection of a service's page `{items, has_next, end_cursor, total}`."""
    items = page["items"]
    cursors = [encode_cursor(turn.after, place + 1) for place in range(len(items))]
    if items and page.get("end_cursor"):
        cursors[-1] = encode_cursor(page["end_cursor"])
    edges = [{"node": item, "cursor": cursor} for item, cursor in zip(items, cursors, strict=True)][turn.skip :]
    return connection(edges, has_next=bool(page["has_next"]), total=page.get("total"))


def connection_of_rows(rows: Sequence[Any], turn: Turn) -> dict[str, Any]:
    """Make a connection of rows that are all here already and never change, such as the meetings of one plan."""
    if turn.after:
        raise _bad_cursor()
    end = turn.skip + turn.size
    places = range(turn.skip, min(end, len(rows)))
    edges = [{"node": rows[place], "cursor": encode_cursor("", place + 1)} for place in places]
    return connection(edges, has_next=end < len(rows), total=len(rows))


def connection(edges: Sequence[Mapping[str, Any]], *, has_next: bool, total: int | None) -> dict[str, Any]:
    """Put edges together as a connection."""
    end_cursor = edges[-1]["cursor"] if edges else None
    return {
        "edges": edges,
        "page_info": {"has_next_page": has_next, "end_cursor": end_cursor},
        "total_count": total,
    }
