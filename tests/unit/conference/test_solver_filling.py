"""Filling gaps only: what is fixed stays, what cannot stay is told, and the rest is as good as it can be."""

import copy
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.conference.checker.check import check
from services.conference.formats.event import load_event
from services.conference.formats.plan import dump_plan
from services.conference.solver.filling import REASONS, fill_gaps_only
from services.conference.solver.solve import solve
from tests.unit.conference.events import an_event, events

ANY = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
FIXED = {"demand": "D0", "supply": "S1", "slot": "s2", "table": "T1"}


def plan_of(event: dict[str, Any]) -> dict[str, Any]:
    return dump_plan(solve(load_event(event)))


def test_fixed_meetings_stay_in_slot_and_at_table_and_gaps_are_filled() -> None:
    event = an_event(3, 2)
    alone = plan_of(event)

    filling = fill_gaps_only(event, [FIXED])
    plan = plan_of(filling.event)

    assert (filling.kept, filling.lost) == ((FIXED,), ())
    assert FIXED in plan["meetings"]
    assert len(plan["meetings"]) == len(alone["meetings"])
    assert plan["bound"]["status"] == "optimal"
    assert check(filling.event, plan) == []
    assert event == an_event(3, 2)


def test_a_whole_plan_fills_to_itself() -> None:
    event = an_event(4, 3, 4, 2)
    plan = plan_of(event)

    assert plan_of(fill_gaps_only(event, plan["meetings"]).event)["meetings"] == plan["meetings"]


def absent(event: dict[str, Any]) -> None:
    event["parties"][0]["unavailable"] = ["s2"]


def no_table(event: dict[str, Any]) -> None:
    for table in event["tables"]:
        table["unavailable"] = ["s2"]


def full(event: dict[str, Any]) -> None:
    event["parties"][0]["max_meetings"] = 0


def gone(event: dict[str, Any]) -> None:
    event["slots"].pop()


def never(event: dict[str, Any]) -> None:
    event["wishes"].append({"from": "S1", "to": "D0", "kind": "never"})


def excluded(event: dict[str, Any]) -> None:
    event["locks"].append({"kind": "exclude", "demand": "D0", "supply": "S1", "slot": "s2"})


def locked_elsewhere(event: dict[str, Any]) -> None:
    event["locks"].append({"kind": "meeting", "demand": "D0", "supply": "S1", "slot": "s0"})


def locked_to_another(event: dict[str, Any]) -> None:
    event["locks"].append({"kind": "meeting", "demand": "D1", "supply": "S1", "slot": "s2"})


def met_through_another(event: dict[str, Any]) -> None:
    event["parties"][1]["organisation"] = "OD0"
    event["locks"].append({"kind": "pair", "demand": "D1", "supply": "S1"})


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (absent, "demand_absent"),
        (no_table, "no_table"),
        (full, "demand_full"),
        (gone, "gone"),
        (never, "never"),
        (excluded, "excluded_slot"),
        (locked_elsewhere, "locked_otherwise"),
        (locked_to_another, "supply_busy"),
        (met_through_another, "organisation_pair"),
    ],
)
def test_a_meeting_that_cannot_stay_is_told_with_the_reason(change: Any, reason: str) -> None:
    event = an_event(3, 2)
    change(event)

    filling = fill_gaps_only(event, [FIXED])

    assert filling.kept == ()
    assert [(lost.meeting, lost.reason) for lost in filling.lost] == [(FIXED, reason)]
    assert reason in REASONS
    assert filling.event == event


def test_a_lost_table_is_given_up_and_the_slot_kept() -> None:
    event = an_event(3, 2)
    event["tables"][1]["unavailable"] = ["s2"]

    plan = plan_of(fill_gaps_only(event, [FIXED]).event)

    assert {**FIXED, "table": "T0"} in plan["meetings"]


def test_own_locks_stand_beside_the_kept_meetings() -> None:
    event = an_event(3, 2, locks=[{"kind": "pair", "demand": "D2", "supply": "S0"}])

    plan = plan_of(fill_gaps_only(event, [FIXED]).event)

    pairs = {(meeting["demand"], meeting["supply"]) for meeting in plan["meetings"]}
    assert {("D2", "S0"), ("D0", "S1")} <= pairs


@ANY
@given(events(), st.data())
def test_a_part_of_any_plan_is_kept_whole_and_the_whole_passes_the_checker(event: dict[str, Any], data: Any) -> None:
    plan = plan_of(event)
    part = [meeting for meeting in plan["meetings"] if data.draw(st.booleans())]
    before = copy.deepcopy(event)

    filling = fill_gaps_only(event, part)
    filled = plan_of(filling.event)

    assert filling.lost == ()
    assert event == before
    assert check(filling.event, filled) == []
    assert [meeting for meeting in part if meeting not in filled["meetings"]] == []
    assert filled["objective"]["composite"] == plan["objective"]["composite"]
