"""Preparing a conference: timetable, tables, parties, wishes; what is refused changes nothing."""

from typing import Any

import pytest

from services.chassis.identity import Role
from tests.house import TestHouse
from tests.unit.conference.setup import (
    DAY,
    add_party,
    find_entry,
    plan,
    post_party,
    publish_need,
    read,
    set_tables,
    set_timetable,
)


def test_slots_follow_from_sessions_length_and_change(house: TestHouse) -> None:
    conference = plan(house)

    close = set_timetable(house, conference).json
    spaced = set_timetable(house, close, slot_minutes=25, buffer_minutes=10).json

    times = [(slot["id"], slot["starts_at"][11:16]) for slot in close["slots"]]
    assert times == [
        ("d1s1-01", "01:00"),
        ("d1s1-02", "01:30"),
        ("d1s1-03", "02:00"),
        ("d1s1-04", "02:30"),
        ("d1s2-01", "05:30"),
        ("d1s2-02", "06:00"),
        ("d1s2-03", "06:30"),
    ]
    assert [slot["starts_at"][11:16] for slot in spaced["slots"]] == ["01:00", "01:35", "02:10", "05:30", "06:05"]
    assert [slot["ends_at"][11:16] for slot in spaced["slots"]][-1] == "06:30"
    assert spaced["version"] == 3


@pytest.mark.parametrize(
    ("days", "code", "field"),
    [
        ([DAY, DAY], "days-out-of-order", "days.1.date"),
        ([{**DAY, "date": "2019-11-29"}], "session-other-day", "days.0.sessions.0.starts_at"),
        ([{**DAY, "sessions": DAY["sessions"][::-1]}], "sessions-overlap", "days.0.sessions.1.starts_at"),
        (
            [{**DAY, "sessions": [{"starts_at": "2019-11-28T01:00:00Z", "ends_at": "2019-11-28T01:20:00Z"}]}],
            "session-too-short",
            "days",
        ),
        (
            [{**DAY, "sessions": [{"starts_at": "2019-11-28T03:00:00Z", "ends_at": "2019-11-28T01:20:00Z"}]}],
            "session-ends-early",
            "days.0.sessions.0.ends_at",
        ),
    ],
)
def test_a_timetable_that_cannot_be_kept_is_refused(house: TestHouse, days: Any, code: str, field: str) -> None:
    conference = set_timetable(house, plan(house)).json

    answer = set_timetable(house, conference, days=days)

    assert (answer.status, answer.code, answer.field) == (422, code, field)
    assert read(house, conference) == conference


def test_tables_are_made_by_number_or_named_one_by_one(house: TestHouse) -> None:
    conference = set_timetable(house, plan(house)).json
    party = add_party(house, conference, "supply", "服务商甲")

    counted = set_tables(house, conference, count=3).json
    named = set_tables(
        house, counted, tables=[{"name": "展台", "party_id": party["id"]}, {"name": "二号", "unavailable": ["d1s1-01"]}]
    ).json

    assert [(table["id"], table["name"]) for table in counted["tables"]] == [
        ("T001", "1 号桌"),
        ("T002", "2 号桌"),
        ("T003", "3 号桌"),
    ]
    assert named["tables"] == [
        {"id": "T001", "name": "展台", "party_id": party["id"], "unavailable": []},
        {"id": "T002", "name": "二号", "party_id": "", "unavailable": ["d1s1-01"]},
    ]


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        ({}, "tables-both", "tables"),
        ({"count": 1, "tables": []}, "tables-both", "tables"),
        ({"tables": [{"id": "A", "name": "甲"}, {"id": "A", "name": "乙"}]}, "table-twice", "tables.1.id"),
        ({"tables": [{"id": "桌", "name": "甲"}]}, "bad-identifier", "tables.0.id"),
        ({"tables": [{"name": "甲", "party_id": "p-0"}]}, "unknown-party", "tables.0.party_id"),
        ({"tables": [{"name": "甲", "unavailable": ["d9"]}]}, "unknown-slot", "tables.0.unavailable"),
    ],
)
def test_tables_that_cannot_stand_are_refused(house: TestHouse, body: Any, code: str, field: str) -> None:
    conference = set_tables(house, set_timetable(house, plan(house)).json, count=2).json

    answer = set_tables(house, conference, **body)

    assert (answer.status, answer.code, answer.field) == (422, code, field)
    assert read(house, conference) == conference


def test_a_party_takes_its_span_from_the_conference_and_a_supplier_owes_no_minimum(house: TestHouse) -> None:
    conference = plan(house, min_meetings=2, max_meetings=5)

    demand = add_party(house, conference, "demand", "工厂甲")
    supply = add_party(house, conference, "supply", "服务商甲", min_meetings=1, max_meetings=3)

    assert (demand["min_meetings"], demand["max_meetings"]) == (2, 5)
    assert demand["need_ids"] == [demand["need_id"]]
    assert (supply["min_meetings"], supply["max_meetings"]) == (1, 3)
    assert supply["entry_ids"] == [find_entry(house, "服务商甲")]


def test_a_party_without_a_current_need_or_entry_of_its_own_is_refused(house: TestHouse) -> None:
    conference = plan(house)
    draft = house.organizer.post(
        "needs", "/needs", {"title": "草稿", "organisation_id": "org-工厂甲", "organisation_name": "工厂甲"}
    ).json
    need, entry = publish_need(house, "工厂甲"), find_entry(house, "服务商甲")

    answers = [
        post_party(house, conference, "demand", "工厂甲"),
        post_party(house, conference, "demand", "工厂甲", entry_id=entry),
        post_party(house, conference, "demand", "工厂甲", need_id="n-0"),
        post_party(house, conference, "demand", "工厂甲", need_id=draft["id"]),
        post_party(house, conference, "demand", "工厂乙", need_id=need),
        post_party(house, conference, "supply", "服务商甲", entry_id="shanghai-2019-099"),
        post_party(house, conference, "supply", "服务商乙", entry_id=entry),
    ]

    assert [(answer.status, answer.code, answer.field) for answer in answers] == [
        (422, "party-without-ground", "need_id"),
        (422, "party-without-ground", "need_id"),
        (422, "unknown-ground", "need_id"),
        (422, "ground-not-current", "need_id"),
        (422, "ground-of-another", "need_id"),
        (422, "unknown-ground", "entry_id"),
        (422, "ground-of-another", "entry_id"),
    ]
    assert house.organizer.get("conference", f"/conferences/{conference['id']}/parties").json["items"] == []


def test_wishes_and_absences_are_kept_and_checked(house: TestHouse) -> None:
    conference = set_timetable(house, plan(house)).json
    demand = add_party(house, conference, "demand", "工厂甲")
    other = add_party(house, conference, "demand", "工厂乙")
    supply = add_party(house, conference, "supply", "服务商甲")
    twin = add_party(house, conference, "supply", "工厂甲", organisation_id="org-工厂甲")
    path = f"/parties/{demand['id']}"
    owner = house.as_(Role.ENTERPRISE, "org-工厂甲")

    absent = owner.put("conference", f"{path}/availability", {"unavailable": ["d1s2-01", "d1s1-01"]}, version=1).json
    wished = owner.put(
        "conference", f"{path}/wishes", {"wishes": [{"party_id": supply["id"], "strength": "must"}]}, version=2
    ).json

    assert absent["unavailable"] == ["d1s1-01", "d1s2-01"]
    assert wished["wishes"] == [{"party_id": supply["id"], "strength": "must"}]
    refused = {
        "unknown-party": [{"party_id": "p-0", "strength": "want"}],
        "wish-own-side": [{"party_id": other["id"], "strength": "want"}],
        "wish-own-organisation": [{"party_id": twin["id"], "strength": "want"}],
        "wish-twice": [{"party_id": supply["id"], "strength": word} for word in ("want", "never")],
        "not-listed": [{"party_id": supply["id"], "strength": "perhaps"}],
    }
    for code, wishes in refused.items():
        answer = owner.put("conference", f"{path}/wishes", {"wishes": wishes}, version=3)
        assert (answer.status, answer.code) == (422, code)
    assert owner.get("conference", path).json == wished


def test_a_new_timetable_drops_what_was_said_of_slots_that_are_gone(house: TestHouse) -> None:
    conference = set_timetable(house, plan(house)).json
    party = add_party(house, conference, "demand", "工厂甲")
    path = f"/parties/{party['id']}"
    house.organizer.put("conference", f"{path}/availability", {"unavailable": ["d1s1-01", "d1s1-04"]}, version=1)

    set_timetable(house, conference, slot_minutes=50)

    assert house.organizer.get("conference", path).json["unavailable"] == ["d1s1-01"]


def test_a_party_that_leaves_takes_wishes_and_tables_with_it(house: TestHouse) -> None:
    conference = set_timetable(house, plan(house)).json
    demand = add_party(house, conference, "demand", "工厂甲")
    supply = add_party(house, conference, "supply", "服务商甲")
    conference = set_tables(house, conference, tables=[{"name": "展台", "party_id": supply["id"]}]).json
    wishes = {"wishes": [{"party_id": supply["id"], "strength": "want"}]}
    house.organizer.put("conference", f"/parties/{demand['id']}/wishes", wishes, version=1)

    answer = house.organizer._ask("DELETE", "conference", f"/parties/{supply['id']}", None, 1)

    assert answer.status == 204
    assert house.organizer.get("conference", f"/parties/{supply['id']}").status == 404
    assert house.organizer.get("conference", f"/parties/{demand['id']}").json["wishes"] == []
    assert read(house, conference)["tables"][0]["party_id"] == ""


def test_readiness_says_party_by_party_what_is_missing(house: TestHouse) -> None:
    conference = plan(house)
    bare = house.organizer.get("conference", f"/conferences/{conference['id']}/readiness").json["items"]
    conference = set_tables(house, set_timetable(house, conference).json, count=1).json
    party = add_party(house, conference, "demand", "工厂甲", min_meetings=2)
    absent = {"unavailable": [slot["id"] for slot in conference["slots"][:6]]}
    house.organizer.put("conference", f"/parties/{party['id']}/availability", absent, version=1)

    rows = house.organizer.get("conference", f"/conferences/{conference['id']}/readiness").json["items"]

    told = [(row["party_id"], [lack["code"] for lack in row["missing"]]) for row in rows]
    assert [lack["code"] for lack in bare[0]["missing"]] == [
        "no-timetable",
        "no-tables",
        "no-demand-party",
        "no-supply-party",
    ]
    assert told == [(None, ["no-supply-party"]), (party["id"], ["too-little-time", "no-wishes"])]


def test_a_run_cannot_start_before_there_is_somebody_to_pair(house: TestHouse) -> None:
    conference = plan(house)
    path = f"/conferences/{conference['id']}/runs"
    codes = [house.organizer.post("conference", path, {}).code]
    conference = set_timetable(house, conference).json
    codes.append(house.organizer.post("conference", path, {}).code)
    set_tables(house, conference, count=1)
    codes.append(house.organizer.post("conference", path, {}).code)

    assert codes == ["no-timetable", "no-tables", "no-demand-party"]
    assert house.organizer.get("conference", path).json["total"] == 0


@pytest.mark.parametrize(
    ("role", "status", "code"),
    [(Role.VISITOR, 401, "unauthenticated"), (Role.ENTERPRISE, 403, "forbidden"), (Role.PROVIDER, 403, "forbidden")],
)
def test_conferences_are_the_organizers(house: TestHouse, role: Role, status: int, code: str) -> None:
    conference = plan(house)
    who = house.as_(role, "org-1")

    answers = [
        who.get("conference", "/conferences"),
        who.get("conference", f"/conferences/{conference['id']}"),
        who.get("conference", f"/conferences/{conference['id']}/readiness"),
        who.get("conference", f"/conferences/{conference['id']}/runs"),
        who.get("conference", "/figures?year=2019"),
        who.post("conference", "/conferences", {"title": "甲", "year": 2019, "starts_on": "2019-01-01"}),
        who.post("conference", f"/conferences/{conference['id']}/runs", {}),
        who.post("conference", f"/conferences/{conference['id']}/invite", {}),
        set_as(who, conference),
    ]

    assert {(answer.status, answer.code) for answer in answers} == {(status, code)}
    assert house.organizer.get("conference", "/conferences").json["items"] == [conference]


def set_as(who: Any, conference: dict[str, Any]) -> Any:
    body = {"days": [DAY], "slot_minutes": 30}
    return who.put("conference", f"/conferences/{conference['id']}/timetable", body, version=conference["version"])


def test_an_organisation_sees_its_own_party_only(house: TestHouse) -> None:
    conference = plan(house)
    mine = add_party(house, conference, "demand", "工厂甲")
    other = add_party(house, conference, "demand", "工厂乙")
    owner = house.as_(Role.ENTERPRISE, "org-工厂甲")

    listed = owner.get("conference", f"/conferences/{conference['id']}/parties").json["items"]

    assert listed == [mine]
    assert owner.get("conference", f"/parties/{other['id']}").status == 403
    assert house.as_(Role.AUDITOR).get("conference", f"/conferences/{conference['id']}/parties").json["total"] == 2
