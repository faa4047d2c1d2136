"""Lists made from lists: changed by hand, or taken up again; the list they come from stays as it is."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import orjson

from services.chassis.app import check_version
from services.chassis.clock import Clock
from services.chassis.identity import Actor, Role
from services.chassis.refusal import Conflict, Invalid
from services.chassis.runs import DONE
from services.conference.domain import PlanState, Run, RunMode
from services.conference.files import AskFile, ask_file
from services.conference.hand.changing import Act, Change, Changed, change_list
from services.conference.hand.conflicts import Level
from services.conference.hand.releases import release_parties
from services.conference.planning import check_idle, next_run
from services.conference.repositories import ConferenceWork

Json = dict[str, Any]


@dataclass(frozen=True)
class ReviseList:
    """Change the list of a run by hand; `seen` is the version of the run that the person saw."""

    run_id: str
    seen: int
    changes: Sequence[Change]


def preview_changes(run_id: str, changes: Sequence[Change], *, actor: Actor, work: ConferenceWork) -> Changed:
    """What would come of changes, and what stands against them; nothing is written. Raises Conflict("no-plan")."""
    actor.must_be(Role.ORGANIZER)
    work.runs.get(run_id)
    return _changed(*_read(work, run_id), changes)


def revise_list(command: ReviseList, *, actor: Actor, work: ConferenceWork, clock: Clock) -> tuple[Run, Changed]:
    """Make a draft from a list with changes by hand (手工调整); a worker describes and checks it.

    Raises Conflict("no-plan", "run-active", "stale-version"), Conflict("change-blocked", "release-needed") with the
    change at fault, Invalid for what the list does not know.
    """
    actor.must_be(Role.ORGANIZER)
    base = lock_list(command.run_id, command.seen, work=work)
    names, plan = _read(work, base.id)
    made = _changed(names, plan, command.changes)
    _refuse_forbidden(made, command.changes)
    run = replace(
        next_run(base.conference_id, base.effort, base.seed, work=work, clock=clock),
        mode=RunMode.HAND,
        based_on=base.id,
    )
    snapshot = _freeze(run, names, plan, made)
    work.runs.add(run)
    hashes = {"source_hash": base.source_hash, "own_hash": base.own_hash}
    work.runs.change(run.id, frozen=snapshot, input_hash=hashlib.sha256(snapshot).hexdigest(), **hashes)
    work.runs.change(base.id, version=base.version + 1)
    work.record("list_revised", run.id, based_on=base.id, changes=len(command.changes))
    return work.runs.get(run.id), made


def reuse_list(run_id: str, seen: int, *, actor: Actor, work: ConferenceWork, clock: Clock) -> Run:
    """Take an earlier list up again (恢复旧版): a new draft of exactly its meetings; whatever is published stays.

    Raises Conflict("no-plan", "run-active", "stale-version").
    """
    actor.must_be(Role.ORGANIZER)
    base = lock_list(run_id, seen, work=work)
    names, _ = _read(work, base.id)
    _, plan = work.runs.papers(base.id)
    fresh = next_run(base.conference_id, base.effort, base.seed, work=work, clock=clock)
    run = replace(fresh, state=DONE, mode=RunMode.BACK, based_on=base.id)
    snapshot = orjson.dumps({**names, "changes": [], "lost": []})
    work.runs.add(run)
    work.runs.change(
        run.id,
        frozen=snapshot,
        plan=plan,
        plan_state=PlanState.DRAFT.value,
        figures=dict(base.figures),
        progress=100,
        started_at=run.created_at,
        finished_at=run.created_at,
        input_hash=hashlib.sha256(snapshot).hexdigest(),
        source_hash=base.source_hash,
        own_hash=base.own_hash,
    )
    work.runs.change(base.id, version=base.version + 1)
    # The child that makes a list writes its workbook, too; this list was made before.
    ask_file(AskFile(run.id, "workbook"), actor=actor, work=work, clock=clock)
    work.record("list_reused", run.id, based_on=base.id)
    return work.runs.get(run.id)


def lock_list(run_id: str, seen: int, *, work: ConferenceWork) -> Run:
    """A run whose list another is to be made from, its conference locked. Raises Conflict as `revise_list` does."""
    conference_id = work.runs.get(run_id).conference_id
    work.conferences.get(conference_id, lock=True)
    run = work.runs.get(run_id)
    check_version(run.version, seen)
    check_idle(conference_id, work=work)
    return run


def _read(work: ConferenceWork, run_id: str) -> tuple[Json, Json]:
    frozen, plan = work.runs.papers(run_id)
    if frozen is None or plan is None:
        raise Conflict("no-plan", "run_id")
    return orjson.loads(frozen), orjson.loads(plan)


def _changed(names: Json, plan: Json, changes: Sequence[Change]) -> Changed:
    if not changes:
        raise Invalid("no-change", "changes")
    for place, change in enumerate(changes):
        _check_names(names["event"], change, f"changes.{place}")
    return change_list(names, plan, changes)


def _check_names(event: Mapping[str, Any], change: Change, field: str) -> None:
    """Refuse parties, slots and tables that the list does not know."""
    sides = {party["id"]: party["side"] for party in event["parties"]}
    for side, party in (("demand", change.demand), ("supply", change.supply)):
        if sides.get(party) != side:
            raise Invalid("unknown-party", f"{field}.{side}", {"value": party})
    if change.act not in {Act.ADD, Act.MOVE}:
        return
    if not change.slot:
        raise Invalid("slot-needed", f"{field}.slot")
    if change.slot not in {slot["id"] for slot in event["slots"]}:
        raise Invalid("unknown-slot", f"{field}.slot", {"value": change.slot})
    if change.table and change.table not in {table["id"] for table in event["tables"]}:
        raise Invalid("unknown-table", f"{field}.table", {"value": change.table})


def _refuse_forbidden(made: Changed, changes: Sequence[Change]) -> None:
    for found in made.against(changes):
        facts = {"place": found.place + 1, "why": found.kind.zh, "why_en": found.kind.en}
        if found.kind.level is Level.BLOCK:
            raise Conflict("change-blocked", f"changes.{found.place}", facts)
        raise Conflict("release-needed", f"changes.{found.place}.release", {**facts, "release": found.code})


def _freeze(run: Run, names: Json, plan: Json, made: Changed) -> bytes:
    """The snapshot of a list that is given: its meetings are in it, and the prices that bound it."""
    given = {"meetings": made.meetings, "certificate": plan["bound"]["certificate"], "seed": plan["solver"]["seed"]}
    return orjson.dumps(
        {
            **names,
            "event": {**made.event, "event_id": run.id},
            "parties": release_parties(names["parties"], made.releases),
            "locks": made.locks,
            "releases": made.releases,
            "changes": made.told,
            "lost": [],
            "given": given,
        }
    )
