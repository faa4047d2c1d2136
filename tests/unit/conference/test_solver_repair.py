"""Repairs: what was published stays as far as it can, and what cannot is moved before it is dropped."""

from typing import Any

import pytest

from services.conference.checker.check import check
from services.conference.formats.event import load_event
from services.conference.formats.plan import dump_plan
from services.conference.solver.solve import solve
from tests.unit.conference.events import an_event

Json = dict[str, Any]


def plan_of(event: Json) -> Json:
    plan = dump_plan(solve(load_event(event)))
    assert check(event, plan) == []
    return plan


def published(event: Json) -> list[Json]:
    """The meetings of the event's plan, put into it as its baseline."""
    meetings: list[Json] = plan_of(event)["meetings"]
    event["baseline"] = {"meetings": meetings}
    return meetings


def places(meetings: list[Json]) -> set[tuple[str, str, str]]:
    return {(one["demand"], one["supply"], one["slot"]) for one in meetings}


def test_a_published_plan_stays_as_it_is_when_nothing_has_changed() -> None:
    event = an_event(6, 4, 5, 3)
    meetings = published(event)

    plan = plan_of(event)

    assert places(plan["meetings"]) == places(meetings)
    assert (plan["bound"]["status"], plan["objective"]["kept"]) == ("optimal", len(meetings))


@pytest.mark.parametrize("gone", [["D1"], ["S2"], ["D0", "D5", "S1"]])
def test_when_parties_do_not_come_no_other_meeting_moves(gone: list[str]) -> None:
    event = an_event(6, 4, 5, 3)
    meetings = published(event)
    for party in event["parties"]:
        if party["id"] in gone:
            party["unavailable"] = [slot["id"] for slot in event["slots"]]

    plan = plan_of(event)

    stay = [one for one in meetings if one["demand"] not in gone and one["supply"] not in gone]
    assert places(stay) <= places(plan["meetings"])
    assert (plan["objective"]["moved"], plan["objective"]["kept"]) == (0, len(stay))
    assert plan["bound"]["status"] == "optimal"


def test_when_a_table_is_lost_its_meeting_moves_to_a_slot_with_a_table_left() -> None:
    event = an_event(2, 2, 3, 2)
    event["baseline"] = {
        "meetings": [
            {"demand": "D0", "supply": "S0", "slot": "s0", "table": "T0"},
            {"demand": "D1", "supply": "S1", "slot": "s0", "table": "T1"},
        ]
    }
    event["scores"]["entries"] = [["D0", "S0", 500], ["D1", "S1", 400]]
    event["tables"][1]["unavailable"] = ["s0"]

    objective = plan_of(event)["objective"]

    assert (objective["kept"], objective["moved"], objective["dropped"]) == (1, 1, 0)


def test_a_meeting_moves_for_a_new_one_only_when_that_is_worth_the_penalty() -> None:
    event = an_event(2, 1, 2, 1)
    event["scores"]["entries"] = [["D0", "S0", 500], ["D1", "S0", 400]]
    event["baseline"] = {"meetings": [{"demand": "D0", "supply": "S0", "slot": "s0", "table": "T0"}]}
    event["parties"][1]["unavailable"] = ["s1"]
    event["rules"]["penalties"]["moved"] = 300

    cheap = plan_of(event)["objective"]
    event["rules"]["penalties"]["moved"] = 2000
    dear = plan_of(event)["objective"]

    assert (cheap["moved"], cheap["new"], cheap["value"]) == (1, 1, 900)
    assert (dear["moved"], dear["new"], dear["value"]) == (0, 0, 500)


def test_a_published_meeting_of_a_party_that_may_have_none_any_more_makes_room() -> None:
    event = an_event(2, 1, 1, 1)
    event["baseline"] = {"meetings": [{"demand": "D0", "supply": "S0", "slot": "s0", "table": "T0"}]}
    event["parties"][0]["max_meetings"] = 0

    plan = plan_of(event)

    assert places(plan["meetings"]) == {("D1", "S0", "s0")}
    assert (plan["objective"]["dropped"], plan["bound"]["status"]) == (1, "optimal")
