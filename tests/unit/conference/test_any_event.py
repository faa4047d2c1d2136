"""Whatever the event, the engine's plan passes the checker, or the event is refused and says at which field."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from services.conference.checker.check import check
from services.conference.formats.event import EventError, load_event
from services.conference.formats.plan import dump_plan
from services.conference.solver.solve import solve
from tests.unit.conference.any_event import any_events
from tests.unit.conference.events import an_event

SHORT = settings(max_examples=100, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
FULL = settings(max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def judge(event: dict[str, Any]) -> None:
    plan, refusal = None, None
    try:
        plan = dump_plan(solve(load_event(event)))
    except EventError as error:
        refusal = error
    if plan is None:
        assert refusal is not None
        assert refusal.code in {"lock-impossible", "locks-contradict"}
        assert refusal.field.startswith("locks")
        return
    assert check(event, plan) == []
    assert plan["bound"]["gap"] >= 0
    assert (plan["bound"]["status"] == "optimal") == (plan["bound"]["gap"] == 0)


@SHORT
@given(any_events())
def test_a_plan_of_any_event_passes_the_checker(event: dict[str, Any]) -> None:
    judge(event)


@pytest.mark.fuzz
@FULL
@given(any_events())
def test_a_thousand_plans_pass_the_checker(event: dict[str, Any]) -> None:
    judge(event)


@pytest.mark.parametrize("side", [0, 1])
def test_a_minimum_above_the_maximum_is_refused_with_both_numbers(side: int) -> None:
    event = an_event(1, 1)
    event["parties"][side].update(min_meetings=3, max_meetings=2)

    with pytest.raises(EventError) as refusal:
        load_event(event)

    assert (refusal.value.code, refusal.value.field) == ("min-above-max", f"parties.{side}.min_meetings")
    assert refusal.value.message_zh == "最少场数 3 大于最多场数 2"
