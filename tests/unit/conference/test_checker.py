"""The checker notices every kind of broken plan."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from services.conference.checker.check import check
from services.conference.formats.event import load_event
from services.conference.formats.plan import dump_plan
from services.conference.solver.solve import solve
from tests.unit.conference.events import an_event

Plan = dict[str, Any]


def the_event() -> dict[str, Any]:
    event = an_event(4, 3, 4, 2)
    event["wishes"] = [
        {"from": "D0", "to": "S0", "kind": "must"},
        {"from": "D1", "to": "S1", "kind": "want"},
        {"from": "D2", "to": "S2", "kind": "never"},
    ]
    event["parties"][3].update(min_meetings=3, max_meetings=3, unavailable=["s0", "s1"])
    return event


@pytest.fixture(scope="module")
def plan() -> Plan:
    made = dump_plan(solve(load_event(the_event())))
    assert made["unmet"]
    assert check(the_event(), made) == []
    return made


def change(*path: str | int, to: Any) -> Callable[[Plan], None]:
    def apply(plan: Plan) -> None:
        inner = plan
        for step in path[:-1]:
            inner = inner[step]  # type: ignore[index]
        inner[path[-1]] = to  # type: ignore[index]

    return apply


def add(*path: str, by: int) -> Callable[[Plan], None]:
    def apply(plan: Plan) -> None:
        inner = plan
        for step in path[:-1]:
            inner = inner[step]
        inner[path[-1]] += by

    return apply


def repeat_meeting(plan: Plan) -> None:
    plan["meetings"].append(dict(plan["meetings"][0]))


def swap_order(plan: Plan) -> None:
    plan["meetings"].reverse()


def lose_meeting(plan: Plan) -> None:
    plan["meetings"].pop()


def two_at_a_table(plan: Plan) -> None:
    first = next(one for one in plan["meetings"] if sum(two["slot"] == one["slot"] for two in plan["meetings"]) > 1)
    for other in plan["meetings"]:
        if other["slot"] == first["slot"]:
            other["table"] = first["table"]


def meet_never(plan: Plan) -> None:
    plan["meetings"][0].update(demand="D2", supply="S2")


def meet_absent(plan: Plan) -> None:
    """D3 is not there in the first slot."""
    first = next(one for one in plan["meetings"] if one["slot"] == "s0")
    first["demand"] = "D3"


def forget_unmet(plan: Plan) -> None:
    plan["unmet"] = []


BROKEN: dict[str, Callable[[Plan], None]] = {
    "a meeting twice": repeat_meeting,
    "meetings out of order": swap_order,
    "a meeting left out": lose_meeting,
    "two meetings at one table": two_at_a_table,
    "a pair that said never": meet_never,
    "an unknown party": change("meetings", 0, "demand", to="D9"),
    "an unknown slot": change("meetings", 0, "slot", to="s9"),
    "an unknown table": change("meetings", 0, "table", to="T9"),
    "sides exchanged": change("meetings", 0, "demand", to="S0"),
    "an absent party": meet_absent,
    "no reasons": forget_unmet,
    "a false reason": change("unmet", 0, "reason", to="met_before"),
    "a false shortfall": change("unmet", 0, "shortfall", to=9),
    "another event": change("event_id", to="other"),
    "another input": change("event_sha256", to="0" * 64),
    "another format": change("format", to="plan"),
    "another version": change("version", to="2.0"),
    "a field more": change("colour", to="red"),
    "a false bound": add("bound", "composite", by=-1),
    "a better bound than proved": add("bound", "composite", by=5),
    "a false gap": add("bound", "gap", by=1),
    "a false status": change("bound", "status", to="perhaps"),
    "a negative price": change("bound", "certificate", "tables", to=[-1, 0, 0, 0]),
    "too few prices": change("bound", "certificate", "tables", to=[0]),
    "a scale of nothing": change("bound", "certificate", "scale", to=0),
    **{
        f"a false {name}": add("objective", name, by=1)
        for name in (
            "must_total",
            "must_unmet",
            "shortfall_demand",
            "shortfall_supply",
            "kept",
            "moved",
            "dropped",
            "new",
            "level_reward",
            "value",
            "composite",
            "wants_total",
            "wants_met",
            "idle_gaps",
            "table_changes",
        )
    },
    **{
        f"a false {name} of {side}": add("fairness", side, name, by=1)
        for side in ("demand", "supply")
        for name in ("parties", "count_min", "count_max", "gini_milli", "below_min", "zero", "value_min", "value_mean")
    },
}


def test_forty_kinds_of_broken_plan_and_more_are_tried() -> None:
    assert len(BROKEN) >= 40


@pytest.mark.parametrize("kind", sorted(BROKEN))
def test_a_broken_plan_is_noticed(plan: Plan, kind: str) -> None:
    broken = copy.deepcopy(plan)
    BROKEN[kind](broken)

    assert broken != plan
    assert check(the_event(), broken) != []


@pytest.mark.parametrize("wrong", [None, [], "plan", 5, {}, {"meetings": []}])
def test_what_is_no_plan_is_noticed(wrong: Any) -> None:
    assert check(the_event(), wrong) != []


def test_a_plan_without_a_certificate_is_never_optimal(plan: Plan) -> None:
    bare = copy.deepcopy(plan)
    bare["bound"]["certificate"] = None
    claimed = copy.deepcopy(bare)
    claimed["bound"]["status"] = "optimal"

    assert check(the_event(), claimed) != []
