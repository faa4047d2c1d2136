"""Objections to a provisional list, and lists that are taken up again."""

from typing import Any

import pytest

from services.chassis.identity import Role
from services.conference.objection_answers import ObjectionOut, OwnListOut
from tests.house import Answer, TestHouse
from tests.unit.conference.test_runs import look, move, prepare, start, work_here

Row = dict[str, Any]


@pytest.fixture
def conference(house: TestHouse) -> Row:
    """A conference whose list lies before the parties."""
    found = prepare(house)
    run = start(house, found)
    work_here(house, run)
    assert move(house, run, "propose").status == 200
    return {**found, "run": look(house, run)}


def object_to(house: TestHouse, conference: Row, name: str = "工厂乙", **changes: Any) -> Answer:
    body = {"party_id": conference["parties"][name]["id"], "text": "上午赶不到，请改到下午。", **changes}
    owner = house.as_(Role.ENTERPRISE, f"org-{name}")
    return owner.post("conference", f"/runs/{conference['run']['id']}/objections", body)


def listed(house: TestHouse, conference: Row, someone: Any = None) -> list[Row]:
    found: list[Row] = (
        (someone or house.organizer).get("conference", f"/runs/{conference['run']['id']}/objections").json["items"]
    )
    return found


def test_a_party_objects_and_reads_the_answer(house: TestHouse, conference: Row) -> None:
    owner = house.as_(Role.ENTERPRISE, "org-工厂乙")
    (own,) = owner.get("conference", "/own-lists").json["items"]
    (meeting,) = own["meetings"]

    raised = object_to(house, conference, meeting_id=meeting["id"])
    path = f"/objections/{raised.json['id']}/settle"
    unsaid = house.organizer.post("conference", path, {"state": "accepted"}, version=1)
    settled = house.organizer.post("conference", path, {"state": "accepted", "answer": "已改到下午。"}, version=1)
    twice = house.organizer.post("conference", path, {"state": "declined", "answer": "不改"}, version=2)

    assert (raised.status, set(raised.json)) == (201, set(ObjectionOut().fields))
    assert (raised.json["counterpart_name"], raised.json["state"]) == ("服务商甲", "open")
    assert (unsaid.status, unsaid.code, unsaid.field) == (422, "answer-needed", "answer")
    assert settled.json["version"] == 2
    assert (twice.status, twice.code) == (409, "objection-settled")
    (again,) = owner.get("conference", "/own-lists").json["items"]
    assert set(again) == set(OwnListOut().fields)
    assert [(one["state"], one["answer"]) for one in again["objections"]] == [("accepted", "已改到下午。")]
    assert [party["name"] for party in again["parties"]] == ["工厂乙"]


def test_a_list_is_not_published_while_a_party_waits_for_an_answer(house: TestHouse, conference: Row) -> None:
    raised = object_to(house, conference)

    refused = move(house, conference["run"], "publish")
    unchanged = look(house, conference["run"])
    withdrawn = house.as_(Role.ENTERPRISE, "org-工厂乙").post(
        "conference", f"/objections/{raised.json['id']}/withdraw", version=1
    )
    published = move(house, conference["run"], "publish")

    assert (refused.status, refused.code) == (409, "objections-open")
    assert unchanged == conference["run"]
    assert withdrawn.json["state"] == "withdrawn"
    assert published.json["plan_state"] == "published"
    late = object_to(house, conference)
    assert (late.status, late.code) == (409, "not-provisional")
    assert [one["state"] for one in listed(house, conference)] == ["withdrawn"]


def test_each_sees_and_settles_only_what_is_theirs(house: TestHouse, conference: Row) -> None:
    raised = object_to(house, conference).json
    other = house.as_(Role.ENTERPRISE, "org-工厂甲")
    path = f"/runs/{conference['run']['id']}/objections"
    body = {"party_id": conference["parties"]["工厂乙"]["id"], "text": "不行"}

    assert listed(house, conference, other) == []
    assert [one["id"] for one in listed(house, conference, house.as_(Role.AUDITOR))] == [raised["id"]]
    assert other.post("conference", path, body).code == "forbidden"
    assert other.post("conference", f"/objections/{raised['id']}/withdraw", version=1).code == "not-found"
    settlement = {"state": "accepted", "answer": "好"}
    assert other.post("conference", f"/objections/{raised['id']}/settle", settlement, version=1).code == "forbidden"
    assert house.visitor.get("conference", "/own-lists").code == "unauthenticated"
    assert house.as_(Role.PROVIDER, "org-别家").get("conference", "/own-lists").json["items"] == []
    assert listed(house, conference) == [raised]


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"meeting_id": "p-1:p-2"}, "unknown-meeting", "meeting_id"),
        ({"text": ""}, "blank", "text"),
        ({"party_id": "p-nobody"}, "forbidden", ""),
    ],
)
def test_an_objection_to_nothing_is_refused(
    house: TestHouse, conference: Row, changes: Row, code: str, field: str
) -> None:
    answer = object_to(house, conference, **changes)

    assert (answer.code, answer.field) == (code, field)
    assert listed(house, conference) == []


def test_one_list_at_a_time_lies_before_the_parties(house: TestHouse, conference: Row) -> None:
    second = start(house, conference)
    work_here(house, second)

    move(house, second, "propose")

    assert look(house, conference["run"])["plan_state"] == "replaced"
    own = house.as_(Role.ENTERPRISE, "org-工厂乙").get("conference", "/own-lists").json["items"]
    assert [one["run_id"] for one in own] == [second["id"]]


def test_an_earlier_list_is_taken_up_again_as_a_draft(house: TestHouse, conference: Row) -> None:
    first = conference["run"]
    move(house, first, "publish")
    seen = look(house, first)

    answer = house.organizer.post("conference", f"/runs/{first['id']}/reuse", version=seen["version"])
    late = house.organizer.post("conference", f"/runs/{first['id']}/reuse", version=seen["version"])

    again = look(house, answer.json)
    assert (answer.status, again["mode"], again["based_on"], again["number"]) == (201, "back", first["id"], 2)
    assert (again["state"], again["plan_state"], again["input_changed"]) == ("done", "draft", False)
    files = [house.organizer.get("conference", f"/runs/{run['id']}/plan.json").body for run in (first, again)]
    assert files[0] == files[1]
    assert look(house, first) == {**seen, "version": seen["version"] + 1}
    assert (late.status, late.code) == (412, "stale-version")
    house.come_to_rest()
    assert house.organizer.get("conference", f"/runs/{again['id']}/plan.xlsx").status == 200
    comparison = house.organizer.get("conference", f"/runs/{again['id']}/comparison?with={first['id']}").json
    assert (comparison["meetings"], comparison["same_input"]) == ([], True)
