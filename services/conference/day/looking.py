"""The day at a glance (当日一览): the list that counts, what is open against it, the proposal, who is there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from services.chassis.refusal import Conflict
from services.chassis.runs import DONE, QUEUED, RUNNING
from services.conference.comparing import Papers
from services.conference.day.checking_in import overdue, stand_by
from services.conference.day.diff import explain
from services.conference.day.domain import Incident, IncidentKind, Row, hit_by, is_known
from services.conference.day.handlers import find_changed, find_open
from services.conference.day.phrases import REASONS
from services.conference.day.repairing import change_event
from services.conference.day.repositories import DayWork
from services.conference.day.reprint import list_reprints
from services.conference.day.rows import read_incident, tell_arrival, tell_incident
from services.conference.day.settling import find_published
from services.conference.domain import PlanState, Run, RunMode
from services.conference.exports.making import tell_printed
from services.conference.exports.pdf import print_sheets
from services.conference.exports.printing import PrintError
from services.conference.telling import tell_run

Json = dict[str, Any]
MOST_SHEETS = 60
"""Sheets that are printed while somebody waits; beyond it the whole list is printed in the background."""


@dataclass(frozen=True)
class Looked:
    """A conference's published list with what is reported against it."""

    run: Run
    frozen: Row
    plan: Row
    incidents: Sequence[Incident]

    @property
    def open(self) -> list[Incident]:
        """What the list does not take into account yet."""
        return [one for one in self.incidents if not is_known(self.frozen["event"], one)]


def look_at(conference_id: str, work: DayWork) -> Looked:
    """Read the published list and what is reported. Raises Conflict("nothing-published")."""
    published = find_published(conference_id, work)
    incidents = [one for one in work.incidents.of(conference_id) if one.withdrawn_at is None]
    run = work.runs.get(published.run_id)
    return Looked(run, orjson.loads(published.frozen), orjson.loads(published.plan), incidents)


def tell_day(conference_id: str, work: DayWork, *, now: datetime) -> Json:
    """The day as JSON; without a published list there is nothing but who has checked in."""
    arrivals = [tell_arrival(one) for one in work.arrivals.of(conference_id)]
    empty: Json = {"conference_id": conference_id, "run": None, "proposal": None, "slot_id": None}
    empty |= {"incidents": [], "changed": [], "overdue": [], "open_count": 0, "arrivals": arrivals}
    if not work.runs.published([conference_id]):
        return empty
    looked = look_at(conference_id, work)
    arrived = [one["party_id"] for one in arrivals]
    incidents = [_tell_incident(one, looked) for one in looked.incidents]
    return {
        **empty,
        "run": tell_run(looked.run),
        "proposal": _proposal(looked, work),
        "slot_id": _slot_of(looked.frozen["slots"], now),
        "incidents": incidents,
        "open_count": sum(one["state"] == "open" for one in incidents),
        "changed": _changed(looked, work),
        "overdue": overdue(looked.frozen, looked.plan, arrived, now=now),
    }


def _slot_of(slots: Sequence[Row], now: datetime) -> str | None:
    """The slot that is under way or comes next."""
    return next((slot["id"] for slot in slots if datetime.fromisoformat(slot["ends_at"]) > now), None)


def _tell_incident(incident: Incident, looked: Looked) -> Json:
    meetings = hit_by(incident, looked.plan["meetings"])
    state = "settled" if is_known(looked.frozen["event"], incident) else "open"
    return {**tell_incident(incident), "state": state, "meetings": [_name_meeting(one, looked) for one in meetings]}


def _name_meeting(meeting: Row, looked: Looked) -> Json:
    names = looked.frozen
    found = {kind: {one["id"]: one for one in names[kind]} for kind in ("parties", "slots", "tables")}
    return {
        "id": f"{meeting['demand']}:{meeting['supply']}",
        "demand": found["parties"][meeting["demand"]],
        "supply": found["parties"][meeting["supply"]],
        "slot": found["slots"][meeting["slot"]],
        "table": found["tables"][meeting["table"]],
    }


def _changed(looked: Looked, work: DayWork) -> list[Json]:
    """Parties whose own word differs from the list, with the meetings it would cost; reported ones are left out."""
    reported = {(one.party_id, frozenset(one.slots)) for one in looked.open if one.kind is IncidentKind.AVAILABILITY}
    live = {party.id: frozenset(party.unavailable) for party in work.parties.of(looked.run.conference_id)}
    told = []
    for one in find_changed(looked.frozen, work, looked.run.conference_id):
        if (one["party_id"], live[one["party_id"]]) in reported:
            continue
        hit = [
            _name_meeting(meeting, looked)
            for meeting in looked.plan["meetings"]
            if one["party_id"] in (meeting["demand"], meeting["supply"]) and meeting["slot"] in one["closed"]
        ]
        told.append({**one, "meetings": hit})
    return told


def _proposal(looked: Looked, work: DayWork) -> Json | None:
    """The latest repair of this very list that is under way or waits to be approved."""
    for run in work.runs.page(looked.run.conference_id, first=20, after="").rows:
        is_pending = run.state in {QUEUED, RUNNING} or run.plan_state in {PlanState.DRAFT, PlanState.PROVISIONAL}
        if run.mode is RunMode.REPAIR and run.based_on == looked.run.id and is_pending:
            return tell_run(run)
    return None


def read_papers(run_id: str, work: DayWork) -> Papers:
    """Snapshot and list of a run. Raises Conflict("no-plan")."""
    frozen, plan = work.runs.papers(run_id)
    if frozen is None or plan is None:
        raise Conflict("no-plan", "run_id")
    return Papers(orjson.loads(frozen), orjson.loads(plan))


def tell_repair(run: Run, work: DayWork) -> Json:
    """What a repair changes and why. Raises Conflict("not-a-repair", "no-plan")."""
    if run.mode is not RunMode.REPAIR:
        raise Conflict("not-a-repair", "run_id")
    parent = work.runs.get(run.based_on)
    if run.state != DONE:
        raise Conflict("no-plan", "run_id")
    before, after = read_papers(parent.id, work), read_papers(run.id, work)
    incidents = [read_incident(one) for one in after.names["incidents"]]
    told = explain(before, after, incidents)
    meetings = [{**one, **_words(one["reason"])} for one in told["meetings"]]
    published = work.runs.published([run.conference_id])
    waiting = {one.id for one in find_open(run.conference_id, after.names["event"], work)}
    return {
        "run": tell_run(run),
        "parent": tell_run(parent),
        "incidents": after.names["incidents"],
        "unconsidered": sorted(waiting),
        "is_current": bool(published) and published[0].run_id in {parent.id, run.id},
        **told,
        "meetings": meetings,
    }


def print_reprints(run: Run, since: str, work: DayWork) -> bytes:
    """The sheets that differ and still have a meeting, as one PDF.

    Raises Conflict("nothing-to-print", "too-many-sheets", "file-not-made").
    """
    told = tell_reprints(run, since, work)
    among = {one["party"]["id"] for one in told["parties"] if one["number"] and one["meeting_count"]}
    if not among:
        raise Conflict("nothing-to-print", "run_id")
    if len(among) > MOST_SHEETS:
        raise Conflict("too-many-sheets", "run_id", {"count": len(among), "limit": MOST_SHEETS})
    papers = read_papers(run.id, work)
    try:
        return print_sheets(tell_printed(tell_run(run), papers.names, papers.plan), among=among)
    except PrintError as fault:
        problem = {"problem": str(fault), "problem_en": str(fault)}
        raise Conflict("file-not-made", "run_id", problem) from fault


def _words(reason: str) -> Json:
    zh, en = REASONS[reason]
    return {"text": zh, "text_en": en}


def tell_reprints(run: Run, since: str, work: DayWork) -> Json:
    """What to print again of a list that took the place of another."""
    parent = work.runs.get(since or run.based_on)
    told = list_reprints(read_papers(parent.id, work), read_papers(run.id, work))
    return {"run": tell_run(run), "since": tell_run(parent), **told}


def tell_standby(
    conference_id: str, work: DayWork, *, slot_id: str, present_only: bool, now: datetime
) -> Mapping[str, Any]:
    """Who could step in, as things stand now: in one slot, or in the one under way and all that follow."""
    looked = look_at(conference_id, work)
    slots = [slot["id"] for slot in looked.frozen["slots"]]
    here = _slot_of(looked.frozen["slots"], now)
    wanted = [slot_id] if slot_id else slots[slots.index(here) :] if here else []
    event = change_event(looked.frozen["event"], looked.open, set())
    there = [one.party_id for one in work.arrivals.of(conference_id)] if present_only else None
    rows = stand_by(event, looked.plan, slots=wanted, only=there)
    return {"run": tell_run(looked.run), "items": rows}
