"""The working of a run: freeze its input once, let a child make the plan, keep what passed the checker."""

import base64
import hashlib
from collections.abc import Iterable
from typing import Any

import orjson

from services.chassis.identity import system_actor
from services.chassis.ports import Ports
from services.chassis.refusal import Invalid
from services.chassis.runs import RunKind
from services.conference.domain import Conference, PlanState, Run, RunMode
from services.conference.files import keep_draft
from services.conference.formats.event import EventError
from services.conference.freezing import ask_accepted, ask_pair_scores, build_event, carry, freeze, hash_source
from services.conference.hand.carrying import Carried, carry_over
from services.conference.repositories import ConferenceWork
from services.conference.rows import tell_moment
from services.conference.store import RUN


def prepare_run(ports: Ports, run_id: str) -> bytes:
    """Freeze the input, once: a run that is taken over goes on from the same snapshot."""
    actor = system_actor("conference", run_id)
    with ports.reading(actor) as work:
        run = work.runs.get(run_id)
        frozen, _ = work.runs.papers(run_id)
        if frozen is not None:
            return _with_run(run, bytes(frozen))
        conference = work.conferences.get(run.conference_id)
        parties = work.parties.of(conference.id)
        met = list(find_met_before(work, conference))
        base = work.runs.papers(run.based_on) if run.based_on else (None, None)
    scores = ask_pair_scores(ports.peers, parties, actor=actor)
    accepted = ask_accepted(ports.peers, parties, actor=actor)
    event = build_event(run_id, conference, parties, scores=scores, accepted=accepted, met_before=met)
    carried = _carry(event, base, run.mode)
    snapshot = freeze(carried, conference, parties, effort=run.effort, seed=run.seed)
    with ports.writing(actor) as work:
        hashes = {"input_hash": hashlib.sha256(snapshot).hexdigest(), "source_hash": hash_source(event)}
        work.runs.change(run_id, frozen=snapshot, **hashes)
    return _with_run(run, snapshot)


def _carry(event: dict[str, Any], base: tuple[bytes | None, bytes | None], mode: RunMode) -> Carried:
    """What the run takes over from the list it is based on."""
    frozen, plan = base
    if frozen is None or plan is None:
        return Carried(event, (), (), ())
    try:
        return carry_over(event, orjson.loads(frozen), orjson.loads(plan), mode)
    except EventError as error:
        told = {"problem": f"{error.field} {error.message_zh}", "problem_en": f"{error.field} {error.message_en}"}
        raise Invalid("event-unusable", facts=told) from error


def _with_run(run: Run, frozen: bytes) -> bytes:
    """The snapshot with what the workbook says of the run; the plan it leads to is a draft."""
    told = {
        "id": run.id,
        "conference_id": run.conference_id,
        "plan_state": PlanState.DRAFT.value,
        "created_at": tell_moment(run.created_at),
        "input_hash": hashlib.sha256(frozen).hexdigest(),
    }
    return orjson.dumps({"run": told, "frozen": orjson.Fragment(frozen)})


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
        keep_draft(work.runs.get(run_id), base64.b64decode(answer["workbook"]), work=work, clock=ports.clock)


PAIRING = RunKind("pairing", RUN, prepare_run, "services.conference.making:make_plan", conclude_run)
