"""Checking in, who is overdue, and who could step in as things stand."""

from datetime import datetime, timedelta

from services.chassis.clock import SetClock
from services.conference.day.answers import ArrivalOut, StandbyOut, StandbyRowOut
from services.conference.day.checking_in import count_free_tables, stand_by
from tests.house import TestHouse
from tests.unit.conference.day import meetings_of, publish_list, report, the_day
from tests.unit.conference.events import an_event


def test_a_party_checks_in_and_its_check_in_can_be_taken_back(house: TestHouse) -> None:
    conference, _ = publish_list(house)
    party = conference["parties"]["工厂甲"]
    path = f"/parties/{party['id']}/check-in"

    there = house.organizer.post("conference", path, {"people": 3})
    twice = house.organizer.post("conference", path, {})
    arrivals = the_day(house, conference)["arrivals"]

    assert (there.status, there.json["people"], twice.code) == (201, 3, "checked-in-already")
    assert set(there.json) == set(ArrivalOut().fields)
    assert [one["party_id"] for one in arrivals] == [party["id"]]


def test_nobody_is_checked_in_with_no_people_or_under_an_unknown_name(house: TestHouse) -> None:
    conference, _ = publish_list(house)

    none = house.organizer.post(
        "conference", f"/parties/{conference['parties']['工厂甲']['id']}/check-in", {"people": 0}
    )
    unknown = house.organizer.post("conference", "/parties/p-none/check-in", {})

    assert (none.status, none.field, unknown.status) == (422, "people", 404)
    assert the_day(house, conference)["arrivals"] == []


def test_who_should_be_there_and_is_not_is_told(house: TestHouse, clock: SetClock) -> None:
    conference, published = publish_list(house)
    order = [slot["id"] for slot in conference["slots"]]
    first = min((one[2] for one in meetings_of(house, published)), key=order.index)
    expected = {name for one in meetings_of(house, published) if one[2] == first for name in one[:2]}
    early = the_day(house, conference)["overdue"]
    starts_at = next(slot["starts_at"] for slot in conference["slots"] if slot["id"] == first)
    clock.pass_time(datetime.fromisoformat(starts_at) - clock.now() + timedelta(minutes=5))

    overdue = the_day(house, conference)["overdue"]
    names = {party["id"]: name for name, party in conference["parties"].items()}
    house.organizer.post("conference", f"/parties/{overdue[0]}/check-in", {})

    assert early == []
    assert {names[one] for one in overdue} == expected
    assert the_day(house, conference)["overdue"] == overdue[1:]


def test_standby_knows_what_has_happened_since(house: TestHouse) -> None:
    conference, published = publish_list(house)
    parties = conference["parties"]
    path = f"/conferences/{conference['id']}/standby"
    calm = house.organizer.get("conference", path).json

    report(house, conference, "cancelled", party_id=parties["工厂甲"]["id"])
    after = house.organizer.get("conference", path).json

    assert calm["run"]["id"] == published["id"]
    assert set(calm) == set(StandbyOut().fields)
    assert {frozenset(one) for one in [*calm["items"], *after["items"]]} <= {frozenset(StandbyRowOut().fields)}
    gone = parties["工厂甲"]["id"]
    assert gone not in {one["demand_id"] for one in after["items"]}


def test_standby_names_only_those_who_are_there_and_free() -> None:
    event = an_event(2, 2, slots=2, tables=2)
    plan = {"meetings": [{"demand": "D0", "supply": "S0", "slot": "s0", "table": "T0"}]}

    everybody = stand_by(event, plan, slots=["s0"])
    present = stand_by(event, plan, slots=["s0", "s1"], only=["D1", "S0"])

    assert [(one["demand_id"], one["supply_id"], one["free_tables"]) for one in everybody] == [("D1", "S1", 1)]
    assert [(one["slot_id"], one["demand_id"], one["supply_id"]) for one in present] == [("s1", "D1", "S0")]


def test_a_meeting_that_cannot_take_place_leaves_its_table_free() -> None:
    event = an_event(2, 1, slots=1, tables=1)
    event["parties"][0]["unavailable"] = ["s0"]
    plan = {"meetings": [{"demand": "D0", "supply": "S0", "slot": "s0", "table": "T0"}]}

    found = stand_by(event, plan, slots=["s0"])

    assert [(one["demand_id"], one["supply_id"], one["free_tables"]) for one in found] == [("D1", "S0", 1)]


def test_a_table_out_of_use_is_not_free() -> None:
    event = an_event(1, 1, slots=2, tables=2)
    event["tables"][0]["unavailable"] = ["s1"]

    assert count_free_tables(event, [{"table": "T1", "slot": "s0"}]) == {"s0": 1, "s1": 1}
