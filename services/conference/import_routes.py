"""The conference service over HTTP: parties, wishes and closed slots from Excel."""

from collections.abc import Mapping
from typing import Any

from flask import Response, request
from flask_smorest import Blueprint

from services.chassis.app import reading, the_actor, the_ports, writing
from services.chassis.identity import Role
from services.chassis.refusal import Invalid, tell
from services.conference import file_answers, handlers, schemas
from services.conference.domain import Conference
from services.conference.exports.parties_book import name_slot, write_parties_book
from services.conference.importing import ImportReport, gather_papers, group_by_row, import_parties, sort_faults
from services.conference.imports.cells import Fault
from services.conference.imports.parties import PartiesBook, read_parties
from services.conference.imports.phrases import CELL_PHRASES
from services.conference.imports.tables import fold
from services.conference.imports.workbook import mark_workbook, read_workbook
from services.conference.plan_file import XLSX

blueprint = Blueprint("imports", __name__, description="从 Excel 导入参会方、意愿与不便时段。")
MAX_TOLD = 500
"""A report lists so many faults; it counts them all."""


@blueprint.get("/conferences/<conference_id>/parties.xlsx")
@blueprint.response(200, content_type=XLSX)
def get_parties_book(conference_id: str) -> Response:
    """The workbook to fill in, with what the conference has."""
    handlers.must_oversee(the_actor())
    with reading() as work:
        conference = work.conferences.get(conference_id)
        parties = work.parties.of(conference_id)
    return _workbook(write_parties_book(conference, parties), f"{conference_id}-parties.xlsx")


@blueprint.post("/conferences/<conference_id>/parties/import")
@blueprint.arguments(schemas.ImportQuery, location="query")
@blueprint.response(200, file_answers.ImportOut)
def post_import(query: Mapping[str, Any], conference_id: str) -> dict[str, Any]:
    """Read a workbook in (the body is the file); with any fault nothing is changed."""
    report = _import(conference_id, dry_run=query["dry_run"])
    if report.faults and not report.dry_run:
        told = tell_report(report)
        first = told["errors"][0]
        facts = {"count": len(report.faults), "cell": first["cell"], "first": first["title"], "report": told}
        raise Invalid("import-refused", "file", {**facts, "first_en": first["title_en"]})
    return tell_report(report)


@blueprint.post("/conferences/<conference_id>/parties/import/marked")
@blueprint.response(200, content_type=XLSX)
def post_marked(conference_id: str) -> Response:
    """The same workbook with a last column 问题 that says what is wrong; nothing is changed."""
    report = _import(conference_id, dry_run=True)
    faults = sort_faults([*report.faults, *report.doubts])
    problems = {
        sheet: {row: [f"{one.cell.column}{row} {_say(one)[0]}" for one in found] for row, found in rows.items()}
        for sheet, rows in group_by_row(faults).items()
    }
    content = mark_workbook(request.get_data(), problems, [one.cell for one in faults])
    return _workbook(content, f"{conference_id}-problems.xlsx")


def _import(conference_id: str, *, dry_run: bool) -> ImportReport:
    actor = the_actor()
    actor.must_be(Role.ORGANIZER)
    with reading() as work:
        conference: Conference = work.conferences.get(conference_id)
    book = _read(request.get_data(), conference)
    papers = gather_papers(the_ports().peers, actor=actor)
    with reading() if dry_run else writing() as work:
        return import_parties(conference_id, book, papers, dry_run=dry_run, actor=actor, work=work)


def _read(content: bytes, conference: Conference) -> PartiesBook:
    slots = {fold(name_slot(slot)): slot.id for slot in conference.slots}
    slots |= {fold(slot.id): slot.id for slot in conference.slots}
    return read_parties(read_workbook(content), slots)


def tell_report(report: ImportReport) -> dict[str, Any]:
    """The report as it goes over the wire; long lists of faults are cut, the counts are whole."""
    return {
        "dry_run": report.dry_run,
        "row_count": report.row_count,
        "added_count": report.added,
        "changed_count": report.changed,
        "unchanged_count": report.unchanged,
        "wish_count": report.wishes,
        "error_count": len(report.faults),
        "warning_count": len(report.doubts),
        "errors": [_tell(fault) for fault in sort_faults(report.faults)[:MAX_TOLD]],
        "warnings": [_tell(fault) for fault in sort_faults(report.doubts)[:MAX_TOLD]],
    }


def _tell(fault: Fault) -> dict[str, Any]:
    zh, en = _say(fault)
    cell = fault.cell
    return {"cell": cell.place, "row": cell.row, "value": cell.shown, "code": fault.code, "title": zh, "title_en": en}


def _say(fault: Fault) -> tuple[str, str]:
    return tell(Invalid(fault.code, fault.cell.place, fault.facts), CELL_PHRASES)


def _workbook(content: bytes, name: str) -> Response:
    return Response(content, content_type=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})
