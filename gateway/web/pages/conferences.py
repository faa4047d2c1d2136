"""Conferences (供需对接大会): the list, and one with its set-up, what is missing, and its runs."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request

from gateway.web.asking import nodes
from gateway.web.here import must_be, the_asker
from gateway.web.plan_views import gap_of
from services.chassis.identity import Role

pages = Blueprint("conferences", __name__)

READERS = (Role.ORGANIZER, Role.AUDITOR)
PAGE = 20
RELOAD_SECONDS = 2


@pages.get("/conferences")
def list_conferences() -> str:
    """All conferences, newest first."""
    must_be(*READERS)
    found = the_asker().ask("conferences", first=PAGE, after=request.args.get("after") or None).data["conferences"]
    return render_template("conferences.html", conferences=nodes(found), info=found["pageInfo"])


@pages.get("/conferences/<conference_id>")
def show_conference(conference_id: str) -> str:
    """One conference: four things to set up, then a run."""
    must_be(*READERS)
    conference, reply = the_asker().one("conference", "conference", id=conference_id)
    runs = [with_figures(run) for run in nodes(conference["runs"])]
    lines = conference["readiness"] or []
    return render_template(
        "conference.html",
        conference=conference,
        counts={side: (conference[side] or {}).get("totalCount") or 0 for side in ("demand", "supply")},
        blockers=[lack for line in lines if line["party"] is None for lack in line["missing"]],
        lacking=[line for line in lines if line["party"] is not None and line["missing"]],
        runs=runs,
        reload=RELOAD_SECONDS if any(run["state"] in {"queued", "running"} for run in runs) else 0,
        faults=reply.faults,
        lacks_readiness=reply.lacks("readiness"),
    )


def with_figures(run: dict[str, Any]) -> dict[str, Any]:
    """A run with what its figures say of its plan, None while there is none."""
    known = {one["name"]: one["value"] for one in run["figures"] or ()}
    gap = gap_of({"value": known.get("composite"), "bound": known.get("bound")})
    return {**run, "meeting_count": known.get("meetings"), "gap": gap}
