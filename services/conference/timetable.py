"""From days and sessions to slots (时段): meetings of one length, a change between them, breaks between sessions."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from services.chassis.clock import SHANGHAI
from services.chassis.refusal import Invalid
from services.conference.domain import IDENTIFIER, MAX_SLOTS, Day, Session, Slot, Timetable


def lay_out(timetable: Timetable) -> tuple[Slot, ...]:
    """The slots of a timetable in time order.

    Raises Invalid when sessions overlap or stand out of order, when a session's id repeats or is unusable, when a
    session is too short for one meeting, and when there would be more slots than a conference can have.
    """
    sessions = [session for day in timetable.days for session in day.sessions]
    _check_order(timetable.days)
    _check_identifiers(sessions)
    slots = [slot for session in sessions for slot in _slots_of(session, timetable)]
    if len(slots) > MAX_SLOTS:
        raise Invalid("too-many-slots", "days", {"limit": MAX_SLOTS, "count": len(slots)})
    return tuple(slots)


def _slots_of(session: Session, timetable: Timetable) -> list[Slot]:
    length, step = (
        timedelta(minutes=timetable.slot_minutes),
        timedelta(minutes=timetable.slot_minutes + timetable.buffer_minutes),
    )
    slots: list[Slot] = []
    starts_at = session.starts_at
    while starts_at + length <= session.ends_at:
        number = f"{session.id}-{len(slots) + 1:02d}"
        slots.append(Slot(number, session.id, starts_at, starts_at + length))
        starts_at += step
    if not slots:
        raise Invalid("session-too-short", "days", {"session": session.title or session.id})
    return slots


def _check_order(days: Sequence[Day]) -> None:
    for place, (before, after) in enumerate(pairwise(days), 1):
        if after.date <= before.date:
            raise Invalid("days-out-of-order", f"days.{place}.date")
    for place, day in enumerate(days):
        for number, session in enumerate(day.sessions):
            where = f"days.{place}.sessions.{number}"
            if session.ends_at <= session.starts_at:
                raise Invalid("session-ends-early", f"{where}.ends_at")
            if {_day_of(session.starts_at), _day_of(session.ends_at)} != {day.date}:
                raise Invalid("session-other-day", f"{where}.starts_at")
        for number, (earlier, later) in enumerate(pairwise(day.sessions), 1):
            if later.starts_at < earlier.ends_at:
                raise Invalid("sessions-overlap", f"days.{place}.sessions.{number}.starts_at")


def _day_of(moment: datetime) -> object:
    return moment.astimezone(SHANGHAI).date()


def _check_identifiers(sessions: Sequence[Session]) -> None:
    seen = set()
    for session in sessions:
        if not IDENTIFIER.fullmatch(session.id) or len(session.id) > 60:
            raise Invalid("bad-identifier", "days", {"value": session.id})
        if session.id in seen:
            raise Invalid("session-twice", "days", {"value": session.id})
        seen.add(session.id)
