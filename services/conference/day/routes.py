"""The conference service over HTTP: what happens on the day, repairs, what to print again, check-in and standby."""

from collections.abc import Mapping
from typing import Any

from flask import Response
from flask_smorest import Blueprint

from services.chassis.app import expected_version, reading, the_actor, the_clock, writing
from services.conference.day import answers, handlers, looking, schemas
from services.conference.day.domain import IncidentKind
from services.conference.day.rows import tell_arrival, tell_incident
from services.conference.handlers import must_oversee
from services.conference.plan_file import PDF
from services.conference.run_answers import RunOut
from services.conference.telling import tell_run

blueprint = Blueprint("day", __name__, description="大会当日：情况登记、调整方案、重印清单、签到与候补。")


@blueprint.get("/conferences/<conference_id>/day")
@blueprint.response(200, answers.TheDayOut)
def get_day(conference_id: str) -> dict[str, Any]:
    """The day at a glance."""
    must_oversee(the_actor())
    with reading() as work:
        work.conferences.get(conference_id)
        return looking.tell_day(conference_id, work, now=the_clock().now())


@blueprint.post("/conferences/<conference_id>/incidents")
@blueprint.arguments(schemas.IncidentIn)
@blueprint.response(201, answers.IncidentOut)
def post_incident(body: dict[str, Any], conference_id: str) -> dict[str, Any]:
    """Report what happened."""
    slots = None if body["slots"] is None else tuple(body["slots"])
    said = {name: body[name] for name in ("party_id", "table_id", "from_slot", "note")}
    command = handlers.ReportIncident(conference_id, IncidentKind(body["kind"]), **said, slots=slots)
    with writing() as work:
        return tell_incident(handlers.report_incident(command, actor=the_actor(), work=work, clock=the_clock()))


@blueprint.post("/incidents/<incident_id>/withdraw")
@blueprint.response(200, answers.IncidentOut)
def post_withdrawal(incident_id: str) -> dict[str, Any]:
    """Take a report back."""
    seen = expected_version()
    with writing() as work:
        after = handlers.withdraw_incident(incident_id, seen=seen, actor=the_actor(), work=work, clock=the_clock())
        return tell_incident(after)


@blueprint.post("/conferences/<conference_id>/repairs")
@blueprint.response(202, RunOut)
def post_repair(conference_id: str) -> dict[str, Any]:
    """Have a repair worked out; it is worked in the background."""
    with writing() as work:
        return tell_run(handlers.propose_repair(conference_id, actor=the_actor(), work=work, clock=the_clock()))


@blueprint.get("/runs/<run_id>/repair")
@blueprint.response(200, answers.RepairOut)
def get_repair(run_id: str) -> dict[str, Any]:
    """What a repair changes and why."""
    must_oversee(the_actor())
    with reading() as work:
        return looking.tell_repair(work.runs.get(run_id), work)


@blueprint.post("/runs/<run_id>/approve")
@blueprint.response(200, RunOut)
def post_approval(run_id: str) -> dict[str, Any]:
    """Approve a repair: it becomes the published list."""
    seen = expected_version()
    with writing() as work:
        return tell_run(handlers.approve_repair(run_id, seen=seen, actor=the_actor(), work=work, clock=the_clock()))


@blueprint.get("/runs/<run_id>/reprints")
@blueprint.arguments(schemas.ReprintQuery, location="query")
@blueprint.response(200, answers.ReprintsOut)
def get_reprints(query: Mapping[str, Any], run_id: str) -> dict[str, Any]:
    """What to print again."""
    must_oversee(the_actor())
    with reading() as work:
        return looking.tell_reprints(work.runs.get(run_id), query["since"], work)


@blueprint.get("/runs/<run_id>/changed-sheets.pdf")
@blueprint.arguments(schemas.ReprintQuery, location="query")
@blueprint.response(200, content_type=PDF)
def get_changed_sheets(query: Mapping[str, Any], run_id: str) -> Response:
    """The sheets that are to be printed again, in one PDF."""
    must_oversee(the_actor())
    with reading() as work:
        content = looking.print_reprints(work.runs.get(run_id), query["since"], work)
    disposition = f'attachment; filename="{run_id}-changed-sheets.pdf"'
    return Response(content, content_type=PDF, headers={"Content-Disposition": disposition})


@blueprint.get("/conferences/<conference_id>/standby")
@blueprint.arguments(schemas.StandbyQuery, location="query")
@blueprint.response(200, answers.StandbyOut)
def get_standby(query: Mapping[str, Any], conference_id: str) -> Mapping[str, Any]:
    """Who could step in, as things stand now."""
    must_oversee(the_actor())
    with reading() as work:
        work.conferences.get(conference_id)
        return looking.tell_standby(
            conference_id, work, slot_id=query["slot"], present_only=query["present"], now=the_clock().now()
        )


@blueprint.post("/parties/<party_id>/check-in")
@blueprint.arguments(schemas.CheckInIn)
@blueprint.response(201, answers.ArrivalOut)
def post_check_in(body: dict[str, Any], party_id: str) -> dict[str, Any]:
    """Check a party in."""
    command = handlers.CheckIn(party_id, body["people"])
    with writing() as work:
        return tell_arrival(handlers.check_in(command, actor=the_actor(), work=work, clock=the_clock()))


@blueprint.delete("/parties/<party_id>/check-in")
@blueprint.response(204)
def delete_check_in(party_id: str) -> None:
    """Take a check-in back."""
    seen = expected_version()
    with writing() as work:
        handlers.undo_check_in(party_id, seen=seen, actor=the_actor(), work=work)
