"""The day through the door: what happens is reported, a repair proposed, approved, published; sheets printed again."""

import re
from datetime import timedelta
from typing import Any

import pytest

from services.chassis.clock import SetClock
from services.chassis.identity import Role
from services.conference.day.answers import (
    OpenIncidentOut,
    ReasonedChangeOut,
    RepairOut,
    ReprintsOut,
    SheetOut,
    TheDayOut,
)
from tests.house import TestHouse
from tests.unit.conference.day import approve, meetings_of, party_now, propose, publish_list, report, the_day
from tests.unit.conference.test_runs import look, work_here


def test_a_cancelled_party_is_taken_off_the_list_once_the_repair_is_approved(house: TestHouse) -> None:
    conference, published = publish_list(house)
    gone = conference["parties"]["工厂甲"]
    before = meetings_of(house, published)

    reported = report(house, conference, "cancelled", party_id=gone["id"], note="来电取消")
    repair = propose(house, conference)

    assert (reported.status, reported.json["slots"]) == (201, [slot["id"] for slot in conference["slots"]])
    assert (repair["mode"], repair["based_on"], repair["plan_state"]) == ("repair", published["id"], "draft")
    assert look(house, published)["plan_state"] == "published"
    assert the_day(house, conference)["proposal"]["id"] == repair["id"]
    told = house.organizer.get("conference", f"/runs/{repair['id']}/repair").json
    assert {(one["change"], one["reason"], one["text"]) for one in told["meetings"]} == {
        ("dropped", "party_gone", "一方已不参会，没有可用时段。")
    }
    assert (told["counts"]["moved"], told["is_current"], told["unconsidered"]) == (0, True, [])

    approved = approve(house, repair)

    assert (approved.status, approved.json["plan_state"]) == (200, "published")
    assert look(house, published)["plan_state"] == "replaced"
    assert meetings_of(house, repair) == {one for one in before if one[0] != "工厂甲"}
    assert meetings_of(house, published) == before
    day = the_day(house, conference)
    assert ([one["state"] for one in day["incidents"]], day["open_count"], day["proposal"]) == (["settled"], 0, None)
    assert day["run"]["id"] == repair["id"]
    now = party_now(house, gone)
    assert (now["unavailable"], now["min_meetings"]) == ([slot["id"] for slot in conference["slots"]], 0)


def test_sheets_to_print_again_are_those_of_the_repair(house: TestHouse) -> None:
    conference, published = publish_list(house)
    report(house, conference, "cancelled", party_id=conference["parties"]["工厂甲"]["id"])
    repair = propose(house, conference)
    approve(house, repair)

    told = house.organizer.get("conference", f"/runs/{repair['id']}/reprints").json
    sheets = house.organizer.get("conference", f"/runs/{repair['id']}/changed-sheets.pdf")
    same = house.organizer.get("conference", f"/runs/{repair['id']}/changed-sheets.pdf?since={repair['id']}")
    firm = house.as_(Role.PROVIDER, "org-服务商甲").get("conference", f"/runs/{repair['id']}/changed-sheets.pdf")

    assert (sheets.status, sheets.body[:5], len(re.findall(rb"/Type\s*/Page\b", sheets.body))) == (200, b"%PDF-", 1)
    assert (same.code, firm.code) == ("nothing-to-print", "forbidden")
    assert (told["since"]["id"], told["run"]["id"], told["hall"]) == (published["id"], repair["id"], True)
    left = {one["party"]["name"]: one["meeting_count"] for one in told["parties"]}
    assert left == {"工厂甲": 0, "服务商甲": 1, "服务商乙": 0}
    assert told["unchanged"] == 1
    assert set(told) == set(ReprintsOut().fields)
    assert set(told["parties"][0]) == set(SheetOut().fields)


def test_answers_of_the_day_say_exactly_what_their_shapes_promise(house: TestHouse) -> None:
    conference, _ = publish_list(house)
    report(house, conference, "table_lost", table_id="T001")
    repair = propose(house, conference)

    day = the_day(house, conference)
    told = house.organizer.get("conference", f"/runs/{repair['id']}/repair").json

    assert set(day) == set(TheDayOut().fields)
    assert set(day["incidents"][0]) == set(OpenIncidentOut().fields)
    assert set(told) == set(RepairOut().fields)
    assert {frozenset(one) for one in told["meetings"]} == {frozenset(ReasonedChangeOut().fields)}


def test_an_availability_a_party_changed_by_itself_is_shown_and_can_be_taken_over(house: TestHouse) -> None:
    conference, published = publish_list(house)
    party = conference["parties"]["工厂乙"]
    ((_, _, slot),) = [one for one in meetings_of(house, published) if one[0] == "工厂乙"]
    owner = house.as_(Role.ENTERPRISE, "org-工厂乙")
    version = party_now(house, party)["version"]
    owner.put("conference", f"/parties/{party['id']}/availability", {"unavailable": [slot]}, version=version)

    (changed,) = the_day(house, conference)["changed"]
    report(house, conference, "availability", party_id=party["id"])
    day = the_day(house, conference)
    repair = propose(house, conference)

    assert (changed["party_id"], changed["closed"], len(changed["meetings"])) == (party["id"], [slot], 1)
    assert (day["changed"], day["incidents"][0]["slots"]) == ([], [slot])
    ((_, other, moved),) = [one for one in meetings_of(house, repair) if one[0] == "工厂乙"]
    assert (other, moved != slot) == ("服务商甲", True)


def test_on_the_day_what_has_begun_stays(house: TestHouse, clock: SetClock) -> None:
    conference, published = publish_list(house)
    clock.pass_time(timedelta(days=241, hours=1))  # 28 November, 11:00 in Shanghai: the morning is over
    over = {slot["id"] for slot in conference["slots"] if slot["starts_at"] < "2019-11-28T03:00:00Z"}

    reported = report(house, conference, "no_show", party_id=conference["parties"]["工厂甲"]["id"])
    repair = propose(house, conference)

    assert over
    assert not over & set(reported.json["slots"])
    early = {one for one in meetings_of(house, published) if one[2] in over}
    assert early == {one for one in meetings_of(house, repair) if one[2] in over}


def test_a_report_can_be_withdrawn_until_the_list_rests_on_it(house: TestHouse) -> None:
    conference, _ = publish_list(house)
    parties = conference["parties"]
    first = report(house, conference, "cancelled", party_id=parties["工厂甲"]["id"]).json
    second = report(house, conference, "cancelled", party_id=parties["服务商乙"]["id"]).json
    path = f"/incidents/{first['id']}/withdraw"

    unseen = house.organizer.post("conference", path)
    withdrawn = house.organizer.post("conference", path, version=1)
    again = house.organizer.post("conference", path, version=2)
    stale = house.organizer.post("conference", f"/incidents/{second['id']}/withdraw", version=7)
    approve(house, propose(house, conference))
    settled = house.organizer.post("conference", f"/incidents/{second['id']}/withdraw", version=1)

    assert (unseen.status, stale.status, again.code, settled.code) == (428, 412, "incident-closed", "incident-settled")
    assert (withdrawn.status, withdrawn.json["version"]) == (200, 2)
    assert [one["id"] for one in the_day(house, conference)["incidents"]] == [second["id"]]
    assert party_now(house, parties["工厂甲"])["unavailable"] == []


@pytest.mark.parametrize(
    ("body", "status", "code", "field"),
    [
        ({"kind": "cancelled", "party_id": "p-none"}, 422, "not-on-list", "party_id"),
        ({"kind": "table_lost", "table_id": "T999"}, 422, "unknown-table", "table_id"),
        ({"kind": "late", "party_id": "工厂甲"}, 422, "slot-needed", "from_slot"),
        ({"kind": "late", "party_id": "工厂甲", "from_slot": "nowhere"}, 422, "unknown-slot", "from_slot"),
        ({"kind": "holiday", "party_id": "工厂甲"}, 422, "not-listed", "kind"),
    ],
)
def test_a_report_of_what_the_list_does_not_have_is_refused(
    house: TestHouse, body: dict[str, Any], status: int, code: str, field: str
) -> None:
    conference, _ = publish_list(house)
    party = conference["parties"].get(body.get("party_id"), {"id": body.get("party_id", "")})

    answer = report(house, conference, **{**body, "party_id": party["id"]})

    assert (answer.status, answer.code, answer.field) == (status, code, field)
    assert the_day(house, conference)["incidents"] == []


def test_the_same_incident_is_not_reported_twice_and_nothing_without_a_list(house: TestHouse) -> None:
    conference, _ = publish_list(house)
    party = conference["parties"]["工厂甲"]["id"]
    report(house, conference, "cancelled", party_id=party)
    empty = house.organizer.post("conference", "/conferences", {"title": "空", "year": 2019, "starts_on": "2019-12-01"})

    again = report(house, conference, "cancelled", party_id=party)
    nothing = report(house, empty.json, "cancelled", party_id=party)

    assert (again.code, nothing.code) == ("incident-twice", "nothing-published")
    assert len(the_day(house, conference)["incidents"]) == 1
    assert the_day(house, empty.json)["run"] is None


def test_without_anything_open_no_repair_is_proposed(house: TestHouse) -> None:
    conference, published = publish_list(house)

    answer = house.organizer.post("conference", f"/conferences/{conference['id']}/repairs")

    assert (answer.status, answer.code) == (409, "nothing-to-repair")
    listed = house.organizer.get("conference", f"/conferences/{conference['id']}/runs").json
    assert [one["id"] for one in listed["items"]] == [published["id"]]


def test_a_repair_of_a_list_that_was_replaced_is_not_approved(house: TestHouse) -> None:
    conference, published = publish_list(house)
    report(house, conference, "cancelled", party_id=conference["parties"]["工厂甲"]["id"])
    repair = propose(house, conference)
    other = house.organizer.post("conference", f"/conferences/{conference['id']}/runs", {}).json
    work_here(house, other)
    house.organizer.post("conference", f"/runs/{other['id']}/publish")

    late = approve(house, repair)
    not_one = house.organizer.post("conference", f"/runs/{published['id']}/approve", version=1)

    assert (late.status, late.code) == (409, "list-moved-on")
    assert (not_one.status, not_one.code) == (409, "not-a-repair")
    assert look(house, other)["plan_state"] == "published"
    assert look(house, repair)["plan_state"] == "draft"
    # What the new list does not know stands open again.
    assert the_day(house, conference)["open_count"] == 1


def test_a_repair_that_is_published_from_the_page_of_its_run_is_settled_too(house: TestHouse) -> None:
    conference, _ = publish_list(house)
    party = conference["parties"]["工厂甲"]
    report(house, conference, "cancelled", party_id=party["id"])
    first = propose(house, conference)
    second = propose(house, conference)

    published = house.organizer.post("conference", f"/runs/{second['id']}/publish")
    late = house.organizer.post("conference", f"/runs/{first['id']}/publish")

    assert (published.status, late.status, late.code) == (200, 409, "list-moved-on")
    assert party_now(house, party)["min_meetings"] == 0
    assert (look(house, second)["plan_state"], look(house, first)["plan_state"]) == ("published", "draft")


def test_a_list_changed_by_hand_after_a_repair_is_printed_again_where_it_differs(house: TestHouse) -> None:
    conference, _ = publish_list(house)
    parties = conference["parties"]
    report(house, conference, "cancelled", party_id=parties["工厂甲"]["id"])
    repair = propose(house, conference)
    approve(house, repair)
    ((demand, supply, slot),) = meetings_of(house, repair)
    free = next(one["id"] for one in conference["slots"] if one["id"] != slot)
    change = {"act": "move", "demand": parties[demand]["id"], "supply": parties[supply]["id"], "slot": free}
    hand = house.organizer.post("conference", f"/runs/{repair['id']}/changes", {"changes": [change]}, version=2).json
    work_here(house, hand["run"])
    hand = look(house, hand["run"])
    house.organizer.post("conference", f"/runs/{hand['id']}/publish")

    told = house.organizer.get("conference", f"/runs/{hand['id']}/reprints").json

    assert (hand["mode"], hand["based_on"]) == ("hand", repair["id"])
    assert {one["party"]["name"] for one in told["parties"]} == {demand, supply}
    assert the_day(house, conference)["open_count"] == 0


def test_only_the_version_that_was_seen_is_approved(house: TestHouse) -> None:
    conference, published = publish_list(house)
    report(house, conference, "cancelled", party_id=conference["parties"]["工厂甲"]["id"])
    repair = propose(house, conference)

    unseen = house.organizer.post("conference", f"/runs/{repair['id']}/approve")
    stale = house.organizer.post("conference", f"/runs/{repair['id']}/approve", version=9)

    assert (unseen.status, stale.status) == (428, 412)
    assert look(house, published)["plan_state"] == "published"


@pytest.mark.parametrize("role", [Role.ENTERPRISE, Role.PROVIDER, Role.AUDITOR])
def test_only_the_organizer_reports_proposes_and_approves(house: TestHouse, role: Role) -> None:
    conference, published = publish_list(house)
    somebody = house.as_(role, "org-工厂甲")
    base = f"/conferences/{conference['id']}"

    answers = [
        somebody.post("conference", f"{base}/incidents", {"kind": "table_lost", "table_id": "T001"}),
        somebody.post("conference", f"{base}/repairs"),
        somebody.post("conference", f"/runs/{published['id']}/approve", version=1),
        somebody.post("conference", f"/parties/{conference['parties']['工厂甲']['id']}/check-in", {}),
    ]

    assert {(one.status, one.code) for one in answers} == {(403, "forbidden")}
    day = the_day(house, conference)
    assert (day["incidents"], day["arrivals"], day["proposal"]) == ([], [], None)
    assert somebody.get("conference", f"{base}/day").status == (200 if role is Role.AUDITOR else 403)
