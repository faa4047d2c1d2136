"""Reading parties, wishes and closed slots from Excel: tried first, cell by cell; then in earnest, all or nothing."""

from __future__ import annotations

import base64
from typing import Any

from flask import Blueprint, Response, request

from gateway.web.asking import Refused
from gateway.web.conference_fields import PARTIES_UPLOAD
from gateway.web.filling import Page, show_form
from gateway.web.forms import Form
from gateway.web.here import must_be, the_asker
from gateway.web.pages.list_import import MOST_CARRIED, sent_file
from services.chassis.identity import Role

pages = Blueprint("parties_import", __name__)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pages.route("/conferences/<conference_id>/parties/import", methods=["GET", "POST"])
def import_parties(conference_id: str) -> Page | Response:
    """The form, and below it what the last try found; the workbook with its problems when that was asked for."""
    must_be(Role.ORGANIZER)
    conference, _ = the_asker().one("slots", "conference", id=conference_id)
    form, report, carried, name = Form.of(PARTIES_UPLOAD), None, "", ""
    if request.method == "POST":
        name, content = sent_file()
        if not content:
            form.faults["file"] = "请选择 .xlsx 文件"
        elif not name.lower().endswith(".xlsx"):
            form.faults["file"] = "只能读 .xlsx；旧的 .xls 请另存为 .xlsx"
        else:
            encoded = base64.b64encode(content).decode()
            report = _read_in(form, conference_id, encoded, request.form.get("act", "try"))
            carried = encoded if len(content) <= MOST_CARRIED else ""
    if report and report.get("marked"):
        return _send_marked(report["marked"], conference_id)
    return show_form(
        form,
        "parties_import.html",
        conference=conference,
        report=report,
        carried=carried,
        file_name=name,
        field=PARTIES_UPLOAD[0],
    )


def _read_in(form: Form, conference_id: str, encoded: str, act: str) -> dict[str, Any] | None:
    try:
        if act == "mark":
            return the_asker().change("markParties", conferenceId=conference_id, content=encoded)
        return the_asker().change("importParties", conferenceId=conference_id, content=encoded, dryRun=act != "import")
    except Refused as refused:
        form.refuse(refused)
        return None


def _send_marked(marked: str, conference_id: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{conference_id}-problems.xlsx"'}
    return Response(base64.b64decode(marked), content_type=XLSX, headers=headers)
