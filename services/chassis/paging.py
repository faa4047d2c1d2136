"""Keyset paging: a cursor names the last row seen, so that pages stay right while rows come and go."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import orjson

from services.chassis.refusal import Invalid

Row = TypeVar("Row")
MAX_FIRST = 100


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows, whether more follow, and the cursor of the last one ("" for an empty page)."""

    rows: Sequence[Row]
    has_next: bool
    end_cursor: str


def encode_cursor(key: Sequence[Any]) -> str:
    """A sort key (strings and numbers) as an opaque cursor."""
    return base64.urlsafe_b64encode(orjson.dumps(list(key))).decode().rstrip("=")


def decode_cursor(cursor: str, *kinds: type) -> list[Any] | None:
    """The sort key of a cursor, None for "": a value of each kind, `str` or `int`.

    Raises Invalid("bad-cursor") for anything we did not make.
    """
    if not cursor:
        return None
    try:
        key = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError) as fault:
        raise Invalid("bad-cursor", "after") from fault
    if not isinstance(key, list) or len(key) != len(kinds) or not all(map(_is_kind, key, kinds)):
        raise Invalid("bad-cursor", "after")
    return key


def _is_kind(part: Any, kind: type) -> bool:
    # A number beyond this bound fits no column, and a zero character no text.
    if type(part) is int:
        return kind is int and abs(part) < 2**53
    return isinstance(part, str) and kind is str and "\0" not in part


def make_page(rows: Sequence[Row], first: int, keys: Sequence[Sequence[Any]]) -> Page[Row]:
    """A page of at most `first` rows out of `first + 1` that were read; `keys` are their sort keys."""
    shown = rows[:first]
    return Page(shown, len(rows) > first, encode_cursor(keys[len(shown) - 1]) if shown else "")
