"""The files of a plan (导出文件) on its page: what can be fetched, what is under way, what can be had."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from werkzeug.wrappers import Response

from gateway.web.here import go, the_asker

pages = Blueprint("plan_files", __name__)

TITLES = (
    ("workbook", "名单工作簿", "Excel"),
    ("sheets", "全部参会方日程，一方一页", "PDF"),
    ("hall", "会场总图，A3", "PDF"),
    ("calendars", "全部参会方日历", "ICS"),
    ("event", "排期输入，可离线排期", "Excel"),
)
"""The files of a whole plan in the order in which they are shown: form, title, kind."""


@pages.post("/runs/<run_id>/files/<form>")
def ask_file(run_id: str, form: str) -> Response:
    """Have a file made, or made once more."""
    the_asker().change("askFile", runId=run_id, form=form)
    return go("site.runs.show_run", done="file-asked", run_id=run_id)


def list_files(run: dict[str, Any]) -> list[dict[str, Any]]:
    """The files that a plan in its state can have, each with how far it is; one that nobody asked for has no state."""
    there = {one["form"]: one for one in run["files"] or () if not one["partyId"]}
    titles = [one for one in TITLES if one[0] != "calendars" or run["planState"] == "published"]
    return [
        {"state": "", "progress": 0, "errorText": "", "size": 0, "url": "", **there.get(form, {})}
        | {"form": form, "title": title, "kind": kind}
        for form, title, kind in titles
    ]


def is_preparing(files: list[dict[str, Any]]) -> bool:
    """Whether a file is under way, so that the page should be read again."""
    return any(one["state"] in {"queued", "running"} for one in files)
