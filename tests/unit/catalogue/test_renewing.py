"""Regular renewal, over HTTP."""

from typing import Any

import pytest

from tests.house import TestHouse
from tests.unit.catalogue.making import admit, open_draft, publish, state_of
from tests.unit.catalogue.test_entries import PROFILE


@pytest.fixture
def story(house: TestHouse) -> dict[str, Any]:
    """An edition of four, one of them withdrawn meanwhile, and next year's empty draft."""
    first = open_draft(house, 2018)
    entries = [
        admit(house, first, company=f"示例{one}公司", name=f"示例{one}公司", profile=PROFILE) for one in "甲乙丙丁"
    ]
    publish(house, first)
    house.organizer.post("catalogue", f"/entries/{entries[3]['id']}/withdraw", {"reason": "注销"}, version=2)
    return {"old": [one["id"] for one in entries], "draft": open_draft(house, 2019)}


def decide(house: TestHouse, **body: Any) -> Any:
    return house.organizer.post("catalogue", "/editions/shanghai-2019/renewal", body)


def choices(told: Any) -> list[tuple[str, str, str]]:
    return [(one["entry"]["id"], one["decision"], one["reason"]) for one in told["items"]]


def listed(house: TestHouse) -> list[tuple[str, str, str]]:
    items = house.organizer.get("catalogue", "/entries?edition=shanghai-2019&status=all").json["items"]
    return [(one["company"], one["status"], one["renewed_from"]) for one in items]


def test_entries_are_kept_or_dropped_one_by_one(house: TestHouse, story: dict[str, Any]) -> None:
    first, second, third, _ = story["old"]

    before = house.organizer.get("catalogue", "/editions/shanghai-2019/renewal").json
    decide(house, keep=[first])
    after = decide(house, drop=[{"entry_id": second, "reason": "未参加复核"}]).json

    assert (before["previous_id"], before["open_count"]) == ("shanghai-2018", 3)
    assert choices(before) == [(first, "open", ""), (second, "open", ""), (third, "open", "")]
    assert choices(after) == [(first, "keep", ""), (second, "drop", "未参加复核"), (third, "open", "")]
    assert listed(house) == [("示例甲公司", "admitted", first)]
    kept = house.organizer.get("catalogue", "/entries/shanghai-2019-001").json
    assert (kept["profile"], kept["edition"]["year"]) == (PROFILE, 2019)


def test_a_mind_may_be_changed_and_a_decision_repeated(house: TestHouse, story: dict[str, Any]) -> None:
    first = story["old"][0]

    decide(house, keep=[first])
    decide(house, keep=[first])
    assert listed(house) == [("示例甲公司", "admitted", first)]
    decide(house, drop=[{"entry_id": first, "reason": "退出"}])
    assert listed(house) == [("示例甲公司", "withdrawn", first)]
    told = decide(house, keep=[first]).json

    assert listed(house) == [("示例甲公司", "admitted", first)]
    assert choices(told)[0] == (first, "keep", "")


def test_publishing_waits_for_every_decision_and_then_shows_the_difference(
    house: TestHouse, story: dict[str, Any]
) -> None:
    first, second, third, _ = story["old"]
    decide(house, keep=[first], drop=[{"entry_id": second, "reason": "未参加复核"}])
    added = admit(house, story["draft"], company="示例新公司", name="示例新公司")

    early = house.organizer.post("catalogue", "/editions/shanghai-2019/publish", version=1)
    foreseen = house.organizer.get("catalogue", "/editions/shanghai-2019/difference").json
    decide(house, drop=[{"entry_id": third, "reason": "更名重组"}])
    publish(house, story["draft"])

    assert (early.status, early.code) == (409, "renewal-open")
    assert [one["entry"]["id"] for one in foreseen["dropped"]] == [second, third]
    difference = house.visitor.get("catalogue", "/editions/shanghai-2019/difference").json
    assert difference["previous_id"] == "shanghai-2018"
    assert [(one["id"], one["company"]) for one in difference["kept"]] == [("shanghai-2019-001", "示例甲公司")]
    assert [one["id"] for one in difference["added"]] == [added["id"]]
    assert [(one["entry"]["id"], one["reason"]) for one in difference["dropped"]] == [
        (second, "未参加复核"),
        (third, "更名重组"),
    ]


def test_the_published_difference_stays_when_entries_go_later(house: TestHouse, story: dict[str, Any]) -> None:
    first, second, third, _ = story["old"]
    decide(house, keep=[first, second], drop=[{"entry_id": third, "reason": "退出"}])
    publish(house, story["draft"])
    before = house.visitor.get("catalogue", "/editions/shanghai-2019/difference").json

    house.organizer.post("catalogue", "/entries/shanghai-2019-001/withdraw", {"reason": "注销"}, version=2)
    current = house.organizer.get("catalogue", f"/entries/{second}").json
    house.organizer.post("catalogue", f"/entries/{second}/withdraw", {"reason": "注销"}, version=current["version"])

    assert house.visitor.get("catalogue", "/editions/shanghai-2019/difference").json == before


def test_a_list_that_is_imported_counts_as_kept_where_it_repeats_last_year(
    house: TestHouse, story: dict[str, Any]
) -> None:
    content = "申报单位,类别\n示例甲公司,集成服务\n示例戊公司,集成服务".encode()
    house.organizer.upload("catalogue", "/editions/shanghai-2019/import", content)

    told = house.organizer.get("catalogue", "/editions/shanghai-2019/renewal").json
    published = publish(house, story["draft"])

    assert [decision for _, decision, _ in choices(told)] == ["keep", "open", "open"]
    assert published["entry_count"] == 2
    difference = house.visitor.get("catalogue", "/editions/shanghai-2019/difference").json
    assert [one["company"] for one in difference["kept"]] == ["示例甲公司"]
    assert [one["company"] for one in difference["added"]] == ["示例戊公司"]
    assert [one["entry"]["company"] for one in difference["dropped"]] == ["示例乙公司", "示例丙公司"]


WRONG_DECISIONS: list[tuple[dict[str, Any], str, str]] = [
    ({"keep": ["nobody"]}, "not-in-previous", "keep.0"),
    ({"keep": ["shanghai-2018-001", "shanghai-2018-004"]}, "not-in-previous", "keep.1"),
    ({"drop": [{"entry_id": "shanghai-2018-001"}]}, "required", "drop.0.reason"),
    ({"drop": [{"entry_id": "shanghai-2018-001", "reason": " "}]}, "blank", "drop.0.reason"),
    (
        {"keep": ["shanghai-2018-001"], "drop": [{"entry_id": "shanghai-2018-001", "reason": "x"}]},
        "decided-twice",
        "drop",
    ),
    ({"maybe": []}, "unknown-field", "maybe"),
]


def test_a_wrong_decision_is_refused_and_changes_nothing(house: TestHouse, story: dict[str, Any]) -> None:
    path = "/editions/shanghai-2019/renewal"
    before = state_of(house), house.organizer.get("catalogue", path).json

    answers = [decide(house, **body) for body, *_ in WRONG_DECISIONS]

    assert [(one.status, one.code, one.field) for one in answers] == [(422, *told) for _, *told in WRONG_DECISIONS]
    assert (state_of(house), house.organizer.get("catalogue", path).json) == before


def test_the_first_edition_has_nothing_to_renew(house: TestHouse) -> None:
    open_draft(house, 2018)

    answers = [
        house.organizer.get("catalogue", "/editions/shanghai-2018/renewal"),
        house.organizer.post("catalogue", "/editions/shanghai-2018/renewal", {"keep": ["x"]}),
    ]

    assert [(one.status, one.code) for one in answers] == [(409, "nothing-to-renew")] * 2
    assert house.organizer.get("catalogue", "/editions/shanghai-2018/difference").json == {
        "previous_id": "",
        "kept": [],
        "added": [],
        "dropped": [],
    }


def test_a_renewal_is_for_those_who_organize_or_audit(house: TestHouse, story: dict[str, Any]) -> None:
    assert house.visitor.get("catalogue", "/editions/shanghai-2019/renewal").status == 401
