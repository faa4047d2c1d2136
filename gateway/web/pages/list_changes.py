"""Changing a list by hand (手工调整): one change at a time, its conflicts first, then a new draft."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from gateway.web.asking import Refused
from gateway.web.conference_fields import list_change_fields
from gateway.web.filling import Page
from gateway.web.forms import Form
from gateway.web.here import go, must_be, sent_version, the_asker
from gateway.web.party_lists import read_parties
from services.chassis.identity import Role

pages = Blueprint("list_changes", __name__)


@pages.route("/runs/<run_id>/change", methods=["GET", "POST"])
def change_list(run_id: str) -> Page | Response:
    """Ask for a change, see what stands against it, release what may be released, and make the draft."""
    must_be(Role.ORGANIZER)
    run, _ = the_asker().one("listSheet", "run", id=run_id)
    hall, _ = the_asker().one("hall", "conference", id=run["conferenceId"])
    parties = read_parties(the_asker(), hall["id"])
    fields = list_change_fields(parties, hall["slots"] or [], hall["tables"] or [])
    if request.method != "POST":
        asked = {one.name: request.args.get(one.name, "") for one in fields}
        return _show(Form(fields, asked), run, hall, None)
    form = Form.typed(fields, request.form)
    typed = {name: value for name, value in form.read().items() if value}
    if form.is_wrong:
        return _show(form, run, hall, None)
    try:
        if request.form.get("step") == "do":
            change = {**typed, "release": request.form.getlist("release")}
            made = the_asker().change("changeList", id=run_id, version=sent_version(), changes=[change])
            return go("site.runs.show_run", done="list-changed", run_id=made["run"]["id"])
        told = the_asker().change("changeList", id=run_id, changes=[typed], dryRun=True)
    except Refused as refused:
        form.refuse(refused)
        return _show(form, run, hall, None)
    return _show(form, run, hall, [one for one in told["conflicts"] if one["level"] != "ignore"])


def _show(form: Form, run: dict[str, Any], hall: dict[str, Any], conflicts: list[dict[str, Any]] | None) -> Page:
    """The page; `conflicts` is None while nobody has asked for them."""
    levels = {one["level"] for one in conflicts or ()}
    page = render_template("list_change.html", form=form, run=run, conference=hall, conflicts=conflicts, levels=levels)
    return page, 422 if form.is_wrong else 200
