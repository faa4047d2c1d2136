"""The table of objections."""

from collections.abc import Sequence
from dataclasses import asdict, fields
from typing import Any

from sqlalchemy import Column, Connection, ForeignKey, Integer, Row, String, Table, Text, func, insert, select, update

from services.chassis.refusal import Conflict, NotFound
from services.chassis.store import UtcDateTime
from services.conference.objection import Objection, ObjectionState
from services.conference.store import METADATA, PARTY

OBJECTION = Table(
    "objection",
    METADATA,
    Column("id", String(40), primary_key=True),
    Column("run_id", String(40), ForeignKey("run.id"), nullable=False, index=True),
    Column("conference_id", String(40), ForeignKey("conference.id"), nullable=False, index=True),
    Column("party_id", String(40), nullable=False),
    Column("party_name", String(200), nullable=False),
    Column("organisation_id", String(120), nullable=False),
    Column("meeting_id", String(90), nullable=False),
    Column("counterpart_name", String(200), nullable=False),
    Column("text", Text, nullable=False),
    Column("state", String(12), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("answer", Text, nullable=False),
    Column("settled_at", UtcDateTime),
    Column("version", Integer, nullable=False),
)
COLUMNS = [OBJECTION.c[one.name] for one in fields(Objection)]


class ObjectionTable:
    """The objections of all lists."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, objection_id: str) -> Objection:
        """One objection. Raises NotFound."""
        row = self._connection.execute(select(*COLUMNS).where(OBJECTION.c.id == objection_id)).first()
        if row is None:
            raise NotFound("not-found", "objection_id", {"id": objection_id})
        return _read(row)

    def of(self, run_id: str, organisation_id: str | None = None) -> list[Objection]:
        """The objections to a list in the order of their time, all or those of one organisation."""
        query = select(*COLUMNS).where(OBJECTION.c.run_id == run_id)
        if organisation_id is not None:
            query = query.where(OBJECTION.c.organisation_id == organisation_id)
        rows = self._connection.execute(query.order_by(OBJECTION.c.created_at, OBJECTION.c.id))
        return [_read(row) for row in rows]

    def count_open(self, conference_id: str, party_id: str | None = None) -> int:
        """How many objections to lists of a conference nobody has settled, of all parties or of one."""
        query = select(func.count()).select_from(OBJECTION).where(OBJECTION.c.conference_id == conference_id)
        query = query.where(OBJECTION.c.state == ObjectionState.OPEN.value)
        if party_id is not None:
            query = query.where(OBJECTION.c.party_id == party_id)
        return int(self._connection.execute(query).scalar_one())

    def add(self, objection: Objection) -> None:
        """A new objection."""
        self._connection.execute(insert(OBJECTION).values(**_write(objection)))

    def change(self, objection: Objection, *, seen: int) -> None:
        """Write an objection that was read at version `seen`. Raises Conflict("stale-version")."""
        these = (OBJECTION.c.id == objection.id) & (OBJECTION.c.version == seen)
        done = self._connection.execute(update(OBJECTION).where(these).values(**_write(objection)))
        if done.rowcount != 1:
            raise Conflict("stale-version", facts={"current": self.get(objection.id).version})

    def conferences_of(self, organisation_id: str) -> Sequence[str]:
        """The conferences in which an organisation takes part, the latest joined first."""
        query = select(PARTY.c.conference_id).where(PARTY.c.organisation_id == organisation_id).distinct()
        return list(self._connection.execute(query.order_by(PARTY.c.conference_id.desc())).scalars())


def _read(row: Row[Any]) -> Objection:
    said = {one.name: getattr(row, one.name) for one in fields(Objection)}
    return Objection(**{**said, "state": ObjectionState(row.state)})


def _write(objection: Objection) -> dict[str, Any]:
    return {**asdict(objection), "state": objection.state.value}
