"""The catalogue's tables and repositories."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    ForeignKey,
    Integer,
    String,
    Table,
    and_,
    func,
    or_,
    select,
    tuple_,
)

from services.catalogue.domain import Category, Edition, Entry, EntryStatus, Scope
from services.catalogue.renewal import Choice, Decision
from services.catalogue.repositories import EditionFilter, EntryFilter
from services.catalogue.rows import from_edition, from_entry, to_edition, to_entry
from services.chassis.paging import Page, decode_cursor, make_page
from services.chassis.refusal import Conflict, NotFound
from services.chassis.store import UtcDateTime, service_metadata
from services.chassis.work import Work

METADATA = service_metadata()
EDITION = Table(
    "edition",
    METADATA,
    Column("id", String(60), primary_key=True),
    Column("year", Integer, nullable=False),
    Column("scope", String(20), nullable=False),
    Column("title", String(120), nullable=False),
    Column("document_number", String(60), nullable=False),
    Column("demo", Boolean, nullable=False),
    Column("status", String(12), nullable=False),
    Column("in_use", Boolean, nullable=False),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("published_at", UtcDateTime),
    Column("difference", JSON, nullable=False),
    Column("version", Integer, nullable=False),
)
ENTRY = Table(
    "entry",
    METADATA,
    Column("id", String(60), primary_key=True),
    Column("edition_id", String(60), ForeignKey("edition.id"), nullable=False, index=True),
    Column("ordinal", Integer, nullable=False),
    Column("name", String(120), nullable=False),
    Column("company", String(120), nullable=False),
    Column("kind", String(12), nullable=False),
    Column("category", String(40), nullable=False),
    Column("reach", String(20), nullable=False),
    Column("short_name", String(40), nullable=False),
    Column("unified_code", String(40), nullable=False),
    Column("gbt23001_certified", Boolean, nullable=False),
    Column("organisation_id", String(60), nullable=False, index=True),
    Column("profile", JSON, nullable=False),
    Column("contact", JSON, nullable=False),
    Column("status", String(12), nullable=False),
    Column("withdrawn_reason", String(500), nullable=False),
    Column("withdrawn_at", UtcDateTime),
    Column("renewed_from", String(60), nullable=False),
    Column("admitted_at", UtcDateTime, nullable=False),
    Column("version", Integer, nullable=False),
)
DECISION = Table(
    "renewal_decision",
    METADATA,
    Column("edition_id", String(60), ForeignKey("edition.id"), primary_key=True),
    Column("previous_entry_id", String(60), ForeignKey("entry.id"), primary_key=True),
    Column("choice", String(8), nullable=False),
    Column("reason", String(500), nullable=False),
)


class CatalogueWork(Work):
    """The catalogue's unit of work."""

    @cached_property
    def editions(self) -> "Editions":
        """The editions."""
        return Editions(self.connection)

    @cached_property
    def entries(self) -> "Entries":
        """The entries."""
        return Entries(self.connection)

    @cached_property
    def decisions(self) -> "Decisions":
        """The decisions of renewals."""
        return Decisions(self.connection)


class Editions:
    """The editions, kept in the table `edition`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, edition_id: str) -> Edition | None:
        """One edition, or None."""
        row = self._connection.execute(select(EDITION).where(EDITION.c.id == edition_id)).first()
        return to_edition(row) if row else None

    def get(self, edition_id: str) -> Edition:
        """One edition."""
        edition = self.find(edition_id)
        if edition is None:
            raise NotFound("not-found", "id", {"id": edition_id})
        return edition

    def lock(self, edition_id: str) -> Edition:
        """One edition that nobody else changes until this transaction ends."""
        self._connection.execute(select(EDITION.c.id).where(EDITION.c.id == edition_id).with_for_update())
        return self.get(edition_id)

    def of_scope(self, scope: Scope) -> list[Edition]:
        """All editions of a scope."""
        found = select(EDITION).where(EDITION.c.scope == scope.value).order_by(EDITION.c.year, EDITION.c.id)
        return [to_edition(row) for row in self._connection.execute(found)]

    def lock_scope(self, scope: Scope) -> list[Edition]:
        """All editions of a scope, which nobody else changes until this transaction ends."""
        held = select(EDITION.c.id).where(EDITION.c.scope == scope.value).order_by(EDITION.c.id).with_for_update()
        self._connection.execute(held)
        return self.of_scope(scope)

    def page(self, which: EditionFilter, *, first: int, after: str) -> tuple[Page[Edition], int]:
        """A page, newest year first, and how many there are."""
        wanted = and_(True, *(EDITION.c[name] == value for name, value in vars(which).items() if value is not None))
        total = self._connection.execute(select(func.count()).select_from(EDITION).where(wanted)).scalar_one()
        found = select(EDITION).where(wanted)
        if key := decode_cursor(after, int, str):
            later = and_(EDITION.c.year == key[0], EDITION.c.id > key[1])
            found = found.where(or_(EDITION.c.year < key[0], later))
        found = found.order_by(EDITION.c.year.desc(), EDITION.c.id).limit(first + 1)
        rows = [to_edition(row) for row in self._connection.execute(found)]
        return make_page(rows, first, [(one.year, one.id) for one in rows]), total

    def add(self, edition: Edition) -> None:
        """Store a new edition."""
        self._connection.execute(EDITION.insert().values(**from_edition(edition)))

    def save(self, edition: Edition) -> None:
        """Store an edition's next version."""
        _save(self._connection, EDITION, [from_edition(edition)])

    def counts(self, edition_ids: Iterable[str]) -> Mapping[str, Mapping[Category, int]]:
        """Admitted entries by edition and category."""
        counted = (
            select(ENTRY.c.edition_id, ENTRY.c.category, func.count())
            .where(ENTRY.c.edition_id.in_(list(edition_ids)), ENTRY.c.status == EntryStatus.ADMITTED.value)
            .group_by(ENTRY.c.edition_id, ENTRY.c.category)
        )
        found: dict[str, dict[Category, int]] = {}
        for edition_id, category, count in self._connection.execute(counted):
            found.setdefault(edition_id, {})[Category(category)] = count
        return found


class Entries:
    """The entries, kept in the table `entry`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, entry_id: str) -> Entry:
        """One entry."""
        row = self._connection.execute(select(ENTRY).where(ENTRY.c.id == entry_id)).first()
        if row is None:
            raise NotFound("not-found", "id", {"id": entry_id})
        return to_entry(row)

    def of_edition(self, edition_id: str) -> list[Entry]:
        """All entries of an edition, withdrawn ones too, in the order of the list."""
        found = select(ENTRY).where(ENTRY.c.edition_id == edition_id).order_by(ENTRY.c.ordinal)
        return [to_entry(row) for row in self._connection.execute(found)]

    def page(self, which: EntryFilter, *, first: int, after: str) -> tuple[Page[Entry], int]:
        """A page, in the order of the lists, and how many there are."""
        joined = ENTRY.join(EDITION, ENTRY.c.edition_id == EDITION.c.id)
        wanted = and_(True, *_conditions(which))
        total = self._connection.execute(select(func.count()).select_from(joined).where(wanted)).scalar_one()
        place = tuple_(ENTRY.c.edition_id, ENTRY.c.ordinal)
        found = select(ENTRY).select_from(joined).where(wanted)
        if key := decode_cursor(after, str, int):
            found = found.where(place > tuple_(*key))
        found = found.order_by(ENTRY.c.edition_id, ENTRY.c.ordinal).limit(first + 1)
        rows = [to_entry(row) for row in self._connection.execute(found)]
        return make_page(rows, first, [(one.edition_id, one.ordinal) for one in rows]), total

    def add(self, entries: Sequence[Entry]) -> None:
        """Store new entries."""
        if entries:
            self._connection.execute(ENTRY.insert(), [from_entry(one) for one in entries])

    def save(self, entries: Sequence[Entry]) -> None:
        """Store entries' next versions."""
        _save(self._connection, ENTRY, [from_entry(one) for one in entries])


class Decisions:
    """The decisions of renewals, kept in the table `renewal_decision`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of_edition(self, edition_id: str) -> dict[str, Decision]:
        """Id of a previous entry -> the decision, for a renewed edition."""
        found = self._connection.execute(select(DECISION).where(DECISION.c.edition_id == edition_id))
        return {row.previous_entry_id: Decision(row.previous_entry_id, Choice(row.choice), row.reason) for row in found}

    def put(self, edition_id: str, decisions: Sequence[Decision]) -> None:
        """Store decisions; a later one replaces an earlier one."""
        if not decisions:
            return
        ids = [one.previous_entry_id for one in decisions]
        replaced = and_(DECISION.c.edition_id == edition_id, DECISION.c.previous_entry_id.in_(ids))
        self._connection.execute(DECISION.delete().where(replaced))
        rows = [{"edition_id": edition_id, **vars(one), "choice": one.choice.value} for one in decisions]
        self._connection.execute(DECISION.insert(), rows)


def _conditions(which: EntryFilter) -> list[ColumnElement[bool]]:
    of_entry = {"edition": "edition_id", "category": "category", "kind": "kind", "organisation": "organisation_id"}
    found = [
        ENTRY.c[column] == getattr(which, name) for name, column in of_entry.items() if getattr(which, name) is not None
    ]
    for name in ("year", "scope", "in_use"):
        if getattr(which, name) is not None:
            found.append(EDITION.c[name] == getattr(which, name))
    if which.ids is not None:
        found.append(ENTRY.c.id.in_(list(which.ids)))
    if which.status is not None:
        found.append(ENTRY.c.status == which.status)
    if which.published:
        found.append(EDITION.c.status == "published")
    return found


def _save(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Write the next version of rows that are still at the one before; Conflict("stale-version") otherwise."""
    for row in rows:
        own = and_(table.c.id == row["id"], table.c.version == row["version"] - 1)
        if connection.execute(table.update().where(own).values(row)).rowcount != 1:
            raise Conflict("stale-version", facts={"current": row["version"]})
