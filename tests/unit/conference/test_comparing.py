"""Two lists side by side: what moved, what is new, and who gained and who lost."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from services.conference.comparing import Papers, compare
from services.conference.history_answers import BalanceOut, ComparisonOut, MeetingChangeOut
from tests.house import TestHouse
from tests.unit.conference.test_runs import prepare, start, work_here

Seat = tuple[str, str, str, str]
PARTIES = ("D0", "D1", "S0", "S1")


def papers(*seats: Seat, parties: Sequence[str] = PARTIES, **objective: int) -> Papers:
    names = {
        "parties": [{"id": one, "name": one, "min_meetings": 1} for one in parties],
        "slots": [{"id": f"s{number}"} for number in range(3)],
        "tables": [{"id": f"T{number}"} for number in range(2)],
        "event": {"scores": {"entries": [["D0", "S0", 500], ["D0", "S1", 400], ["D1", "S0", 300], ["D1", "S1", 200]]}},
    }
    figures = dict.fromkeys(
        ("must_unmet", "shortfall_demand", "shortfall_supply", "wants_met", "idle_gaps", "table_changes"), 0
    )
    meetings = [dict(zip(("demand", "supply", "slot", "table"), seat, strict=True)) for seat in seats]
    objective = {**figures, "value": 0, "composite": 0, **objective}
    return Papers(names, {"meetings": meetings, "objective": objective, "bound": {"gap": 0}})


def balance(told: Mapping[str, Any]) -> dict[str, tuple[str, int, int]]:
    return {
        one["party"]["id"]: (one["change"], one["count_after"] - one["count_before"], one["points_after"])
        for one in told["parties"]
    }


def test_meetings_are_told_by_what_became_of_them() -> None:
    before = papers(("D0", "S0", "s0", "T0"), ("D0", "S1", "s1", "T0"), ("D1", "S1", "s0", "T1"))
    after = papers(("D0", "S0", "s0", "T1"), ("D0", "S1", "s2", "T0"), ("D1", "S0", "s1", "T1"))

    told = compare(before, after)

    assert [(one["change"], one["demand"]["id"], one["supply"]["id"]) for one in told["meetings"]] == [
        ("reseated", "D0", "S0"),
        ("new", "D1", "S0"),
        ("moved", "D0", "S1"),
        ("dropped", "D1", "S1"),
    ]
    assert told["counts"] == {"kept": 0, "moved": 1, "reseated": 1, "new": 1, "dropped": 1}
    moved = told["meetings"][2]
    assert (moved["before"]["slot"]["id"], moved["after"]["slot"]["id"]) == ("s1", "s2")
    assert told["meetings"][3]["after"] is None


def test_who_gains_a_meeting_gains_and_who_loses_one_stands_first() -> None:
    before = papers(("D0", "S0", "s0", "T0"))
    after = papers(("D1", "S0", "s0", "T0"), ("D1", "S1", "s1", "T0"))

    told = compare(before, after)

    assert list(balance(told).items()) == [
        ("D0", ("lost", -1, 0)),
        ("S0", ("lost", 0, 300)),
        ("S1", ("gained", 1, 200)),
        ("D1", ("gained", 2, 500)),
    ]
    assert [one["party"]["id"] for one in told["parties"] if one["is_short"]] == ["D0"]


def test_who_comes_and_who_goes_is_told_even_without_meetings() -> None:
    before, after = papers(parties=("D0", "S0")), papers(parties=("D1", "S0"))

    told = compare(before, after)

    assert balance(told) == {"D0": ("left", 0, 0), "D1": ("joined", 0, 0)}
    assert told["party_counts"] == {"left": 1, "joined": 1, "even": 1}


def test_a_list_beside_itself_differs_in_nothing() -> None:
    one = papers(("D0", "S0", "s0", "T0"), value=500)

    told = compare(one, one)

    assert (told["meetings"], told["parties"]) == ([], [])
    assert told["counts"] == {"kept": 1, "moved": 0, "reseated": 0, "new": 0, "dropped": 0}
    assert {one["name"]: (one["before"], one["after"]) for one in told["figures"]}["value"] == (500, 500)


def test_two_runs_are_compared_through_the_door(house: TestHouse) -> None:
    conference = prepare(house)
    first = start(house, conference)
    work_here(house, first)
    party = conference["parties"]["工厂甲"]
    slots = [slot["id"] for slot in conference["slots"]]
    house.organizer.put("conference", f"/parties/{party['id']}/availability", {"unavailable": slots}, version=2)
    second = start(house, conference)
    work_here(house, second)

    told = house.organizer.get("conference", f"/runs/{second['id']}/comparison?with={first['id']}").json

    assert set(told) == set(ComparisonOut().fields)
    assert (told["before"]["number"], told["after"]["number"], told["same_input"]) == (1, 2, False)
    assert told["counts"]["dropped"] == 2
    assert {one["party"]["name"]: one["change"] for one in told["parties"]}["工厂甲"] == "lost"
    assert set(told["meetings"][0]) == set(MeetingChangeOut().fields)
    assert set(told["parties"][0]) == set(BalanceOut().fields)


def test_two_runs_of_the_same_knowledge_have_the_same_input(house: TestHouse) -> None:
    conference = prepare(house)
    runs = [start(house, conference)]
    work_here(house, runs[0])
    runs.append(start(house, conference))
    work_here(house, runs[1])

    told = house.organizer.get("conference", f"/runs/{runs[1]['id']}/comparison?with={runs[0]['id']}").json

    assert (told["same_input"], told["meetings"], told["counts"]["kept"]) == (True, [], 3)


@pytest.mark.parametrize("whose", ["another", "unfinished", "unknown"])
def test_only_lists_of_one_conference_that_are_there_can_be_compared(house: TestHouse, whose: str) -> None:
    conference = prepare(house)
    run = start(house, conference)
    work_here(house, run)
    other = {"id": "r-none"}
    if whose != "unknown":
        place = prepare(house, title="另一次大会") if whose == "another" else conference
        other = start(house, place)

    answer = house.organizer.get("conference", f"/runs/{run['id']}/comparison?with={other['id']}")

    expected = {"another": (422, "other-conference", "with"), "unfinished": (409, "no-plan", "with")}
    assert (answer.status, answer.code, answer.field) == expected.get(whose, (404, "not-found", "run_id"))
