"""One build of the embedded index: a folder of tantivy, read at its last commit and written by one writer."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import tantivy

from search.engines.index import LIVE, STATE, Layout
from search.engines.tantivy_ids import ID_COLUMNS, read_ids
from search.engines.tantivy_query import EXACT, ID, SCORED

WRITER_BYTES = 64_000_000
_WHITESPACE = "tokens"
# Fields of the house's own beside those of the layout.
VERSION, ORDER, PAYLOAD = "version", "shuffle", "payload"


@dataclass
class Folder:
    """One build on disk: opened for reading when first asked, for writing by the first write."""

    path: Path
    layout: Layout
    _seen: tuple[int, int] = (0, 0)
    _index: Any = None
    _writer: Any = None
    _pending: dict[str, int] = field(default_factory=dict)

    @cached_property
    def schema(self) -> tantivy.Schema:
        builder = tantivy.SchemaBuilder()
        builder.add_text_field(ID, stored=True, tokenizer_name="raw", index_option=EXACT)
        builder.add_unsigned_field(VERSION, stored=True, fast=True)
        builder.add_unsigned_field(ORDER, fast=True)
        for name in ID_COLUMNS:
            builder.add_unsigned_field(name, fast=True)
        builder.add_bytes_field(PAYLOAD, stored=True)
        for name in self.layout.text:
            builder.add_text_field(name, tokenizer_name=_WHITESPACE, index_option=SCORED)
        for name in (*self.layout.keywords, STATE):
            builder.add_text_field(name, tokenizer_name="raw", index_option=EXACT, fast=True)
        return builder.build()

    def searcher(self) -> Any:
        """Return a searcher over the last commit, or None where nobody has written yet."""
        meta = self.path / "meta.json"
        try:
            stat = meta.stat()
        except FileNotFoundError:
            return None
        if self._index is None:
            self._index = self._open()
        if self._seen != (stat.st_mtime_ns, stat.st_ino):
            self._index.reload()
            self._seen = (stat.st_mtime_ns, stat.st_ino)
        return self._index.searcher()

    def write(self, records: Sequence[tantivy.Document]) -> int:
        """Write the records that are newer than what is stored and pending; return how many."""
        writer = self._open_writer()
        stored = self._stored_versions([record[ID][0] for record in records])
        taken = 0
        for record in records:
            identity, version = record[ID][0], record[VERSION][0]
            if version <= self._pending.get(identity, stored.get(identity, -1)):
                continue
            writer.delete_documents_by_term(ID, identity)
            writer.add_document(record)
            self._pending[identity] = version
            taken += 1
        return taken

    def commit(self) -> None:
        if self._writer is not None and self._pending:
            self._writer.commit()
            self._pending.clear()

    def close(self) -> None:
        if self._writer is not None:
            if self._pending:
                self._writer.rollback()
                self._pending.clear()
            # Waiting lets merges end and gives the lock back.
            self._writer.wait_merging_threads()
        self._writer = self._index = None

    def versions(self, ids: Sequence[str] | None) -> dict[str, int]:
        searcher = self.searcher()
        if searcher is None:
            return {}
        query = tantivy.Query.term_query(self.schema, STATE, LIVE, EXACT)
        if ids is not None:
            wanted = tantivy.Query.term_set_query(self.schema, ID, list(ids))
            query = tantivy.Query.boolean_query([(tantivy.Occur.Must, query), (tantivy.Occur.Must, wanted)])
        return self._read_versions(searcher, query, max(searcher.num_docs, 1))

    def _stored_versions(self, ids: list[str]) -> dict[str, int]:
        searcher = self.searcher()
        if searcher is None or not ids:
            return {}
        return self._read_versions(searcher, tantivy.Query.term_set_query(self.schema, ID, ids), len(ids))

    def _read_versions(self, searcher: Any, query: tantivy.Query, limit: int) -> dict[str, int]:
        addresses = [address for _, address in searcher.search(query, limit, count=False).hits]
        versions = searcher.fast_field_values(VERSION, addresses)
        return dict(zip(read_ids(searcher, addresses), map(int, versions), strict=True))

    def _open(self) -> tantivy.Index:
        index = tantivy.Index.open(str(self.path))
        index.config_reader("Manual")
        _register(index)
        return index

    def _open_writer(self) -> Any:
        if self._writer is None:
            self.path.mkdir(parents=True, exist_ok=True)
            # Opened anew, never from the reader: a stale view of the segments would be written back.
            index = tantivy.Index(self.schema, path=str(self.path))
            _register(index)
            self._writer = index.writer(heap_size=WRITER_BYTES, num_threads=1)
        return self._writer


def _register(index: tantivy.Index) -> None:
    index.register_tokenizer(_WHITESPACE, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
