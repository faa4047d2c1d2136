"""Who sees what of a need, and who may do what with it."""

from typing import Any

import orjson
import pytest
from sqlalchemy import select

from services.chassis.identity import Role
from services.chassis.paging import encode_cursor
from services.needs.store import METADATA
from tests.house import Someone, TestHouse
from tests.unit.needs.test_life import A_NEED, draft, published, step


@pytest.fixture
def owner(house: TestHouse) -> Someone:
    return house.as_(Role.ENTERPRISE, "org-1", "wang")


def test_a_visitor_reads_published_needs_without_contact_and_history(house: TestHouse, owner: Someone) -> None:
    draft(owner)
    need = published(house, owner)
    published(house, owner, confidential=True, title="保密需求")

    listed = house.visitor.get("needs", "/needs").json
    one = house.visitor.get("needs", f"/needs/{need['id']}").json

    assert [row["id"] for row in listed["items"]] == [need["id"]]
    assert listed["total"] == 1
    assert one == {name: value for name, value in need.items() if name not in {"contact", "history"}}


def test_what_may_not_be_seen_is_not_found(house: TestHouse, owner: Someone) -> None:
    hidden = [draft(owner), published(house, owner, confidential=True)]
    stranger = house.as_(Role.ENTERPRISE, "org-2")

    for need in hidden:
        for who in (house.visitor, stranger):
            assert who.get("needs", f"/needs/{need['id']}").status == 404
        assert owner.get("needs", f"/needs/{need['id']}").json["contact"] == A_NEED["contact"]
        assert house.organizer.get("needs", f"/needs/{need['id']}").json["id"] == need["id"]
        assert house.as_(Role.AUDITOR).get("needs", f"/needs/{need['id']}").json["id"] == need["id"]


@pytest.mark.parametrize(
    ("role", "status", "code"),
    [(Role.VISITOR, 401, "unauthenticated"), (Role.PROVIDER, 403, "forbidden"), (Role.AUDITOR, 403, "forbidden")],
)
def test_only_demand_and_organizers_write_needs(house: TestHouse, role: Role, status: int, code: str) -> None:
    answer = house.as_(role, "org-1").post("needs", "/needs", A_NEED)

    assert (answer.status, answer.code) == (status, code)
    assert house.organizer.get("needs", "/needs").json["total"] == 0


def test_a_stranger_changes_nothing(house: TestHouse, owner: Someone) -> None:
    need = published(house, owner)
    stranger = house.as_(Role.ENTERPRISE, "org-2")

    answers = [
        stranger.patch("needs", f"/needs/{need['id']}", {"title": "改写"}, version=need["version"]),
        step(stranger, need, "close", {"outcome": "contract"}),
        step(stranger, need, "withdraw"),
        step(owner, need, "return", {"reason": "自行退回"}),
        house.visitor.post("needs", f"/needs/{need['id']}/withdraw", version=need["version"]),
    ]

    assert [answer.status for answer in answers] == [403, 403, 403, 403, 401]
    assert owner.get("needs", f"/needs/{need['id']}").json == need


def facts(house: TestHouse) -> list[dict[str, Any]]:
    house.come_to_rest()
    return [orjson.loads(record.value or b"") for record in house.log.replay("needs.need")]


def test_a_fact_carries_the_public_state_and_nothing_private(house: TestHouse, owner: Someone) -> None:
    need = published(house, owner)

    (fact,) = facts(house)

    assert (fact["type"], fact["subject"]) == ("needs.need.published", need["id"])
    assert fact["data"] == {name: value for name, value in need.items() if name not in {"contact", "history"}}


def test_a_confidential_need_leaves_nothing_but_that_it_is_there(house: TestHouse, owner: Someone) -> None:
    need = published(house, owner, confidential=True, title="保密的产线改造")

    (fact,) = facts(house)

    assert fact["data"] == {
        "id": need["id"],
        "kind": "enterprise",
        "status": "published",
        "confidential": True,
        "version": 3,
    }


def test_a_need_that_becomes_confidential_is_gone_for_everybody_else(house: TestHouse, owner: Someone) -> None:
    need = published(house, owner)

    owner.patch("needs", f"/needs/{need['id']}", {"confidential": True}, version=need["version"])

    assert [set(fact["data"]) for fact in facts(house)][-1] == {"id", "kind", "status", "confidential", "version"}
    assert house.visitor.get("needs", f"/needs/{need['id']}").status == 404
    assert house.visitor.get("needs", "/needs").json["total"] == 0


def test_every_write_by_a_person_leaves_an_audit_row_without_words_of_the_need(
    house: TestHouse, owner: Someone
) -> None:
    need = published(house, owner)
    owner.patch("needs", f"/needs/{need['id']}", {"title": "改过的题目"}, version=need["version"])

    with house.ports["needs"].store.read() as connection:
        rows = connection.execute(select(METADATA.tables["audit"]).order_by(METADATA.tables["audit"].c.id)).all()
    assert [(row.action, row.person, row.subject) for row in rows] == [
        ("need_written", "wang", need["id"]),
        ("need_submit", "wang", need["id"]),
        ("need_publish", "organizer-1", need["id"]),
        ("need_changed", "wang", need["id"]),
    ]
    assert rows[-1].detail == '{"fields":["title"]}'


def test_a_need_that_was_never_published_tells_nothing(house: TestHouse, owner: Someone) -> None:
    submitted = step(owner, draft(owner), "submit").json
    returned = step(house.organizer, submitted, "return", {"reason": "补充"}).json
    step(owner, returned, "withdraw")

    assert facts(house) == []


def test_lists_are_paged_newest_first_and_filtered(house: TestHouse, owner: Someone) -> None:
    ids = [published(house, owner, title=f"需求 {number}")["id"] for number in range(5)]

    first = house.visitor.get("needs", "/needs?first=2").json
    second = house.visitor.get("needs", f"/needs?first=2&after={first['end_cursor']}").json
    third = house.visitor.get("needs", f"/needs?first=2&after={second['end_cursor']}").json

    pages = [first, second, third]
    assert sorted(row["id"] for page in pages for row in page["items"]) == sorted(ids)
    assert [len(page["items"]) for page in pages] == [2, 2, 1]
    assert [page["has_next"] for page in pages] == [True, True, False]
    assert {page["total"] for page in pages} == {5}
    assert house.visitor.get("needs", f"/needs?ids={ids[0]},{ids[3]}").json["total"] == 2
    assert house.visitor.get("needs", "/needs?kind=park").json["total"] == 0
    assert house.visitor.get("needs", "/needs?status=draft").json["total"] == 0
    for cursor in ("nonsense", encode_cursor(["not a moment", "n-1"]), encode_cursor(["2019-04-01T00:00:00", "n-1"])):
        answer = house.visitor.get("needs", f"/needs?after={cursor}")
        assert (answer.status, answer.code, answer.field) == (422, "bad-cursor", "after")


def test_figures_count_what_was_collected_screened_and_published(house: TestHouse, owner: Someone) -> None:
    draft(owner)
    need = published(house, owner)
    step(owner, need, "close", {"outcome": "contract"})
    step(house.organizer, step(owner, draft(owner), "submit").json, "return", {"reason": "补充"})

    assert house.visitor.get("needs", "/figures?year=2019").code == "unauthenticated"
    assert owner.get("needs", "/figures?year=2019").code == "forbidden"
    figures = house.organizer.get("needs", "/figures?year=2019").json["figures"]

    assert {row["name"]: row["value"] for row in figures} == {
        "needs_collected": 3,
        "needs_screened": 2,
        "needs_published": 1,
        "needs_contracted": 1,
    }
    assert {row["value"] for row in house.organizer.get("needs", "/figures?year=2018").json["figures"]} == {0}
