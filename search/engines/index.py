"""The port of an index (索引): what every engine promises the house.

**Writing.** `put` and `bury` take whole documents. A write wins only over an older one: a version that is not higher
than the stored one changes nothing, whether that is a document or a tombstone, and whichever process wrote it. Such a
write is a duplicate or a latecomer, not an error. `bury` leaves a tombstone, so that a latecomer cannot bring a deleted
document back; tombstones are gone in a build that was filled anew. Nothing is found before `commit`; after it, every
search of this process sees it at once and every other process within a second. What was committed survives a kill of
the process; what was not is as if never written, but a commit that is cut off may have got through in part: writing the
same again is harmless. An engine that keeps its data in a folder lets one index object write at a time: a second one,
here or in another process, gets `IndexBusy`; the right to write is taken by the first write and given back by `close`.
An engine that is a server takes many writers.

**Reading.** `search` answers a plan from one moment of the index. Hits come by falling score, equal scores (to three
decimals) by id; an index that nobody has written to answers nothing, without an error. A field without tokens is filled
by the engine, so that statistics agree between engines. Any thread may search; one thread writes.

**Building anew.** `begin_build` returns an empty index that no search sees; `publish` on it switches every reader over
in one step and discards the old build. Both write with the right of the index they came from. One index object makes
builds at a time: `begin_build` of a second one raises `IndexBusy` until the first is closed, or killed and silent for a
minute. Where many write, a build is also given what others write to the index meanwhile. Notes belong to a build.

Raises `IndexUnavailable` when the engine cannot be reached or its data cannot be read, and ValueError for a field the
layout does not have; `commit` raises `DocumentRefused` for what the engine will never take, once the rest is written.
No exception of a driver passes.
"""

import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from importlib import import_module
from typing import Any, Protocol
from urllib.parse import urlsplit

import orjson

from search.language.fields import KEYWORD_FIELDS, TEXT_FIELDS
from search.language.plan import Best, Constant, Plan, Term

# More hits than asked are fetched before equal scores are put in order: a tie at the border is then cut the same way.
OVERFETCH = 30
SCORE_DECIMALS = 3

# A field without tokens still holds this one, so that its mean length is that of all documents in every engine.
FILLER = "_"
# The field that tells documents from tombstones.
STATE, LIVE, BURIED = "state", "live", "buried"

_MODULES = {
    "tantivy": "search.engines.tantivy",
    "elasticsearch": "search.engines.elasticsearch",
    "elasticsearch+tls": "search.engines.elasticsearch",
}


class IndexUnavailable(Exception):
    """The engine cannot be reached, or its data cannot be read."""


class IndexBusy(Exception):
    """Another process holds the right to write, or makes a build."""


class DocumentRefused(ValueError):
    """The engine will never take these documents; everything else was written."""

    def __init__(self, reasons: Mapping[str, str]) -> None:
        """Take the reason of each refused document by its id."""
        super().__init__("; ".join(f"{identity}: {reason}" for identity, reason in sorted(reasons.items())))
        self.reasons = dict(reasons)


@dataclass(frozen=True, slots=True)
class Layout:
    """The fields of an index: blank-separated tokens to score, exact values to filter and count."""

    text: tuple[str, ...]
    keywords: tuple[str, ...]


ENTRIES = Layout(TEXT_FIELDS, KEYWORD_FIELDS)


@dataclass(frozen=True, slots=True)
class Document:
    """One document in full; `payload` (JSON) comes back with each hit and is not searched."""

    id: str
    version: int
    text: Mapping[str, str]
    keywords: Mapping[str, Sequence[str]] = field(default_factory=dict)
    payload: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tombstone:
    """A document that is gone, and the version at which it went."""

    id: str
    version: int


@dataclass(frozen=True)
class Hit:
    """A found document; its payload is read when somebody looks at it."""

    id: str
    score: float
    read: Callable[[], bytes] = field(repr=False, compare=False)

    @cached_property
    def payload(self) -> dict[str, Any]:
        """Return the payload it was put with."""
        return dict(orjson.loads(self.read()))


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a plan: the first hits, how many there are, and per facet the count of each value."""

    hits: tuple[Hit, ...] = ()
    total: int = 0
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


class Index(Protocol):
    """An index of one name. See the module for the promise."""

    def put(self, documents: Iterable[Document]) -> int:
        """Write documents; return how many were newer than what is stored."""

    def bury(self, tombstones: Iterable[Tombstone]) -> int:
        """Delete documents; return how many tombstones were newer than what is stored."""

    def commit(self) -> None:
        """Make everything written so far durable and findable."""

    def search(self, plan: Plan) -> Found:
        """Answer a plan."""

    def count(self) -> int:
        """Return the number of documents, tombstones not counted."""

    def versions(self, ids: Sequence[str] | None = None) -> dict[str, int]:
        """Return the committed versions of the given (or all) live documents."""

    def read_note(self, name: str) -> bytes | None:
        """Return a note kept beside the documents, or None."""

    def write_note(self, name: str, data: bytes) -> None:
        """Keep a note; readers see the old or the new one, never half of it."""

    def begin_build(self) -> "Build":
        """Start an empty successor of this index; an earlier unpublished one is discarded."""

    def close(self) -> None:
        """Give back the right to write and what else is held; what was not committed is dropped."""


class Build(Index, Protocol):
    """An index in the making."""

    def publish(self) -> None:
        """Commit, and put this build in the place of the index it was begun from."""


def open_index(url: str, name: str, layout: Layout = ENTRIES) -> Index:
    """Open the index of a name. The scheme of the URL chooses the engine; nothing is read or written yet."""
    scheme = urlsplit(url).scheme
    if scheme not in _MODULES:
        raise ValueError(f"unknown index scheme {scheme!r}; known: {', '.join(sorted(_MODULES))}")
    index: Index = import_module(_MODULES[scheme]).open_index(url, name, layout)
    return index


def put_in_order(hits: Iterable[Hit], limit: int) -> tuple[Hit, ...]:
    """Order hits by falling score, equal ones by id, as every engine must."""
    return tuple(sorted(hits, key=lambda hit: (-round(hit.score, SCORE_DECIMALS), hit.id))[:limit])


def filled(text: Mapping[str, str], name: str) -> str:
    """Return the tokens of a field, the filler where it has none: blanks alone are none."""
    tokens = text.get(name, "")
    return FILLER if not tokens or tokens.isspace() else tokens


def browse_number(identity: str) -> int:
    """Return the place of a document in the order of a plan without clauses: the same ever, and telling nothing."""
    return zlib.crc32(identity.encode())


def put_in_browsing_order(hits: Iterable[Hit], limit: int) -> tuple[Hit, ...]:
    """Order the hits of a plan without clauses, as every engine must."""
    return tuple(sorted(hits, key=lambda hit: (browse_number(hit.id), hit.id))[:limit])


def without_tombstones(plan: Plan) -> Plan:
    """Keep tombstones out where neither a term nor a bound does: their fields hold the filler alone."""
    if plan.clauses or plan.required or plan.within:
        return plan
    return replace(plan, within={STATE: (LIVE,)})


def check_fields(layout: Layout, *, text: Iterable[str] = (), keywords: Iterable[str] = ()) -> None:
    """Raise ValueError for a field that the layout does not have."""
    unknown = (set(text) - set(layout.text)) | (set(keywords) - set(layout.keywords))
    if unknown:
        raise ValueError(f"unknown fields: {', '.join(sorted(unknown))}")


def check_plan(layout: Layout, plan: Plan) -> None:
    """Raise ValueError for a plan that asks a field the layout does not have; a constant may ask an exact value."""
    parts = [part for clause in plan.clauses for part in (clause.parts if isinstance(clause, Best) else (clause,))]
    fixed = {part.field for part in parts if isinstance(part, Constant)} - set(layout.keywords)
    scored = {part.field for part in parts if isinstance(part, Term)} | {rule.field for rule in plan.required}
    check_fields(layout, text=fixed | scored, keywords={*plan.within, *plan.filters, *plan.facets})
