"""Saved searches: their owner is told of new entries that answer them, once."""

from typing import Any

from services.chassis.identity import Role
from tests.house import Someone, TestHouse
from tests.unit.search.makers import a_fact, an_edition, edition_published, entry_admitted
from tests.unit.search.test_service import given

NETWORKING: dict[str, Any] = {"profile": {"description": "为工厂做设备联网与数据采集。"}}


def firm(house: TestHouse, organisation: str = "org-firm") -> Someone:
    return house.as_(Role.ENTERPRISE, organisation)


def save(owner: Someone, text: str = "设备联网", **asked: Any) -> dict[str, Any]:
    answer = owner.post("search", "/saved-searches", {"text": text, **asked})
    assert answer.status == 201, answer.body
    return dict(answer.json)


def found(owner: Someone, saved: dict[str, Any]) -> list[tuple[str, bool]]:
    items = owner.get("search", f"/saved-searches/{saved['id']}/found").json["items"]
    return [(one["entry_id"], one["seen"]) for one in items]


def unseen(owner: Someone) -> list[int]:
    return [one["unseen"] for one in owner.get("search", "/saved-searches").json["items"]]


def test_a_new_entry_that_answers_is_told_and_what_was_there_is_not(house: TestHouse) -> None:
    given(house, edition_published(), entry_admitted("old", name="老牌联网", **NETWORKING))
    saved = save(firm(house))
    given(house, entry_admitted("new", name="新锐联网", **NETWORKING), entry_admitted("other", name="某某会计"))

    assert (saved["title"], saved["unseen"]) == ("设备联网", 0)
    assert found(firm(house), saved) == [("new", False)]
    assert unseen(firm(house)) == [1]


def test_an_entry_is_told_once_however_often_it_changes_or_is_renewed(house: TestHouse) -> None:
    given(house, edition_published())
    saved = save(firm(house))
    given(house, entry_admitted("a", name="新锐联网", **NETWORKING))
    given(house, entry_admitted("a", 2, name="新锐联网", **NETWORKING))
    given(house, edition_published(id="shanghai-2019"))
    given(house, entry_admitted("b", edition="shanghai-2019", name="新锐联网", **NETWORKING))

    assert found(firm(house), saved) == [("a", False)]


def test_entries_of_a_draft_are_told_when_it_is_published(house: TestHouse) -> None:
    given(house, a_fact("catalogue.edition.opened", an_edition("shanghai-2018", status="draft")))
    saved = save(firm(house))
    given(house, entry_admitted("a", name="新锐联网", **NETWORKING))
    before = found(firm(house), saved)
    given(house, edition_published(version=2))

    assert (before, found(firm(house), saved)) == ([], [("a", False)])


def test_filters_bound_what_is_told(house: TestHouse) -> None:
    given(house, edition_published())
    saved = save(firm(house), "", filters={"category": ["industrial_security"]})
    given(house, entry_admitted("cloud"), entry_admitted("safe", category="industrial_security"))

    assert found(firm(house), saved) == [("safe", False)]
    assert saved["filters"] == {"category": ["industrial_security"]}


def test_what_was_looked_at_is_no_longer_unseen(house: TestHouse) -> None:
    given(house, edition_published())
    saved = save(firm(house))
    given(house, entry_admitted("a", name="新锐联网", **NETWORKING))

    answer = firm(house).post("search", f"/saved-searches/{saved['id']}/seen")

    assert (answer.status, answer.json["unseen"]) == (200, 0)
    assert found(firm(house), saved) == [("a", True)]


def test_a_dropped_search_is_gone(house: TestHouse) -> None:
    saved = save(firm(house))

    dropped = firm(house).delete("search", f"/saved-searches/{saved['id']}")

    assert (dropped.status, dropped.json["id"]) == (200, saved["id"])
    assert firm(house).get("search", f"/saved-searches/{saved['id']}").code == "not-found"
    assert unseen(firm(house)) == []


def test_nobody_sees_or_drops_what_another_has_saved(house: TestHouse) -> None:
    saved = save(firm(house))
    stranger = firm(house, "org-other")

    refusals = [
        stranger.get("search", f"/saved-searches/{saved['id']}"),
        stranger.get("search", f"/saved-searches/{saved['id']}/found"),
        stranger.post("search", f"/saved-searches/{saved['id']}/seen"),
        stranger.delete("search", f"/saved-searches/{saved['id']}"),
    ]

    assert [(one.status, one.code) for one in refusals] == [(404, "not-found")] * 4
    assert unseen(stranger) == []
    assert unseen(firm(house)) == [0]


def test_a_visitor_saves_nothing(house: TestHouse) -> None:
    answer = house.visitor.post("search", "/saved-searches", {"text": "设备联网"})

    assert (answer.status, answer.code) == (401, "unauthenticated")
    assert house.visitor.get("search", "/saved-searches").code == "unauthenticated"


def test_a_search_for_everything_is_not_saved(house: TestHouse) -> None:
    answer = firm(house).post("search", "/saved-searches", {"text": " "})

    assert (answer.status, answer.code, answer.field) == (422, "nothing-to-watch", "text")
    assert unseen(firm(house)) == []


def test_so_many_can_be_saved_and_no_more(house: TestHouse) -> None:
    for number in range(50):
        save(firm(house), f"设备联网{number}")

    answer = firm(house).post("search", "/saved-searches", {"text": "设备联网"})

    assert (answer.status, answer.code) == (409, "too-many-saved")
    assert len(unseen(firm(house))) == 50
