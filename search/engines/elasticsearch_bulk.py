"""Write records in bulk and judge the answer record by record: written, older, refused, or to be tried again."""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from elasticsearch import ApiError

from search.engines.elasticsearch_mapping import Record, document_key
from search.engines.index import IndexUnavailable

# One request holds no more than this many records or bytes: the server keeps it whole in memory.
CHUNK_RECORDS = 500
CHUNK_BYTES = 5_000_000
# The server sheds load by these; it is asked again after pauses that double, six times in all.
_BUSY = (429, 503)
_PAUSES_S = (0.2, 0.5, 1.0, 2.0, 4.0)

Item = dict[str, Any]
Send = Callable[[list[Any]], Sequence[Item]]
"""Sends the lines of one bulk request; returns the answer's items, each with its status."""
_Answer = TypeVar("_Answer")


@dataclass
class Outcome:
    """What became of the records that were not simply written or older than what is stored."""

    # The place written to is no more: it was published over or discarded.
    is_gone: bool = False
    # What the server will never take, by id, with its reason.
    refused: dict[str, str] = field(default_factory=dict)


def write_records(
    send: Send, place: str, records: Sequence[Record], *, pause: Callable[[float], None] = time.sleep
) -> Outcome:
    """Write records to an alias. Raises IndexUnavailable where the server stays busy or fails in another way."""
    outcome = Outcome()
    for chunk in _chunks(records):
        _write_chunk(send, place, chunk, outcome, pause)
        if outcome.is_gone:
            break
    return outcome


def insist(ask: Callable[[], _Answer], *, pause: Callable[[float], None] = time.sleep) -> _Answer:
    """Ask what belongs to a writing, again where the server sheds it. Raises what it raised last.

    A long build would otherwise end because of a second in which the server was short of memory.
    """
    for pause_s in _PAUSES_S:
        try:
            return ask()
        except ApiError as error:
            if error.meta.status not in _BUSY:
                raise
        pause(pause_s * random.uniform(0.8, 1.2))
    return ask()


def _write_chunk(
    send: Send, place: str, records: list[Record], outcome: Outcome, pause: Callable[[float], None]
) -> None:
    for pause_s in (*_PAUSES_S, None):
        items = send([line for record in records for line in _lines(place, record)])
        records = _sort_out(records, items, outcome)
        if not records or outcome.is_gone:
            return
        if pause_s is not None:
            # A little chance in the pause keeps writers from coming back all at once.
            pause(pause_s * random.uniform(0.8, 1.2))
    raise IndexUnavailable(f"the server was too busy to take {len(records)} records")


def _sort_out(records: list[Record], items: Sequence[Item], outcome: Outcome) -> list[Record]:
    """Note what is final; return the records to try again."""
    again = []
    for record, item in zip(records, items, strict=True):
        status, reason = item["status"], _reason(item)
        if status in (200, 201, 409):
            continue  # A conflict of versions says that something as new is there already.
        if status in _BUSY:
            again.append(record)
        elif status == 400:
            outcome.refused[record.id] = reason
        elif status == 404 and "index_not_found" in reason:
            outcome.is_gone = True
        else:
            raise IndexUnavailable(f"the server answered {status}: {reason}")
    return again


def _reason(item: Item) -> str:
    error = item.get("error") or {}
    return f"{error.get('type', '')}: {error.get('reason', '')}"


def _lines(place: str, record: Record) -> tuple[dict[str, Any], bytes]:
    action = {
        "_index": place,
        "_id": document_key(record.id),
        # Equal versions win: a record whose first try got through, unheard, is then no conflict.
        "version": record.version,
        "version_type": "external_gte",
        # A missing alias would otherwise be made into an index that guesses its fields.
        "require_alias": True,
    }
    return {"index": action}, record.body


def _chunks(records: Sequence[Record]) -> Iterator[list[Record]]:
    chunk: list[Record] = []
    size = 0
    for record in records:
        if chunk and (len(chunk) >= CHUNK_RECORDS or size + len(record.body) > CHUNK_BYTES):
            yield chunk
            chunk, size = [], 0
        chunk.append(record)
        size += len(record.body)
    if chunk:
        yield chunk
