"""The price list of rules: each price is the difference of two real plans."""

from services.conference.formats.event import canonical_digest, load_event
from services.conference.solver.rule_prices import RULES, price_rules
from services.conference.solver.solve import solve
from tests.unit.conference.events import an_event


def test_a_never_wish_costs_the_meeting_it_forbids() -> None:
    never = {"from": "D0", "to": "S0", "kind": "never"}
    event = an_event(1, 1, score=700, wishes=[never])

    (price,) = price_rules(event)

    assert (price.rule, price.value, price.meetings, price.exact) == ("nevers", 700, 1, True)
    assert price.kept.event_sha256 == canonical_digest(event)
    assert price.lifted.event_sha256 == canonical_digest(an_event(1, 1, score=700))


def test_a_minimum_costs_what_the_better_meeting_would_bring() -> None:
    event = an_event(2, 1, 1, 1)
    event["scores"]["entries"] = [["D0", "S0", 100], ["D1", "S0", 900]]
    event["parties"][0]["min_meetings"] = 1

    (price,) = price_rules(event)

    assert (price.rule, price.value, price.kept.value, price.lifted.value) == ("minimums_demand", 800, 100, 900)


def test_a_fixed_table_and_a_lock_are_priced_apart() -> None:
    event = an_event(2, 1, 2, 2)
    event["scores"]["entries"] = [["D0", "S0", 100], ["D1", "S0", 900]]
    event["parties"][2]["max_meetings"] = 1
    event["tables"][0]["party"] = "S0"
    event["tables"][1]["party"] = "D1"
    event["locks"] = [{"kind": "pair", "demand": "D0", "supply": "S0"}]

    prices = {price.rule: price.value for price in price_rules(event)}

    assert prices == {"fixed_tables": 0, "locks": 800}


def test_rules_that_the_event_does_not_have_are_not_listed_and_cost_no_solve() -> None:
    assert list(price_rules(an_event(), plan=None)) == []


def test_the_list_is_in_the_order_of_the_rules_and_can_be_narrowed_and_stopped() -> None:
    event = an_event(2, 2, locks=[{"kind": "pair", "demand": "D0", "supply": "S0"}])
    event["parties"][0]["min_meetings"] = 1
    event["parties"][2]["min_meetings"] = 1
    event["rules"] = {**event["rules"], "level_weight": {"demand": 5, "supply": 0}}
    plan = solve(load_event(event))

    told = [price.rule for price in price_rules(event, plan=plan)]

    assert told == ["minimums_demand", "minimums_supply", "levelled_counts", "locks"]
    assert told == [rule for rule in RULES if rule in told]
    assert [price.rule for price in price_rules(event, plan=plan, rules={"locks"})] == ["locks"]
    assert list(price_rules(event, plan=plan, cancelled=lambda: True)) == []
