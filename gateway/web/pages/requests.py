"""Requests (对接申请): ask the other side for contact or a meeting; see what was asked, and answer."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from werkzeug.wrappers import Response

from gateway.web.asking import Fault, Refused, nodes
from gateway.web.filling import Page, fill, plain_form
from gateway.web.forms import Field
from gateway.web.here import go, must_be, sent_version, the_asker, the_person
from gateway.web.words import REQUEST_KINDS, WORDS
from services.chassis.identity import Role

pages = Blueprint("requests", __name__)

ASKERS = (Role.ORGANIZER, Role.ENTERPRISE, Role.PARK_OPERATOR, Role.PROVIDER)
PAGE = 20
REQUEST = (
    Field("kind", "申请什么", kind="choice", options=tuple(REQUEST_KINDS.items()), required=True),
    Field("message", "留言", kind="text", rows=4, hint="写想谈什么、希望哪天前答复。对方和主办方能看到。"),
)
ACTS = {
    "accept": ("acceptRequest", "request-accepted"),
    "decline": ("declineRequest", "request-declined"),
    "withdraw": ("withdrawRequest", "request-withdrawn"),
}


@pages.get("/requests")
def list_requests() -> str:
    """What one's organisation sent and was sent; all of them for organizers."""
    must_be(*ASKERS, Role.AUDITOR)
    state = request.args.get("state", "")
    state = state if state in WORDS["request_state"] else ""
    after = request.args.get("after") or None
    found = the_asker().ask("requests", state=state or None, first=PAGE, after=after).data["requests"]
    info = found["pageInfo"]
    following = url_for("site.requests.list_requests", state=state or None, after=info["endCursor"])
    return render_template(
        "requests.html",
        requests=[{**one, "acts": _acts(one)} for one in nodes(found)],
        total=found["totalCount"],
        state=state,
        next_href=following if info["hasNextPage"] else "",
    )


@pages.route("/needs/<need_id>/requests/new", methods=["GET", "POST"])
def ask_request(need_id: str) -> Page | Response:
    """Ask an entry about a need."""
    must_be(*ASKERS)
    entry_id = request.args.get("entry", "")
    about = the_asker().ask("requestForm", needId=need_id, entryId=entry_id).data
    need, entry = about["need"], about["entry"]
    if not need or not entry:
        raise Refused([Fault("NOT_FOUND", "没有找到这条需求或这个条目。")])

    def send(typed: dict[str, Any]) -> Response:
        the_asker().change("askRequest", input={**typed, "needId": need_id, "entryId": entry_id})
        return go("site.requests.list_requests", done="request-asked")

    form = fill(REQUEST, send)
    if isinstance(form, Response):
        return form
    back = url_for("site.needs.show_need", need_id=need_id)
    return plain_form(
        form,
        title=f"向“{entry['name']}”发起对接",
        trail=[("需求", url_for("site.needs.list_needs")), (need["title"], back)],
        verb="发起对接",
        back=back,
        lead="对方 7 天内答复；过期自动作废，不占用任何时段。双方都同意洽谈的，下次大会优先安排。",
    )


@pages.post("/requests/<request_id>/<act>")
def act(request_id: str, act: str) -> Response:
    """Answer a request, or take it back."""
    if act not in ACTS:
        abort(404)
    question, done = ACTS[act]
    the_asker().change(question, id=request_id, version=sent_version())
    return go("site.requests.list_requests", done=done)


def _acts(one: dict[str, Any]) -> list[str]:
    """What the person may do with a request; the service decides again when they do it."""
    person = the_person()
    if one["state"] != "pending":
        return []
    is_organizer = person.has(Role.ORGANIZER)
    acts = ["accept", "decline"] if is_organizer or person.organisation == one["toOrganisation"] != "" else []
    return acts + (["withdraw"] if is_organizer or person.organisation == one["fromOrganisation"] != "" else [])
