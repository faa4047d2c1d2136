"""What facts have told of needs and entries (副本): a shadow of other services' truths, newer versions only."""

from collections.abc import Iterable
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Connection, Table, bindparam, or_, select

from services.matching.domain import KnownEntry, KnownNeed, KnownRecord
from services.matching.tables import EDITION, ENTRY, GENERATION, NEED, RECORD, SUGGESTIONS

CATALOGUE = "catalogue"
_IN_USE = ENTRY.join(EDITION, ENTRY.c.edition_id == EDITION.c.id)
_CHANGE = ENTRY.update().where(ENTRY.c.id == bindparam("key"))
_STANDS = (EDITION.c.is_in_use, ENTRY.c.status == "admitted")


class NeedRows:
    """Needs in the table `known_need`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, ids: Iterable[str]) -> dict[str, KnownNeed]:
        """Those of the ids that are known."""
        found = select(NEED.c.told).where(NEED.c.id.in_(list(ids)))
        needs = [_to_need(row.told) for row in self._connection.execute(found)]
        return {need.id: need for need in needs}

    def hold(self, ids: Iterable[str]) -> dict[str, KnownNeed]:
        """Like `find`; nobody else changes or holds them before this transaction ends."""
        # In one order, so that two who hold the same needs wait for each other in one direction only.
        found = select(NEED.c.told).where(NEED.c.id.in_(list(ids))).order_by(NEED.c.id).with_for_update()
        needs = [_to_need(row.told) for row in self._connection.execute(found)]
        return {need.id: need for need in needs}

    def keep(self, need: KnownNeed) -> bool:
        """Keep a need unless a newer version is known; tell whether it was kept."""
        told = {"told": _told(need), "version": need.version, "is_public": need.is_public}
        return _keep_newer(self._connection, NEED, need.id, told)

    def without_current_suggestions(self, generation: int, basis: str, limit: int) -> list[KnownNeed]:
        """Public needs whose suggestions are missing or computed from something older."""
        outdated = or_(
            SUGGESTIONS.c.need_id.is_(None),
            SUGGESTIONS.c.need_version < NEED.c.version,
            SUGGESTIONS.c.generation < generation,
            SUGGESTIONS.c.basis != basis,
        )
        joined = NEED.outerjoin(SUGGESTIONS, SUGGESTIONS.c.need_id == NEED.c.id)
        found = select(NEED.c.told).select_from(joined).where(NEED.c.is_public, outdated)
        # Needs without any suggestions come first: their owners see nothing yet.
        found = found.order_by(SUGGESTIONS.c.need_id.is_not(None), NEED.c.id).limit(limit)
        return [_to_need(row.told) for row in self._connection.execute(found)]


class EntryRows:
    """Entries and editions in the tables `known_entry` and `known_edition`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, entry_id: str) -> KnownEntry | None:
        """One entry."""
        row = self._connection.execute(select(ENTRY.c.told).where(ENTRY.c.id == entry_id)).first()
        return self._with_records([_to_entry(row.told)])[0] if row else None

    def in_use(self) -> list[KnownEntry]:
        """Admitted entries of the editions in use, in the order of their ids."""
        found = select(ENTRY.c.told).select_from(_IN_USE).where(*_STANDS).order_by(ENTRY.c.id)
        return self._with_records([_to_entry(row.told) for row in self._connection.execute(found)])

    def _with_records(self, entries: list[KnownEntry]) -> list[KnownEntry]:
        """Entries with the records of their organisations; few organisations have one."""
        records = {row.id: row for row in self._connection.execute(select(RECORD))}
        return [
            replace(one, meetings_held=found.meetings_held, agreements=found.agreements)
            if (found := records.get(one.owner))
            else one
            for one in entries
        ]

    def ids_in_use(self) -> set[str]:
        """The ids of `in_use()`."""
        return set(self._connection.execute(select(ENTRY.c.id).select_from(_IN_USE).where(*_STANDS)).scalars())

    def names(self, ids: Iterable[str]) -> dict[str, str]:
        """The names of the entries that are known among these, in use or not."""
        found = select(ENTRY.c.id, ENTRY.c.told).where(ENTRY.c.id.in_(list(ids)))
        return {row.id: row.told["name"] for row in self._connection.execute(found)}

    def keep(self, entries: Iterable[KnownEntry]) -> int:
        """Keep entries unless a newer version is known; tell how many were kept."""
        newest: dict[str, KnownEntry] = {}
        for entry in entries:
            newest[entry.id] = max(newest.get(entry.id, entry), entry, key=lambda one: one.version)
        # In one order, so that two who keep the same entries wait for each other in one direction only.
        found = select(ENTRY.c.id, ENTRY.c.version).where(ENTRY.c.id.in_(list(newest))).order_by(ENTRY.c.id)
        known = {row.id: row.version for row in self._connection.execute(found.with_for_update())}
        added = [_as_row(entry) for entry in newest.values() if entry.id not in known]
        changed = [_as_row(entry) for key, entry in newest.items() if known.get(key, entry.version) < entry.version]
        if added:
            self._connection.execute(ENTRY.insert(), added)
        if changed:
            self._connection.execute(_CHANGE, [{"key": row.pop("id"), **row} for row in changed])
        if added or changed:
            self._turn_over()
        return len(added) + len(changed)

    def keep_edition(self, edition_id: str, version: int, *, is_in_use: bool) -> bool:
        """Keep an edition's state unless a newer version is known; tell whether it was kept."""
        told = {"version": version, "is_in_use": is_in_use}
        return _keep_newer(self._connection, EDITION, edition_id, told) and self._turn_over()

    def keep_record(self, record: KnownRecord) -> bool:
        """Keep an organisation's record unless a newer version is known; tell whether it was kept."""
        told = {"version": record.version, "meetings_held": record.meetings_held, "agreements": record.agreements}
        return _keep_newer(self._connection, RECORD, record.organisation_id, told) and self._turn_over()

    def generation(self) -> int:
        """A number that grows with every change of entries or editions."""
        found = select(GENERATION.c.value).where(GENERATION.c.name == CATALOGUE)
        return self._connection.execute(found).scalar() or 0

    def _turn_over(self) -> bool:
        own = GENERATION.c.name == CATALOGUE
        turned = self._connection.execute(GENERATION.update().where(own).values(value=GENERATION.c.value + 1))
        if turned.rowcount == 0:
            self._connection.execute(GENERATION.insert().values(name=CATALOGUE, value=1))
        return True


def _keep_newer(connection: Connection, table: Table, key: str, values: dict[str, Any]) -> bool:
    known = connection.execute(select(table.c.version).where(table.c.id == key).with_for_update()).scalar()
    if known is None:
        connection.execute(table.insert().values(id=key, **values))
        return True
    if known >= values["version"]:
        return False
    connection.execute(table.update().where(table.c.id == key).values(**values))
    return True


def _as_row(entry: KnownEntry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "version": entry.version,
        "edition_id": entry.edition_id,
        "status": entry.status,
        "told": _told(entry),
    }


def _told(noun: KnownNeed | KnownEntry) -> dict[str, Any]:
    return asdict(noun)


def _to_need(told: dict[str, Any]) -> KnownNeed:
    return KnownNeed(**_with_tuples(told))


def _to_entry(told: dict[str, Any]) -> KnownEntry:
    return KnownEntry(**_with_tuples(told))


def _with_tuples(told: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in told.items()}
