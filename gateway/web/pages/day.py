"""The day of a conference (大会当日): report what happens, look at the repair and why, approve it, print again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from gateway.web.asking import nodes
from gateway.web.filling import Page, fill, plain_form
from gateway.web.forms import Field
from gateway.web.here import go, must_be, sent_version, the_asker
from gateway.web.pages.conferences import READERS, RELOAD_SECONDS
from gateway.web.party_lists import read_parties
from gateway.web.showing import show_moment
from gateway.web.words import WORDS
from services.chassis.identity import Role

pages = Blueprint("day", __name__)

PAGE = 50


@pages.get("/conferences/<conference_id>/day")
def show_day(conference_id: str) -> str:
    """The day at a glance."""
    must_be(*READERS)
    conference, _ = the_asker().one("hall", "conference", id=conference_id)
    told, _ = the_asker().one("day", "conferenceDay", id=conference_id)
    is_moving = told["proposal"] is not None and told["proposal"]["state"] in {"queued", "running"}
    return render_template(
        "day.html",
        conference=conference,
        day=told,
        slots={slot["id"]: slot for slot in conference["slots"] or ()},
        tables={table["id"]: table["name"] for table in conference["tables"] or ()},
        is_moving=is_moving,
        reload=RELOAD_SECONDS if is_moving else 0,
    )


def _fields(conference: Mapping[str, Any], parties: list[dict[str, Any]]) -> tuple[Field, ...]:
    slots = [(slot["id"], show_moment(slot["startsAt"])) for slot in conference["slots"] or ()]
    kinds = [(kind, text) for kind, text in WORDS["incident_kind"].items() if kind != "availability"]
    return (
        Field("kind", "发生了什么", kind="choice", options=kinds, required=True),
        Field(
            "party_id",
            "参会方",
            kind="choice",
            hint="洽谈桌停用时不用选",
            options=[(one["id"], one["name"]) for one in parties],
        ),
        Field(
            "table_id",
            "洽谈桌",
            kind="choice",
            hint="只有洽谈桌停用时才选",
            options=[(one["id"], one["name"]) for one in conference["tables"] or ()],
        ),
        Field(
            "from_slot",
            "从哪个时段起",
            kind="choice",
            hint="迟到的选能到场的第一个时段；其他情况不选就是从现在起",
            options=slots,
        ),
        Field("note", "备注", hint="如：9 点 10 分来电"),
    )


@pages.route("/conferences/<conference_id>/incidents/new", methods=["GET", "POST"])
def report_incident(conference_id: str) -> Page | Response:
    """Report what happened; the list does not change yet."""
    must_be(Role.ORGANIZER)
    conference, _ = the_asker().one("hall", "conference", id=conference_id)

    def send(typed: dict[str, Any]) -> Response:
        said = {name: value for name, value in typed.items() if value}
        the_asker().change("reportIncident", conferenceId=conference_id, input=said)
        return go("site.day.show_day", done="incident-reported", conference_id=conference_id)

    form = fill(_fields(conference, read_parties(the_asker(), conference_id)), send)
    if isinstance(form, Response):
        return form
    return plain_form(
        form,
        title="登记当日情况",
        trail=trail_of(conference),
        verb="登记",
        back=url_for("site.day.show_day", conference_id=conference_id),
        lead="登记不会改动名单。登记之后生成调整方案，看过差异再批准发布。",
    )


def trail_of(conference: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The pages above those of a day."""
    known = {"conference_id": conference["id"]}
    return [
        ("对接大会", url_for("site.conferences.list_conferences")),
        (conference["title"], url_for("site.conferences.show_conference", **known)),
        ("当日", url_for("site.day.show_day", **known)),
    ]


@pages.post("/conferences/<conference_id>/incidents")
def take_over(conference_id: str) -> Response:
    """Report the availability that a party has changed by itself."""
    said = {"kind": "availability", "partyId": request.form.get("party", "")}
    the_asker().change("reportIncident", conferenceId=conference_id, input=said)
    return go("site.day.show_day", done="incident-reported", conference_id=conference_id)


@pages.post("/conferences/<conference_id>/incidents/<incident_id>/withdraw")
def withdraw(conference_id: str, incident_id: str) -> Response:
    """Take a report back."""
    the_asker().change("withdrawIncident", id=incident_id, version=sent_version())
    return go("site.day.show_day", done="incident-withdrawn", conference_id=conference_id)


@pages.post("/conferences/<conference_id>/repairs")
def propose(conference_id: str) -> Response:
    """Have a repair worked out."""
    the_asker().change("proposeRepair", conferenceId=conference_id)
    return go("site.day.show_day", done="repair-proposed", conference_id=conference_id)


@pages.get("/runs/<run_id>/repair")
def show_repair(run_id: str) -> str:
    """What a repair changes and why."""
    must_be(*READERS)
    after = request.args.get("after") or None
    told, _ = the_asker().one("repair", "repair", id=run_id, first=PAGE, after=after)
    conference, _ = the_asker().one("hall", "conference", id=told["run"]["conferenceId"])
    info = told["changes"]["pageInfo"]
    more = url_for("site.day.show_repair", run_id=run_id, after=info["endCursor"]) if info["hasNextPage"] else ""
    return render_template(
        "repair.html",
        repair=told,
        changes=nodes(told["changes"]),
        conference=conference,
        tables={table["id"]: table["name"] for table in conference["tables"] or ()},
        trail=trail_of(conference),
        more=more,
    )


@pages.post("/runs/<run_id>/approve")
def approve(run_id: str) -> Response:
    """Make a repair the list that counts; what is to be printed again comes next."""
    the_asker().change("approveRepair", id=run_id, version=sent_version())
    return go("site.day.show_reprints", done="repair-approved", run_id=run_id)


@pages.get("/runs/<run_id>/reprints")
def show_reprints(run_id: str) -> str:
    """The sheets and signs that are to be printed again."""
    must_be(*READERS)
    told, _ = the_asker().one("reprints", "reprints", id=run_id, since=request.args.get("since") or None)
    conference, _ = the_asker().one("slots", "conference", id=told["run"]["conferenceId"])
    return render_template("reprints.html", told=told, conference=conference, trail=trail_of(conference))
