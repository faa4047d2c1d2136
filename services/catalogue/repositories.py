"""What handlers ask of the store: the promises of its repositories."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from services.catalogue.domain import Category, Edition, Entry, Scope
from services.catalogue.renewal import Decision
from services.chassis.paging import Page


@dataclass(frozen=True)
class EditionFilter:
    """Which editions; None means any."""

    year: int | None = None
    scope: str | None = None
    status: str | None = None


@dataclass(frozen=True)
class EntryFilter:
    """Which entries; None means any. `published` keeps out what only organizers may read."""

    edition: str | None = None
    year: int | None = None
    scope: str | None = None
    category: str | None = None
    kind: str | None = None
    organisation: str | None = None
    ids: Collection[str] | None = None
    in_use: bool | None = None
    status: str | None = None
    published: bool = True


class Editions(Protocol):
    """The editions of the catalogue."""

    def get(self, edition_id: str) -> Edition:
        """One edition. Raises NotFound("not-found")."""
        ...

    def lock(self, edition_id: str) -> Edition:
        """One edition that nobody else changes until this transaction ends. Raises NotFound("not-found")."""
        ...

    def find(self, edition_id: str) -> Edition | None:
        """One edition, or None."""
        ...

    def of_scope(self, scope: Scope) -> list[Edition]:
        """All editions of a scope."""
        ...

    def lock_scope(self, scope: Scope) -> list[Edition]:
        """All editions of a scope, which nobody else changes until this transaction ends."""
        ...

    def page(self, which: EditionFilter, *, first: int, after: str) -> tuple[Page[Edition], int]:
        """A page, newest year first, and how many there are. Raises Invalid("bad-cursor")."""
        ...

    def add(self, edition: Edition) -> None:
        """Store a new edition."""
        ...

    def save(self, edition: Edition) -> None:
        """Store an edition's next version. Raises Conflict("stale-version") when another was faster."""
        ...

    def counts(self, edition_ids: Iterable[str]) -> Mapping[str, Mapping[Category, int]]:
        """Admitted entries by edition and category."""
        ...


class Entries(Protocol):
    """The entries of all editions."""

    def get(self, entry_id: str) -> Entry:
        """One entry. Raises NotFound("not-found")."""
        ...

    def of_edition(self, edition_id: str) -> list[Entry]:
        """All entries of an edition, withdrawn ones too, in the order of the list."""
        ...

    def page(self, which: EntryFilter, *, first: int, after: str) -> tuple[Page[Entry], int]:
        """A page, in the order of the lists, and how many there are. Raises Invalid("bad-cursor")."""
        ...

    def add(self, entries: Sequence[Entry]) -> None:
        """Store new entries."""
        ...

    def save(self, entries: Sequence[Entry]) -> None:
        """Store entries' next versions. Raises Conflict("stale-version") when another was faster."""
        ...


class Decisions(Protocol):
    """What was decided about the entries of previous editions."""

    def of_edition(self, edition_id: str) -> dict[str, Decision]:
        """Id of a previous entry -> the decision, for a renewed edition."""
        ...

    def put(self, edition_id: str, decisions: Sequence[Decision]) -> None:
        """Store decisions; a later one replaces an earlier one."""
        ...


class CatalogueWork(Protocol):
    """The unit of work as the catalogue's handlers see it."""

    @property
    def editions(self) -> Editions:
        """The editions."""
        ...

    @property
    def entries(self) -> Entries:
        """The entries."""
        ...

    @property
    def decisions(self) -> Decisions:
        """The decisions of renewals."""
        ...

    def announce(self, fact_type: str, *, subject: str, version: int, data: Mapping[str, Any]) -> None:
        """Let a fact leave with this transaction."""
        ...

    def record(self, action: str, subject: str, **detail: Any) -> None:
        """Write the audit row."""
        ...
