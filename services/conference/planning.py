"""Runs (排期运行): start, work, cancel; and what becomes of their plans (对接名单): draft, provisional, published."""

from dataclasses import dataclass, replace
from secrets import token_hex
from typing import Any

import orjson

from services.chassis.app import check_version
from services.chassis.clock import Clock
from services.chassis.identity import Actor, Role
from services.chassis.refusal import Conflict, Invalid
from services.chassis.runs import CANCELLED, DONE, QUEUED, RUNNING
from services.conference.day.settling import settle_repair
from services.conference.domain import PlanState, Run, RunMode, check_can_run
from services.conference.files import queue_files
from services.conference.repositories import ConferenceWork
from services.conference.rows import tell_moment

NEXT = {PlanState.DRAFT: {PlanState.PROVISIONAL, PlanState.PUBLISHED}, PlanState.PROVISIONAL: {PlanState.PUBLISHED}}
"""Which state a plan may take from which."""


@dataclass(frozen=True)
class StartRun:
    """Make a plan of a conference as it stands when the run begins.

    `RunMode.FILL` keeps every meeting of the list it is based on; `RunMode.ALL` keeps what was locked and excluded by
    hand, unless told otherwise. It is based on the latest list when none is named.
    """

    conference_id: str
    effort: str = "proof"
    seed: int = 1
    mode: RunMode = RunMode.ALL
    based_on: str = ""
    keep_locks: bool = True


def start_run(command: StartRun, *, actor: Actor, work: ConferenceWork, clock: Clock) -> Run:
    """Queue a run. Raises Conflict when nothing can be paired yet, or while another run is under way."""
    actor.must_be(Role.ORGANIZER)
    conference = work.conferences.get(command.conference_id, lock=True)
    check_can_run(conference, work.parties.of(conference.id))
    check_idle(conference.id, work=work)
    base = _find_base(command, work=work)
    run = next_run(conference.id, command.effort, command.seed, work=work, clock=clock)
    work.runs.add(replace(run, mode=command.mode, based_on=base))
    work.record("run_started", run.id, conference=conference.id, mode=command.mode.value)
    return work.runs.get(run.id)


def check_idle(conference_id: str, *, work: ConferenceWork) -> None:
    """Refuse a second run of a conference while one is under way."""
    if any(run.state in {QUEUED, RUNNING} for run in work.runs.page(conference_id, first=20, after="").rows):
        raise Conflict("run-active", "conference_id")


def _find_base(command: StartRun, *, work: ConferenceWork) -> str:
    """The id of the run whose list the new one is based on, "" for none."""
    if command.mode is RunMode.ALL and not command.keep_locks:
        return ""
    if not command.based_on:
        latest = work.runs.latest_list(command.conference_id)
        if latest is None and command.mode is RunMode.FILL:
            raise Conflict("no-plan", "based_on")
        return latest.id if latest else ""
    base = work.runs.get(command.based_on)
    if base.conference_id != command.conference_id:
        raise Invalid("other-conference", "based_on")
    if base.plan_state is PlanState.NONE:
        raise Conflict("no-plan", "based_on")
    return base.id


def next_run(conference_id: str, effort: str, seed: int, *, work: ConferenceWork, clock: Clock) -> Run:
    """A run with the next number of its conference, which must be locked; nothing is written yet."""
    now = clock.now()
    # Ids of runs rise with time, so that the latest stands first in every list.
    run_id = f"r{now:%Y%m%d%H%M%S}{now.microsecond:06d}-{token_hex(3)}"
    number = work.runs.last_number(conference_id) + 1
    return Run(run_id, conference_id, QUEUED, effort, seed, created_at=now, number=number)


def cancel_run(run_id: str, *, actor: Actor, work: ConferenceWork) -> Run:
    """Ask a run to stop; one that nobody works yet is cancelled at once. A run that has ended is left as it is."""
    actor.must_be(Role.ORGANIZER)
    run = work.runs.get(run_id)
    if run.state == QUEUED:
        work.runs.change(run_id, state=CANCELLED, cancel_requested=True)
    elif run.state == RUNNING:
        work.runs.change(run_id, cancel_requested=True)
    else:
        raise Conflict("wrong-run-state", "run_id", {"state": run.state})
    work.record("run_cancelled", run_id)
    return work.runs.get(run_id)


@dataclass(frozen=True)
class MovePlan:
    """Let a plan become provisional (征求意见) or published (已发布); `seen` is the version the person saw, if told."""

    run_id: str
    state: PlanState
    seen: int | None = None


def move_plan(command: MovePlan, *, actor: Actor, work: ConferenceWork, clock: Clock) -> Run:
    """Move a plan on; a list that was published or provisional before is replaced.

    Raises Conflict("no-plan", "wrong-run-state", "stale-version", "objections-open", "list-moved-on").
    """
    actor.must_be(Role.ORGANIZER)
    run_id, state = command.run_id, command.state
    conference_id = work.runs.get(run_id).conference_id
    work.conferences.get(conference_id, lock=True)
    run = work.runs.get(run_id)
    if command.seen is not None:
        check_version(run.version, command.seen)
    if run.state != DONE:
        raise Conflict("no-plan", "run_id")
    if state not in NEXT.get(run.plan_state, set()):
        raise Conflict("wrong-run-state", "run_id", {"state": run.plan_state.value})
    values: dict[str, Any] = {"plan_state": state.value}
    if state is PlanState.PUBLISHED and run.mode is RunMode.REPAIR:
        settle_repair(run, work)
    # One list at a time is the one that counts, and one at a time lies before the parties.
    for earlier in work.runs.shown(conference_id):
        if earlier.id != run_id and state in {earlier.plan_state, PlanState.PUBLISHED}:
            work.runs.change(earlier.id, plan_state=PlanState.REPLACED.value, version=earlier.version + 1)
    if state is PlanState.PUBLISHED:
        if run.mode is not RunMode.REPAIR:
            _refuse_unanswered(conference_id, work)
        values["published_at"] = clock.now()
        _announce_plan(run, work, clock)
    work.runs.change(run_id, **values, version=run.version + 1)
    queue_files(run, state, work=work, clock=clock)
    work.record(f"plan_{state.value}", run_id, conference=run.conference_id)
    return work.runs.get(run_id)


def _refuse_unanswered(conference_id: str, work: ConferenceWork) -> None:
    """Refuse to publish while a party waits for an answer to its objection; on the day a repair does not wait."""
    unanswered = work.objections.count_open(conference_id)
    if unanswered:
        raise Conflict("objections-open", "run_id", {"count": unanswered})


def _announce_plan(run: Run, work: ConferenceWork, clock: Clock) -> None:
    _, plan = work.runs.papers(run.id)
    data = {
        "conference_id": run.conference_id,
        "run_id": run.id,
        "meeting_count": len(orjson.loads(plan or b"{}")["meetings"]),
        "published_at": tell_moment(clock.now()),
    }
    # Each published plan of a conference is a new version of its one list.
    version = int(clock.now().timestamp() * 1000)
    work.announce("conference.plan.published", subject=run.conference_id, version=version, data=data)


def event_of(frozen: bytes) -> bytes:
    """The event of a snapshot, alone."""
    return orjson.dumps(orjson.loads(frozen)["event"])
