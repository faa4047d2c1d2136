"""Setting up a conference in plain forms: its frame, its timetable, its tables."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from gateway.web.conference_fields import (
    CHANGES,
    CONFERENCE,
    TABLES,
    TIMETABLE,
    timetable_input,
    timetable_values,
    uneven,
)
from gateway.web.filling import Page, Trail, fill, plain_form
from gateway.web.forms import Form
from gateway.web.here import go, must_be, sent_version, the_asker
from gateway.web.party_lists import read_parties
from services.chassis.identity import Role

pages = Blueprint("conference_forms", __name__)


@pages.route("/conferences/new", methods=["GET", "POST"])
def open_conference() -> Page | Response:
    """Plan a conference."""
    must_be(Role.ORGANIZER)

    def send(typed: dict[str, Any]) -> Response:
        conference = the_asker().change("createConference", input=_given(typed))
        return go("site.conferences.show_conference", done="conference-created", conference_id=conference["id"])

    form = fill(CONFERENCE, send)
    if isinstance(form, Response):
        return form
    back = url_for("site.conferences.list_conferences")
    return plain_form(form, title="新建大会", trail=[("对接大会", back)], verb="新建大会", back=back)


@pages.route("/conferences/<conference_id>/edit", methods=["GET", "POST"])
def edit_conference(conference_id: str) -> Page | Response:
    """Change the frame of a conference."""
    conference = _read(conference_id)

    def send(typed: dict[str, Any]) -> Response:
        the_asker().change("changeConference", id=conference_id, version=sent_version(), input=_given(typed))
        return _back(conference_id)

    return _shown(fill(CHANGES, send, conference), conference, "修改大会")


@pages.route("/conferences/<conference_id>/timetable", methods=["GET", "POST"])
def set_timetable(conference_id: str) -> Page | Response:
    """Days, sessions and the length of a slot."""
    conference = _read(conference_id)

    def send(typed: dict[str, Any]) -> Response:
        the_asker().change(
            "setTimetable", conferenceId=conference_id, version=sent_version(), input=timetable_input(typed)
        )
        return _back(conference_id)

    form = fill(TIMETABLE, send, timetable_values(conference["timetable"]))
    lead = "现有安排各天不同，保存后会改成每天一样。" if uneven(conference["timetable"]) else "每天的场次相同。"
    return _shown(form, conference, "设定时间", lead=lead)


@pages.route("/conferences/<conference_id>/tables", methods=["GET", "POST"])
def set_tables(conference_id: str) -> Page | Response:
    """How many tables, or one for every party of the supply side."""
    conference = _read(conference_id)
    tables = conference["tables"] or []

    def send(typed: dict[str, Any]) -> Response:
        asked: dict[str, Any] = {"count": typed["count"]}
        if typed["arrangement"] == "fixed":
            parties = read_parties(the_asker(), conference_id, side="supply")
            asked = {"tables": [{"name": str(at), "partyId": one["id"]} for at, one in enumerate(parties, 1)]}
        the_asker().change("setTables", conferenceId=conference_id, version=sent_version(), **asked)
        return _back(conference_id)

    is_fixed = any(table["party"] for table in tables)
    stands = {"arrangement": "fixed" if is_fixed else "free", "count": len(tables) or None}
    return _shown(fill(TABLES, send, stands), conference, "设定洽谈桌")


def _read(conference_id: str) -> dict[str, Any]:
    must_be(Role.ORGANIZER)
    conference, _ = the_asker().one("conferenceForm", "conference", id=conference_id)
    return conference


def _back(conference_id: str) -> Response:
    return go("site.conferences.show_conference", done="conference-saved", conference_id=conference_id)


def _shown(form: Form | Response, conference: dict[str, Any], title: str, **more: Any) -> Page | Response:
    if isinstance(form, Response):
        return form
    return plain_form(
        form,
        title=title,
        trail=trail_to(conference),
        verb="保存",
        back=url_for("site.conferences.show_conference", conference_id=conference["id"]),
        version=conference["version"],
        **more,
    )


def _given(typed: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in typed.items() if value is not None}


def trail_to(conference: dict[str, Any]) -> Trail:
    """The pages above one about a conference."""
    address = url_for("site.conferences.show_conference", conference_id=conference["id"])
    return [("对接大会", url_for("site.conferences.list_conferences")), (conference["title"], address)]
