"""The conference service over HTTP: the price list of rules."""

from typing import Any

from flask_smorest import Blueprint

from services.chassis.app import reading, the_actor, the_clock, writing
from services.conference import handlers, price_answers, pricing
from services.conference.price_list import RULE_NAMES, PriceList

blueprint = Blueprint("prices", __name__, description="规则代价。")


@blueprint.get("/runs/<run_id>/prices")
@blueprint.response(200, price_answers.RulePricesOut)
def get_prices(run_id: str) -> dict[str, Any]:
    """What each rule of a list costs, as far as it is known."""
    handlers.must_oversee(the_actor())
    with reading() as work:
        work.runs.get(run_id)
        return _tell(run_id, work.prices.of(run_id))


@blueprint.post("/runs/<run_id>/prices")
@blueprint.response(202, price_answers.RulePricesOut)
def post_prices(run_id: str) -> dict[str, Any]:
    """Let a worker find out what each rule costs; a list that is there or under way is answered as it is."""
    with writing() as work:
        return _tell(run_id, pricing.ask_prices(run_id, actor=the_actor(), work=work, clock=the_clock()))


def _tell(run_id: str, prices: PriceList | None) -> dict[str, Any]:
    if prices is None:
        return {"run_id": run_id, "state": "", "progress": 0, "error": "", "items": []}
    items = [
        {**one, "name": RULE_NAMES[one["rule"]][0], "name_en": RULE_NAMES[one["rule"]][1]} for one in prices.prices
    ]
    return {
        "run_id": run_id,
        "state": prices.state,
        "progress": prices.progress,
        "error": prices.error,
        "items": items,
    }
