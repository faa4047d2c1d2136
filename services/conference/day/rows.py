"""Between what happens on the day and the JSON it is kept and sent as."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from services.conference.day.checking_in import Arrival
from services.conference.day.domain import Incident, IncidentKind
from services.conference.day.phrases import KIND_WORDS
from services.conference.rows import tell_moment


def tell_incident(incident: Incident) -> dict[str, Any]:
    """An incident as JSON."""
    zh, en = KIND_WORDS[incident.kind.value]
    return {
        "id": incident.id,
        "conference_id": incident.conference_id,
        "kind": incident.kind.value,
        "kind_text": zh,
        "kind_text_en": en,
        "party_id": incident.party_id or None,
        "table_id": incident.table_id or None,
        "slots": list(incident.slots),
        "note": incident.note,
        "reported_at": tell_moment(incident.reported_at),
        "reported_by": incident.reported_by,
        "withdrawn_at": tell_moment(incident.withdrawn_at) if incident.withdrawn_at else None,
        "version": incident.version,
    }


def read_incident(row: Mapping[str, Any]) -> Incident:
    """An incident from JSON."""
    return Incident(
        id=row["id"],
        conference_id=row["conference_id"],
        kind=IncidentKind(row["kind"]),
        reported_at=datetime.fromisoformat(row["reported_at"]),
        reported_by=row["reported_by"],
        party_id=row["party_id"] or "",
        table_id=row["table_id"] or "",
        slots=tuple(row["slots"]),
        note=row["note"],
        version=row["version"],
    )


def tell_arrival(arrival: Arrival) -> dict[str, Any]:
    """A check-in as JSON."""
    return {
        "party_id": arrival.party_id,
        "conference_id": arrival.conference_id,
        "people": arrival.people,
        "arrived_at": tell_moment(arrival.arrived_at),
        "version": arrival.version,
    }
