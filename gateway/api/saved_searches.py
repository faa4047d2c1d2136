"""关注的检索 (saved searches) in the schema: what an organisation wants to be told of, and what came to answer it."""

from typing import Any

import graphene
from graphql import GraphQLResolveInfo

from gateway.api.catalogue import Entry, load_entries
from gateway.api.paging import rows
from gateway.api.resolving import JSON, Row, at, context_of, loaded, plain
from gateway.api.search import SERVICE, SearchFilters
from gateway.connections import read_turn

PLACE = "saved-searches"


class FoundEntry(graphene.ObjectType):
    """An entry that came to answer a saved search."""

    entry = graphene.Field(Entry, resolver=loaded(load_entries, "entry_id"))
    entry_id = graphene.ID()
    name = graphene.String(description="What it was called when it was found.")
    found_at = graphene.String()
    seen = graphene.Boolean()


class SavedSearch(graphene.ObjectType):
    """关注的检索: a search that is asked again whenever entries are new."""

    id = graphene.NonNull(graphene.ID)
    title = graphene.String()
    text = graphene.String()
    filters = graphene.Field(JSON, description="The filters in force: name → values.")
    created_at = graphene.String()
    unseen = graphene.Int(description="How many of the entries found nobody has looked at.")
    found = rows(
        FoundEntry,
        description="What came to answer it since it was saved, newest first.",
        first=graphene.Int(default_value=20),
    )

    @staticmethod
    def resolve_found(saved: Row, info: GraphQLResolveInfo, first: int) -> Any:
        """Read what was found."""
        size = read_turn(first, None).size
        return context_of(info).read(SERVICE, at(PLACE, saved["id"], "found"), first=size)["items"]


class SaveSearchInput(graphene.InputObjectType):
    """What is to be watched: some words, filters, or both."""

    title = graphene.String(description="What it is called; its text when not given.")
    text = graphene.String()
    filters = graphene.InputField(SearchFilters)


class SavedSearchesQuery(graphene.ObjectType):
    """What one's organisation has saved."""

    saved_searches = rows(SavedSearch, description="The saved searches of one's organisation, newest first.")

    @staticmethod
    def resolve_saved_searches(_: Any, info: GraphQLResolveInfo) -> Any:
        """Read them."""
        context_of(info).must_be_known()
        return context_of(info).read(SERVICE, f"/{PLACE}")["items"]


class SavedSearchesMutation(graphene.ObjectType):
    """Changes to saved searches; each answers the saved search concerned."""

    save_search = graphene.Field(
        SavedSearch, input=SaveSearchInput(required=True), description="关注: be told of news."
    )
    see_found = graphene.Field(
        SavedSearch, id=graphene.ID(required=True), description="Note that what was found has been looked at."
    )
    drop_saved_search = graphene.Field(SavedSearch, id=graphene.ID(required=True), description="不再关注.")

    @staticmethod
    def resolve_save_search(_: Any, info: GraphQLResolveInfo, input: Any) -> Any:
        """Save a search."""
        return context_of(info).write(SERVICE, "POST", f"/{PLACE}", plain(input))

    @staticmethod
    def resolve_see_found(_: Any, info: GraphQLResolveInfo, id: str) -> Any:
        """Note that it was looked at."""
        return context_of(info).write(SERVICE, "POST", at(PLACE, id, "seen"))

    @staticmethod
    def resolve_drop_saved_search(_: Any, info: GraphQLResolveInfo, id: str) -> Any:
        """Watch no longer."""
        return context_of(info).write(SERVICE, "DELETE", at(PLACE, id))
