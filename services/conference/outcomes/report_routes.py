"""The conference service over HTTP: the report of a year, and a provider's record."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Response
from flask_smorest import Blueprint

from services.chassis.app import reading, the_actor, the_clock, the_ports, writing
from services.chassis.identity import Role
from services.conference.exports.record_book import write_record
from services.conference.exports.record_print import print_record
from services.conference.handlers import must_oversee
from services.conference.outcomes import answers, handlers, schemas
from services.conference.outcomes.recording import compile_record
from services.conference.outcomes.reporting import compile_report, list_years, tell_report
from services.conference.plan_file import PDF, XLSX

blueprint = Blueprint("reports", __name__, description="年度报告与服务商年度成效材料。")

FILES: Mapping[str, tuple[Callable[[Mapping[str, Any]], bytes], str]] = {
    "record.xlsx": (write_record, XLSX),
    "record.pdf": (print_record, PDF),
}
"""Name of a record's file -> what writes it, its media type."""


@blueprint.get("/reports")
@blueprint.response(200, answers.YearsOut)
def get_years() -> dict[str, Any]:
    """The years there is something to report of."""
    must_oversee(the_actor())
    with reading() as work:
        return list_years(work, the_clock())


@blueprint.get("/reports/<int:year>")
@blueprint.response(200, answers.ReportOut)
def get_report(year: int) -> dict[str, Any]:
    """The report of a year: computed while it is open, frozen once it is closed."""
    must_oversee(the_actor())
    with reading() as work:
        closed = work.closed_years.find(year)
    compiled = {} if closed else compile_report(the_ports(), year, actor=the_actor())
    return tell_report(year, compiled, closed)


@blueprint.post("/reports/<int:year>/close")
@blueprint.response(200, answers.ReportOut)
def post_closing(year: int) -> dict[str, Any]:
    """Freeze the report of a year as it stands."""
    the_actor().must_be(Role.ORGANIZER)
    compiled = compile_report(the_ports(), year, actor=the_actor())
    with writing() as work:
        closed = handlers.close_year(compiled, year, actor=the_actor(), work=work, clock=the_clock())
    return tell_report(year, compiled, closed)


@blueprint.get("/records/<organisation_id>")
@blueprint.arguments(schemas.RecordQuery, location="query")
@blueprint.response(200, answers.RecordOut)
def get_record(query: Mapping[str, Any], organisation_id: str) -> dict[str, Any]:
    """A provider's record of a year, with the definitions used."""
    return compile_record(the_ports(), organisation_id, query["year"], actor=the_actor())


@blueprint.get("/records/<organisation_id>/<any('record.xlsx', 'record.pdf'):name>")
@blueprint.arguments(schemas.RecordQuery, location="query")
@blueprint.response(200, content_type="application/octet-stream")
def get_record_file(query: Mapping[str, Any], organisation_id: str, name: str) -> Response:
    """The record as Excel, or as a document to be handed in."""
    record = compile_record(the_ports(), organisation_id, query["year"], actor=the_actor())
    write, media_type = FILES[name]
    disposition = f'attachment; filename="record-{query["year"]}.{name.rpartition(".")[2]}"'
    return Response(write(record), content_type=media_type, headers={"Content-Disposition": disposition})
