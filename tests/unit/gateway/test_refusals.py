"""What services refuse, told to the person who asked: the code, the field, and the service's own words."""

from __future__ import annotations

import pytest

from services.chassis.identity import Actor, Role
from tests.unit.gateway.paper import ORGANIZER, Paper, codes, need

ENTERPRISE = Actor("somebody", "org-1", frozenset({Role.ENTERPRISE}))


def test_a_contact_is_refused_to_visitors_and_to_those_the_service_does_not_tell() -> None:
    paper = Paper({"needs GET /needs/n-1": need("n-1"), "needs GET /needs/n-2": need("n-2", contact={"phone": "123"})})
    document = "query($id: ID!) { need(id: $id) { title contact { phone } } }"

    visitor = paper.ask(document, id="n-1")
    stranger = paper.ask(document, ENTERPRISE, id="n-1")
    owner = paper.ask(document, ENTERPRISE, id="n-2")

    assert visitor["data"] == stranger["data"] == {"need": {"title": "需求 n-1", "contact": None}}
    assert codes(visitor) == [("UNAUTHENTICATED", ["need", "contact"])]
    assert codes(stranger) == [("FORBIDDEN", ["need", "contact"])]
    assert owner == {"data": {"need": {"title": "需求 n-2", "contact": {"phone": "123"}}}}


@pytest.mark.parametrize(
    ("status", "problem", "code"),
    [
        (401, "unauthenticated", "UNAUTHENTICATED"),
        (403, "forbidden", "FORBIDDEN"),
        (404, "not-found", "NOT_FOUND"),
        (409, "wrong-state", "CONFLICT"),
        (412, "stale-version", "CONFLICT"),
        (422, "too-long", "BAD_USER_INPUT"),
        (400, "malformed-json", "BAD_USER_INPUT"),
        (503, "peer-unavailable", "UPSTREAM_UNAVAILABLE"),
    ],
)
def test_a_refusal_of_a_service_keeps_its_words_and_its_field(status: int, problem: str, code: str) -> None:
    answer = {"code": problem, "field": "title", "title": "不行。", "title_en": "No."}
    paper = Paper({"needs POST /needs/n-1/publish": (status, answer)})

    payload = paper.ask('mutation { publishNeed(id: "n-1", version: 4) { id } }', ORGANIZER)

    (error,) = payload["errors"]
    assert error["extensions"]["code"] == code
    if status < 500:
        assert error["message"] == "No."
        assert error["extensions"]["messages"] == {"zh": "不行。", "en": "No."}
        assert (error["extensions"]["field"], error["extensions"]["problem"]) == ("title", problem)
    assert paper.asked[0].headers["If-Match"] == '"4"'


def test_several_faults_of_one_input_are_all_told() -> None:
    faults = [
        {"code": "required", "field": "title", "title": "请填写标题。", "title_en": "A title is required."},
        {"code": "blank", "field": "text", "title": "正文不能为空。", "title_en": "The text is blank."},
    ]
    answer = {"code": "invalid-input", "field": "title", "title": "有 2 处问题。", "title_en": "Two faults."}
    paper = Paper({"needs POST /needs": (422, answer | {"errors": faults})})

    payload = paper.ask("mutation { createNeed(input: {}) { id } }", ENTERPRISE)

    assert payload["errors"][0]["extensions"]["errors"] == [
        {"problem": "required", "field": "title", "messages": {"zh": "请填写标题。", "en": "A title is required."}},
        {"problem": "blank", "field": "text", "messages": {"zh": "正文不能为空。", "en": "The text is blank."}},
    ]


def test_an_unknown_category_is_refused_with_its_place() -> None:
    paper = Paper()
    document = 'mutation($input: EntryInput!) { admitEntry(editionId: "x", input: $input) { id } }'

    payload = paper.ask(document, ORGANIZER, input={"name": "a", "company": "b", "category": "space_travel"})

    assert payload["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"
    assert payload["errors"][0]["extensions"]["field"] == "input.category"
    assert paper.calls == []


@pytest.mark.parametrize("id", ["../editions", "a/b", "..", ".", "a?b=c", "a#b", "%2e%2e", "目录"])
def test_an_id_cannot_reach_another_path(id: str) -> None:
    paper = Paper()

    payload = paper.ask("query($id: ID!) { entry(id: $id) { id } }", id=id)

    assert codes(payload) == [("NOT_FOUND", ["entry"])]
    assert paper.calls == [f"catalogue GET /entries/{id}"]
    assert paper.asked[0].params == {}
