"""What came of the meetings (洽谈结果): the list of a conference, and the form for one meeting."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from gateway.web.asking import nodes
from gateway.web.filling import Page, fill, plain_form
from gateway.web.here import go, must_be, sent_version, the_asker, the_person
from gateway.web.outcome_fields import OUTCOME, outcome_input
from gateway.web.words import WORDS, word
from services.chassis.identity import Role

pages = Blueprint("outcomes", __name__)

READERS = (Role.ORGANIZER, Role.AUDITOR, Role.ENTERPRISE, Role.PARK_OPERATOR, Role.PROVIDER)
PAGE = 50


@pages.get("/outcomes")
def list_own() -> str:
    """The conferences in which one's organisation takes part."""
    must_be(*(role for role in READERS if role is not Role.AUDITOR))
    conferences = the_asker().ask("ownConferences").data["ownConferences"] or []
    return render_template("own_conferences.html", conferences=conferences)


@pages.get("/conferences/<conference_id>/outcomes")
def list_outcomes(conference_id: str) -> str:
    """The meetings of a conference with what came of them; an organisation that takes part sees its own."""
    must_be(*READERS)
    state = request.args.get("state", "all")
    state = state if state in WORDS["outcome_state"] else "all"
    after = request.args.get("after") or None
    found, _ = the_asker().one("outcomes", "outcomes", conferenceId=conference_id, state=state, first=PAGE, after=after)
    info = found["meetings"]["pageInfo"]
    following = url_for(
        "site.outcomes.list_outcomes", conference_id=conference_id, state=state, after=info["endCursor"]
    )
    return render_template(
        "outcomes.html",
        conference_id=conference_id,
        trail=_trail(),
        oversees=the_person().has(Role.ORGANIZER) or Role.AUDITOR in the_person().roles,
        counts=found["counts"],
        states=[(name, text, found["counts"][_camel(name)]) for name, text in WORDS["outcome_state"].items()],
        state=state,
        meetings=nodes(found["meetings"]),
        total=found["meetings"]["totalCount"],
        next_href=following if info["hasNextPage"] else "",
        is_first=after is None,
    )


@pages.route("/conferences/<conference_id>/outcomes/<meeting_id>", methods=["GET", "POST"])
def state_outcome(conference_id: str, meeting_id: str) -> Page | Response:
    """Say what came of a meeting."""
    must_be(*(role for role in READERS if role is not Role.AUDITOR))
    meeting, _ = the_asker().one("outcome", "outcome", conferenceId=conference_id, meetingId=meeting_id)
    own = meeting["own"] or {}
    about = {"conferenceId": conference_id, "meetingId": meeting_id}

    def send(typed: dict[str, Any]) -> Response:
        the_asker().change("stateOutcome", **about, version=sent_version(), input=outcome_input(typed))
        return go("site.outcomes.list_outcomes", done="outcome-stated", conference_id=conference_id)

    form = fill(OUTCOME, send, own)
    if isinstance(form, Response):
        return form
    back = url_for("site.outcomes.list_outcomes", conference_id=conference_id)
    others = [one for one in meeting["statements"] or () if one["by"] != own.get("by")]
    said = "；".join(f"{word('speaker', one['by'])}填报：{_tell(one)}" for one in others)
    lead = f"对方和其他参会方看不到你填写的内容。{said}" if said else "对方和其他参会方看不到你填写的内容。"
    return plain_form(
        form,
        title=f"{meeting['demandName']} 与 {meeting['supplyName']}",
        trail=[*_trail(), ("洽谈结果", back)],
        verb="保存",
        back=back,
        version=own.get("version") or 0,
        lead=lead,
    )


def _tell(statement: dict[str, Any]) -> str:
    """A statement in a few words."""
    parts = [word("held", statement["held"]), word("absent", statement["absent"]) if statement["absent"] else ""]
    if statement["contract"]:
        amount = "" if statement["amount"] is None else f" {statement['amount']} 万元"
        parts.append(f"签约{amount}")
    elif statement["intent"]:
        parts.append("达成意向")
    return "，".join(part for part in parts if part)


def _trail() -> list[tuple[str, str]]:
    person = the_person()
    if person.has(Role.ORGANIZER) or Role.AUDITOR in person.roles:
        return [("对接大会", url_for("site.conferences.list_conferences"))]
    return [("工作台", url_for("site.desk.show_desk")), ("大会洽谈与结果", url_for("site.outcomes.list_own"))]


def _camel(name: str) -> str:
    return "noShow" if name == "no_show" else name
