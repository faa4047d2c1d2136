"""A small schema with awkward corners, and the door in front of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import orjson
from graphql import GraphQLError, GraphQLResolveInfo, GraphQLSchema, build_schema

from gateway.door import Door, Reply
from gateway.engine import Engine
from gateway.errors import Code, Fault
from gateway.limits import Limits
from gateway.loads import Loads

SDL = """
enum Colour { RED GREEN }
input Paint { name: String! colour: Colour layers: [Layer!] }
input Layer { thickness: Int! }
type Firm { id: ID! name: String parent: Firm sister: Firm! peers: [Firm!] friends: [Firm] colour: Colour }
type FirmEdge { cursor: String! node: Firm }
type FirmConnection { edges: [FirmEdge!]! totalCount: Int }
type Query {
  hello(name: String): String
  number(n: Int! = 1): Int
  firm(id: ID!): Firm
  firms(first: Int = 20): FirmConnection
  all: [Firm]
  paint(paint: Paint!): String
  boom: String
  forbidden: String
  must: Firm!
}
type Mutation { rename(id: ID!, name: String!): Firm explode: Firm! }
type Subscription { ticks: Int }
"""


@dataclass
class World:
    """The firms there are, what is broken about them, and every load that was made."""

    names: dict[str, str] = field(default_factory=lambda: {str(n): f"firm {n}" for n in range(1, 6)})
    broken_ids: frozenset[str] = frozenset()
    is_down: bool = False
    calls: list[list[str]] = field(default_factory=list)
    loads: Loads = field(default_factory=Loads)
    language: str = "en"
    request_id: str = "r-1"


def load_firms(ids: list[str], world: World) -> dict[str, Any]:
    world.calls.append(list(ids))
    if world.is_down:
        raise Fault(Code.UPSTREAM_UNAVAILABLE, "目录暂时没有回应。", "The catalogue does not answer.")
    broken: dict[str, Any] = {one: ValueError("secret: row 7 is damaged") for one in ids if one in world.broken_ids}
    return {one: {"id": one, "name": world.names[one]} for one in ids if one in world.names} | broken


def _firm_at(distance: int) -> Any:
    def resolve(firm: dict[str, Any], info: GraphQLResolveInfo) -> Any:
        return info.context.loads.ask(load_firms, str(int(firm["id"]) + distance))

    return resolve


def _neighbours(firm: dict[str, Any], info: GraphQLResolveInfo) -> list[Any]:
    return [info.context.loads.ask(load_firms, str(int(firm["id"]) + one)) for one in (1, 2)]


def _rename(_: Any, info: GraphQLResolveInfo, id: str, name: str) -> Any:
    info.context.names[id] = name
    return info.context.loads.ask(load_firms, id)


def _broken(*_: Any) -> Any:
    raise ValueError("secret: the password is 123")


def _forbidden(*_: Any) -> Any:
    raise Fault(Code.FORBIDDEN, "你没有办理此事的权限。", "You are not allowed to do this.")


def _firms(_: Any, info: GraphQLResolveInfo, first: int) -> dict[str, Any]:
    edges = [{"cursor": one, "node": {"id": one, "name": name}} for one, name in info.context.names.items()]
    return {"edges": edges[:first], "totalCount": len(edges)}


def make_schema() -> GraphQLSchema:
    schema = build_schema(SDL)
    resolvers: dict[str, dict[str, Any]] = {
        "Query": {
            "hello": lambda _, info, name="you": f"Hello {name}",
            "number": lambda _, info, n: n,
            "firm": lambda _, info, id: info.context.loads.ask(load_firms, id),
            "firms": _firms,
            "all": lambda _, info: [info.context.loads.ask(load_firms, one) for one in info.context.names],
            "paint": lambda _, info, paint: paint["name"],
            "boom": _broken,
            "forbidden": _forbidden,
            "must": lambda _, info: info.context.loads.ask(load_firms, "99"),
        },
        "Mutation": {"rename": _rename, "explode": _broken},
        "Firm": {
            "parent": _firm_at(1),
            "sister": _firm_at(2),
            "peers": _neighbours,
            "friends": _neighbours,
            "colour": lambda *_: "BEIGE",
        },
    }
    kinds: dict[str, Any] = dict(schema.type_map)
    for kind, fields in resolvers.items():
        for name, resolve in fields.items():
            kinds[kind].fields[name].resolve = resolve
    return schema


SCHEMA = make_schema()


@dataclass
class Desk:
    """The door with somebody standing in front of it."""

    limits: Limits = field(default_factory=Limits)
    hidden: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.engine = Engine(SCHEMA, limits=self.limits, on_hidden=self._note)
        self.door = Door(self.engine)

    def _note(self, error: GraphQLError, request_id: str) -> None:
        self.hidden.append((error.message, request_id))

    def post(self, query: str, world: World | None = None, *, accept: str = "", **variables: Any) -> Reply:
        body = orjson.dumps({"query": query, "variables": variables})
        return self.door.answer("POST", "", "application/json", accept, body, world or World())

    def ask(self, query: str, world: World | None = None, **variables: Any) -> dict[str, Any]:
        payload: dict[str, Any] = orjson.loads(self.post(query, world, **variables).body)
        return payload

    def error(self, query: str, world: World | None = None, **variables: Any) -> dict[str, Any]:
        """The only error of an answer."""
        (error,) = self.ask(query, world, **variables)["errors"]
        found: dict[str, Any] = error
        return found
