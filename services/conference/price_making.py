"""Making the price list of rules (规则代价) of a list: its event is solved again without each rule. Pure."""

from dataclasses import asdict
from typing import Any

import orjson

from services.chassis.runs import Report
from services.conference.formats.event import EventError
from services.conference.solver.rule_prices import RULES, RulePrice, price_rules


def make_prices(source: bytes, report: Report) -> bytes:
    """The body of a price list: `{"prices": […]}`, or `{"error": …}` for an event that cannot be used.

    Each price stands with the two solves behind it: the hash of the event, and what came out.
    """
    event: dict[str, Any] = orjson.loads(source)
    prices = []
    try:
        for price in price_rules(event):
            prices.append(_tell(price))
            report(min(99, 100 * len(prices) // len(RULES)), rules=len(prices))
    except EventError as error:
        return orjson.dumps({"error": {"field": error.field, "zh": error.message_zh, "en": error.message_en}})
    return orjson.dumps({"prices": prices})


def _tell(price: RulePrice) -> dict[str, Any]:
    return {
        "rule": price.rule,
        "value": price.value,
        "musts": price.musts,
        "meetings": price.meetings,
        "exact": price.exact,
        "kept": asdict(price.kept),
        "lifted": asdict(price.lifted),
    }
