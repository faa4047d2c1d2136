"""Limits: what is too large is refused before it costs anything."""

from __future__ import annotations

import time
from typing import Any

import pytest

from gateway.limits import Limits
from tests.unit.gateway.world import Desk, World

DEEP = "{ firm(id: 1) { " + "parent { " * 10 + "id" + " }" * 10 + " } }"
TOO_DEEP = "{ firm(id: 1) { " + "parent { " * 11 + "id" + " }" * 11 + " } }"
CHAIN = "{hello ...f0}" + "".join(f"fragment f{i} on Query{{hello ...f{i + 1}}}" for i in range(19))
LAST = "fragment f19 on Query{hello}"


def test_twelve_levels_are_served_and_thirteen_are_not() -> None:
    assert "data" in Desk().ask(DEEP)
    assert Desk().error(TOO_DEEP)["message"] == "The selection is nested deeper than 12 levels."


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ("{" + " ".join(f"a{i}: hello" for i in range(16)) + "}", "There are more than 15 aliases."),
        ("{" + "hello " * 51 + "}", "One field is repeated more than 10 times."),
        ("{" + "... {hello} " * 11 + "}", "One field is repeated more than 10 times."),
        ("{" + "...f " * 51 + "} fragment f on Query {hello}", "One selection set has more than 50 fields."),
        ("{" + "hello " * 2000 + "}", "The query has more than 2000 tokens."),
        (CHAIN + LAST + "fragment g on Query{hello}", "There are more than 20 fragments."),
        (" ".join(f"query q{i} {{hello}}" for i in range(11)), "There are more than 10 operations."),
        ("{firm(id:1)" + "{parent" * 150 + "{id}" + "}" * 150 + "}", "The selection is nested too deeply."),
    ],
)
def test_a_document_that_is_too_large_says_in_which_way(document: str, message: str) -> None:
    error = Desk().error(document)

    assert error["message"] == message
    assert error["extensions"]["code"] == "LIMIT_EXCEEDED"


def test_depth_counts_through_fragments_and_a_chain_of_twenty_is_served() -> None:
    assert Desk().ask(CHAIN + LAST) == {"data": {"hello": "Hello you"}}
    error = Desk().error("{firm(id: 1) {...a}}" + "fragment a on Firm {" + "parent {" * 11 + "id" + "}" * 12)
    assert error["message"] == "The selection is nested deeper than 12 levels."


def test_a_fragment_that_spreads_itself_is_refused_with_its_name() -> None:
    error = Desk().error("{...a} fragment a on Query{...b} fragment b on Query{...a}")

    assert error["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"
    assert error["extensions"]["field"] == "a"


@pytest.mark.parametrize(
    "document",
    [
        pytest.param(
            "{"
            + " ".join(f"...f{i}" for i in range(20))
            + "}"
            + "".join(f"fragment f{i} on Query{{{'hello ' * 10}firm(id:1){{{'id ' * 10}}}}}" for i in range(20)),
            id="fields that overlap across fragments",
        ),
        pytest.param(
            "{firm(id:1){...f0}}"
            + "".join(f"fragment f{i} on Firm{{parent{{...f{i + 1}}} sister{{...f{i + 1}}}}}" for i in range(10))
            + "fragment f10 on Firm{id}",
            id="fragments that double at every step",
        ),
        pytest.param("{" + "firm(id:1){parent{id id id id id id id id id}} " * 10 + "}", id="fields that return"),
        pytest.param("query(" + " ".join(f"$v{i}:Int" for i in range(400)) + "){hello}", id="many variables"),
    ],
)
def test_documents_made_to_be_slow_cost_little_work(document: str) -> None:
    started = time.thread_time()

    payload = Desk().ask(document)

    assert time.thread_time() - started < 1
    assert payload.keys() <= {"data", "errors"}


@pytest.mark.parametrize(
    ("document", "variables", "cost"),
    [
        ("{ firms(first: 7) { totalCount edges { node { id name } } } }", {}, 3 + 7 * 3),
        ("query($n: Int) { firms(first: $n) { edges { node { id } } } }", {"n": 100}, 2 + 100 * 2),
        ("query($n: Int) { firms(first: $n) { edges { node { id } } } }", {}, 2 + 20 * 2),
        ("query($n: Int) { firms(first: $n) { edges { node { id } } } }", {"n": 100.0}, 2 + 100 * 2),
        ("query($n: Int = 90) { firms(first: $n) { edges { node { id } } } }", {}, 2 + 90 * 2),
        ("query($n: Int) { firms(first: $n) { edges { node { id } } } }", {"n": -5}, 2),
        ("{ firms { ... on FirmConnection { edges { cursor } } } }", {}, 2 + 20),
        ("{ firms(first: 2) { ...f } } fragment f on FirmConnection { edges { cursor } }", {}, 2 + 100),
        ("{ all { friends { id } } hello }", {}, 1 + 20 * (1 + 20) + 1),
        ("{ __schema { types { name } } hello }", {}, 1),
    ],
)
def test_a_list_costs_as_much_as_it_is_asked_to_be_long(document: str, variables: dict[str, Any], cost: int) -> None:
    exact = Desk(Limits(cost=cost)).ask(document, **variables)
    below = Desk(Limits(cost=cost - 1)).error(document, **variables)

    assert "errors" not in exact
    assert below["message"] == f"The operation may cost {cost}, over {cost - 1}."


def test_what_costs_too_much_is_refused_before_anything_is_loaded() -> None:
    world = World()

    error = Desk().error("{ all { friends { friends { friends { id } } } } }", world)

    assert error["extensions"]["code"] == "LIMIT_EXCEEDED"
    assert world.calls == []
