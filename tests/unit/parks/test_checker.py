"""The checker of consortia notices every kind of broken plan."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from services.parks.checker.check import check
from services.parks.formats.event import load_event
from services.parks.formats.plan import dump_plan
from services.parks.solver.solve import solve
from tests.unit.parks.events import a_need, a_park, a_provider, an_event

Plan = dict[str, Any]


def the_event() -> dict[str, Any]:
    needs = [a_need("W1"), a_need("W2", required=True), a_need("W3")]
    event = an_event(
        parks=[
            a_park("K1", needs, include=["V2"], exclude=["V4"]),
            a_park("K2", needs, budget=300, max_members=3, exclude=["V1"]),
        ],
        conflicts=[["V1", "V5"], ["V2", "V6"]],
    )
    event["scores"][3][3] = 950
    event["providers"] += [a_provider("V4", ["W1"]), a_provider("V5", ["W2"]), a_provider("V6", ["W3"], max_parks=0)]
    event["scores"] += [["K2", "W1", "V4", 600], ["K1", "W2", "V5", 10], ["K2", "W3", "V6", 999]]
    return event


@pytest.fixture(scope="module")
def plan() -> Plan:
    made = dump_plan(solve(load_event(the_event())))
    assert check(the_event(), made) == []
    assert [row["members"] for row in made["consortia"]] == [["V1", "V2", "V3"], ["V2", "V4"]]
    assert made["consortia"][1]["uncovered"] == [{"work_item": "W3", "reason": "provider_full"}]
    return made


def change(*path: str | int, to: Any) -> Callable[[Plan], None]:
    def apply(plan: Plan) -> None:
        inner: Any = plan
        for step in path[:-1]:
            inner = inner[step]
        inner[path[-1]] = to

    return apply


def add(*path: str | int, by: int) -> Callable[[Plan], None]:
    def apply(plan: Plan) -> None:
        inner: Any = plan
        for step in path[:-1]:
            inner = inner[step]
        inner[path[-1]] += by

    return apply


def members(park: int, *names: str) -> Callable[[Plan], None]:
    return change("consortia", park, "members", to=list(names))


def lose_a_park(plan: Plan) -> None:
    plan["consortia"].pop()


def turn_parks(plan: Plan) -> None:
    plan["consortia"].reverse()


def turn_assignments(plan: Plan) -> None:
    plan["consortia"][0]["assignments"].reverse()


def turn_alternatives(plan: Plan) -> None:
    plan["consortia"][0]["alternatives"].reverse()


def repeat_the_chosen(plan: Plan) -> None:
    row = plan["consortia"][1]
    row["alternatives"].insert(0, {name: row[name] for name in ("members", "assignments", "cost", "value")})


def offer_a_full_provider(plan: Plan) -> None:
    other = plan["consortia"][1]["alternatives"][0]
    other["members"] = ["V2", "V3", "V4"]


def forget_a_rule(plan: Plan) -> None:
    plan["consortia"][1]["rule_prices"].pop()


def forget_the_certificate(plan: Plan) -> None:
    plan["bound"]["certificate"] = None


def free_places(plan: Plan) -> None:
    plan["bound"]["certificate"]["provider"] = {}


BROKEN: dict[str, Callable[[Plan], None]] = {
    "a park left out": lose_a_park,
    "parks out of order": turn_parks,
    "an unknown park": change("consortia", 0, "park", to="K9"),
    "an unknown member": members(0, "V1", "V2", "V9"),
    "a member too many": members(1, "V2", "V3", "V4", "V5"),
    "a provider in too many parks": members(1, "V2", "V3", "V4"),
    "an included provider left out": members(0, "V1", "V3"),
    "an excluded provider": members(0, "V2", "V3", "V4"),
    "two in conflict": members(0, "V1", "V2", "V5"),
    "members out of order": members(0, "V3", "V2", "V1"),
    "a member left out": members(1, "V2"),
    "a false cost": add("consortia", 0, "cost", by=1),
    "a false value": add("consortia", 0, "value", by=1),
    "a worse member for a need": change("consortia", 0, "assignments", 0, "provider", to="V2"),
    "a need for nobody": change("consortia", 0, "assignments", to=[]),
    "assignments out of order": turn_assignments,
    "an uncovered need not told": change("consortia", 1, "uncovered", to=[]),
    "a false reason": change("consortia", 1, "uncovered", 0, "reason", to="trade_off"),
    "alternatives out of order": turn_alternatives,
    "the chosen as an alternative": repeat_the_chosen,
    "an alternative that takes a place from another park": offer_a_full_provider,
    "a false value of an alternative": add("consortia", 0, "alternatives", 0, "value", by=1),
    "a false price of the budget": add("consortia", 1, "rule_prices", 0, "gain", by=1),
    "a false price of an exclusion": add("consortia", 1, "rule_prices", 2, "gain", by=1),
    "a rule not priced": forget_a_rule,
    "another event": change("event_id", to="other"),
    "another input": change("event_sha256", to="0" * 64),
    "another format": change("format", to="plan"),
    "another version": change("version", to="2.0"),
    "a field more": change("colour", to="red"),
    "a bound too low": add("bound", "composite", by=-1),
    "a bound too high": add("bound", "composite", by=5),
    "a false gap": add("bound", "gap", by=1),
    "a false percentage": add("bound", "gap_percent", by=1),
    "a false status": change("bound", "status", to="bounded"),
    "a negative price": change("bound", "certificate", "provider", to={"V1": -1}),
    "a price of nobody": change("bound", "certificate", "provider", to={"V9": 1}),
    "a scale of nothing": change("bound", "certificate", "scale", to=0),
    "no certificate": forget_the_certificate,
    "prices that prove less": free_places,
    **{
        f"a false {name}": add("objective", name, by=1)
        for name in ("value", "required_unmet", "composite", "covered", "needs")
    },
}


@pytest.mark.parametrize("fault", sorted(BROKEN))
def test_a_broken_plan_is_noticed(plan: Plan, fault: str) -> None:
    broken = copy.deepcopy(plan)
    BROKEN[fault](broken)

    assert broken != plan
    assert check(the_event(), broken) != []


@pytest.mark.parametrize("plan", [None, [], {}, {"format": "consortium-plan"}])
def test_what_is_no_plan_is_reported_and_not_read(plan: Any) -> None:
    assert {fault.code for fault in check(the_event(), plan)} == {"shape"}


def test_a_plan_without_alternatives_and_prices_stands() -> None:
    plan = dump_plan(solve(load_event(the_event()), alternatives=False))

    assert "alternatives" not in plan["consortia"][0]
    assert check(the_event(), plan) == []
