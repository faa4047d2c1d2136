"""Renewal (换届): entry by entry, what of the edition before is carried over, and why not."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from gateway.web.asking import Refused
from gateway.web.filling import Page
from gateway.web.here import go, must_be, the_asker
from services.chassis.identity import Role

pages = Blueprint("renewal", __name__)

Decisions = dict[str, dict[str, str]]
"""Id of an entry -> its decision (open, keep, drop) and the reason."""


@pages.route("/editions/<edition_id>/renewal", methods=["GET", "POST"])
def renew(edition_id: str) -> Page | Response:
    """The list of the edition before, with a decision for each."""
    must_be(Role.ORGANIZER)
    edition, _ = the_asker().one("renewal", "edition", id=edition_id)
    rows = [row for row in edition["renewal"] or [] if row["entry"]]
    typed: Decisions = {
        row["entry"]["id"]: {"decision": row["decision"], "reason": row["reason"] or ""} for row in rows
    }
    faults: dict[str, str] = {}
    others: list[str] = []
    if request.method == "POST":
        typed = _sent(list(typed))
        faults = {one: "请写明原因" for one, said in typed.items() if said["decision"] == "drop" and not said["reason"]}
        if not faults:
            try:
                the_asker().change("decideRenewal", editionId=edition_id, **_as_input(typed))
                return go("site.renewal.renew", done="renewal-decided", edition_id=edition_id)
            except Refused as refused:
                others = [fault.message for fault in refused.faults]
    body = render_template("renewal.html", edition=edition, rows=rows, typed=typed, faults=faults, others=others)
    return body, 422 if faults or others else 200


def _sent(entry_ids: list[str]) -> Decisions:
    return {
        one: {
            "decision": request.form.get(f"decision-{one}", "open"),
            "reason": request.form.get(f"reason-{one}", "").strip(),
        }
        for one in entry_ids
    }


def _as_input(typed: Decisions) -> dict[str, Any]:
    return {
        "keep": [one for one, said in typed.items() if said["decision"] == "keep"],
        "drop": [
            {"entryId": one, "reason": said["reason"]} for one, said in typed.items() if said["decision"] == "drop"
        ],
    }
