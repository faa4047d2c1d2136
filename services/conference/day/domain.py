"""What happens on the day (当日情况): incidents, the slots they close, what of a published list they hit. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from services.chassis.refusal import Invalid
from services.conference.domain import MeetingTable, Party

Row = Mapping[str, Any]
Pair = tuple[str, str]
SIDES = ("demand", "supply")


class IncidentKind(StrEnum):
    """当日情况: 取消参会, 未到场, 迟到, 洽谈桌停用, 可用时段变更."""

    CANCELLED = "cancelled"
    NO_SHOW = "no_show"
    LATE = "late"
    TABLE_LOST = "table_lost"
    AVAILABILITY = "availability"


GONE = frozenset({IncidentKind.CANCELLED, IncidentKind.NO_SHOW})
"""A party that is gone owes nobody a minimum any more."""


@dataclass(frozen=True)
class Incident:
    """当日情况 as reported; `slots` are those it closes, for `availability` all in which the party cannot meet."""

    id: str
    conference_id: str
    kind: IncidentKind
    reported_at: datetime
    reported_by: str
    party_id: str = ""
    table_id: str = ""
    slots: tuple[str, ...] = ()
    note: str = ""
    withdrawn_at: datetime | None = None
    version: int = 1

    @property
    def names_table(self) -> bool:
        """Whether it is about a table, not about a party."""
        return self.kind is IncidentKind.TABLE_LOST


def closed_slots(kind: IncidentKind, slots: Sequence[Row], *, first: str, listed: Sequence[str]) -> tuple[str, ...]:
    """The slots an incident closes, of those in `slots` (in order).

    `listed` says them one by one; else those from `first` on, for a late party those before `first`.
    Raises Invalid("unknown-slot", "slot-needed", "no-slots-left").
    """
    ids = [slot["id"] for slot in slots]
    strange = sorted({*listed, *filter(None, [first])} - set(ids))
    if strange:
        raise Invalid(
            "unknown-slot", "slots" if strange[0] in listed else "from_slot", {"value": "、".join(strange[:5])}
        )
    if kind is IncidentKind.AVAILABILITY:
        return tuple(slot for slot in ids if slot in set(listed))
    if kind is IncidentKind.LATE and not first and not listed:
        raise Invalid("slot-needed", "from_slot")
    place = ids.index(first) if first else 0
    ahead = ids[:place] if kind is IncidentKind.LATE else ids[place:]
    closed = tuple(slot for slot in ids if slot in set(listed)) if listed else tuple(ahead)
    if not closed:
        raise Invalid("no-slots-left", "from_slot")
    return closed


def first_ahead(slots: Sequence[Row], now: datetime) -> str:
    """The first slot that has not ended, "" when the day is over."""
    return next((slot["id"] for slot in slots if datetime.fromisoformat(slot["ends_at"]) > now), "")


def begun(slots: Iterable[Row], now: datetime) -> set[str]:
    """The slots that have begun: nothing in them can be arranged any more."""
    return {slot["id"] for slot in slots if datetime.fromisoformat(slot["starts_at"]) <= now}


def is_known(event: Row, incident: Incident) -> bool:
    """Whether an event of format 1.0 takes an incident into account, so that a list made from it does."""
    nouns = event["tables" if incident.names_table else "parties"]
    noun = next((one for one in nouns if one["id"] == (incident.table_id or incident.party_id)), None)
    if noun is None:
        return True
    closed, said = set(noun["unavailable"]), set(incident.slots)
    return closed == said if incident.kind is IncidentKind.AVAILABILITY else said <= closed


def hit_by(incident: Incident, meetings: Iterable[Row]) -> list[Row]:
    """The meetings of a list that an incident makes impossible where they stand."""
    slots = set(incident.slots)
    if incident.names_table:
        return [one for one in meetings if one["table"] == incident.table_id and one["slot"] in slots]
    return [one for one in meetings if incident.party_id in (one["demand"], one["supply"]) and one["slot"] in slots]


def change_party(party: Party, incidents: Iterable[Incident], order: Sequence[str]) -> Party:
    """A party as it is after what has happened; slots stay in the order of the day."""
    for incident in incidents:
        if incident.names_table or incident.party_id != party.id:
            continue
        kept = () if incident.kind is IncidentKind.AVAILABILITY else party.unavailable
        closed = {*kept, *incident.slots}
        least = 0 if incident.kind in GONE else party.min_meetings
        party = replace(party, unavailable=tuple(slot for slot in order if slot in closed), min_meetings=least)
    return party


def change_table(table: MeetingTable, incidents: Iterable[Incident], order: Sequence[str]) -> MeetingTable:
    """A table as it is after what has happened."""
    for incident in incidents:
        if incident.names_table and incident.table_id == table.id:
            closed = {*table.unavailable, *incident.slots}
            table = replace(table, unavailable=tuple(slot for slot in order if slot in closed))
    return table
