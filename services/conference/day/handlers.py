"""Use cases of the day: report what happens, propose a repair of the published list, approve it, check parties in."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

import orjson

from services.chassis.app import check_version
from services.chassis.clock import Clock
from services.chassis.identity import Actor, Role
from services.chassis.refusal import Conflict, Invalid
from services.chassis.runs import QUEUED, RUNNING
from services.conference.day.checking_in import Arrival
from services.conference.day.domain import (
    Incident,
    IncidentKind,
    Row,
    closed_slots,
    first_ahead,
    is_known,
)
from services.conference.day.repairing import freeze_repair
from services.conference.day.repositories import DayWork
from services.conference.day.rows import tell_incident
from services.conference.day.settling import find_published
from services.conference.domain import PlanState, Run, RunMode
from services.conference.freezing import hash_source
from services.conference.planning import MovePlan, move_plan, next_run


@dataclass(frozen=True)
class ReportIncident:
    """Something happened, from `from_slot` on or in `slots`; without, an availability is what the party says now."""

    conference_id: str
    kind: IncidentKind
    party_id: str = ""
    table_id: str = ""
    from_slot: str = ""
    slots: tuple[str, ...] | None = None
    note: str = ""


def report_incident(command: ReportIncident, *, actor: Actor, work: DayWork, clock: Clock) -> Incident:
    """Report what happened (登记当日情况); nothing changes until a repair is approved.

    Raises Conflict("nothing-published", "incident-twice"), Invalid for what the published list does not have.
    """
    actor.must_be(Role.ORGANIZER)
    work.conferences.get(command.conference_id, lock=True)
    names: Row = orjson.loads(find_published(command.conference_id, work).frozen)
    _check_noun(command, names)
    incident = Incident(
        id=f"i-{uuid4().hex[:16]}",
        conference_id=command.conference_id,
        kind=command.kind,
        reported_at=clock.now(),
        reported_by=actor.person,
        party_id="" if command.kind is IncidentKind.TABLE_LOST else command.party_id,
        table_id=command.table_id if command.kind is IncidentKind.TABLE_LOST else "",
        slots=_slots_of(command, names, work, clock),
        note=command.note,
    )
    for other in find_open(command.conference_id, names["event"], work):
        if (other.kind, other.party_id, other.table_id) == (incident.kind, incident.party_id, incident.table_id):
            raise Conflict("incident-twice", "kind")
    work.incidents.add(incident)
    work.record("incident_reported", incident.id, conference=incident.conference_id, kind=incident.kind.value)
    return incident


def _check_noun(command: ReportIncident, names: Row) -> None:
    if command.kind is IncidentKind.TABLE_LOST:
        if command.table_id not in {table["id"] for table in names["tables"]}:
            raise Invalid("unknown-table", "table_id", {"value": command.table_id})
    elif command.party_id not in {party["id"] for party in names["parties"]}:
        raise Invalid("not-on-list", "party_id", {"value": command.party_id})


def _slots_of(command: ReportIncident, names: Row, work: DayWork, clock: Clock) -> tuple[str, ...]:
    slots = names["slots"]
    if command.kind is IncidentKind.AVAILABILITY:
        said = work.parties.get(command.party_id).unavailable if command.slots is None else command.slots
        return closed_slots(command.kind, slots, first="", listed=said)
    first = command.from_slot
    if not first and not command.slots and command.kind is not IncidentKind.LATE:
        first = first_ahead(slots, clock.now())
        if not first:
            raise Invalid("no-slots-left", "from_slot")
    return closed_slots(command.kind, slots, first=first, listed=command.slots or ())


def find_open(conference_id: str, event: Row, work: DayWork) -> list[Incident]:
    """The incidents that the event of the published list does not take into account."""
    return [one for one in work.incidents.of(conference_id) if one.withdrawn_at is None and not is_known(event, one)]


def withdraw_incident(incident_id: str, *, seen: int, actor: Actor, work: DayWork, clock: Clock) -> Incident:
    """Take a report back (撤销登记) while the published list does not rest on it."""
    actor.must_be(Role.ORGANIZER)
    conference_id = work.incidents.get(incident_id).conference_id
    work.conferences.get(conference_id, lock=True)
    incident = work.incidents.get(incident_id)
    check_version(incident.version, seen)
    if incident.withdrawn_at is not None:
        raise Conflict("incident-closed", "incident_id")
    published = find_published(conference_id, work)
    if is_known(orjson.loads(published.frozen)["event"], incident):
        raise Conflict("incident-settled", "incident_id")
    after = replace(incident, withdrawn_at=clock.now(), version=incident.version + 1)
    work.incidents.change(after, seen=seen)
    work.record("incident_withdrawn", incident_id, conference=conference_id)
    return after


def propose_repair(conference_id: str, *, actor: Actor, work: DayWork, clock: Clock) -> Run:
    """Have a repair of the published list worked out (生成调整方案); its input is frozen at once.

    Raises Conflict("nothing-published", "nothing-to-repair", "run-active").
    """
    actor.must_be(Role.ORGANIZER)
    conference = work.conferences.get(conference_id, lock=True)
    published = find_published(conference_id, work)
    frozen, plan = orjson.loads(published.frozen), orjson.loads(published.plan)
    incidents = find_open(conference_id, frozen["event"], work)
    if not incidents:
        raise Conflict("nothing-to-repair", "conference_id")
    if any(run.state in {QUEUED, RUNNING} for run in work.runs.page(conference_id, first=20, after="").rows):
        raise Conflict("run-active", "conference_id")
    run = replace(
        next_run(conference_id, "proof", frozen["seed"], work=work, clock=clock),
        mode=RunMode.REPAIR,
        based_on=published.run_id,
    )
    snapshot = freeze_repair(
        frozen,
        plan,
        incidents,
        run_id=run.id,
        parent_id=published.run_id,
        now=clock.now(),
        tables=conference.tables,
    )
    snapshot["incidents"] = [tell_incident(one) for one in incidents]
    content = orjson.dumps(snapshot)
    work.runs.add(run)
    hashes = {"input_hash": hashlib.sha256(content).hexdigest(), "source_hash": hash_source(snapshot["event"])}
    work.runs.change(run.id, frozen=content, **hashes)
    work.record("repair_proposed", run.id, conference=conference_id, parent=published.run_id)
    return work.runs.get(run.id)


def approve_repair(run_id: str, *, seen: int, actor: Actor, work: DayWork, clock: Clock) -> Run:
    """Approve a repair (批准调整): it is published, and parties and tables keep what it rests on for later runs.

    Raises Conflict("not-a-repair", "list-moved-on", "stale-version", "wrong-run-state").
    """
    actor.must_be(Role.ORGANIZER)
    run = work.runs.get(run_id)
    work.conferences.get(run.conference_id, lock=True)
    if run.mode is not RunMode.REPAIR:
        raise Conflict("not-a-repair", "run_id")
    # The publishing itself settles it, so that a repair published from the page of its run is settled, too.
    return move_plan(MovePlan(run_id, PlanState.PUBLISHED, seen), actor=actor, work=work, clock=clock)


@dataclass(frozen=True)
class CheckIn:
    """A party is there, with so many people."""

    party_id: str
    people: int = 1


def check_in(command: CheckIn, *, actor: Actor, work: DayWork, clock: Clock) -> Arrival:
    """Check a party in (签到). Raises Conflict("checked-in-already")."""
    actor.must_be(Role.ORGANIZER)
    party = work.parties.get(command.party_id)
    work.conferences.get(party.conference_id, lock=True)
    if work.arrivals.get(party.id) is not None:
        raise Conflict("checked-in-already", "party_id", {"name": party.name})
    arrival = Arrival(party.id, party.conference_id, command.people, clock.now())
    work.arrivals.add(arrival)
    work.record("party_checked_in", party.id, conference=party.conference_id, people=command.people)
    return arrival


def undo_check_in(party_id: str, *, seen: int, actor: Actor, work: DayWork) -> None:
    """Take a check-in back (撤销签到). Raises Conflict("not-checked-in", "stale-version")."""
    actor.must_be(Role.ORGANIZER)
    party = work.parties.get(party_id)
    work.conferences.get(party.conference_id, lock=True)
    arrival = work.arrivals.get(party_id)
    if arrival is None:
        raise Conflict("not-checked-in", "party_id", {"name": party.name})
    check_version(arrival.version, seen)
    work.arrivals.remove(party_id)
    work.record("check_in_undone", party_id, conference=party.conference_id)


def find_changed(names: Row, work: DayWork, conference_id: str) -> list[Mapping[str, Any]]:
    """Parties who have said since that they can at other times than the published list knows.

    Slots that were only closed because they are over when a repair was made do not count as a difference.
    """
    slots = [slot["id"] for slot in names["slots"]]
    known = {party["id"]: set(party["unavailable"]) for party in names["parties"]}
    rows: list[Mapping[str, Any]] = []
    for party in work.parties.of(conference_id):
        now = set(party.unavailable)
        if party.id in known and now != known[party.id]:
            closed, opened = now - known[party.id], known[party.id] - now
            rows.append(
                {
                    "party_id": party.id,
                    "closed": [slot for slot in slots if slot in closed],
                    "opened": [slot for slot in slots if slot in opened],
                }
            )
    return rows
