"""The event of a repair (修复): the published list as baseline, what has happened since, and slots that are over. Pure.

Everything else stays as it was frozen for the published list, so that nothing changes but for what happened.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from services.conference.day.domain import GONE, SIDES, Incident, IncidentKind, Pair, Row, begun
from services.conference.domain import MeetingTable

Json = dict[str, Any]
OF_ONE_LIST = frozenset({"given", "changes", "lost"})
"""What a snapshot says of the making of its own list alone."""


def freeze_repair(
    frozen: Row,
    plan: Row,
    incidents: Sequence[Incident],
    *,
    run_id: str,
    parent_id: str,
    now: datetime,
    tables: Sequence[MeetingTable] = (),
) -> Json:
    """The snapshot of a repair.

    `frozen` and `plan` are those of the published list; `tables` those of the conference today: what was set up since
    can be used. Meetings of slots that have begun are locked where they stand, unless something made them impossible.
    """
    over = begun(frozen["slots"], now)
    changed = change_event(frozen["event"], incidents, over)
    spare = _spare_tables(frozen["event"], tables)
    changed["tables"] += [_tell_spare(one) for one in spare]
    meetings: Sequence[Row] = plan["meetings"]
    standing = [one for one in meetings if not _is_hit(one, changed)]
    done = [one for one in standing if one["slot"] in over]
    _close_past(changed, done, over)
    baseline = {"plan_id": parent_id, "meetings": [dict(one) for one in meetings]}
    usable = {table["id"]: table["unavailable"] for table in changed["tables"]}
    keep = {(one["demand"], one["supply"]) for one in standing if one["slot"] not in usable[one["table"]]}
    event = {**changed, "event_id": run_id, "baseline": baseline, "locks": _locks(frozen["event"]["locks"], keep, done)}
    told = {"parties": _tell_parties(frozen["parties"], incidents)}
    told["tables"] = [*frozen["tables"], *({"id": one.id, "name": one.name} for one in spare)]
    if "locks" in frozen:
        told["locks"] = _locks(frozen["locks"], keep, ())
    carried = {name: value for name, value in frozen.items() if name not in OF_ONE_LIST}
    return {**carried, **told, "effort": "proof", "event": event}


def change_event(event: Row, incidents: Iterable[Incident], over: set[str]) -> Json:
    """The event with what has happened; `over` are the slots that have begun."""
    parties = {party["id"]: dict(party) for party in event["parties"]}
    tables = {table["id"]: dict(table) for table in event["tables"]}
    slots = [slot["id"] for slot in event["slots"]]
    for incident in incidents:
        nouns, noun_id = (tables, incident.table_id) if incident.names_table else (parties, incident.party_id)
        if noun_id in nouns:
            _change_noun(nouns[noun_id], incident, slots)
    for table in tables.values():
        # Who has lost the table of his own for good sits wherever a table is free.
        if table["party"] is not None and over.union(table["unavailable"]) >= set(slots):
            table["party"] = None
    return {**event, "parties": list(parties.values()), "tables": list(tables.values())}


def _change_noun(noun: Json, incident: Incident, slots: Sequence[str]) -> None:
    kept = () if incident.kind is IncidentKind.AVAILABILITY else noun["unavailable"]
    closed = {*kept, *incident.slots}
    noun["unavailable"] = [slot for slot in slots if slot in closed]
    if incident.kind in GONE:
        noun["min_meetings"] = 0


def _is_hit(meeting: Row, event: Row) -> bool:
    """Whether one of the two cannot be there; a meeting that only lost its table can take another one."""
    closed = {party["id"]: party["unavailable"] for party in event["parties"]}
    return any(meeting["slot"] in closed.get(meeting[side], ()) for side in SIDES)


def _spare_tables(event: Row, tables: Iterable[MeetingTable]) -> list[MeetingTable]:
    known = {table["id"] for table in event["tables"]}
    parties = {party["id"] for party in event["parties"]}
    return [one for one in tables if one.id not in known and (not one.party_id or one.party_id in parties)]


def _tell_spare(table: MeetingTable) -> Json:
    return {"id": table.id, "party": table.party_id or None, "unavailable": list(table.unavailable)}


def _close_past(event: Row, done: Iterable[Row], over: set[str]) -> None:
    """Close the slots that are over, for everybody but those whose meetings there stand."""
    there = {(one[side], one["slot"]) for one in done for side in SIDES}
    for party in event["parties"]:
        closed = {*party["unavailable"], *(slot for slot in over if (party["id"], slot) not in there)}
        party["unavailable"] = [slot["id"] for slot in event["slots"] if slot["id"] in closed]


def _locks(locks: Iterable[Row], keep: set[Pair], done: Iterable[Row]) -> list[Json]:
    """The organizer's locks as far as they can be kept, and the meetings of slots that have begun."""
    past = {(one["demand"], one["supply"]): {"kind": "meeting", **one} for one in done}
    kept = [
        dict(lock)
        for lock in locks
        if (pair := (lock["demand"], lock["supply"])) not in past and (lock["kind"] == "exclude" or pair in keep)
    ]
    return [*kept, *past.values()]


def _tell_parties(parties: Iterable[Row], incidents: Sequence[Incident]) -> list[Json]:
    """The parties by name, with what they can no more."""
    told = [dict(party) for party in parties]
    for party in told:
        for incident in incidents:
            if not incident.names_table and incident.party_id == party["id"]:
                kept = () if incident.kind is IncidentKind.AVAILABILITY else party["unavailable"]
                party["unavailable"] = sorted({*kept, *incident.slots})
                party["min_meetings"] = 0 if incident.kind in GONE else party["min_meetings"]
    return told


def keep_tables(event: Row, plan: Mapping[str, Any]) -> Json:
    """The plan of a repair with everybody at the published table where that is possible; only tables change.

    A meeting with a new table is a sheet to print again, which is worth more than one walk less.
    """
    made = {**plan, "meetings": [dict(one) for one in plan["meetings"]]}
    pool = {table["id"]: set(table["unavailable"]) for table in event["tables"] if table["party"] is None}
    published = {(one["demand"], one["supply"], one["slot"]): one["table"] for one in event["baseline"]["meetings"]}
    fixed = {(lock["demand"], lock["supply"]) for lock in event["locks"] if lock.get("table")}
    for slot in (one["id"] for one in event["slots"]):
        here = [one for one in made["meetings"] if one["slot"] == slot and one["table"] in pool]
        loose = [one for one in here if (one["demand"], one["supply"]) not in fixed]
        taken = {one["table"] for one in here if one not in loose}
        wanted = {id(one): published.get((one["demand"], one["supply"], slot), "") for one in loose}
        stay = [one for one in loose if slot not in pool.get(wanted[id(one)], {slot}) and wanted[id(one)] not in taken]
        for one in stay:
            one["table"] = wanted[id(one)]
            taken.add(one["table"])
        _seat_rest([one for one in loose if one not in stay], slot, pool, taken)
    made["objective"] = {**plan["objective"], "table_changes": count_table_changes(event, made["meetings"])}
    return made


def _seat_rest(rest: Sequence[Json], slot: str, pool: Mapping[str, set[str]], taken: set[str]) -> None:
    """Those who came anew keep the table they were given while it is free, else take the first that is."""
    waiting = []
    for one in rest:
        if one["table"] in taken:
            waiting.append(one)
        else:
            taken.add(one["table"])
    free = [table for table, closed in pool.items() if slot not in closed and table not in taken]
    for one, table in zip(waiting, free, strict=False):
        one["table"] = table


def count_table_changes(event: Row, meetings: Iterable[Row]) -> int:
    """Two consecutive meetings of a party at different tables, over all parties."""
    order = {slot["id"]: place for place, slot in enumerate(event["slots"])}
    last: dict[str, str] = {}
    changes = 0
    for one in sorted(meetings, key=lambda meeting: order[meeting["slot"]]):
        for side in SIDES:
            changes += last.get(one[side], one["table"]) != one["table"]
            last[one[side]] = one["table"]
    return changes
