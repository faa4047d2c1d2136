"""The front page: what the catalogue in use holds, and which needs are open; and the page that explains the rules."""

from __future__ import annotations

from flask import Blueprint, render_template

from gateway.web.asking import nodes
from gateway.web.here import the_asker

pages = Blueprint("front", __name__)


@pages.get("/")
def show_front() -> str:
    """The catalogue in use by category, and the newest open needs."""
    reply = the_asker().ask("front")
    editions = [one for one in reply.data["editions"] or [] if one["inUse"] and not one["demo"]]
    editions.sort(key=lambda one: one["scope"] != "shanghai")
    needs = reply.data["needs"]
    return render_template(
        "front.html",
        editions=editions,
        needs=nodes(needs),
        need_count=needs["totalCount"] if needs else 0,
        faults=reply.faults,
    )


@pages.get("/help")
def show_help() -> str:
    """How to use the site, how suggestions come about, and what a reason means."""
    return render_template("help.html")
