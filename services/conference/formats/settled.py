"""Reading what is settled already: earlier meetings, locks, the published plan a repair starts from."""

from collections.abc import Mapping
from typing import Any

from services.conference.formats.nouns import Lock, Meeting, Party, Slot, Table
from services.conference.formats.people import known_pair
from services.conference.formats.reading import all_different, at, choice, identifier, known, listing, record, text
from services.conference.formats.refusals import refuse

LOCK_FIELDS = {"meeting": (("slot",), ("table",)), "pair": ((), ()), "exclude": ((), ("slot",))}
"""Kind of lock -> its further required and optional fields."""


def read_met_before(value: Any) -> frozenset[tuple[str, str]]:
    """Pairs of organisations that met at an earlier event; organisations that do not come this year do no harm."""
    names = ("demand_organisation", "supply_organisation")
    pairs = set()
    for place, item in enumerate(listing(value, "met_before")):
        path = at("met_before", place)
        row = record(item, path, names, ("event",))
        text(row.get("event", ""), at(path, "event"))
        demand, supply = (identifier(row[name], at(path, name)) for name in names)
        pairs.add((demand, supply))
    return frozenset(pairs)


def read_locks(
    value: Any, parties: Mapping[str, Party], slots: Mapping[str, Slot], tables: Mapping[str, Table]
) -> tuple[Lock, ...]:
    """The locks; whether they can be kept together is for the engine to say."""
    locks = []
    for place, item in enumerate(listing(value, "locks")):
        path = at("locks", place)
        if not isinstance(item, dict):
            raise refuse("wrong-type", path, zh="对象", en="an object")
        kind = choice(item.get("kind", ""), at(path, "kind"), tuple(LOCK_FIELDS))
        required, optional = LOCK_FIELDS[kind]
        row = record(item, path, ("kind", "demand", "supply", *required), optional)
        demand, supply = known_pair(row, path, parties)
        slot = known(row["slot"], at(path, "slot"), slots, "时段", "slot") if "slot" in row else None
        table = known(row["table"], at(path, "table"), tables, "洽谈桌", "table") if "table" in row else None
        locks.append(Lock(kind, demand, supply, slot, table))
    return tuple(locks)


def read_baseline(value: Any) -> tuple[Meeting, ...] | None:
    """The meetings of the published plan; names unknown today are allowed, their meetings count as dropped."""
    if value is None:
        return None
    row = record(value, "baseline", ("meetings",), ("plan_id",))
    text(row.get("plan_id", ""), "baseline.plan_id")
    meetings = []
    for place, item in enumerate(listing(row["meetings"], "baseline.meetings")):
        path = at("baseline.meetings", place)
        cells = record(item, path, ("demand", "supply", "slot", "table"))
        meetings.append(Meeting(**{name: identifier(cell, at(path, name)) for name, cell in cells.items()}))
    all_different([(meeting.demand, meeting.supply) for meeting in meetings], "baseline.meetings")
    return tuple(meetings)
