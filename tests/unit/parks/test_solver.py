"""The engine of consortia against trying everything, and what a plan says of itself."""

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from services.parks.checker.check import check
from services.parks.formats.event import EventError, load_event
from services.parks.formats.plan import dump_plan, encode_plan
from services.parks.solver.alone import look_alone
from services.parks.solver.answer import answer_park
from services.parks.solver.problem import read_problem
from services.parks.solver.search import search
from services.parks.solver.settle import alone_task
from services.parks.solver.solve import solve
from tests.unit.parks.brute import allowed_sets, best_composite
from tests.unit.parks.events import a_need, a_park, a_provider, an_event, events

Json = dict[str, Any]


def solved(event: Json) -> Json:
    return dump_plan(solve(load_event(event)))


def judge(event: Json) -> None:
    plan = solved(event)

    assert check(event, plan) == []
    assert plan["objective"]["composite"] == best_composite(event)


@given(events())
@settings(max_examples=25, deadline=None)
def test_a_plan_is_the_best_of_all_and_passes_the_checker(event: Json) -> None:
    judge(event)


@pytest.mark.fuzz
@given(events())
@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_five_hundred_plans_are_the_best_of_all_and_pass_the_checker(event: Json) -> None:
    judge(event)


@given(events(most_parks=1))
@settings(max_examples=25, deadline=None)
def test_the_search_finds_the_best_sets_in_order(event: Json) -> None:
    problem = read_problem(load_event(event))
    view = problem.parks[0]

    found = search(alone_task(view, problem.load > 0), places=3)

    open_ = {one["id"] for one in event["providers"] if one["max_parks"] > 0}
    worths = sorted(
        (worth for members, worth in allowed_sets(event, event["parks"][0]) if members <= open_), reverse=True
    )
    assert found[0][0] == worths[0] * 10**6
    assert [view.worth(members) for _, members in found] == [net for net, _ in found]
    assert [net for net, _ in found] == sorted((net for net, _ in found), reverse=True)


def test_loads_are_shared_where_they_are_worth_most() -> None:
    event = an_event()
    event["scores"][-1][3] = 900

    plan = solved(event)

    assert [row["members"] for row in plan["consortia"]] == [["V1", "V2"], ["V1", "V2", "V3"]]
    assert plan["consortia"][0]["uncovered"] == [{"work_item": "W3", "reason": "provider_full"}]
    assert plan["bound"]["status"] == "optimal"


def one_park(providers: list[Json], needs: tuple[str, ...] = ("W1", "W2"), **changes: Any) -> Json:
    scores = [["K1", item, one["id"], 500] for one in providers for item in one["work_items"]]
    park = {**a_park("K1", [a_need(item) for item in needs]), **changes}
    return an_event(parks=[park], providers=providers, scores=scores)


TWO = [a_provider("V1", ["W1"]), a_provider("V2", ["W2"])]


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        (one_park([TWO[0], a_provider("V2", ["W3"])]), "no_provider"),
        (one_park(TWO, exclude=["V2"]), "no_provider"),
        (one_park([TWO[0], a_provider("V2", ["W2"], max_parks=0)]), "provider_full"),
        (one_park([TWO[0], a_provider("V2", ["W2"], price=101)], budget=200, include=["V1"]), "budget"),
        (one_park(TWO, include=["V1"], max_members=1), "max_members"),
        ({**one_park(TWO, include=["V1"]), "conflicts": [["V1", "V2"]]}, "conflict"),
        ({**one_park(TWO, include=["V1"]), "rules": {**an_event()["rules"], "member_cost": 9999}}, "trade_off"),
    ],
)
def test_an_uncovered_need_has_the_first_reason_that_holds(event: Json, reason: str) -> None:
    plan = solved(event)

    assert plan["consortia"][0]["uncovered"] == [{"work_item": "W2", "reason": reason}]
    assert check(event, plan) == []


def test_a_required_need_comes_before_a_better_one() -> None:
    event = one_park(TWO, budget=100)
    event["scores"] = [["K1", "W1", "V1", 1000], ["K1", "W2", "V2", 0]]
    event["parks"][0]["needs"][1]["required"] = True

    plan = solved(event)

    assert plan["consortia"][0]["members"] == ["V2"]
    assert plan["objective"]["required_unmet"] == 0


def test_every_rule_has_its_price() -> None:
    event = an_event(parks=[{**park, "max_members": 2, "exclude": ["V1"]} for park in an_event()["parks"]])

    plan = solved(event)

    prices = {
        row["park"]: {(one["rule"], one["change"]): one["gain"] for one in row["rule_prices"]}
        for row in plan["consortia"]
    }
    without = next(row for row in plan["consortia"] if row["uncovered"])
    assert prices[without["park"]] == {
        ("budget", "+100"): 0,
        ("max_members", "+1"): 0,
        ("exclude", "V1"): 2 * 400 - 30,
        ("load", "V3"): 2 * 1400 - 30,
    }


def test_alternatives_are_the_next_best_while_others_keep_theirs() -> None:
    problem = read_problem(load_event(an_event()))

    outlook = look_alone(problem, 0, np.array([0, 0, 1]))

    names = [
        [problem.providers[problem.parks[0].providers[who]] for who in members] for members in outlook.alternatives
    ]
    assert outlook.best == (0, 1)
    assert names == [["V2"], ["V1"], []]


@pytest.mark.parametrize("place", [0, 1])
def test_a_park_alone_is_answered_as_the_plan_answers_it(place: int) -> None:
    event = load_event(an_event())
    plan = solve(event)

    others = plan.consortia[1 - place].chosen.members
    answer = answer_park(event, event.parks[place], dict.fromkeys(others, 1))

    assert answer == plan.consortia[place]


def test_a_park_alone_can_ask_with_another_wish() -> None:
    event = load_event(an_event())

    answer = answer_park(event, replace(event.parks[0], budget=200, include=("V3",)), {})

    assert answer.chosen.members == ("V2", "V3")


def test_a_park_cannot_include_whom_the_others_have_taken() -> None:
    event = load_event(an_event())

    with pytest.raises(EventError) as refused:
        answer_park(event, replace(event.parks[0], include=("V1", "V3")), {"V3": 1})

    assert (refused.value.code, refused.value.field) == ("include-over-load", "parks.0.include.1")


def test_the_same_event_gives_the_same_bytes_whatever_the_order_of_its_dictionaries() -> None:
    event = an_event()
    turned = {name: event[name] for name in reversed(event)}

    assert encode_plan(solve(load_event(event))) == encode_plan(solve(load_event(turned)))


@pytest.mark.parametrize("budget", [1, 10**9])
@pytest.mark.parametrize("member_cost", [0, 10**9])
def test_the_largest_numbers_of_the_format_do_no_harm(budget: int, member_cost: int) -> None:
    event = an_event(rules={"cover_weight": 10**9, "member_cost": member_cost, "penalties": {"required": 10**9}})
    for park in event["parks"]:
        park.update(budget=budget, needs=[a_need(item, 3, required=True) for item in ("W1", "W2", "W3")])
    for provider, price in zip(event["providers"], (1, 10**9, 0), strict=True):
        provider["price"] = price

    judge(event)


def test_progress_is_told_and_a_cancelled_solve_ends_with_a_sound_plan() -> None:
    told: list[tuple[float, int]] = []
    event = an_event()

    plan = solve(load_event(event), report=lambda done, bound: told.append((done, bound)), cancelled=lambda: True)

    assert len(told) == 1
    assert check(event, json.loads(encode_plan(plan))) == []
