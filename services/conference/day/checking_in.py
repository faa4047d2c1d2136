"""Checking in (签到): who is there, who is expected soon, and who could step in. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.conference.day.domain import SIDES, Row
from services.conference.exports.standby import find_standby


@dataclass(frozen=True)
class Arrival:
    """A party that has checked in, with how many people."""

    party_id: str
    conference_id: str
    people: int
    arrived_at: datetime
    version: int = 1


def first_meetings(frozen: Row, plan: Row) -> dict[str, Row]:
    """Party -> the slot of its first meeting; who has none is not expected at any time."""
    slots = {slot["id"]: (place, slot) for place, slot in enumerate(frozen["slots"])}
    firsts: dict[str, tuple[int, Row]] = {}
    for one in plan["meetings"]:
        for side in SIDES:
            firsts[one[side]] = min(firsts.get(one[side], slots[one["slot"]]), slots[one["slot"]], key=_place)
    return {party: slot for party, (_, slot) in firsts.items()}


def _place(found: tuple[int, Row]) -> int:
    return found[0]


def overdue(frozen: Row, plan: Row, arrived: Iterable[str], *, now: datetime) -> list[str]:
    """The parties whose first meeting has begun and who have not checked in, the longest awaited first."""
    there = set(arrived)
    late = [
        (slot["starts_at"], party)
        for party, slot in first_meetings(frozen, plan).items()
        if party not in there and datetime.fromisoformat(slot["starts_at"]) <= now
    ]
    return [party for _, party in sorted(late)]


def stand_by(event: Row, plan: Row, *, slots: Iterable[str], only: Sequence[str] | None = None) -> list[dict[str, Any]]:
    """Whom to bring together in these slots: pairs that do not meet yet and are both free, the best first.

    `event` knows what has happened; meetings it makes impossible are none any more. `only` are those who are there.
    `free_tables` says how many tables nobody uses in the slot.
    """
    closed = {party["id"]: set(party["unavailable"]) for party in event["parties"]}
    standing = [one for one in plan["meetings"] if not any(one["slot"] in closed.get(one[side], ()) for side in SIDES)]
    there = set(closed) if only is None else set(only)
    absent = [{**one, "unavailable": _all_slots(event)} for one in event["parties"] if one["id"] not in there]
    present = [one for one in event["parties"] if one["id"] in there]
    rows = find_standby({**event, "parties": [*present, *absent]}, standing)
    wanted = set(slots)
    free = count_free_tables(event, standing)
    return [{**one, "free_tables": free[one["slot_id"]]} for one in rows if one["slot_id"] in wanted]


def _all_slots(event: Row) -> list[str]:
    return [slot["id"] for slot in event["slots"]]


def count_free_tables(event: Row, meetings: Iterable[Row]) -> Mapping[str, int]:
    """Slot -> usable tables that nobody sits at."""
    used = {(one["table"], one["slot"]) for one in meetings}
    return {
        slot: sum(slot not in table["unavailable"] and (table["id"], slot) not in used for table in event["tables"])
        for slot in _all_slots(event)
    }
