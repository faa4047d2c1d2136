"""Between the conference's nouns and the JSON they are stored and sent as."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from services.conference.domain import (
    Conference,
    Day,
    MeetingTable,
    Party,
    Session,
    Side,
    Slot,
    Strength,
    Timetable,
    Wish,
)


def tell_moment(moment: datetime) -> str:
    """A moment as ISO 8601 in UTC."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def tell_slot(slot: Slot) -> dict[str, Any]:
    """A slot as JSON."""
    return {
        "id": slot.id,
        "session_id": slot.session_id,
        "starts_at": tell_moment(slot.starts_at),
        "ends_at": tell_moment(slot.ends_at),
    }


def read_slot(row: Mapping[str, Any]) -> Slot:
    """A slot from JSON."""
    return Slot(row["id"], row["session_id"], _moment(row["starts_at"]), _moment(row["ends_at"]))


def tell_table(table: MeetingTable) -> dict[str, Any]:
    """A table as JSON."""
    return {
        "id": table.id,
        "name": table.name,
        "party_id": table.party_id,
        "unavailable": list(table.unavailable),
    }


def read_table(row: Mapping[str, Any]) -> MeetingTable:
    """A table from JSON."""
    return MeetingTable(row["id"], row["name"], row.get("party_id", ""), tuple(row.get("unavailable", ())))


def tell_timetable(timetable: Timetable) -> dict[str, Any]:
    """A timetable as JSON."""
    return {
        "slot_minutes": timetable.slot_minutes,
        "buffer_minutes": timetable.buffer_minutes,
        "days": [
            {"date": day.date.isoformat(), "sessions": [_tell_session(one) for one in day.sessions]}
            for day in timetable.days
        ],
    }


def read_timetable(row: Mapping[str, Any]) -> Timetable:
    """A timetable from JSON; sessions without an id are numbered by day."""
    days = tuple(
        Day(date.fromisoformat(str(day["date"])), _read_sessions(number, day["sessions"]))
        for number, day in enumerate(row.get("days", ()), 1)
    )
    return Timetable(days, row.get("slot_minutes", 30), row.get("buffer_minutes", 0))


def _read_sessions(day: int, rows: Sequence[Mapping[str, Any]]) -> tuple[Session, ...]:
    return tuple(
        Session(
            row.get("id") or f"d{day}s{number}",
            row.get("title") or f"第{day}日第{number}场",
            _moment(row["starts_at"]),
            _moment(row["ends_at"]),
        )
        for number, row in enumerate(rows, 1)
    )


def _tell_session(session: Session) -> dict[str, Any]:
    return {
        "id": session.id,
        "title": session.title,
        "starts_at": tell_moment(session.starts_at),
        "ends_at": tell_moment(session.ends_at),
    }


def tell_conference(conference: Conference) -> dict[str, Any]:
    """A conference as JSON."""
    return {
        "id": conference.id,
        "title": conference.title,
        "year": conference.year,
        "scope": conference.scope,
        "starts_on": conference.starts_on.isoformat(),
        "venue": conference.venue,
        "min_meetings": conference.min_meetings,
        "max_meetings": conference.max_meetings,
        "demo": conference.demo,
        "timetable": tell_timetable(conference.timetable),
        "slots": [tell_slot(slot) for slot in conference.slots],
        "tables": [tell_table(table) for table in conference.tables],
        "version": conference.version,
    }


def tell_party(party: Party) -> dict[str, Any]:
    """A party as JSON; the first need and entry stand by themselves too."""
    return {
        "id": party.id,
        "conference_id": party.conference_id,
        "side": party.side.value,
        "organisation_id": party.organisation_id,
        "organisation_name": party.organisation_name,
        "name": party.name,
        "min_meetings": party.min_meetings,
        "max_meetings": party.max_meetings,
        "need_id": party.need_ids[0] if party.need_ids else None,
        "need_ids": list(party.need_ids),
        "entry_id": party.entry_ids[0] if party.entry_ids else None,
        "entry_ids": list(party.entry_ids),
        "unavailable": list(party.unavailable),
        "wishes": [{"party_id": wish.party_id, "strength": wish.strength.value} for wish in party.wishes],
        "version": party.version,
    }


def read_party(row: Mapping[str, Any]) -> Party:
    """A party from JSON."""
    return Party(
        id=row["id"],
        conference_id=row["conference_id"],
        side=Side(row["side"]),
        organisation_id=row["organisation_id"],
        organisation_name=row["organisation_name"],
        name=row["name"],
        min_meetings=row["min_meetings"],
        max_meetings=row["max_meetings"],
        need_ids=tuple(row["need_ids"]),
        entry_ids=tuple(row["entry_ids"]),
        unavailable=tuple(row["unavailable"]),
        wishes=read_wishes(row["wishes"]),
        version=row["version"],
    )


def read_wishes(rows: Sequence[Mapping[str, Any]]) -> tuple[Wish, ...]:
    """Wishes from JSON."""
    return tuple(Wish(row["party_id"], Strength(row["strength"])) for row in rows)


def _moment(value: Any) -> datetime:
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
