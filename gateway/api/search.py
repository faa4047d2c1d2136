"""Search in the schema: entries that fit a text and filters, why they were found, and how to narrow down."""

from typing import Any

import graphene
from graphql import FieldNode, GraphQLResolveInfo

from gateway.api.catalogue import Entry, load_entries
from gateway.api.paging import PageInfo, rows, strings
from gateway.api.resolving import Row, context_of, loaded, plain
from gateway.connections import connection, encode_cursor, read_turn

SERVICE = "search"


class SearchFilters(graphene.InputObjectType):
    """Hard filters; within one list any value is enough, between lists all must hold."""

    category = strings()
    kind = strings()
    reach = strings()
    industry = strings()
    region = strings()
    application_mode = strings()
    capability = strings()
    edition_year = graphene.List(graphene.NonNull(graphene.Int))
    scope = strings()
    edition = strings()


class Bucket(graphene.ObjectType):
    """One value of a facet, and how many would be found with it."""

    value = graphene.String()
    label = graphene.String()
    count = graphene.Int()
    selected = graphene.Boolean()


class Facet(graphene.ObjectType):
    """One way to narrow a search down."""

    name = graphene.String(resolver=lambda facet, info: facet.get("field"))
    buckets = rows(Bucket)


class Highlight(graphene.ObjectType):
    """Where a field of the entry answers the text: HTML-escaped, with `<mark>` around the words."""

    field = graphene.String()
    fragments = strings()


class SearchHit(graphene.ObjectType):
    """One entry that was found."""

    score = graphene.Float()
    entry = graphene.Field(Entry, resolver=loaded(load_entries, "entry_id"))
    highlights = rows(Highlight)


class SearchEdge(graphene.ObjectType):
    """One hit of a page."""

    cursor = graphene.NonNull(graphene.String)
    node = graphene.NonNull(SearchHit)


class SearchConnection(graphene.ObjectType):
    """A page of hits, best first."""

    total_count = graphene.Int()
    notices = strings("What was done to the query: words understood through the vocabulary, conditions relaxed.")
    notice_codes = strings("The same notices as stable codes.")
    weak = graphene.Boolean(description="Whether even the best hit is only loosely related.")
    facets = rows(Facet)
    edges = rows(SearchEdge)
    page_info = graphene.NonNull(PageInfo)

    @staticmethod
    def resolve_notices(found: Row, info: GraphQLResolveInfo) -> list[str]:
        """The notices in the reader's language."""
        return [notice[context_of(info).language] for notice in found["notices"]]

    @staticmethod
    def resolve_notice_codes(found: Row, info: GraphQLResolveInfo) -> list[str]:
        """The notices for programs."""
        return [notice["code"] for notice in found["notices"]]


class TypingSuggestion(graphene.ObjectType):
    """What somebody who is typing may mean."""

    text = graphene.String()
    kind = graphene.String(description="entry or concept")
    entry = graphene.Field(Entry, resolver=loaded(load_entries, "entry_id"))


class SearchQuery(graphene.ObjectType):
    """Finding entries by text."""

    search = graphene.Field(
        SearchConnection,
        text=graphene.String(default_value=""),
        filters=SearchFilters(),
        first=graphene.Int(),
        after=graphene.String(),
        exact=graphene.Boolean(default_value=False, description="Take the words as they stand."),
        include_demo=graphene.Boolean(default_value=False, description="Also find fictional entries (演示)."),
    )
    suggest = rows(
        TypingSuggestion,
        description="Completions while typing.",
        text=graphene.String(required=True),
        first=graphene.Int(default_value=8),
    )

    @staticmethod
    def resolve_search(
        _: Any, info: GraphQLResolveInfo, first: int | None = None, after: str | None = None, **asked: Any
    ) -> dict[str, Any]:
        """Facets are counted only when somebody wants them."""
        turn = read_turn(first, after)
        asked["filters"] = plain(asked.get("filters") or {})
        body = {**asked, **turn.params, "facets": _is_selected(info, "facets")}
        found = context_of(info).ask(SERVICE, "/search", {key: one for key, one in body.items() if one is not None})
        edges = [{"node": hit, "cursor": encode_cursor(hit["cursor"])} for hit in found["hits"]]
        return {**found, **connection(edges, has_next=found["has_next"], total=found["total"])}

    @staticmethod
    def resolve_suggest(_: Any, info: GraphQLResolveInfo, text: str, first: int) -> Any:
        """A few completions."""
        return context_of(info).read(SERVICE, "/suggest", text=text, first=read_turn(first, None).size)["items"]


def _is_selected(info: GraphQLResolveInfo, name: str) -> bool:
    """Whether the document may ask for a field right below this one; a fragment counts as a yes."""
    below = [one for node in info.field_nodes if node.selection_set for one in node.selection_set.selections]
    return any(not isinstance(one, FieldNode) or one.name.value == name for one in below)
