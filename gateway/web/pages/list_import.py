"""Reading an official list into an edition: tried first, cell by cell; then in earnest, all or nothing."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from flask import Blueprint, request
from werkzeug.wrappers import Response

from gateway.web.asking import Refused
from gateway.web.edition_fields import UPLOAD
from gateway.web.filling import Page, show_form
from gateway.web.forms import Form
from gateway.web.here import must_be, the_asker
from services.chassis.identity import Role

pages = Blueprint("list_import", __name__)

FORMATS = ("xlsx", "csv", "json")
MOST_CARRIED = 256 * 1024
"""Bytes of a tried file that the confirming form carries along; a larger one is chosen again."""


@pages.route("/editions/<edition_id>/import", methods=["GET", "POST"])
def import_entries(edition_id: str) -> Page | Response:
    """The form, and below it what the last try found."""
    must_be(Role.ORGANIZER)
    edition, _ = the_asker().one("edition", "edition", id=edition_id, first=1)
    form, report, carried, name = Form.of(UPLOAD), None, "", ""
    if request.method == "POST":
        name, content = sent_file()
        ending = name.rpartition(".")[2].lower()
        if not content:
            form.faults["file"] = "请选择 .xlsx、.csv 或 .json 文件"
        elif ending not in FORMATS:
            form.faults["file"] = "只能读 .xlsx、.csv 和 .json；旧的 .xls 请另存为 .xlsx"
        else:
            encoded = base64.b64encode(content).decode()
            report = _read_in(form, edition_id, ending, encoded)
            carried = encoded if len(content) <= MOST_CARRIED else ""
    return show_form(
        form, "import.html", edition=edition, report=report, carried=carried, file_name=name, field=UPLOAD[0]
    )


def _read_in(form: Form, edition_id: str, ending: str, encoded: str) -> dict[str, Any] | None:
    is_tried = request.form.get("act") != "import"
    try:
        return the_asker().change(
            "importEntries", editionId=edition_id, format=ending, content=encoded, dryRun=is_tried
        )
    except Refused as refused:
        form.refuse(refused)
        return None


def sent_file() -> tuple[str, bytes]:
    """The chosen file, else the one that the form carried along since it was tried."""
    chosen = request.files.get("file")
    if chosen is not None and chosen.filename:
        return chosen.filename, chosen.read()
    try:
        return request.form.get("file_name", ""), base64.b64decode(request.form.get("carried", ""), validate=True)
    except binascii.Error:
        return "", b""
