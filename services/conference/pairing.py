"""The working of a run: freeze its input once, let a child make the plan, keep what passed the checker."""

import base64
import hashlib
from typing import Any

import orjson

from services.chassis.identity import system_actor
from services.chassis.ports import Ports
from services.chassis.refusal import Invalid
from services.chassis.runs import RunKind
from services.conference.domain import PlanState, Run, RunMode
from services.conference.files import keep_draft
from services.conference.formats.event import EventError
from services.conference.freezing import freeze, hash_source
from services.conference.gathering import gather_event, read_known
from services.conference.hand.carrying import Carried, carry_over
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
        known = read_known(work, run.conference_id)
        base = work.runs.papers(run.based_on) if run.based_on else (None, None)
    event = gather_event(run_id, known, peers=ports.peers, actor=actor)
    carried = _carry(event, base, run.mode)
    snapshot = freeze(carried, known.conference, known.parties, effort=run.effort, seed=run.seed)
    with ports.writing(actor) as work:
        input_hash = hashlib.sha256(snapshot).hexdigest()
        hashes = {"input_hash": input_hash, "source_hash": hash_source(event), "own_hash": known.own_hash}
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
