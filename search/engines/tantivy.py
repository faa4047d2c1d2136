"""The embedded index on tantivy: a folder of builds, one writing process, readers that follow its commits."""

import fcntl
import os
import shutil
import weakref
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from uuid import uuid4

import orjson
import tantivy

from search.engines.index import (
    BURIED,
    LIVE,
    OVERFETCH,
    STATE,
    Document,
    Found,
    Hit,
    IndexBusy,
    IndexUnavailable,
    Layout,
    Tombstone,
    browse_number,
    check_fields,
    check_plan,
    filled,
    put_in_browsing_order,
    put_in_order,
    without_tombstones,
)
from search.engines.tantivy_folder import ORDER, PAYLOAD, VERSION, Folder
from search.engines.tantivy_ids import add_id, read_ids
from search.engines.tantivy_query import compile_counts, compile_query, read_counts
from search.language.plan import Plan

# The name of the build in use stands in this file; replacing it switches every reader.
CURRENT = "current"


def open_index(url: str, name: str, layout: Layout) -> "TantivyIndex":
    """Open the index of a name below the folder that the URL's path names: `tantivy:///var/index` is relative."""
    return TantivyIndex(Path(unquote(urlsplit(url).path)[1:]) / name, layout)


class _WritingRight:
    """The right to write an index: a lock that the system takes back when the process dies."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._release: weakref.finalize[[int], _WritingRight] | None = None

    def take(self) -> None:
        if self._release is not None:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(descriptor)
            raise IndexBusy(f"somebody else writes the index {self._path.parent.name!r}") from error
        # An index object that is dropped without a word gives its right back too.
        self._release = weakref.finalize(self, os.close, descriptor)

    def give_back(self) -> None:
        if self._release is not None:
            self._release()
            self._release = None


class TantivyIndex:
    """The index port on a folder. See `search.engines.index` for the promise."""

    def __init__(self, root: Path, layout: Layout, *, parent: "TantivyIndex | None" = None) -> None:
        """Name the folder; an index in the making has the index it was begun from as its parent."""
        self._root = root
        self._layout = layout
        self._build = _new_build() if parent else ""
        self._right: _WritingRight = parent._right if parent else _WritingRight(root / "writing.lock")
        self._folder: Folder | None = None

    def put(self, documents: Iterable[Document]) -> int:
        """Write documents; return how many were newer than what is stored."""
        documents = list(documents)
        for document in documents:
            check_fields(self._layout, text=document.text, keywords=document.keywords)
        with _engine_faults():
            return self._for_writing().write([self._document(document) for document in documents])

    def bury(self, tombstones: Iterable[Tombstone]) -> int:
        """Delete documents; return how many tombstones were newer than what is stored."""
        with _engine_faults():
            return self._for_writing().write(
                [self._record(stone.id, stone.version, BURIED, {}) for stone in tombstones]
            )

    def commit(self) -> None:
        """Make everything written so far durable and findable."""
        with _engine_faults():
            if self._folder is not None:
                self._folder.commit()

    def search(self, plan: Plan) -> Found:
        """Answer a plan."""
        check_plan(self._layout, plan)
        with _engine_faults():
            folder, searcher = self._reader()
            if folder is None or searcher is None:
                return Found(facets={name: {} for name in plan.facets})
            plan = without_tombstones(plan)
            query = compile_query(folder.schema, plan)
            found = searcher.search(query, plan.limit + OVERFETCH, **_order(plan))
            hits = _hits(searcher, found.hits, is_scored=bool(plan.clauses))
            counts: Mapping[str, Mapping[str, int]] = {}
            if plan.facets:
                counting = compile_query(folder.schema, plan, filtered=False)
                counts = read_counts(plan, searcher.aggregate(counting, compile_counts(plan)))
        ordered = put_in_order(hits, plan.limit) if plan.clauses else put_in_browsing_order(hits, plan.limit)
        return Found(ordered, found.count, counts)

    def count(self) -> int:
        """Return the number of documents, tombstones not counted."""
        return self.search(Plan(limit=1)).total

    def versions(self, ids: Sequence[str] | None = None) -> dict[str, int]:
        """Return the committed versions of the given (or all) live documents."""
        with _engine_faults():
            folder = self._for_reading()
            return folder.versions(ids) if folder else {}

    def read_note(self, name: str) -> bytes | None:
        """Return a note kept beside the documents, or None."""
        folder = self._for_reading()
        try:
            return (folder.path / f"{name}.note").read_bytes() if folder else None
        except FileNotFoundError:
            return None

    def write_note(self, name: str, data: bytes) -> None:
        """Keep a note; readers see the old or the new one, never half of it."""
        folder = self._for_writing()
        folder.path.mkdir(parents=True, exist_ok=True)
        _replace(folder.path / f"{name}.note", data)

    def begin_build(self) -> "TantivyIndex":
        """Start an empty successor of this index; an earlier unpublished one is discarded."""
        self._right.take()
        if self._folder is not None:
            self._folder.close()
        self._discard_others(self._current())
        return TantivyIndex(self._root, self._layout, parent=self)

    def publish(self) -> None:
        """Commit, and put this build in the place of the index it was begun from."""
        if not self._build:
            raise ValueError("only a build that was begun can be published")
        folder = self._for_writing()
        with _engine_faults():
            folder.write(())
            folder.commit()
            folder.close()
        _replace(self._root / CURRENT, self._build.encode())
        self._discard_others(self._build)

    def close(self) -> None:
        """Give back the right to write and what else is held; what was not committed is dropped."""
        if self._folder is not None:
            self._folder.close()
        self._folder = None
        if not self._build:
            self._right.give_back()

    def _reader(self) -> tuple[Folder | None, Any]:
        """Return the build in use and a searcher over it."""
        folder = self._for_reading()
        searcher = folder.searcher() if folder else None
        while folder and searcher is None and not self._build and folder.path.name != self._current():
            # The build was published over and removed between the two looks.
            folder = self._for_reading()
            searcher = folder.searcher() if folder else None
        return folder, searcher

    def _for_reading(self) -> Folder | None:
        """Follow the build in use; an index in the making reads itself."""
        current = self._build or self._current()
        if not current:
            return None
        if self._folder is None or self._folder.path.name != current:
            self._folder = Folder(self._root / current, self._layout)
        return self._folder

    def _for_writing(self) -> Folder:
        self._right.take()
        if not self._build and not self._current():
            _replace(self._root / CURRENT, _new_build().encode())
        folder = self._for_reading()
        assert folder is not None
        return folder

    def _current(self) -> str:
        try:
            return (self._root / CURRENT).read_text()
        except FileNotFoundError:
            return ""

    def _discard_others(self, kept: str) -> None:
        for path in self._root.glob("build-*"):
            if path.name != kept:
                shutil.rmtree(path, ignore_errors=True)

    def _document(self, document: Document) -> tantivy.Document:
        record = self._record(document.id, document.version, LIVE, document.text)
        for name, values in document.keywords.items():
            for value in values:
                record.add_text(name, value)
        record.add_bytes(PAYLOAD, orjson.dumps(document.payload))
        return record

    def _record(self, identity: str, version: int, state: str, text: Mapping[str, str]) -> tantivy.Document:
        record = tantivy.Document()
        add_id(record, identity)
        record.add_unsigned(VERSION, version)
        record.add_unsigned(ORDER, browse_number(identity))
        record.add_text(STATE, state)
        for name in self._layout.text:
            record.add_text(name, filled(text, name))
        return record


def _new_build() -> str:
    return f"build-{uuid4().hex[:12]}"


def _order(plan: Plan) -> dict[str, Any]:
    return {} if plan.clauses else {"order_by_field": ORDER, "order": tantivy.Order.Asc}


def _hits(searcher: Any, found: Sequence[tuple[float, tantivy.DocAddress]], *, is_scored: bool) -> list[Hit]:
    ids = read_ids(searcher, [address for _, address in found])
    return [
        Hit(identity, float(score) if is_scored else 0.0, partial(_payload, searcher, address))
        for identity, (score, address) in zip(ids, found, strict=True)
    ]


def _payload(searcher: Any, address: tantivy.DocAddress) -> bytes:
    """Read a stored document: of most hits nobody asks it."""
    with _engine_faults():
        return bytes(searcher.doc(address)[PAYLOAD][0])


def _replace(path: Path, data: bytes) -> None:
    draft = path.with_name(f"{path.name}.{uuid4().hex[:8]}")
    draft.write_bytes(data)
    draft.replace(path)


@contextmanager
def _engine_faults() -> Iterator[None]:
    """Translate the driver's errors; it raises ValueError for everything, and fields were checked before."""
    try:
        yield
    except (ValueError, OSError, SystemError) as error:
        raise IndexUnavailable(str(error)) from error
