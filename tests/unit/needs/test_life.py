"""The life of a need, asked through its own door."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.chassis.clock import SetClock
from services.chassis.identity import Role
from services.chassis.refusal import Conflict
from services.needs.domain import EDITABLE, STEPS, Content, Event, Need, NeedKind, NeedStatus, Step
from tests.house import Answer, Someone, TestHouse

NOON = datetime(2019, 4, 1, 4, 0, tzinfo=UTC)
A_NEED = {
    "title": "三十台注塑机联网",
    "text": "三十台注塑机没有联网，想把运行数据采集到一处，先看开机率和能耗。",
    "organisation_name": "演示注塑厂",
    "industry": "橡胶和塑料制品业",
    "district": "松江区",
    "categories": ["system_integration"],
    "budget_min": 20,
    "budget_max": 60,
    "contact": {"person": "王工", "phone": "021-00000000", "email": "wang@example.com"},
}


@pytest.fixture
def owner(house: TestHouse) -> Someone:
    return house.as_(Role.ENTERPRISE, "org-1", "wang")


def draft(owner: Someone, **changes: Any) -> dict[str, Any]:
    answer = owner.post("needs", "/needs", {**A_NEED, **changes})
    assert answer.status == 201, answer.body
    need: dict[str, Any] = answer.json
    return need


def step(who: Someone, need: dict[str, Any], verb: str, body: Any = None) -> Answer:
    return who.post("needs", f"/needs/{need['id']}/{verb}", body, version=need["version"])


def published(house: TestHouse, owner: Someone, **changes: Any) -> dict[str, Any]:
    submitted = step(owner, draft(owner, **changes), "submit").json
    need: dict[str, Any] = step(house.organizer, submitted, "publish").json
    return need


def test_a_need_is_written_submitted_screened_talked_about_and_closed(house: TestHouse, owner: Someone) -> None:
    need = published(house, owner)
    talking = step(owner, need, "start-talks").json
    closed = step(owner, talking, "close", {"outcome": "contract", "note": "签约 35 万元"}).json

    assert (need["status"], need["expires_on"]) == ("published", "2019-09-28")
    assert (closed["status"], closed["outcome"], closed["status_reason"]) == ("closed", "contract", "签约 35 万元")
    history = [(event["status"], event["person"]) for event in closed["history"]]
    assert history == [
        ("draft", "wang"),
        ("submitted", "wang"),
        ("published", "organizer-1"),
        ("in_talks", "wang"),
        ("closed", "wang"),
    ]


def test_a_need_is_returned_with_a_reason_mended_and_submitted_again(house: TestHouse, owner: Someone) -> None:
    submitted = step(owner, draft(owner), "submit").json
    returned = step(house.organizer, submitted, "return", {"reason": "请补充设备品牌和控制器型号。"}).json
    mended = owner.patch(
        "needs", f"/needs/{returned['id']}", {"text": "三十台海天注塑机，控制器为弘讯，想采集运行数据。"}, version=3
    ).json
    again = step(owner, mended, "submit").json

    assert (returned["status"], returned["status_reason"]) == ("returned", "请补充设备品牌和控制器型号。")
    assert (again["status"], again["status_reason"], again["version"]) == ("submitted", "", 5)
    assert again["title"] == A_NEED["title"]


def test_a_published_need_expires_after_its_term_and_can_be_renewed(
    house: TestHouse, owner: Someone, clock: SetClock
) -> None:
    need = published(house, owner)
    clock.pass_time(timedelta(days=180))
    house.tick()
    kept = owner.get("needs", f"/needs/{need['id']}").json
    clock.pass_time(timedelta(days=1))
    house.tick()
    expired = owner.get("needs", f"/needs/{need['id']}").json
    renewed = step(owner, expired, "renew").json

    assert [one["status"] for one in (kept, expired, renewed)] == ["published", "expired", "published"]
    assert renewed["expires_on"] == "2020-03-27"
    assert renewed["published_at"] == need["published_at"]


@pytest.mark.parametrize("status", list(NeedStatus))
def test_a_step_from_a_state_that_does_not_allow_it_is_refused_and_changes_nothing(
    house: TestHouse, owner: Someone, clock: SetClock, status: NeedStatus
) -> None:
    need = bring(house, owner, clock, status)
    wrong = [verb for verb, (sources, _) in STEPS.items() if status not in sources and verb is not Step.EXPIRE]

    answers = [step(house.organizer, need, verb.value, BODIES.get(verb)) for verb in wrong]

    assert need["status"] == status.value
    assert [(one.status, one.code, one.field) for one in answers] == [(409, "wrong-state", "status")] * len(wrong)
    assert owner.get("needs", f"/needs/{need['id']}").json == need


BODIES = {Step.RETURN: {"reason": "补充"}, Step.CLOSE: {"outcome": "no_result"}}
LIFE = {
    "draft": {"submit": "submitted"},
    "submitted": {"publish": "published", "return": "returned", "withdraw": "draft"},
    "published": {
        "return": "returned",
        "start-talks": "in_talks",
        "close": "closed",
        "renew": "published",
        "withdraw": "draft",
        "expire": "expired",
    },
    "returned": {"submit": "submitted", "withdraw": "draft"},
    "in_talks": {"close": "closed"},
    "closed": {},
    "expired": {"renew": "published", "close": "closed", "withdraw": "draft"},
}


@pytest.mark.parametrize("status", list(NeedStatus))
def test_a_need_takes_exactly_the_steps_of_its_state(status: NeedStatus) -> None:
    content = Content("联网", "三十台注塑机没有联网，想采集数据")
    need = Need("n-1", NeedKind.ENTERPRISE, "org-1", "甲厂", content, status=status)

    taken = {}
    for verb in Step:
        with suppress(Conflict):
            after = need.step(verb, at=NOON, today=NOON.date(), person="wang", reason="补充")
            taken[verb.value] = after.status.value
            assert (after.version, after.history) == (2, (Event(after.status, NOON, "wang", "补充"),))

    assert taken == LIFE[status]


@pytest.mark.parametrize("status", [one for one in NeedStatus if one not in EDITABLE])
def test_a_need_under_screening_or_at_its_end_keeps_its_words(
    house: TestHouse, owner: Someone, clock: SetClock, status: NeedStatus
) -> None:
    need = bring(house, owner, clock, status)

    answer = owner.patch("needs", f"/needs/{need['id']}", {"title": "另一个题目"}, version=need["version"])

    assert (answer.status, answer.code, answer.field) == (409, "wrong-state", "status")
    assert owner.get("needs", f"/needs/{need['id']}").json == need


def test_a_published_need_cannot_lose_what_it_was_screened_for(house: TestHouse, owner: Someone) -> None:
    need = published(house, owner)

    answer = owner.patch("needs", f"/needs/{need['id']}", {"text": ""}, version=need["version"])

    assert (answer.status, answer.code, answer.field) == (422, "text-too-short", "text")
    assert owner.get("needs", f"/needs/{need['id']}").json == need


def bring(house: TestHouse, owner: Someone, clock: SetClock, status: NeedStatus) -> dict[str, Any]:
    """A need in a state."""
    ways: dict[NeedStatus, list[tuple[str, Any]]] = {
        NeedStatus.DRAFT: [],
        NeedStatus.SUBMITTED: [("submit", None)],
        NeedStatus.PUBLISHED: [("submit", None), ("publish", None)],
        NeedStatus.RETURNED: [("submit", None), ("return", {"reason": "补充"})],
        NeedStatus.IN_TALKS: [("submit", None), ("publish", None), ("start-talks", None)],
        NeedStatus.CLOSED: [("submit", None), ("publish", None), ("close", {"outcome": "intent"})],
        NeedStatus.EXPIRED: [("submit", None), ("publish", None)],
    }
    need = draft(owner)
    for verb, body in ways[status]:
        need = step(house.organizer, need, verb, body).json
    if status is NeedStatus.EXPIRED:
        clock.pass_time(timedelta(days=181))
        house.working("needs").tick()
    found: dict[str, Any] = owner.get("needs", f"/needs/{need['id']}").json
    return found


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"categories": ["cloud"]}, "not-listed", "categories.0"),
        ({"kind": "school"}, "not-listed", "kind"),
        ({"title": ""}, "blank", "title"),
        ({"title": "长" * 121}, "too-long", "title"),
        ({"text": "响铃\u0007"}, "control-character", "text"),
        ({"colour": "red"}, "unknown-field", "colour"),
        ({"budget_min": 90}, "budget-reversed", "budget_min"),
        ({"budget_max": "60"}, "wrong-type", "budget_max"),
        ({"work_items": ["device_connection"]}, "work-items-not-park", "work_items"),
        ({"deadline_on": "明年"}, "wrong-type", "deadline_on"),
    ],
)
def test_a_need_that_says_something_wrong_is_refused(
    house: TestHouse, owner: Someone, changes: dict[str, Any], code: str, field: str
) -> None:
    answer = owner.post("needs", "/needs", {**A_NEED, **changes})

    assert (answer.status, answer.code, answer.field) == (422, code, field)
    assert owner.get("needs", "/needs?mine=true").json["total"] == 0


def test_a_need_too_short_to_be_screened_cannot_be_submitted(house: TestHouse, owner: Someone) -> None:
    need = draft(owner, text="要联网")

    answer = step(owner, need, "submit")

    assert (answer.status, answer.code, answer.field) == (422, "text-too-short", "text")
    assert owner.get("needs", f"/needs/{need['id']}").json == need


def test_a_parks_need_names_work_items(house: TestHouse) -> None:
    park = house.as_(Role.PARK_OPERATOR, "park-1")
    without = draft(park, kind="park", categories=[])
    named = draft(park, kind="park", work_items=["device_connection", "overall_planning"])

    assert step(park, without, "submit").code == "work-items-missing"
    assert step(park, named, "submit").json["status"] == "submitted"


def test_a_stale_version_is_refused(house: TestHouse, owner: Someone) -> None:
    need = draft(owner)
    step(owner, need, "submit")

    answer = step(house.organizer, need, "publish")

    assert (answer.status, answer.code, answer.json["facts"]) == (412, "stale-version", {"current": 2})
    assert owner.get("needs", f"/needs/{need['id']}").json["status"] == "submitted"
