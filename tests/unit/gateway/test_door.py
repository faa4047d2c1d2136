"""The door: GraphQL over HTTP, one error shape, nothing hidden that helps and nothing shown that hurts."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import orjson
import pytest
from graphql import get_introspection_query

from gateway.door import Reply
from tests.unit.gateway.world import Desk, World

MODERN = "application/graphql-response+json"


def get(desk: Desk, query: str, *, accept: str = "", world: World | None = None) -> tuple[int, dict[str, Any]]:
    reply = desk.door.answer("GET", quote(query, safe="=&"), "", accept, b"", world or World())
    return reply.status, orjson.loads(reply.body)


def errors_of(reply: Reply) -> list[dict[str, Any]]:
    errors: list[dict[str, Any]] = orjson.loads(reply.body)["errors"]
    return errors


def test_a_query_is_answered_by_post_and_by_get() -> None:
    desk = Desk()

    assert desk.ask("query($n: String) { hello(name: $n) }", n="world") == {"data": {"hello": "Hello world"}}
    assert get(desk, 'query=query($n: String) { hello(name: $n) }&variables={"n":"world"}') == (
        200,
        {"data": {"hello": "Hello world"}},
    )


def test_answers_are_not_kept_by_caches_and_carry_the_id_of_the_request() -> None:
    reply = Desk().post("{ hello }")

    assert dict(reply.headers) == {
        "Content-Type": "application/json; charset=utf-8",
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        "X-Request-Id": "r-1",
    }


@pytest.mark.parametrize(
    ("accept", "status", "media"),
    [
        ("", 200, "application/json"),
        ("*/*", 200, "application/json"),
        ("application/json", 200, "application/json"),
        (MODERN, 400, MODERN),
        (f"application/json, {MODERN}", 400, MODERN),
        (f"{MODERN};q=0.5, application/json", 200, "application/json"),
        (f"{MODERN}; charset=utf-8, application/json; charset=utf-8", 400, MODERN),
        (f"{MODERN}; q=0, application/json", 200, "application/json"),
    ],
)
def test_the_status_of_an_invalid_document_follows_the_media_type(accept: str, status: int, media: str) -> None:
    reply = Desk().post("{ nothing }", accept=accept)

    assert (reply.status, dict(reply.headers)["Content-Type"]) == (status, f"{media}; charset=utf-8")


def test_a_mutation_by_get_is_refused_and_changes_nothing() -> None:
    world = World()

    status, payload = get(Desk(), 'query=mutation { rename(id: "1", name: "x") { id } }', world=world)

    assert status == 405
    assert payload["errors"][0]["extensions"]["code"] == "BAD_REQUEST"
    assert world.names["1"] == "firm 1"


def test_an_error_that_was_not_meant_for_people_is_hidden_and_reported() -> None:
    desk = Desk()

    assert desk.ask("{ hello boom }") == {
        "errors": [
            {
                "message": "Something went wrong; quote the request id.",
                "locations": [{"line": 1, "column": 9}],
                "path": ["boom"],
                "extensions": {
                    "code": "INTERNAL",
                    "messages": {
                        "zh": "系统出现意外错误，已记录，请引用请求编号。",
                        "en": "Something went wrong; quote the request id.",
                    },
                    "requestId": "r-1",
                },
            }
        ],
        "data": {"hello": "Hello you", "boom": None},
    }
    assert desk.hidden == [("secret: the password is 123", "r-1")]


def test_an_error_meant_for_people_is_shown_in_the_language_they_read() -> None:
    assert Desk().error("{ forbidden }")["message"] == "You are not allowed to do this."
    error = Desk().error("{ forbidden }", World(language="zh"))
    assert error["message"] == "你没有办理此事的权限。"
    assert error["extensions"]["code"] == "FORBIDDEN"


def test_a_value_that_the_schema_does_not_know_is_our_fault_and_hidden() -> None:
    desk = Desk()

    payload = desk.ask('{ firm(id: "1") { name colour } }')

    assert payload["data"] == {"firm": {"name": "firm 1", "colour": None}}
    assert payload["errors"][0]["extensions"]["code"] == "INTERNAL"
    assert desk.hidden == [("Enum 'Colour' cannot represent value: 'BEIGE'", "r-1")]


@pytest.mark.parametrize(
    ("document", "variables", "code", "field"),
    [
        ("{ hello", {}, "GRAPHQL_PARSE_FAILED", None),
        ("{ helo }", {}, "GRAPHQL_VALIDATION_FAILED", "helo"),
        ("{ hello(nam: 1) }", {}, "GRAPHQL_VALIDATION_FAILED", "nam"),
        ("query($p: Paint!) { paint(paint: $p) }", {}, "BAD_USER_INPUT", "p"),
        ("query($p: Paint!) { paint(paint: $p) }", {"p": {"name": 5}}, "BAD_USER_INPUT", "p.name"),
        (
            "query($p: Paint!) { paint(paint: $p) }",
            {"p": {"name": "a", "layers": [{"thickness": 1}, {"thickness": "x"}]}},
            "BAD_USER_INPUT",
            "p.layers[1].thickness",
        ),
        (
            "query($p: Paint!) { paint(paint: $p) }",
            {"p": {"name": "a", "colour": "BLUE"}},
            "BAD_USER_INPUT",
            "p.colour",
        ),
        ("query($n: Int) { number(n: $n) }", {"n": None}, "BAD_USER_INPUT", "n"),
    ],
)
def test_bad_input_names_its_code_and_field(
    document: str, variables: dict[str, Any], code: str, field: str | None
) -> None:
    desk = Desk()

    error = desk.error(document, **variables)

    assert (error["extensions"]["code"], error["extensions"].get("field")) == (code, field)
    assert error["extensions"]["messages"]["zh"].endswith(error["extensions"]["messages"]["en"])
    assert desk.hidden == []


def test_variables_that_do_not_fit_are_answered_without_data() -> None:
    reply = Desk().post("query($p: Paint!) { paint(paint: $p) }", accept=MODERN, p=5)

    assert reply.status == 400
    assert orjson.loads(reply.body).keys() == {"errors"}


def test_several_operations_need_a_name() -> None:
    document = "query A { hello } query B { number }"
    desk = Desk()

    chosen = desk.door.answer(
        "POST", "", "application/json", "", orjson.dumps({"query": document, "operationName": "B"}), World()
    )

    assert orjson.loads(chosen.body) == {"data": {"number": 1}}
    assert desk.error(document)["extensions"]["field"] == "operationName"


def test_introspection_is_allowed() -> None:
    payload = Desk().ask(get_introspection_query())

    assert "errors" not in payload
    assert payload["data"]["__schema"]["queryType"]["name"] == "Query"


def test_a_document_is_answered_the_same_when_it_comes_again() -> None:
    desk = Desk()

    first, again = (desk.ask("query($n: Int!) { number(n: $n) }", n=n) for n in (1, 2))

    assert (first, again) == ({"data": {"number": 1}}, {"data": {"number": 2}})
