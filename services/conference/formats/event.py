"""The pairing event (配对输入) of format 1.0: decoded JSON in, checked nouns out."""

import hashlib
import json
from typing import Any

from services.conference.formats.nouns import Event
from services.conference.formats.people import read_parties, read_tables, read_wishes
from services.conference.formats.reading import identifier, record, text
from services.conference.formats.refusals import EventError, refuse
from services.conference.formats.rules import read_rules
from services.conference.formats.scores import read_scores
from services.conference.formats.settled import read_baseline, read_locks, read_met_before
from services.conference.formats.timetable import read_sessions, read_slots

__all__ = ["Event", "EventError", "canonical_digest", "load_event"]

FORMAT, VERSION = "pairing-event", "1.0"
_REQUIRED = (
    "format",
    "version",
    "event_id",
    "time_zone",
    "sessions",
    "slots",
    "tables",
    "parties",
    "scores",
    "wishes",
    "met_before",
    "locks",
    "rules",
)


def load_event(value: Any) -> Event:
    """Read an event strictly. Raises EventError with the code and the field of the first fault."""
    row = record(value, "", _REQUIRED, ("title", "baseline"))
    for name, expected in (("format", FORMAT), ("version", VERSION)):
        if row[name] != expected:
            raise refuse("wrong-format", name, expected=expected)
    text(row["time_zone"], "time_zone")
    text(row.get("title", ""), "title")
    event_id = identifier(row["event_id"], "event_id")
    sessions = read_sessions(row["sessions"])
    slots = {slot.id: slot for slot in read_slots(row["slots"], sessions)}
    parties = {party.id: party for party in read_parties(row["parties"], slots)}
    tables = {table.id: table for table in read_tables(row["tables"], parties, slots)}
    return Event(
        event_id=event_id,
        sessions=sessions,
        slots=tuple(slots.values()),
        tables=tuple(tables.values()),
        parties=tuple(parties.values()),
        scores=read_scores(row["scores"], parties),
        wishes=read_wishes(row["wishes"], parties),
        met_before=read_met_before(row["met_before"]),
        locks=read_locks(row["locks"], parties, slots, tables),
        baseline=read_baseline(row.get("baseline")),
        rules=read_rules(row["rules"]),
        digest=canonical_digest(value),
    )


def canonical_digest(value: Any) -> str:
    """SHA-256 of canonical JSON: keys sorted, no spaces, UTF-8, no ASCII escapes."""
    canonical = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()
