"""Every write there is, asked by nobody in particular: the schema itself lists what must be refused."""

from __future__ import annotations

from typing import Any

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    get_named_type,
    is_composite_type,
)

from gateway.api.schema import build_schema
from tests.unit.gateway.paper import Paper

_LEAVES = {"ID": '"x"', "String": '"2019-05-01"', "Int": "1", "Float": "1", "Boolean": "true"}
MUTATION = build_schema().mutation_type
assert MUTATION is not None


def literal(kind: Any) -> str:
    """Some value of an input type, no larger than it must be."""
    if isinstance(kind, GraphQLNonNull):
        return literal(kind.of_type)
    if isinstance(kind, GraphQLList):
        return f"[{literal(kind.of_type)}]"
    if isinstance(kind, GraphQLEnumType):
        return next(iter(kind.values))
    if isinstance(kind, GraphQLInputObjectType):
        needed = {name: one.type for name, one in kind.fields.items() if isinstance(one.type, GraphQLNonNull)}
        return "{" + ", ".join(f"{name}: {literal(one)}" for name, one in needed.items()) + "}"
    return _LEAVES[kind.name]


def document_of(name: str) -> str:
    field = MUTATION.fields[name]  # type: ignore[union-attr]
    needed = {one: argument.type for one, argument in field.args.items() if isinstance(argument.type, GraphQLNonNull)}
    given = ", ".join(f"{one}: {literal(kind)}" for one, kind in needed.items())
    below = " { __typename }" if is_composite_type(get_named_type(field.type)) else ""
    return f"mutation {{ {name}{f'({given})' if given else ''}{below} }}"


def test_the_schema_lets_people_do_what_they_do_in_a_year() -> None:
    assert len(MUTATION.fields) >= 35  # type: ignore[union-attr]


@pytest.mark.parametrize("name", sorted(MUTATION.fields))
def test_a_visitor_writes_nothing_whatever_the_mutation(name: str) -> None:
    paper = Paper()

    payload = paper.ask(document_of(name))

    assert [error["extensions"]["code"] for error in payload["errors"]] == ["UNAUTHENTICATED"]
    assert payload["data"] == {name: None}
    assert paper.calls == []
