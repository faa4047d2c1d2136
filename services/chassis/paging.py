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


def decode_cursor(cursor: str, length: int) -> list[Any] | None:
    """The sort key of a cursor, None for "". Raises Invalid("bad-cursor") for anything we did not make."""
    if not cursor:
        return None
    try:
        key = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError) as fault:
        raise Invalid("bad-cursor", "after") from fault
    if not isinstance(key, list) or len(key) != length or not all(isinstance(part, str | int) for part in key):
        raise Invalid("bad-cursor", "after")
    return key


def make_page(rows: Sequence[Row], first: int, keys: Sequence[Sequence[Any]]) -> Page[Row]:
    """A page of at most `first` rows out of `first + 1` that were read; `keys` are their sort keys."""
    shown = rows[:first]
    return Page(shown, len(rows) > first, encode_cursor(keys[len(shown) - 1]) if shown else "")
