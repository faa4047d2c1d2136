"""Filling an index (写入索引): documents in batches, with the statistics and versions that readers need beside them."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any
from uuid import uuid4

import orjson

from search.engines.index import Index, Tombstone
from search.entries import Entry, Writer
from search.language.analysis import analysis_version
from search.language.frequencies import Frequencies, FrequencyCounter
from search.language.vocabulary import Vocabulary

# Raise it when the fields of a document change: a new number asks for a new index.
LAYOUT_VERSION = 2
# Notes beside an index: what it was built with, and how many documents hold each token.
META, FREQUENCIES = "meta", "frequencies"
BATCH = 50
# Statistics move slowly: they are written again when this share of documents has come on top.
_FRESHNESS = 0.02


class Filler:
    """Writes entries to an index and keeps its notes. One at a time, like the index's right to write."""

    def __init__(self, index: Index, vocabulary: Vocabulary) -> None:
        """Take the index; nothing is read or written yet."""
        self.index = index
        self._vocabulary = vocabulary
        self._writer = Writer(vocabulary)
        self._counter = FrequencyCounter()

    def put(self, entries: Iterable[tuple[Entry, int]]) -> int:
        """Write entries with their versions; return how many were newer than what the index holds."""
        return sum(self._put_batch(batch) for batch in _batches(entries))

    def bury(self, tombstones: Iterable[Tombstone]) -> int:
        """Delete entries; return how many tombstones were newer."""
        return self.index.bury(tombstones)

    def commit(self) -> None:
        """Make everything findable, and the statistics with it."""
        self.index.commit()
        meta = read_meta(self.index)
        known = int(meta.get("counted", 0))
        if not meta or self._counter.documents > known * _FRESHNESS:
            self._write_notes()

    def _put_batch(self, batch: list[tuple[Entry, int]]) -> int:
        known = self.index.versions([entry.id for entry, _ in batch])
        # A changed entry was counted when it first came; the table is exact again after the next rebuild.
        documents = self._writer.documents([item for item in batch if item[0].id not in known], self._counter)
        documents += self._writer.documents([item for item in batch if item[0].id in known])
        return self.index.put(documents)

    def _write_notes(self) -> None:
        table = read_frequencies(self.index).plus(self._counter)
        self._counter = FrequencyCounter()
        # The table first: a reader that sees the new name must find the new table.
        self.index.write_note(FREQUENCIES, table.to_bytes())
        meta = {**wanted_versions(self._vocabulary), "counted": table.documents, "table": uuid4().hex}
        self.index.write_note(META, orjson.dumps(meta))


def wanted_versions(vocabulary: Vocabulary) -> dict[str, str]:
    """Name what an index of today is built with; one built with anything else is stale."""
    return {"analysis": analysis_version(), "vocabulary": vocabulary.version, "layout": str(LAYOUT_VERSION)}


def read_meta(index: Index) -> dict[str, Any]:
    """Return what an index was built with, nothing where nobody wrote it."""
    note = index.read_note(META)
    return dict(orjson.loads(note)) if note else {}


def read_frequencies(index: Index) -> Frequencies:
    """Return the statistics kept beside an index."""
    note = index.read_note(FREQUENCIES)
    return Frequencies.from_bytes(note) if note else Frequencies()


def _batches(entries: Iterable[tuple[Entry, int]]) -> Iterator[list[tuple[Entry, int]]]:
    remaining = iter(entries)
    while batch := list(islice(remaining, BATCH)):
        yield batch
