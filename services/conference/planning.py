"""Runs (排期运行): start, work, cancel; and what becomes of their plans (对接名单): draft, provisional, published."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from secrets import token_hex
from typing import Any

import orjson
from sqlalchemy import Row

from services.chassis.clock import Clock
from services.chassis.identity import Actor, Role, system_actor
from services.chassis.ports import Ports
from services.chassis.refusal import Conflict, Invalid
from services.chassis.runs import CANCELLED, DONE, QUEUED, RUNNING, RunKind
from services.conference.domain import Conference, PlanState, check_can_run
from services.conference.freezing import ask_accepted, ask_pair_scores, build_event, carry, freeze
from services.conference.rows import tell_moment
from services.conference.store import RUN, ConferenceWork

NEXT = {PlanState.DRAFT: {PlanState.PROVISIONAL, PlanState.PUBLISHED}, PlanState.PROVISIONAL: {PlanState.PUBLISHED}}
"""Which state a plan may take from which."""


@dataclass(frozen=True)
class StartRun:
    """Make a plan of a conference as it stands when the run begins."""

    conference_id: str
    effort: str = "proof"
    seed: int = 1


def start_run(command: StartRun, *, actor: Actor, work: ConferenceWork, clock: Clock) -> Row[Any]:
    """Queue a run. Raises Conflict when nothing can be paired yet, or while another run is under way."""
    actor.must_be(Role.ORGANIZER)
    conference = work.conferences.get(command.conference_id, lock=True)
    check_can_run(conference, work.parties.of(conference.id))
    if any(run.state in {QUEUED, RUNNING} for run in work.runs.page(conference.id, first=20, after="").rows):
        raise Conflict("run-active", "conference_id")
    now = clock.now()
    # Ids of runs rise with time, so that the latest stands first in every list.
    run_id = f"r{now:%Y%m%d%H%M%S}{now.microsecond:06d}-{token_hex(3)}"
    work.runs.add(
        id=run_id,
        state=QUEUED,
        conference_id=conference.id,
        effort=command.effort,
        seed=command.seed,
        created_at=now,
    )
    work.record("run_started", run_id, conference=conference.id)
    return work.runs.get(run_id)


def cancel_run(run_id: str, *, actor: Actor, work: ConferenceWork) -> Row[Any]:
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


def move_plan(run_id: str, state: PlanState, *, actor: Actor, work: ConferenceWork, clock: Clock) -> Row[Any]:
    """Let a plan become provisional (征求意见) or published (已发布); the one published before is replaced."""
    actor.must_be(Role.ORGANIZER)
    run = work.runs.get(run_id)
    work.conferences.get(run.conference_id, lock=True)
    if run.state != DONE:
        raise Conflict("no-plan", "run_id")
    if state not in NEXT.get(PlanState(run.plan_state), set()):
        raise Conflict("wrong-run-state", "run_id", {"state": run.plan_state})
    values: dict[str, Any] = {"plan_state": state.value}
    if state is PlanState.PUBLISHED:
        for earlier in work.runs.published([run.conference_id]):
            work.runs.change(earlier.id, plan_state=PlanState.REPLACED.value)
        values["published_at"] = clock.now()
        _announce_plan(run, work, clock)
    work.runs.change(run_id, **values)
    work.record(f"plan_{state.value}", run_id, conference=run.conference_id)
    return work.runs.get(run_id)


def _announce_plan(run: Row[Any], work: ConferenceWork, clock: Clock) -> None:
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


def prepare_run(ports: Ports, run_id: str) -> bytes:
    """Freeze the input, once: a run that is taken over goes on from the same snapshot."""
    actor = system_actor("conference", run_id)
    with ports.reading(actor) as work:
        run = work.runs.get(run_id)
        frozen, _ = work.runs.papers(run_id)
        if frozen is not None:
            return bytes(frozen)
        conference = work.conferences.get(run.conference_id)
        parties = work.parties.of(conference.id)
        met = list(find_met_before(work, conference))
    scores = ask_pair_scores(ports.peers, parties, actor=actor)
    accepted = ask_accepted(ports.peers, parties, actor=actor)
    event = build_event(run_id, conference, parties, scores=scores, accepted=accepted, met_before=met)
    snapshot = freeze(event, conference, parties, effort=run.effort, seed=run.seed)
    with ports.writing(actor) as work:
        work.runs.change(run_id, frozen=snapshot, input_hash=hashlib.sha256(snapshot).hexdigest())
    return snapshot


def find_met_before(work: ConferenceWork, conference: Conference) -> Iterable[tuple[str, str]]:
    """Pairs of organisations that met by the published list of an earlier conference."""
    for run in work.runs.published():
        earlier = work.conferences.get(run.conference_id)
        if earlier.id == conference.id or earlier.starts_on >= conference.starts_on:
            continue
        parties = {party["id"]: party["organisation_id"] for party in orjson.loads(run.frozen)["parties"]}
        for meeting in orjson.loads(run.plan)["meetings"]:
            yield carry(parties[meeting["demand"]]), carry(parties[meeting["supply"]])


def conclude_run(ports: Ports, run_id: str, output: bytes) -> None:
    """Keep the plan as a draft. Raises Invalid for an unusable input and for a plan the checker refused."""
    answer = orjson.loads(output)
    if "error" in answer:
        error = answer["error"]
        told = {"problem": f"{error['field']} {error['zh']}", "problem_en": f"{error['field']} {error['en']}"}
        raise Invalid("event-unusable", facts=told)
    if "faults" in answer:
        raise Invalid("plan-faulty", facts={"count": len(answer["faults"])})
    plan = answer["plan"]
    figures = {"meetings": len(plan["meetings"]), **plan["objective"], "bound": plan["bound"]["composite"]}
    with ports.writing(system_actor("conference", run_id)) as work:
        work.runs.change(run_id, plan=orjson.dumps(plan), plan_state=PlanState.DRAFT.value, figures=figures)


PAIRING = RunKind("pairing", RUN, prepare_run, "services.conference.making:make_plan", conclude_run)


def event_of(frozen: bytes) -> bytes:
    """The event of a snapshot, alone."""
    return orjson.dumps(orjson.loads(frozen)["event"])
