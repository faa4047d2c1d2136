"""Who is invited to a conference, and what the other services say of them when a run begins."""

from typing import Any

import pytest

from services.chassis.identity import Role
from tests.house import TestHouse
from tests.unit.catalogue.making import admit, open_draft, publish
from tests.unit.conference.setup import plan, publish_need, set_tables, set_timetable
from tests.unit.conference.test_runs import start, work_here

NETWORKING = {"title": "注塑机设备联网", "text": "三十台注塑机没有联网，想做设备联网和数据采集，看开机率。"}
CAPABLE = {"description": "为制造企业做设备联网与数据采集。", "capabilities": ["设备联网", "数据采集"]}


@pytest.fixture
def invited(house: TestHouse) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A conference with everybody who fits, after facts have gone round."""
    edition = open_draft(house, 2019)
    for name, profile in (("联网商", CAPABLE), ("空白商", {})):
        admit(house, edition, name=name, company=name, organisation_id=f"org-{name}", profile=profile)
    publish(house, edition)
    publish_need(house, "工厂甲", **NETWORKING)
    publish_need(house, "工厂甲", title="第二条需求", text="再有二十台冲床要做设备联网和数据采集。")
    publish_need(house, "工厂乙", **NETWORKING, confidential=True)
    house.come_to_rest()
    conference = set_tables(house, set_timetable(house, plan(house)).json, count=2).json
    answer = house.organizer.post("conference", f"/conferences/{conference['id']}/invite", {"least_score": 200})
    assert answer.status == 200, answer.body
    return conference, house.organizer.get("conference", f"/conferences/{conference['id']}/parties").json["items"]


Invited = tuple[dict[str, Any], list[dict[str, Any]]]


def test_every_organisation_with_a_need_is_invited_once_and_the_entries_that_fit(
    house: TestHouse, invited: Invited
) -> None:
    conference, parties = invited

    again = house.organizer.post("conference", f"/conferences/{conference['id']}/invite", {"least_score": 200}).json

    told = sorted((party["side"], party["name"], len(party["need_ids"]), len(party["entry_ids"])) for party in parties)
    assert ("demand", "工厂乙", 1, 0) in told
    assert ("demand", "工厂甲", 2, 0) in told
    assert ("supply", "联网商", 0, 1) in told
    assert again["added"] == {"demand": 0, "supply": 0}


def test_an_agreed_meeting_becomes_a_wish_of_both_and_scores_come_from_matching(
    house: TestHouse, invited: Invited
) -> None:
    conference, parties = invited
    one, other = (next(party for party in parties if party["name"] == name) for name in ("工厂甲", "联网商"))
    asked = house.as_(Role.ENTERPRISE, "org-工厂甲").post(
        "matching", "/requests", {"need_id": one["need_ids"][0], "entry_id": other["entry_id"], "kind": "meeting"}
    )
    house.as_(Role.PROVIDER, "org-联网商").post("matching", f"/requests/{asked.json['id']}/accept", version=1)

    run = start(house, conference)
    work_here(house, run)

    event = house.organizer.get("conference", f"/runs/{run['id']}/event.json").json
    made = house.organizer.get("conference", f"/runs/{run['id']}/plan").json
    assert sorted((wish["from"], wish["to"], wish["kind"]) for wish in event["wishes"]) == sorted(
        [(one["id"], other["id"], "want"), (other["id"], one["id"], "want")]
    )
    scores = {(demand, supply): score for demand, supply, score in event["scores"]["entries"]}
    asked_scores = house.organizer.post(
        "matching", "/scores", {"needs": one["need_ids"], "entries": [other["entry_id"]]}
    ).json["scores"]
    assert scores[one["id"], other["id"]] == max(row["score"] for row in asked_scores)
    assert (one["id"], other["id"]) in {(row["demand"]["id"], row["supply"]["id"]) for row in made["meetings"]}
    assert made["objective"]["wants_met"] == made["objective"]["wants_total"]
