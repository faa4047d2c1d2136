"""The price of an operation: the number of fields it may resolve, lists counted at the length they are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    VariableNode,
    get_named_type,
    get_nullable_type,
    is_list_type,
)

# A connection's own list is as long as the connection's `first`, which is counted there.
_ROWS = frozenset({"edges", "nodes"})


@dataclass(frozen=True, slots=True)
class Term:
    """One field: it costs one, and what is below it costs as often as its list is long."""

    below: Prices
    size: int
    variable: str | None = None  # the variable that gives the size, when it is given


@dataclass(frozen=True, slots=True)
class Spread:
    """A fragment in place; its price is worked out once per request however often it is spread."""

    name: str


Prices = tuple[Term | Spread, ...]


@dataclass(frozen=True)
class Bill:
    """The prices of one operation and of the fragments it may spread, waiting for the variables."""

    prices: Prices
    fragments: Mapping[str, Prices]

    def total(self, variables: Mapping[str, Any]) -> int:
        """Add up with the real values of `first: $n`; runs in time linear in the document."""
        known: dict[str, int] = {}

        def add(prices: Prices) -> int:
            total = 0
            for price in prices:
                if isinstance(price, Spread):
                    if price.name not in known:
                        known[price.name] = add(self.fragments[price.name])
                    total += known[price.name]
                else:
                    total += 1 + (_length(price, variables) * add(price.below) if price.below else 0)
            return total

        return add(self.prices)


def _length(term: Term, variables: Mapping[str, Any]) -> int:
    given = variables.get(term.variable) if term.variable else None
    return max(0, given) if type(given) is int else term.size


class Pricer:
    """Writes bills for valid documents of one schema.

    `sizes` names the usual length of lists without a `first`, as `{"Suggestion.parts": 8}`; others count as `page`.
    """

    def __init__(self, schema: GraphQLSchema, *, page: int, sizes: Mapping[str, int] | None = None) -> None:
        self._schema, self._page, self._sizes = schema, page, dict(sizes or {})

    def bill(self, operation: OperationDefinitionNode, fragments: Mapping[str, FragmentDefinitionNode]) -> Bill:
        """Price one operation; the document must have passed validation, so that every name is known."""
        root = self._schema.get_root_type(operation.operation)
        inner = {
            name: tuple(self._walk(one.selection_set.selections, self._type(one.type_condition.name.value)))
            for name, one in fragments.items()
        }
        return Bill(tuple(self._walk(operation.selection_set.selections, root)), inner)

    def _type(self, name: str) -> Any:
        return self._schema.get_type(name)

    def _walk(self, selections: Sequence[Any], parent: Any) -> Iterator[Term | Spread]:
        for node in selections:
            if isinstance(node, FragmentSpreadNode):
                yield Spread(node.name.value)
            elif isinstance(node, InlineFragmentNode):
                on = self._type(node.type_condition.name.value) if node.type_condition else parent
                yield from self._walk(node.selection_set.selections, on)
            else:
                yield from self._field(node, parent)

    def _field(self, node: FieldNode, parent: Any) -> Iterator[Term]:
        field = getattr(parent, "fields", {}).get(node.name.value)
        if field is None:  # __typename, and introspection, which graphql-core bounds by a rule of its own
            return
        inner = node.selection_set
        below = tuple(self._walk(inner.selections, get_named_type(field.type))) if inner else ()
        size = self._sizes.get(f"{parent.name}.{node.name.value}", self._usual(node.name.value, field))
        for argument in node.arguments:
            if argument.name.value == "first":
                if isinstance(argument.value, VariableNode):
                    yield Term(below, size, argument.value.name.value)
                    return
                if isinstance(argument.value, IntValueNode):
                    size = int(argument.value.value)
        yield Term(below, max(0, size))

    def _usual(self, name: str, field: Any) -> int:
        if name in _ROWS:
            return 1
        return self._page if "first" in field.args or is_list_type(get_nullable_type(field.type)) else 1
