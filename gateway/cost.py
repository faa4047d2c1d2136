"""The price of an operation: the number of fields it may resolve, lists counted at the length they are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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
    SelectionSetNode,
    VariableNode,
    get_named_type,
    get_nullable_type,
    is_list_type,
)

# A connection's own list, which is as long as the connection's `first`.
_ROWS = frozenset({"edges", "nodes"})


@dataclass(frozen=True, slots=True)
class Length:
    """How long a list is: what the variable says, when there is one and it says a number, else `size`."""

    size: int
    variable: str | None = None

    def under(self, variables: Mapping[str, Any]) -> int:
        """The length in one request."""
        given = variables.get(self.variable) if self.variable else None
        is_number = type(given) is int or (type(given) is float and given.is_integer())
        return max(0, int(given) if given is not None and is_number else self.size)


@dataclass(frozen=True, slots=True)
class Term:
    """One field: it costs one, and what is below it costs as often as its list is long."""

    below: Prices
    length: Length


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
    defaults: Mapping[str, int]

    def total(self, variables: Mapping[str, Any]) -> int:
        """Add up with the real values of `first: $n`; runs in time linear in the document."""
        known: dict[str, int] = {}
        given = {**self.defaults, **variables}

        def add(prices: Prices) -> int:
            total = 0
            for price in prices:
                if isinstance(price, Spread):
                    if price.name not in known:
                        known[price.name] = add(self.fragments[price.name])
                    total += known[price.name]
                else:
                    total += 1 + (price.length.under(given) * add(price.below) if price.below else 0)
            return total

        return add(self.prices)


class Pricer:
    """Writes bills for valid documents of one schema.

    `sizes` names the usual length of lists without a `first`, as `{"Suggestion.parts": 8}`; others count as `page`.
    The rows of a connection count as often as its `first` says, what stands beside them once.
    """

    def __init__(
        self, schema: GraphQLSchema, *, page: int, longest: int, sizes: Mapping[str, int] | None = None
    ) -> None:
        self._schema, self._page, self._longest, self._sizes = schema, page, Length(longest), dict(sizes or {})

    def bill(self, operation: OperationDefinitionNode, fragments: Mapping[str, FragmentDefinitionNode]) -> Bill:
        """Price one operation; the document must have passed validation, so that every name is known."""
        root = self._schema.get_root_type(operation.operation)
        inner = {
            # A fragment on a connection is priced once for all places, so its rows count as the longest page.
            name: tuple(self._walk(one.selection_set, self._type(one.type_condition.name.value), self._longest))
            for name, one in fragments.items()
        }
        defaults = {
            one.variable.name.value: int(one.default_value.value)
            for one in operation.variable_definitions
            if isinstance(one.default_value, IntValueNode)
        }
        return Bill(tuple(self._walk(operation.selection_set, root, self._longest)), inner, defaults)

    def _type(self, name: str) -> Any:
        return self._schema.get_type(name)

    def _walk(self, selected: SelectionSetNode, parent: Any, rows: Length) -> Iterator[Term | Spread]:
        """Price a selection; `rows` is the length of the parent's own list, should it be a connection."""
        for node in selected.selections:
            if isinstance(node, FragmentSpreadNode):
                yield Spread(node.name.value)
            elif isinstance(node, InlineFragmentNode):
                on = self._type(node.type_condition.name.value) if node.type_condition else parent
                yield from self._walk(node.selection_set, on, rows)
            elif isinstance(node, FieldNode):
                yield from self._field(node, parent, rows)

    def _field(self, node: FieldNode, parent: Any, rows: Length) -> Iterator[Term]:
        field = getattr(parent, "fields", {}).get(node.name.value)
        if field is None:  # __typename, and introspection, which graphql-core bounds by a rule of its own
            return
        kind = get_named_type(field.type)
        asked = self._asked(node, field)
        below = tuple(self._walk(node.selection_set, kind, asked)) if node.selection_set else ()
        if node.name.value in _ROWS:
            yield Term(below, rows)
        elif "first" in field.args and _ROWS & getattr(kind, "fields", {}).keys():
            yield Term(below, Length(1))
        else:
            yield Term(below, asked if "first" in field.args else self._usual(node.name.value, parent, field))

    def _asked(self, node: FieldNode, field: Any) -> Length:
        """What `first` says, else the length of a page."""
        for argument in node.arguments:
            if argument.name.value == "first" and isinstance(argument.value, VariableNode):
                return Length(self._page, argument.value.name.value)
            if argument.name.value == "first" and isinstance(argument.value, IntValueNode):
                return Length(int(argument.value.value))
        default = getattr(field.args.get("first"), "default_value", None)
        return Length(default if type(default) is int else self._page)

    def _usual(self, name: str, parent: Any, field: Any) -> Length:
        is_list = is_list_type(get_nullable_type(field.type))
        return Length(self._sizes.get(f"{parent.name}.{name}", self._page if is_list else 1))
