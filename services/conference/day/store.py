"""The tables of the day: incidents, and who has checked in."""

from dataclasses import fields
from typing import Any

from sqlalchemy import JSON, Column, Connection, ForeignKey, Integer, Row, String, Table, delete, insert, select, update

from services.chassis.refusal import Conflict, NotFound
from services.chassis.store import UtcDateTime
from services.conference.day.checking_in import Arrival
from services.conference.day.domain import Incident, IncidentKind
from services.conference.store import METADATA

INCIDENT = Table(
    "incident",
    METADATA,
    Column("id", String(40), primary_key=True),
    Column("conference_id", String(40), ForeignKey("conference.id"), nullable=False, index=True),
    Column("kind", String(12), nullable=False),
    Column("party_id", String(40), nullable=False),
    Column("table_id", String(64), nullable=False),
    Column("slots", JSON, nullable=False),
    Column("note", String(500), nullable=False),
    Column("reported_at", UtcDateTime, nullable=False),
    Column("reported_by", String(120), nullable=False),
    Column("withdrawn_at", UtcDateTime),
    Column("version", Integer, nullable=False),
)
ARRIVAL = Table(
    "arrival",
    METADATA,
    Column("party_id", String(40), primary_key=True),
    Column("conference_id", String(40), ForeignKey("conference.id"), nullable=False, index=True),
    Column("people", Integer, nullable=False),
    Column("arrived_at", UtcDateTime, nullable=False),
    Column("version", Integer, nullable=False),
)


class IncidentTable:
    """What has been reported."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, incident_id: str) -> Incident:
        """One incident. Raises NotFound."""
        row = self._connection.execute(select(INCIDENT).where(INCIDENT.c.id == incident_id)).first()
        if row is None:
            raise NotFound("not-found", "incident_id", {"id": incident_id})
        return _read_incident(row)

    def of(self, conference_id: str) -> list[Incident]:
        """All incidents of a conference, in the order they were reported."""
        query = select(INCIDENT).where(INCIDENT.c.conference_id == conference_id)
        rows = self._connection.execute(query.order_by(INCIDENT.c.reported_at, INCIDENT.c.id))
        return [_read_incident(row) for row in rows]

    def add(self, incident: Incident) -> None:
        """A new incident."""
        self._connection.execute(insert(INCIDENT).values(**_write(incident)))

    def change(self, incident: Incident, *, seen: int) -> None:
        """Write an incident that was read at version `seen`. Raises Conflict("stale-version")."""
        these = (INCIDENT.c.id == incident.id) & (INCIDENT.c.version == seen)
        done = self._connection.execute(update(INCIDENT).where(these).values(**_write(incident)))
        if done.rowcount != 1:
            raise Conflict("stale-version", facts={"current": self.get(incident.id).version})


class ArrivalTable:
    """Who has checked in."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, party_id: str) -> Arrival | None:
        """The arrival of a party, None while it has not checked in."""
        row = self._connection.execute(select(ARRIVAL).where(ARRIVAL.c.party_id == party_id)).first()
        return None if row is None else _read_arrival(row)

    def of(self, conference_id: str) -> list[Arrival]:
        """The arrivals of a conference, in the order of their time."""
        query = select(ARRIVAL).where(ARRIVAL.c.conference_id == conference_id)
        rows = self._connection.execute(query.order_by(ARRIVAL.c.arrived_at, ARRIVAL.c.party_id))
        return [_read_arrival(row) for row in rows]

    def add(self, arrival: Arrival) -> None:
        """A party that has checked in."""
        said = {one.name: getattr(arrival, one.name) for one in fields(Arrival)}
        self._connection.execute(insert(ARRIVAL).values(**said))

    def remove(self, party_id: str) -> None:
        """Take an arrival back."""
        self._connection.execute(delete(ARRIVAL).where(ARRIVAL.c.party_id == party_id))


def _read_incident(row: Row[Any]) -> Incident:
    said = {one.name: getattr(row, one.name) for one in fields(Incident)}
    return Incident(**{**said, "kind": IncidentKind(row.kind), "slots": tuple(row.slots)})


def _write(incident: Incident) -> dict[str, Any]:
    said = {one.name: getattr(incident, one.name) for one in fields(Incident)}
    return {**said, "kind": incident.kind.value, "slots": list(incident.slots)}


def _read_arrival(row: Row[Any]) -> Arrival:
    return Arrival(**{one.name: getattr(row, one.name) for one in fields(Arrival)})
