"""Needs through the one door: their life, their privacy, bad input, suggestions and requests."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.system.street import Street, Word, a_need, publish_need


def test_a_need_is_screened_returned_changed_and_published_with_suggestions(street: Street) -> None:
    firm, boss = street.firm, street.organizer
    need = firm.do("mutation createNeed", "{ id version status }", input=a_need())
    need = firm.do("mutation submitNeed", "{ id version status }", id=need["id"], version=need["version"])
    back = boss.do(
        "mutation returnNeed",
        "{ version statusReason status }",
        id=need["id"],
        version=need["version"],
        reason="请写明地点",
    )
    assert (back["status"], back["statusReason"]) == ("returned", "请写明地点")

    stale = firm.refused(
        "mutation changeNeed", "{ id }", id=need["id"], version=need["version"], input={"district": "宝山区"}
    )
    assert (stale["code"], stale["problem"]) == ("CONFLICT", "stale-version")

    changed = firm.do(
        "mutation changeNeed", "{ version }", id=need["id"], version=back["version"], input={"district": "宝山区"}
    )
    wrong = boss.refused("mutation publishNeed", "{ id }", id=need["id"], version=changed["version"])
    assert (wrong["code"], wrong["problem"]) == ("CONFLICT", "wrong-state")
    need = firm.do("mutation submitNeed", "{ id version }", id=need["id"], version=changed["version"])
    need = boss.do("mutation publishNeed", "{ id version status expiresOn }", id=need["id"], version=need["version"])
    assert (need["status"], need["expiresOn"]) == ("published", "2019-09-28")

    street.house.come_to_rest()
    below = "{ suggestions(first: 5) { score parts { name weight } reasons { kind text } entry { id category } } }"
    suggestions = street.visitor.do("need", below, id=need["id"])["suggestions"]
    assert suggestions[0]["entry"]["category"] == "system_integration"
    assert all(one["parts"] and one["reasons"] for one in suggestions)


def test_private_parts_of_a_need_are_for_its_owner_and_the_organizer(street: Street) -> None:
    need = publish_need(street, street.firm)
    below = "{ title contact { phone } }"

    for person in (street.firm, street.organizer, street.auditor):
        assert person.do("need", below, id=need["id"])["contact"] == {"phone": "021-5550000"}
    assert street.visitor.refused("need", below, id=need["id"])["code"] == "UNAUTHENTICATED"
    assert street.rival.refused("need", below, id=need["id"])["code"] == "FORBIDDEN"
    assert street.visitor.refused("need", "{ history { person } }", id=need["id"])["code"] == "UNAUTHENTICATED"


def test_a_confidential_need_is_seen_by_nobody_else(street: Street) -> None:
    need = publish_need(street, street.firm, confidential=True, title="保密需求甲")

    listed = street.visitor.answer("{ needs(first: 100) { edges { node { id title } } } }")
    assert "保密需求甲" not in json.dumps(listed, ensure_ascii=False)
    for person in (street.visitor, street.rival):
        assert person.refused("need", "{ title }", id=need["id"])["code"] == "NOT_FOUND"
    assert street.firm.do("need", "{ title suggestions(first: 1) { score } }", id=need["id"])["title"] == "保密需求甲"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "长" * 121}, "title"),
        ({"title": "a\u0000b"}, "title"),
        ({"text": "x\u0007"}, "text"),
        ({"budgetMin": 5, "budgetMax": 3}, "budget_min"),
        ({"deadlineOn": "2019-02-30"}, "deadline_on"),
    ],
)
def test_bad_input_is_refused_with_its_field_and_writes_nothing(
    street: Street, changes: dict[str, Any], field: str
) -> None:
    count = "{ needs(mine: true, first: 1) { totalCount } }"
    before = street.rival.answer(count)

    document = "mutation($input: NeedInput!) { createNeed(input: $input) { id } }"
    (error,) = street.rival.answer(document, input=a_need(**changes))["errors"]

    assert (error["extensions"]["code"], error["extensions"]["field"]) == ("BAD_USER_INPUT", field)
    assert street.rival.answer(count) == before


def test_a_request_is_asked_and_answered_by_the_other_side(street: Street) -> None:
    need = publish_need(street, street.firm)
    asked = street.firm.refused(
        "mutation askRequest",
        "{ id }",
        input={"needId": need["id"], "entryId": "no-such-entry", "kind": Word("contact")},
    )
    assert asked["code"] in {"NOT_FOUND", "BAD_USER_INPUT"}
    (suggestion,) = street.firm.do("need", "{ suggestions(first: 1) { entry { id } } }", id=need["id"])["suggestions"]

    request = street.firm.do(
        "mutation askRequest",
        "{ id version state need { title } entry { id } expiresOn }",
        input={
            "needId": need["id"],
            "entryId": suggestion["entry"]["id"],
            "kind": Word("meeting"),
            "message": "请联系",
        },
    )
    assert (request["state"], request["entry"], request["expiresOn"]) == ("pending", suggestion["entry"], "2019-04-08")
    assert street.rival.refused("request", "{ id }", id=request["id"])["code"] in {"NOT_FOUND", "FORBIDDEN"}
    accepted = street.organizer.do("mutation acceptRequest", "{ state }", id=request["id"], version=request["version"])
    assert accepted == {"state": "accepted"}
