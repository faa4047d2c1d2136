"""Runs (排期): start one, watch it, read its plan by table and by party, publish it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from gateway.web.asking import Asker, nodes
from gateway.web.conference_fields import RUN, run_input
from gateway.web.filling import Page, fill, plain_form
from gateway.web.here import go, must_be, sent_version, the_asker
from gateway.web.pages.conference_forms import trail_to
from gateway.web.pages.conferences import READERS, RELOAD_SECONDS
from gateway.web.pages.plan_files import is_preparing, list_files
from gateway.web.plan_views import by_party, gap_of, make_halls, prove, short_names
from services.chassis.identity import Role

pages = Blueprint("runs", __name__)

PAGE = 100
MOST_PAGES = 60


@pages.route("/conferences/<conference_id>/runs/new", methods=["GET", "POST"])
def start_run(conference_id: str) -> Page | Response:
    """Ask for a plan; it is made in the background."""
    must_be(Role.ORGANIZER)
    conference, _ = the_asker().one("slots", "conference", id=conference_id)

    def send(typed: dict[str, Any]) -> Response:
        run = the_asker().change("startRun", conferenceId=conference_id, **run_input(typed))
        return go("site.runs.show_run", run_id=run["id"])

    form = fill(RUN, send, {"mode": "all", "keepLocks": True})
    if isinstance(form, Response):
        return form
    back = trail_to(conference)[1][1]
    return plain_form(
        form,
        title="开始排期",
        trail=trail_to(conference),
        verb="开始排期",
        back=back,
        lead="系统按意愿、空闲时段和桌数排出名单，并给出理论上限。排期在后台进行，可以离开这一页。已有的名单都不会变。",
    )


@pages.get("/runs/<run_id>")
def show_run(run_id: str) -> str:
    """How far a run is, and once it is done, its plan."""
    must_be(*READERS)
    run, meetings = _read(the_asker(), run_id)
    hall, _ = the_asker().one("hall", "conference", id=run["conferenceId"])
    plan = run["plan"]
    is_moving = run["state"] in {"queued", "running"}
    view = request.args.get("view", "hall")
    files = list_files(run) if plan else []
    return render_template(
        "run.html",
        run=run,
        number=run["number"],
        published=next((one["number"] for one in nodes(hall["runs"]) if one["planState"] == "published"), None),
        earlier=next((one for one in nodes(hall["runs"]) if _is_before(one, run)), None),
        conference=hall,
        plan=plan,
        files=files,
        figures={one["name"]: one["value"] for one in run["figures"] or ()},
        proof=prove(plan) if plan else "",
        gap=gap_of(plan) if plan else None,
        halls=make_halls(hall["slots"] or [], hall["tables"] or [], meetings) if view != "parties" else [],
        parties=by_party(meetings) if view == "parties" else [],
        short=short_names(meetings),
        view=view,
        reload=RELOAD_SECONDS if is_moving or is_preparing(files) else 0,
    )


@pages.post("/runs/<run_id>/publish")
def publish_run(run_id: str) -> Response:
    """Make the plan of a run the one that counts."""
    the_asker().change("publishRun", id=run_id)
    return go("site.runs.show_run", done="plan-published", run_id=run_id)


@pages.post("/runs/<run_id>/propose")
def propose_run(run_id: str) -> Response:
    """Let the parties look at a plan before it counts (征求意见)."""
    the_asker().change("proposeRun", id=run_id)
    return go("site.runs.show_run", done="plan-proposed", run_id=run_id)


@pages.post("/runs/<run_id>/reuse")
def reuse_list(run_id: str) -> Response:
    """Take an earlier list up again as a draft (恢复旧版)."""
    run = the_asker().change("reuseList", id=run_id, version=sent_version())
    return go("site.runs.show_run", done="list-reused", run_id=run["id"])


@pages.post("/runs/<run_id>/cancel")
def cancel_run(run_id: str) -> Response:
    """Stop a run."""
    the_asker().change("cancelRun", id=run_id)
    return go("site.runs.show_run", done="run-cancelled", run_id=run_id)


def _is_before(one: Mapping[str, Any], run: Mapping[str, Any]) -> bool:
    return bool(one["state"] == "done" and one["number"] < run["number"])


def _read(asker: Asker, run_id: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The run, and all meetings of its plan whatever the number of pages."""
    run, _ = asker.one("run", "run", id=run_id, first=PAGE, after=None)
    if not run["plan"]:
        return run, []
    page = run["plan"]["meetings"]
    meetings = nodes(page)
    for _turn in range(MOST_PAGES):
        if not page["pageInfo"]["hasNextPage"]:
            break
        more, _ = asker.one("run", "run", id=run_id, first=PAGE, after=page["pageInfo"]["endCursor"])
        page = more["plan"]["meetings"]
        meetings += nodes(page)
    return run, meetings
