"""The price list of rules (规则代价): what each rule costs, asked for and shown."""

from __future__ import annotations

from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from gateway.web.here import go, must_be, the_asker
from gateway.web.pages.conferences import READERS, RELOAD_SECONDS
from services.chassis.identity import Role

pages = Blueprint("rule_prices", __name__)


@pages.get("/runs/<run_id>/prices")
def show_prices(run_id: str) -> str:
    """What each rule of a list costs, with the solves behind it."""
    must_be(*READERS)
    run, reply = the_asker().one("rulePrices", "run", id=run_id)
    conference, _ = the_asker().one("slots", "conference", id=run["conferenceId"])
    prices = reply.data["rulePrices"]
    is_moving = prices["state"] in {"queued", "running"}
    reload = RELOAD_SECONDS if is_moving else 0
    return render_template("rule_prices.html", run=run, conference=conference, prices=prices, reload=reload)


@pages.post("/runs/<run_id>/prices")
def ask_prices(run_id: str) -> Response:
    """Have the prices worked out in the background."""
    must_be(Role.ORGANIZER)
    the_asker().change("askRulePrices", runId=run_id)
    return go("site.rule_prices.show_prices", done="prices-asked", run_id=run_id)
