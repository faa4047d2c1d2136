"""Batched loads: one call per loader and round, and a failure costs only the fields that needed it."""

from __future__ import annotations

from typing import Any

from graphql import execute_sync, parse

from gateway.execution import BatchedExecution
from tests.unit.gateway.world import SCHEMA, World


def run(document: str, world: World) -> tuple[Any, list[tuple[str, list[str | int] | None]]]:
    result = execute_sync(SCHEMA, parse(document), context_value=world, execution_context_class=BatchedExecution)
    return result.data, [(error.message, error.path) for error in result.errors or []]


def test_one_call_per_round_whatever_fields_aliases_and_items_ask() -> None:
    world = World()

    data, errors = run("{ all { parent { name parent { id } } again: parent { name } friends { id } } }", world)

    assert errors == []
    assert world.calls == [["1", "2", "3", "4", "5"], ["6", "7"]]
    assert data["all"][0] == {
        "parent": {"name": "firm 2", "parent": {"id": "3"}},
        "again": {"name": "firm 2"},
        "friends": [{"id": "2"}, {"id": "3"}],
    }
    assert data["all"][4] == {"parent": None, "again": None, "friends": [None, None]}


def test_a_failing_load_is_an_error_at_each_field_and_the_rest_is_answered() -> None:
    world = World(is_down=True)

    data, errors = run('{ hello a: firm(id: "1") { name } b: firm(id: "2") { name } }', world)

    assert data == {"hello": "Hello you", "a": None, "b": None}
    assert errors == [("The catalogue does not answer.", ["a"]), ("The catalogue does not answer.", ["b"])]
    assert world.calls == [["1", "2"]]


def test_one_broken_key_costs_its_own_places_only() -> None:
    world = World(broken_ids=frozenset({"3"}))

    data, errors = run('{ firm(id: "1") { parent { name } friends { name } } }', world)

    assert data == {"firm": {"parent": {"name": "firm 2"}, "friends": [{"name": "firm 2"}, None]}}
    assert errors == [("secret: row 7 is damaged", ["firm", "friends", 1])]


def test_a_null_where_none_may_be_rises_to_the_nearest_place_that_may_be_null() -> None:
    data, errors = run('{ firm(id: "2") { parent { id sister { id } } peers { id } } }', World())

    assert data == {"firm": {"parent": {"id": "3", "sister": {"id": "5"}}, "peers": [{"id": "3"}, {"id": "4"}]}}
    assert errors == []

    data, errors = run('{ firm(id: "4") { parent { id sister { id } } peers { id } } hello }', World())

    assert data == {"firm": {"parent": None, "peers": None}, "hello": "Hello you"}
    assert errors == [
        ("Cannot return null for non-nullable field Firm.sister.", ["firm", "parent", "sister"]),
        ("Cannot return null for non-nullable field Firm.peers.", ["firm", "peers", 1]),
    ]


def test_a_null_that_rises_to_the_root_takes_the_whole_answer() -> None:
    data, errors = run("{ hello must { name } }", World())

    assert data is None
    assert errors == [("Cannot return null for non-nullable field Query.must.", ["must"])]


def test_fields_of_a_mutation_run_one_after_the_other_and_see_what_the_one_before_wrote() -> None:
    world = World()

    data, errors = run(
        'mutation { a: rename(id: "1", name: "x") { name parent { name } } b: rename(id: "2", name: "y") { name } }',
        world,
    )

    assert errors == []
    assert data == {"a": {"name": "x", "parent": {"name": "firm 2"}}, "b": {"name": "y"}}
    assert world.calls == [["1"], ["2"], ["2"]]


def test_a_mutation_stops_at_a_field_that_may_not_be_null() -> None:
    world = World()

    data, errors = run('mutation { explode { id } rename(id: "1", name: "x") { name } }', world)

    assert data is None
    assert [path for _, path in errors] == [["explode"]]
    assert world.names["1"] == "firm 1"


def test_long_lists_of_keys_are_asked_in_batches_of_a_hundred() -> None:
    world = World(names={str(n): "x" for n in range(250)})

    data, _ = run("{ all { id } }", world)

    assert [one["id"] for one in data["all"]] == [str(n) for n in range(250)]
    assert [len(call) for call in world.calls] == [100, 100, 50]
