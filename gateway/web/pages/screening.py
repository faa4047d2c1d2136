"""Screening (审核): what was handed in; publish it, or return it with what is missing."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from gateway.web.asking import nodes
from gateway.web.filling import Page, fill, plain_form
from gateway.web.here import go, must_be, sent_version, the_asker
from gateway.web.need_fields import RETURN, USUAL_RETURNS
from services.chassis.identity import Role

pages = Blueprint("screening", __name__)

PAGE = 50


@pages.get("/screening")
def list_submitted() -> str:
    """Everything that waits for screening."""
    must_be(Role.ORGANIZER)
    reply = the_asker().ask("needs", status="SUBMITTED", first=PAGE, after=request.args.get("after") or None)
    found = reply.data["needs"]
    return render_template("screening.html", needs=nodes(found), total=found["totalCount"], info=found["pageInfo"])


@pages.route("/needs/<need_id>/return", methods=["GET", "POST"])
def return_need(need_id: str) -> Page | Response:
    """Return a need (退回) with the reason."""
    must_be(Role.ORGANIZER)
    need, _ = the_asker().one("needForm", "need", id=need_id)

    def send(typed: dict[str, Any]) -> Response:
        the_asker().change("returnNeed", id=need_id, version=sent_version(), reason=typed["reason"])
        return go("site.screening.list_submitted", done="need-returned")

    form = fill(RETURN, send)
    if isinstance(form, Response):
        return form
    return plain_form(
        form,
        title=f"退回补充：{need['title']}",
        trail=[("审核需求", url_for("site.screening.list_submitted"))],
        verb="退回补充",
        back=url_for("site.needs.show_need", need_id=need_id),
        version=need["version"],
        quoted=("需求内容", need["text"]),
        usual=USUAL_RETURNS,
    )
