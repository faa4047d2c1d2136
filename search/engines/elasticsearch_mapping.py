"""What the server is told of an index: strict fields, settings, and the body of every kind of record (映射)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from search.engines.index import BURIED, LIVE, STATE, Document, Layout, Tombstone, browse_number, filled

# Fields of the house's own beside those of the layout.
ORDER, PAYLOAD, NOTE = "shuffle", "payload", "note"
# Ids on the server begin with a letter that parts documents from notes, so that no name can stand in another's way.
_DOCUMENT, _NOTE = "d", "n"

SETTINGS: Mapping[str, Any] = {
    # One shard: statistics are then those of the whole index, and scores those of the embedded engine.
    "number_of_shards": 1,
    # A copy where there is a second node; on one node the index is green all the same.
    "auto_expand_replicas": "0-1",
    # Only a commit makes things findable.
    "refresh_interval": "-1",
}


@dataclass(frozen=True, slots=True)
class Record:
    """One record ready to be sent: encoded once, however often it is tried."""

    id: str
    version: int
    body: bytes


def mapping_of(layout: Layout, *, meta: Mapping[str, Any]) -> dict[str, Any]:
    """Return the mapping of a layout. Tokens and exact values are searched but not kept: a rebuild reads the log."""
    scored = {"type": "text", "analyzer": "whitespace", "index_options": "freqs"}
    exact = {"type": "keyword"}
    return {
        "dynamic": "strict",
        "_meta": dict(meta),
        "_source": {"includes": [PAYLOAD, NOTE]},
        "properties": {
            **dict.fromkeys(layout.text, scored),
            **dict.fromkeys(layout.keywords, exact),
            STATE: {"type": "keyword", "store": True},
            ORDER: {"type": "long"},
            PAYLOAD: {"type": "object", "enabled": False},
            NOTE: {"type": "object", "enabled": False},
        },
    }


def record_of(layout: Layout, document: Document) -> Record:
    """Return the record of a document."""
    body = _body(layout, document.id, LIVE, document.text)
    body.update((name, list(values)) for name, values in document.keywords.items())
    # A text within the text: neither the server nor a reader takes it apart before somebody looks at it.
    body[PAYLOAD] = orjson.dumps(document.payload).decode()
    return Record(document.id, document.version, orjson.dumps(body))


def record_of_tombstone(layout: Layout, stone: Tombstone) -> Record:
    """Return the record that stands where a document was.

    The server forgets its own deletions when an index is closed or moves; a record stays.
    """
    return Record(stone.id, stone.version, orjson.dumps(_body(layout, stone.id, BURIED, {})))


def document_key(identity: str) -> str:
    """Return a document's id on the server."""
    return _DOCUMENT + identity


def note_key(name: str) -> str:
    """Return a note's id on the server."""
    return _NOTE + name


def id_of(key: str) -> str:
    """Return the document's own id."""
    return key[1:]


def _body(layout: Layout, identity: str, state: str, text: Mapping[str, str]) -> dict[str, Any]:
    body: dict[str, Any] = {name: filled(text, name) for name in layout.text}
    body[STATE] = state
    body[ORDER] = browse_number(identity)
    return body
