"""Connections of the schema: edges with cursors, page information, and a total only when it is asked for."""

from collections.abc import Callable
from typing import Any

import graphene

from gateway.connections import MOST


class PageInfo(graphene.ObjectType):
    """Whether more rows follow, and the cursor to go on after."""

    has_next_page = graphene.NonNull(graphene.Boolean)
    end_cursor = graphene.String()


def connection_type(node: Any, *, noun: str = "") -> Any:
    """The connection of a node type, with its edge type."""
    name = noun or node._meta.name
    edge = type(
        f"{name}Edge",
        (graphene.ObjectType,),
        {
            "__doc__": f"One {name} of a page.",
            "cursor": graphene.NonNull(graphene.String),
            "node": graphene.NonNull(node),
        },
    )
    fields = {
        "__doc__": f"A page of {name}.",
        "edges": graphene.NonNull(graphene.List(graphene.NonNull(edge))),
        "page_info": graphene.NonNull(PageInfo),
        "total_count": graphene.Int(description="How many there are in all, for this person."),
    }
    return type(f"{name}Connection", (graphene.ObjectType,), fields)


def connection_field(of: Any, resolver: Callable[..., Any], description: str, **arguments: Any) -> Any:
    """A field that answers a page; `first` is 20 unless given, at most 100."""
    return graphene.Field(
        of,
        resolver=resolver,
        description=description,
        first=graphene.Int(description=f"Rows of a page: 1 to {MOST}, 20 when not given."),
        after=graphene.String(description="The cursor of the row to go on after."),
        **arguments,
    )


def strings(description: str = "") -> Any:
    """A list of texts."""
    return graphene.List(graphene.NonNull(graphene.String), description=description or None)


def rows(of: Any, **options: Any) -> Any:
    """A list of items none of which is null; the list itself is null when it could not be had."""
    return graphene.List(graphene.NonNull(of), **options)
