"""The conference service over HTTP: runs, plans, their files, and the figures of a year."""

from collections.abc import Mapping
from typing import Any

from flask import Response, jsonify, request
from flask_smorest import Blueprint

from services.chassis.app import expected_version, reading, the_actor, the_clock, the_ports, writing
from services.chassis.identity import Role
from services.chassis.refusal import Conflict, Forbidden
from services.chassis.runs import DONE
from services.conference import answers, handlers, planning, run_answers, schemas
from services.conference.domain import PlanState, RunMode
from services.conference.figures import count_figures
from services.conference.gathering import read_own
from services.conference.routes import tell_page
from services.conference.telling import tell_plan, tell_run

blueprint = Blueprint("runs", __name__, description="排期运行与对接名单。")


@blueprint.post("/conferences/<conference_id>/runs")
@blueprint.arguments(schemas.RunIn)
@blueprint.response(202, run_answers.RunOut)
def post_run(body: dict[str, Any], conference_id: str) -> dict[str, Any]:
    """Start a run; it is worked in the background."""
    command = planning.StartRun(conference_id, **{**body, "mode": RunMode(body["mode"])})
    with writing() as work:
        return tell_run(planning.start_run(command, actor=the_actor(), work=work, clock=the_clock()))


@blueprint.get("/conferences/<conference_id>/runs")
@blueprint.arguments(schemas.PageQuery, location="query")
@blueprint.response(200, run_answers.RunsOut)
def get_runs(query: Mapping[str, Any], conference_id: str) -> dict[str, Any]:
    """The runs of a conference, the latest first."""
    handlers.must_oversee(the_actor())
    with reading() as work:
        work.conferences.get(conference_id)
        page = work.runs.page(conference_id, first=query["first"], after=query["after"])
        total = work.runs.count(conference_id)
        own_hash = read_own(work, conference_id).own_hash
        rows = [tell_run(run, own_hash) for run in page.rows]
    return tell_page(rows, page.has_next, page.end_cursor, total)


@blueprint.get("/runs/<run_id>")
@blueprint.response(200, run_answers.RunOut)
def get_run(run_id: str) -> dict[str, Any]:
    """One run, to see how far it is."""
    handlers.must_oversee(the_actor())
    with reading() as work:
        run = work.runs.get(run_id)
        # Nobody asks of a run under way whether it is out of date, and it is looked at every other second.
        own_hash = read_own(work, run.conference_id).own_hash if run.own_hash and run.state == DONE else ""
        return tell_run(run, own_hash)


@blueprint.post("/runs/<run_id>/cancel")
@blueprint.response(200, run_answers.RunOut)
def post_cancel(run_id: str) -> dict[str, Any]:
    """Stop a run."""
    with writing() as work:
        return tell_run(planning.cancel_run(run_id, actor=the_actor(), work=work))


@blueprint.post("/runs/<run_id>/propose")
@blueprint.response(200, run_answers.RunOut)
def post_propose(run_id: str) -> dict[str, Any]:
    """Let the parties look at a plan before it counts (征求意见)."""
    return _move(run_id, PlanState.PROVISIONAL)


@blueprint.post("/runs/<run_id>/publish")
@blueprint.response(200, run_answers.RunOut)
def post_publish(run_id: str) -> dict[str, Any]:
    """Make a plan the one that counts (发布)."""
    return _move(run_id, PlanState.PUBLISHED)


def _move(run_id: str, state: PlanState) -> dict[str, Any]:
    # Whoever says which version they saw is held to it.
    command = planning.MovePlan(run_id, state, expected_version() if "If-Match" in request.headers else None)
    with writing() as work:
        return tell_run(planning.move_plan(command, actor=the_actor(), work=work, clock=the_clock()))


@blueprint.get("/runs/<run_id>/plan")
@blueprint.response(200, run_answers.PlanOut)
def get_plan(run_id: str) -> Response:
    """The plan; an organisation that takes part sees its own meetings once the parties may look."""
    actor = the_actor()
    actor.must_be(Role.ORGANIZER, Role.AUDITOR, Role.ENTERPRISE, Role.PARK_OPERATOR, Role.PROVIDER)
    sees_all = actor.has(Role.ORGANIZER) or Role.AUDITOR in actor.roles
    with reading() as work:
        run = work.runs.get(run_id)
        frozen, plan = work.runs.papers(run_id)
    if not sees_all and run.plan_state not in {PlanState.PROVISIONAL, PlanState.PUBLISHED}:
        raise Forbidden("forbidden")
    told = tell_plan(run, frozen, plan, organisation="" if sees_all else actor.organisation or "-")
    # A large plan is sent as it is told: filling its shape would take longer than everything else.
    return jsonify(told)


@blueprint.get("/runs/<run_id>/event.json")
@blueprint.response(200, content_type="application/json")
def get_event_file(run_id: str) -> Response:
    """The frozen input as an event of format 1.0, for `python -m deploy pair`."""
    handlers.must_oversee(the_actor())
    with reading() as work:
        work.runs.get(run_id)
        frozen, _ = work.runs.papers(run_id)
    if frozen is None:
        raise Conflict("no-plan", "run_id")
    return _file(planning.event_of(frozen), "application/json", f"{run_id}.event.json")


@blueprint.get("/runs/<run_id>/plan.json")
@blueprint.response(200, content_type="application/json")
def get_plan_file(run_id: str) -> Response:
    """The plan in format 1.0."""
    handlers.must_oversee(the_actor())
    with reading() as work:
        work.runs.get(run_id)
        _, plan = work.runs.papers(run_id)
    if plan is None:
        raise Conflict("no-plan", "run_id")
    return _file(bytes(plan), "application/json", f"{run_id}.plan.json")


def _file(content: bytes, content_type: str, name: str) -> Response:
    disposition = f'attachment; filename="{name}"'
    return Response(content, content_type=content_type, headers={"Content-Disposition": disposition})


@blueprint.get("/figures")
@blueprint.arguments(schemas.FiguresQuery, location="query")
@blueprint.response(200, answers.FiguresOut)
def get_figures(query: Mapping[str, Any]) -> dict[str, Any]:
    """The figures of a year, each with what it counts."""
    handlers.must_oversee(the_actor())
    with the_ports().reading(the_actor()) as work:
        return {"year": query["year"], "figures": count_figures(work, query["year"])}
