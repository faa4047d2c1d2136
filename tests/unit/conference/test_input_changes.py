"""What has changed since a list was made is told, and nothing of it changes the list."""

from copy import deepcopy
from typing import Any

import pytest

from services.conference.history_answers import InputChangeOut
from services.conference.input_changes import tell_input_changes
from tests.house import TestHouse
from tests.unit.conference.events import a_party, an_event
from tests.unit.conference.test_runs import look, prepare, start, wish, work_here

Row = dict[str, Any]


def joined(event: Row) -> None:
    event["parties"].append(a_party("S9", "supply"))
    event["scores"]["entries"].append(["D0", "S9", 400])


def left(event: Row) -> None:
    del event["parties"][0]


def renamed(event: Row) -> None:
    event["parties"][0]["name"] = "新名称"


def limited(event: Row) -> None:
    event["parties"][0]["max_meetings"] = 2


def absent(event: Row) -> None:
    event["parties"][0]["unavailable"] = ["s0"]


def wishing(event: Row) -> None:
    event["wishes"] = [{"from": "D0", "to": "S0", "kind": "must"}]


def later(event: Row) -> None:
    event["slots"][0]["end"] = "2026-11-26T09:40:00+08:00"


def fewer_tables(event: Row) -> None:
    del event["tables"][0]


def fitting(event: Row) -> None:
    event["scores"]["entries"][0][2] = 900


def met(event: Row) -> None:
    event["met_before"] = [{"demand_organisation": "OD0", "supply_organisation": "OS0"}]


def ruled(event: Row) -> None:
    event["rules"]["min_score"] = 2


def locked(event: Row) -> None:
    event["event_id"] = "another"
    event["locks"] = [{"kind": "exclude", "demand": "D0", "supply": "S0"}]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (joined, [("party-joined", "S9")]),
        (left, [("party-left", "D0")]),
        (renamed, [("name", "D0")]),
        (limited, [("limits", "D0")]),
        (absent, [("availability", "D0")]),
        (wishing, [("wishes", "D0")]),
        (later, [("slots", None)]),
        (fewer_tables, [("tables", None)]),
        (fitting, [("scores", None)]),
        (met, [("met_before", None)]),
        (ruled, [("rules", None)]),
        (locked, []),
    ],
)
def test_each_change_is_told_once(change: Any, told: list[tuple[str, str | None]]) -> None:
    before = an_event(2, 2)
    after = deepcopy(before)
    change(after)

    assert [(one["kind"], one["party_id"]) for one in tell_input_changes(before, after)] == told


def test_a_list_says_that_its_input_has_changed_and_stays_as_it_is(house: TestHouse) -> None:
    conference = prepare(house)
    run = start(house, conference)
    work_here(house, run)
    unchanged = look(house, run)
    plan = house.organizer.get("conference", f"/runs/{run['id']}/plan.json").body
    path = f"/runs/{run['id']}/input-changes"
    nothing = house.organizer.get("conference", path).json
    wish(house, conference["parties"]["工厂甲"], {}, version=2)

    changed = look(house, run)
    told = house.organizer.get("conference", path).json

    assert (unchanged["input_changed"], nothing) == (False, {"changed": False, "items": []})
    assert changed == {**unchanged, "input_changed": True}
    listed = house.organizer.get("conference", f"/conferences/{conference['id']}/runs").json["items"]
    assert [one["input_changed"] for one in listed] == [True]
    (item,) = told["items"]
    assert set(item) == set(InputChangeOut().fields)
    assert (item["kind"], item["party_name"], item["text"]) == ("wishes", "工厂甲", "意愿有变：新增 0 项，去掉 2 项。")
    assert house.organizer.get("conference", f"/runs/{run['id']}/plan.json").body == plan


def test_a_release_by_hand_is_no_change_of_the_input(house: TestHouse) -> None:
    conference = prepare(house)
    run = start(house, conference)
    work_here(house, run)
    ids = conference["parties"]
    plan = house.organizer.get("conference", f"/runs/{run['id']}/plan").json
    taken = {one["slot"]["id"] for one in plan["meetings"]}
    slot = next(one["id"] for one in conference["slots"] if one["id"] not in taken)
    add = {
        "act": "add",
        "demand": ids["工厂乙"]["id"],
        "supply": ids["服务商乙"]["id"],
        "slot": slot,
        "release": ["never"],
    }

    answer = house.organizer.post("conference", f"/runs/{run['id']}/changes", {"changes": [add]}, version=1)
    work_here(house, answer.json["run"])

    made = look(house, answer.json["run"])
    assert made["input_changed"] is False
    assert house.organizer.get("conference", f"/runs/{made['id']}/input-changes").json["items"] == []


def test_what_parties_may_not_see_is_not_told_to_them(house: TestHouse) -> None:
    run = start(house, prepare(house))

    assert house.organizer.get("conference", f"/runs/{run['id']}/input-changes").code == "no-plan"
    assert house.visitor.get("conference", f"/runs/{run['id']}/input-changes").code == "unauthenticated"
