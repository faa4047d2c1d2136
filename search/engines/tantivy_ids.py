"""The ids of hits (编号列): read from columns of numbers, because unpacking a whole document for its id is slow."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import tantivy

from search.engines.tantivy_query import ID

_WIDTH = 8
# The engine's columns hold numbers of eight bytes: five of them take an id of forty.
ID_COLUMNS = tuple(f"id_{place}" for place in range(5))


def add_id(record: tantivy.Document, identity: str) -> None:
    """Write an id, and its numbers where they can hold it."""
    record.add_text(ID, identity)
    data = identity.encode()
    if len(data) > _WIDTH * len(ID_COLUMNS):
        data = b""
    for place, name in enumerate(ID_COLUMNS):
        piece = data[place * _WIDTH : (place + 1) * _WIDTH]
        record.add_unsigned(name, int.from_bytes(piece.ljust(_WIDTH, b"\0"), "big"))


def read_ids(searcher: Any, addresses: Sequence[tantivy.DocAddress]) -> list[str]:
    """Return the ids of documents; one that has no numbers, or is too long for them, comes from the document."""
    ids = _from_columns(searcher, list(addresses)) if addresses else []
    return [known or str(searcher.doc(address)[ID][0]) for known, address in zip(ids, addresses, strict=True)]


def _from_columns(searcher: Any, addresses: list[tantivy.DocAddress]) -> list[str]:
    try:
        columns = [searcher.fast_field_values(name, addresses) for name in ID_COLUMNS]
    except ValueError:
        # A build of an earlier layout, read until its successor is published.
        return [""] * len(addresses)
    packed = np.array(columns, ">u8").T.tobytes()
    width = _WIDTH * len(ID_COLUMNS)
    return [packed[start : start + width].rstrip(b"\0").decode() for start in range(0, len(packed), width)]
