"""Needs (需求): the list, and the page of one with what fits it and why."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from gateway.web.asking import nodes
from gateway.web.here import go, the_asker, the_person
from gateway.web.reasons import make_row, need_spans, telling_columns
from services.chassis.identity import Role

pages = Blueprint("needs", __name__)

PAGE = 20
SUGGESTIONS = 10
KINDS = ("enterprise", "park")
STATUSES = ("published", "submitted", "returned", "draft", "in_talks", "closed", "expired")


@pages.get("/needs")
def list_needs() -> str:
    """Open needs; an organizer may choose another status, a signed-in firm its own."""
    person = the_person()
    kind = _listed(request.args.get("kind", ""), KINDS)
    status = _listed(request.args.get("status", ""), STATUSES) if not person.is_visitor else ""
    mine = request.args.get("mine") == "yes" and not person.is_visitor
    reply = the_asker().ask(
        "needs",
        status=status.upper() or (None if mine else "PUBLISHED"),
        kind=kind or None,
        mine=mine or None,
        first=PAGE,
        after=request.args.get("after") or None,
    )
    found = reply.data["needs"]
    page = max(request.args.get("page", 1, type=int), 1)
    here: dict[str, Any] = {"kind": kind or None, "status": status or None, "mine": "yes" if mine else None}
    info = found["pageInfo"]
    following = url_for("site.needs.list_needs", **here, after=info["endCursor"], page=page + 1)
    return render_template(
        "needs.html",
        needs=nodes(found),
        total=found["totalCount"],
        kind=kind,
        status=status or ("" if mine else "published"),
        mine=mine,
        statuses=STATUSES,
        page=page,
        size=PAGE,
        next_href=following if info["hasNextPage"] else "",
        first_href=url_for("site.needs.list_needs", **here),
    )


@pages.get("/needs/<need_id>")
def show_need(need_id: str) -> str:
    """One need with its suggestions: a column a criterion, the words of every reason, the evidence behind it."""
    need, reply = the_asker().one("need", "need", id=need_id, first=SUGGESTIONS, known=not the_person().is_visitor)
    suggestions = [one for one in need["suggestions"] or [] if one["entry"]]
    rows = [make_row(one, need) for one in suggestions]
    columns, silent = telling_columns(rows)
    return render_template(
        "need.html",
        need=need,
        rows=rows,
        columns=columns,
        silent=silent,
        spans=need_spans(suggestions, len(need["text"] or "")),
        faults=reply.faults,
        lacks_suggestions=reply.lacks("suggestions"),
        acts=_acts(need),
        owns=_owns(need),
        news=sum(bool(one["new"]) for one in suggestions),
    )


@pages.post("/needs/<need_id>/suggestions/seen")
def see_suggestions(need_id: str) -> Response:
    """Note that the owner has looked at what fits the need."""
    the_asker().change("seeSuggestions", id=need_id)
    return go("site.needs.show_need", need_id=need_id, done="found-seen")


def _owns(need: dict[str, Any]) -> bool:
    return bool(the_person().organisation) and the_person().organisation == need["organisationId"]


def _acts(need: dict[str, Any]) -> frozenset[str]:
    """What the person may do with the need as it stands; the service decides again when they do it."""
    person, status = the_person(), str(need["status"]).lower()
    is_organizer = person.has(Role.ORGANIZER)
    acts: set[str] = set()
    if is_organizer or _owns(need):
        acts |= _OWNER_ACTS.get(status, frozenset())
    if is_organizer and status == "submitted":
        acts |= {"publish", "return"}
    if person.has(Role.PROVIDER) and status in {"published", "in_talks"}:
        acts.add("ask")
    return frozenset(acts)


_OWNER_ACTS = {
    "draft": frozenset({"edit", "submit"}),
    "submitted": frozenset({"withdraw"}),
    "returned": frozenset({"edit", "submit", "withdraw"}),
    "published": frozenset({"ask", "edit", "withdraw", "renew", "start-talks", "close"}),
    "in_talks": frozenset({"ask", "close"}),
    "expired": frozenset({"renew", "withdraw", "close"}),
}


def _listed(value: str, known: tuple[str, ...]) -> str:
    return value if value in known else ""
