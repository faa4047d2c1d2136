"""The history of a conference's lists: every run with how it came about, and two of them side by side."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from gateway.web.asking import Fault, Refused, nodes
from gateway.web.here import go, must_be, the_asker
from gateway.web.pages.conferences import READERS, with_figures

pages = Blueprint("run_history", __name__)

PAGE = 30


@pages.get("/conferences/<conference_id>/runs")
def list_runs(conference_id: str) -> str:
    """All runs of a conference, the latest first."""
    must_be(*READERS)
    after = request.args.get("after") or None
    conference, _ = the_asker().one("runHistory", "conference", id=conference_id, first=PAGE, after=after)
    runs = [with_figures(run) for run in nodes(conference["runs"])]
    return render_template(
        "run_history.html",
        conference=conference,
        runs=runs,
        listed=[run for run in runs if run["state"] == "done"],
        numbers={run["id"]: run["number"] for run in runs},
        info=conference["runs"]["pageInfo"],
        total=conference["runs"]["totalCount"],
        is_first=after is None,
    )


@pages.get("/conferences/<conference_id>/runs/compare")
def choose_comparison(conference_id: str) -> Response:
    """Go on to the comparison of the two lists that were chosen."""
    must_be(*READERS)
    before, after = (request.args.get(name, "") for name in ("with", "run"))
    if not before or not after:
        raise Refused([Fault("BAD_USER_INPUT", "请选择要比较的两版名单。")])
    return go("site.run_history.compare_runs", run_id=after, **{"with": before})


@pages.get("/runs/<run_id>/input-changes")
def show_input_changes(run_id: str) -> str:
    """What has changed since a list was made."""
    must_be(*READERS)
    run, _ = the_asker().one("listSheet", "run", id=run_id)
    conference, _ = the_asker().one("slots", "conference", id=run["conferenceId"])
    changes = the_asker().ask("inputChanges", id=run_id).data["inputChanges"] or []
    return render_template("input_changes.html", run=run, conference=conference, changes=changes)


@pages.get("/runs/<run_id>/comparison")
def compare_runs(run_id: str) -> str:
    """What leads from another list to this one."""
    must_be(*READERS)
    other = request.args.get("with", "")
    whole: dict[str, Any] = {"run_id": run_id, "with": other}
    turns = {name: request.args.get(name) or None for name in ("meetings", "parties")}
    told, _ = the_asker().one("runComparison", "runComparison", id=run_id, withId=other, **turns)
    conference, _ = the_asker().one("slots", "conference", id=told["after"]["conferenceId"])

    def turn(name: str) -> str | None:
        """Where the next rows of a list stand."""
        info = told[name]["pageInfo"]
        known = {**whole, **turns, name: info["endCursor"]}
        return url_for("site.run_history.compare_runs", **known) if info["hasNextPage"] else None

    return render_template(
        "run_comparison.html",
        told=told,
        conference=conference,
        meetings=nodes(told["meetings"]),
        parties=nodes(told["parties"]),
        more={name: turn(name) for name in turns},
        is_first=not any(turns.values()),
        first=url_for("site.run_history.compare_runs", **whole),
    )
