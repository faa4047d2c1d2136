"""Reading sessions and slots: in time order, none overlapping, each session's slots side by side."""

import re
from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

from services.conference.formats.nouns import Slot
from services.conference.formats.reading import all_different, at, identifier, known, listing, record, text
from services.conference.formats.refusals import refuse

_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(Z|[+-]\d{2}:\d{2})", re.ASCII)


def read_sessions(value: Any) -> tuple[str, ...]:
    """The ids of the sessions."""
    ids = []
    for place, item in enumerate(listing(value, "sessions", least=1)):
        path = at("sessions", place)
        row = record(item, path, ("id",), ("title",))
        if "title" in row:
            text(row["title"], at(path, "title"))
        ids.append(identifier(row["id"], at(path, "id")))
    all_different(ids, "sessions", "id")
    return tuple(ids)


def read_slots(value: Any, sessions: Sequence[str]) -> tuple[Slot, ...]:
    """The slots, whose times are checked and kept as written."""
    slots, spans = [], []
    for place, item in enumerate(listing(value, "slots", least=1)):
        path = at("slots", place)
        row = record(item, path, ("id", "session", "start", "end"))
        session = known(row["session"], at(path, "session"), sessions, "场次", "session")
        start, end = (_read_time(row[name], at(path, name)) for name in ("start", "end"))
        if end <= start:
            raise refuse("slot-ends-before-start", at(path, "end"))
        slots.append(Slot(identifier(row["id"], at(path, "id")), session, row["start"], row["end"]))
        spans.append((start, end))
    all_different([slot.id for slot in slots], "slots", "id")
    for place, (before, after) in enumerate(pairwise(spans)):
        if after[0] < before[1]:
            raise refuse("slots-overlap", at(at("slots", place + 1), "start"), before=slots[place].id)
    _refuse_split_sessions(slots)
    return tuple(slots)


def _read_time(value: Any, path: str) -> datetime:
    if not _TIME.fullmatch(text(value, path)):
        raise refuse("bad-time", path)
    try:
        return datetime.fromisoformat(value)
    except ValueError as error:
        raise refuse("bad-time", path) from error


def _refuse_split_sessions(slots: Sequence[Slot]) -> None:
    seen = {slots[0].session}
    for place, (before, after) in enumerate(pairwise(slots)):
        if after.session != before.session and after.session in seen:
            raise refuse("session-split", at(at("slots", place + 1), "session"), session=after.session)
        seen.add(after.session)
