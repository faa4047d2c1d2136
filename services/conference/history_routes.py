"""The conference service over HTTP: the history of a conference's lists, and two of them side by side."""

from collections.abc import Mapping
from typing import Any

import orjson
from flask_smorest import Blueprint

from services.chassis.app import expected_version, reading, the_actor, the_clock, the_ports, writing
from services.chassis.refusal import Conflict, Invalid
from services.conference import handlers, history_answers, revising, run_answers, schemas
from services.conference.comparing import Papers, compare
from services.conference.gathering import gather_event, read_known
from services.conference.hand.changing import Act, Change
from services.conference.hand.conflicts import Found
from services.conference.hand.releases import apply_release
from services.conference.input_changes import tell_input_changes
from services.conference.telling import tell_run

blueprint = Blueprint("history", __name__, description="对接名单的历史与比较。")


@blueprint.get("/runs/<run_id>/comparison")
@blueprint.arguments(schemas.ComparisonQuery, location="query")
@blueprint.response(200, history_answers.ComparisonOut)
def get_comparison(query: Mapping[str, Any], run_id: str) -> dict[str, Any]:
    """What leads from another list of the conference to this one: who gained, who lost, moved, new, dropped."""
    handlers.must_oversee(the_actor())
    with reading() as work:
        runs = [work.runs.get(one) for one in (query["other"], run_id)]
        if len({run.conference_id for run in runs}) > 1:
            raise Invalid("other-conference", "with")
        papers = [work.runs.papers(run.id) for run in runs]
    before, after = (_read(pair, field) for pair, field in zip(papers, ("with", "run_id"), strict=True))
    told = {"before": tell_run(runs[0]), "after": tell_run(runs[1])}
    return {**told, "same_input": runs[0].source_hash == runs[1].source_hash, **compare(before, after)}


@blueprint.get("/runs/<run_id>/input-changes")
@blueprint.response(200, history_answers.InputChangesOut)
def get_input_changes(run_id: str) -> dict[str, Any]:
    """What has changed since a list was made, scores and accepted requests included."""
    handlers.must_oversee(the_actor())
    with reading() as work:
        run = work.runs.get(run_id)
        frozen, _ = work.runs.papers(run_id)
        known = read_known(work, run.conference_id)
    if frozen is None:
        raise Conflict("no-plan", "run_id")
    names = orjson.loads(frozen)
    event = gather_event(run_id, known, peers=the_ports().peers, actor=the_actor())
    for release in names.get("releases", ()):
        apply_release(event, release)
    parties = {party["id"]: party["name"] for party in (*event["parties"], *names["event"]["parties"])}
    items = [
        {**one, "party_name": parties.get(one["party_id"] or "")} for one in tell_input_changes(names["event"], event)
    ]
    return {"changed": bool(items), "items": items}


def _read(papers: tuple[bytes | None, bytes | None], field: str) -> Papers:
    frozen, plan = papers
    if frozen is None or plan is None:
        raise Conflict("no-plan", field)
    return Papers(orjson.loads(frozen), orjson.loads(plan))


@blueprint.post("/runs/<run_id>/changes")
@blueprint.arguments(schemas.ChangesIn)
@blueprint.arguments(schemas.ImportQuery, location="query")
@blueprint.response(202, history_answers.RevisedOut)
def post_changes(body: dict[str, Any], query: Mapping[str, Any], run_id: str) -> dict[str, Any]:
    """Change a list by hand: a new draft is made of it. With `dry_run` only what stands against it is told."""
    changes = [_change(row) for row in body["changes"]]
    if query["dry_run"]:
        with reading() as work:
            made = revising.preview_changes(run_id, changes, actor=the_actor(), work=work)
        return {"run": None, "conflicts": [_tell(found) for found in made.conflicts]}
    command = revising.ReviseList(run_id, expected_version(), changes)
    with writing() as work:
        run, made = revising.revise_list(command, actor=the_actor(), work=work, clock=the_clock())
        return {"run": tell_run(run), "conflicts": [_tell(found) for found in made.conflicts]}


@blueprint.post("/runs/<run_id>/reuse")
@blueprint.response(201, run_answers.RunOut)
def post_reuse(run_id: str) -> dict[str, Any]:
    """Take an earlier list up again: a new draft of exactly its meetings."""
    seen = expected_version()
    with writing() as work:
        return tell_run(revising.reuse_list(run_id, seen, actor=the_actor(), work=work, clock=the_clock()))


def _change(row: Mapping[str, Any]) -> Change:
    return Change(**{**row, "act": Act(row["act"]), "release": frozenset(row["release"])})


def _tell(found: Found) -> dict[str, Any]:
    kind = found.kind
    told = {"place": found.place, "code": found.code, "level": kind.level.value}
    return {**told, "text": kind.zh, "text_en": kind.en}
