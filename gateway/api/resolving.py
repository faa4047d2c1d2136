"""How fields of the schema get their values: from the row at hand, from a batched load, or not at all for a visitor."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

import graphene
from graphql import GraphQLResolveInfo
from graphql.language import StringValueNode

from gateway.context import AskContext
from gateway.loads import Loader
from services.chassis.refusal import Forbidden

Row = Mapping[str, Any]
Resolver = Callable[..., Any]


def context_of(info: GraphQLResolveInfo) -> AskContext:
    """The context of the request at work."""
    context: AskContext = info.context
    return context


def at(*parts: str) -> str:
    """A path of a service; ids come from outside and must not reach another path than the one meant."""
    return "/" + "/".join(quote(part, safe="").replace(".", "%2E") for part in parts)


def loaded(loader: Loader, key: str) -> Resolver:
    """The noun whose id stands in the row under `key`, loaded together with all others of its kind."""

    def resolve(row: Row, info: GraphQLResolveInfo) -> Any:
        wanted = row.get(key)
        return context_of(info).loads.ask(loader, wanted) if wanted else None

    return resolve


def more(loader: Loader, name: str) -> Resolver:
    """A value that a short form of the noun leaves out: from the row when it is there, else from the whole noun."""

    def resolve(row: Row, info: GraphQLResolveInfo) -> Any:
        if name in row:
            return row[name]
        return context_of(info).loads.ask(loader, row["id"]).mapped(lambda noun: noun.get(name))

    return resolve


def whole(loader: Loader, name: str) -> Resolver:
    """Nouns that stand in the row in a short form, one or a list of them, in full."""

    def resolve(row: Row, info: GraphQLResolveInfo) -> Any:
        brief, loads = row[name], context_of(info).loads
        if isinstance(brief, list):
            return [loads.ask(loader, one["id"]) for one in brief]
        return loads.ask(loader, brief["id"]) if brief else None

    return resolve


def listed(name: str) -> Resolver:
    """A value of a closed list; services say "" where nothing is known, the schema says null."""

    def resolve(row: Row, info: GraphQLResolveInfo) -> Any:
        return row.get(name) or None

    return resolve


def private(name: str) -> Resolver:
    """A value that services leave out for those who may not see it.

    Raises Forbidden, so that nobody takes what is hidden for something that is not there.
    """

    def resolve(row: Row, info: GraphQLResolveInfo) -> Any:
        context_of(info).must_be_known()
        if name not in row:
            raise Forbidden("forbidden", name)
        return row[name]

    return resolve


def plain(value: Any) -> Any:
    """Input as services take it: enums as their identifiers, at any depth; what was not given stays out."""
    if isinstance(value, Mapping):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return getattr(value, "value", value)


def as_json(value: Any) -> Any:
    """Pass a value through as it is."""
    return value


class JSON(graphene.Scalar):
    """Any JSON value, for evidence and figures whose shape follows what they are about."""

    serialize = staticmethod(as_json)
    parse_value = staticmethod(as_json)

    @staticmethod
    def parse_literal(node: Any, _variables: Any = None) -> Any:
        """Literals are read as text; send objects as variables."""
        return node.value if isinstance(node, StringValueNode) else None
