"""Keyset pages: an opaque cursor says after which row to go on, so that rows that come or go do not shift a page."""

from __future__ import annotations

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from typing import Any

import orjson

from gateway.errors import Code, Fault

FIRST = 20
MOST = 100


def page_size(first: int | None) -> int:
    """How many rows a page has; raises Fault(BAD_USER_INPUT) outside 1 to 100."""
    size = FIRST if first is None else first
    if not 1 <= size <= MOST:
        raise Fault(
            Code.BAD_USER_INPUT, f"first 应在 1 到 {MOST} 之间。", f"first must be from 1 to {MOST}.", field="first"
        )
    return size


def encode_cursor(key: Any) -> str:
    """Write the key of a row (JSON values) as base64url without padding."""
    return urlsafe_b64encode(orjson.dumps(key)).decode().rstrip("=")


def decode_cursor(cursor: str | None) -> Any:
    """Read what `encode_cursor` wrote, None for None; raises Fault(BAD_USER_INPUT) for anything else."""
    if cursor is None:
        return None
    try:
        return orjson.loads(urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4)))
    except (UnicodeEncodeError, binascii.Error, orjson.JSONDecodeError):
        raise Fault(
            Code.BAD_USER_INPUT, "after 不是本接口给出的游标。", "after is not a cursor of ours.", field="after"
        ) from None


def connection(rows: Sequence[Any], size: int, cursor_of: Callable[[Any], str]) -> dict[str, Any]:
    """Make a connection of up to `size` rows out of `size + 1` fetched ones; the one too many says there are more."""
    edges = [{"node": row, "cursor": cursor_of(row)} for row in rows[:size]]
    return {
        "edges": edges,
        "pageInfo": {"hasNextPage": len(rows) > size, "endCursor": edges[-1]["cursor"] if edges else None},
    }
