"""Writing a need in three short steps, checking it, handing it in, and what its owner does with it later."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from werkzeug.wrappers import Response

from gateway.web.filling import Page, Trail, fill, plain_form, show_form
from gateway.web.forms import Form
from gateway.web.here import go, must_be, sent_version, the_asker, the_person
from gateway.web.need_fields import CLOSING, STEP_NAMES, fields_of
from services.chassis.identity import Role

pages = Blueprint("need_forms", __name__)

WRITERS = (Role.ORGANIZER, Role.ENTERPRISE, Role.PARK_OPERATOR)
ACTS = {
    "submit": ("submitNeed", "need-submitted"),
    "publish": ("publishNeed", "need-published"),
    "withdraw": ("withdrawNeed", "need-withdrawn"),
    "renew": ("renewNeed", "need-renewed"),
    "start-talks": ("startTalks", "need-talks"),
}
"""Act -> question and what is said when it is done."""
LAST_STEP = 3


@pages.route("/needs/new", methods=["GET", "POST"])
def start_need() -> Page | Response:
    """The first step: what it is about; it makes the draft."""
    must_be(*WRITERS)
    kind, writes_for_others = _kind_of(request.values.get("kind", "")), the_person().has(Role.ORGANIZER)

    def send(typed: dict[str, Any]) -> Response:
        owner = {} if writes_for_others else {"organisationId": the_person().organisation}
        need = the_asker().change("createNeed", input={**typed, **owner, "kind": kind})
        return go("site.need_forms.edit_need", done="need-saved", need_id=need["id"], step=2)

    form = fill(fields_of(1, kind=kind, asks_organisation=writes_for_others), send)
    return form if isinstance(form, Response) else _show(form, 1, kind=kind)


@pages.route("/needs/<need_id>/edit/<int:step>", methods=["GET", "POST"])
def edit_need(need_id: str, step: int) -> Page | Response:
    """One step of a draft; saving goes on to the next."""
    must_be(*WRITERS)
    if not 1 <= step <= LAST_STEP:
        abort(404)
    need = _read(need_id)

    def send(typed: dict[str, Any]) -> Response:
        the_asker().change("changeNeed", id=need_id, version=sent_version(), input=typed)
        return _after(step, need)

    form = fill(fields_of(step, kind=need["kind"], asks_organisation=False), send, need)
    return form if isinstance(form, Response) else _show(form, step, need=need)


@pages.get("/needs/<need_id>/check")
def check_need(need_id: str) -> str:
    """The last step: everything once more, and the button that hands it in."""
    must_be(*WRITERS)
    need = _read(need_id)
    return render_template("need_check.html", need=need, names=STEP_NAMES, lacks=_lacking(need))


@pages.post("/needs/<need_id>/acts/<act>")
def act(need_id: str, act: str) -> Response:
    """One step of the need's life cycle that needs no words."""
    if act not in ACTS:
        abort(404)
    question, done = ACTS[act]
    the_asker().change(question, id=need_id, version=sent_version())
    return go("site.needs.show_need", done=done, need_id=need_id)


@pages.route("/needs/<need_id>/close", methods=["GET", "POST"])
def close_need(need_id: str) -> Page | Response:
    """Close a need, with what came of it."""
    must_be(*WRITERS)
    need = _read(need_id)

    def send(typed: dict[str, Any]) -> Response:
        the_asker().change("closeNeed", id=need_id, version=sent_version(), **typed)
        return go("site.needs.show_need", done="need-closed", need_id=need_id)

    form = fill(CLOSING, send)
    if isinstance(form, Response):
        return form
    return plain_form(
        form, title="办结需求", trail=trail_to(need), verb="办结", back=_address(need_id), version=need["version"]
    )


def trail_to(need: dict[str, Any]) -> Trail:
    """The pages above one about a need."""
    return [("需求", url_for("site.needs.list_needs")), (need["title"], _address(need["id"]))]


def _show(form: Form, step: int, *, need: dict[str, Any] | None = None, kind: str = "") -> Page:
    return show_form(form, "need_form.html", step=step, names=STEP_NAMES, need=need, kind=kind or (need or {})["kind"])


def _read(need_id: str) -> dict[str, Any]:
    need, _ = the_asker().one("needForm", "need", id=need_id)
    return need


def _address(need_id: str) -> str:
    return url_for("site.needs.show_need", need_id=need_id)


def _kind_of(asked: str) -> str:
    person = the_person()
    if person.has(Role.ORGANIZER):
        return asked if asked in {"enterprise", "park"} else "enterprise"
    return "park" if person.has(Role.PARK_OPERATOR) else "enterprise"


def _after(step: int, need: dict[str, Any]) -> Response:
    if need["status"] not in {"draft", "returned"}:
        return go("site.needs.show_need", done="need-saved", need_id=need["id"])
    if step < LAST_STEP:
        return go("site.need_forms.edit_need", done="need-saved", need_id=need["id"], step=step + 1)
    return go("site.need_forms.check_need", done="need-saved", need_id=need["id"])


def _lacking(need: dict[str, Any]) -> list[str]:
    """What a reader will miss; none of it is demanded."""
    wanted = {
        "industry": "行业",
        "district": "地区",
        "categories": "想找的类别",
        "budgetMax": "预算上限",
        "deadlineOn": "期限",
    }
    return [label for name, label in wanted.items() if need[name] in (None, "", [])]
