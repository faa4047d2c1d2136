"""The use cases of outcomes: state what came of a meeting, and close a year."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from services.chassis.app import check_version
from services.chassis.clock import Clock
from services.chassis.identity import Actor, Role
from services.chassis.refusal import Conflict, Forbidden, NotFound
from services.conference.domain import PlanState
from services.conference.outcomes.domain import (
    By,
    ClosedYear,
    Meeting,
    Pair,
    Result,
    Said,
    Statement,
    check_said,
    settle,
)
from services.conference.outcomes.repositories import OutcomeWork

DEMAND_ROLES = (Role.ENTERPRISE, Role.PARK_OPERATOR)


@dataclass(frozen=True)
class StateOutcome:
    """Say what came of a meeting; `seen` is the version of one's own earlier word, 0 for the first."""

    pair: Pair
    seen: int
    said: Said


def list_meetings(conference_id: str, work: OutcomeWork) -> Iterator[Meeting]:
    """The meetings of the published list in the order of the day; none while nothing is published."""
    conference = work.conferences.get(conference_id)
    for run in work.runs.shown(conference_id):
        if run.plan_state is not PlanState.PUBLISHED:
            continue
        frozen, plan = (orjson.loads(paper or b"{}") for paper in work.runs.papers(run.id))
        for row in plan["meetings"]:
            yield _meeting(row, frozen, year=conference.year, demo=conference.demo)


def _meeting(row: Mapping[str, str], frozen: Mapping[str, Any], *, year: int, demo: bool) -> Meeting:
    slots, tables, parties = ({one["id"]: one for one in frozen[name]} for name in ("slots", "tables", "parties"))
    demand, supply = parties[row["demand"]], parties[row["supply"]]
    return Meeting(
        Pair(frozen["conference"]["id"], demand["id"], supply["id"]),
        year=year,
        demo=demo,
        starts_at=datetime.fromisoformat(slots[row["slot"]]["starts_at"]),
        table=tables[row["table"]]["name"],
        demand_name=demand["name"],
        supply_name=supply["name"],
        demand_organisation=demand["organisation_id"],
        supply_organisation=supply["organisation_id"],
        need_ids=tuple(demand["need_ids"]),
        entry_ids=tuple(supply["entry_ids"]),
    )


def find_meeting(pair: Pair, work: OutcomeWork) -> Meeting:
    """A meeting of the published list, or one that was stated before. Raises NotFound("not-found")."""
    for meeting in list_meetings(pair.conference_id, work):
        if meeting.pair == pair:
            return meeting
    known = work.results.find(pair)
    if known is None:
        raise NotFound("not-found", "meeting_id", {"id": f"{pair.demand_id}:{pair.supply_id}"})
    return known.meeting


def speaker_of(meeting: Meeting, actor: Actor) -> By:
    """As whom somebody speaks of a meeting. Raises Forbidden for those who were not part of it."""
    if actor.has(Role.ORGANIZER):
        return By.ORGANIZER
    actor.must_be(Role.ORGANIZER, Role.PROVIDER, *DEMAND_ROLES)
    if actor.organisation == meeting.demand_organisation and actor.has(*DEMAND_ROLES):
        return By.DEMAND
    if actor.organisation == meeting.supply_organisation and actor.has(Role.PROVIDER):
        return By.SUPPLY
    raise Forbidden("forbidden")


def state_outcome(command: StateOutcome, *, actor: Actor, work: OutcomeWork, clock: Clock) -> Result:
    """Say what came of a meeting (填报结果), or say it anew; what counts follows from all that was said.

    Raises NotFound, Forbidden, Conflict("meeting-ahead", "stale-version"), Invalid for what does not go together.
    """
    pair = command.pair
    work.conferences.get(pair.conference_id, lock=True)
    meeting = find_meeting(pair, work)
    by = speaker_of(meeting, actor)
    if meeting.starts_at > clock.now():
        raise Conflict("meeting-ahead", "meeting_id")
    said = check_said(command.said)
    before = work.statements.find(pair, by)
    check_version(before.version if before else 0, command.seen)
    statement = Statement(pair, by, said, actor.person, clock.now(), command.seen + 1)
    work.statements.put(statement, seen=command.seen)
    earlier = work.results.find(pair)
    result = Result(meeting, settle(work.statements.of_meeting(pair)), clock.now())
    work.results.put(result)
    _count(earlier, result, work)
    work.record("outcome_stated", f"{pair.demand_id}:{pair.supply_id}", conference=pair.conference_id, by=by.value)
    return result


def _count(earlier: Result | None, result: Result, work: OutcomeWork) -> None:
    """Let the record of the supplier follow, and tell of it when it is another; demonstrations do not count."""
    if result.meeting.demo:
        return
    before = work.track_records.get(result.meeting.supply_organisation)
    after = before.change(earlier.outcome if earlier else None, result.outcome)
    if (before.meetings_held, before.agreements) == (after.meetings_held, after.agreements):
        return
    work.track_records.put(after)
    counted = {"meetings_held": after.meetings_held, "agreements": after.agreements}
    data = {"organisation_id": after.organisation_id, **counted}
    work.announce("conference.record.counted", subject=after.organisation_id, version=after.version, data=data)


def close_year(report: Mapping[str, Any], year: int, *, actor: Actor, work: OutcomeWork, clock: Clock) -> ClosedYear:
    """Freeze the report of a year (结账). Raises Conflict("year-ahead", "year-closed", "report-incomplete")."""
    actor.must_be(Role.ORGANIZER)
    if year > clock.today().year:
        raise Conflict("year-ahead", "year", {"year": year})
    if any(section["missing"] for section in report["sections"]):
        raise Conflict("report-incomplete", "year")
    closed = ClosedYear(year, report, clock.now(), actor.person)
    work.closed_years.add(closed)
    work.record("year_closed", str(year))
    return closed
