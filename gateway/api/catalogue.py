"""推荐目录 (the catalogue) in the schema: editions, entries, profiles, prerequisites."""

from collections.abc import Mapping
from typing import Any

import graphene
from graphql import GraphQLResolveInfo

from gateway.api import lists
from gateway.api.paging import connection_field, connection_type, rows, strings
from gateway.api.resolving import Row, at, context_of, listed, more, plain, private, whole
from gateway.connections import MOST, connection_of_page, read_turn
from gateway.context import AskContext

SERVICE = "catalogue"


def load_entries(ids: list[str], context: AskContext) -> Mapping[str, Row]:
    """Entries by id, one call for all of them."""
    page = context.read(SERVICE, "/entries", ids=ids, first=MOST)
    return {entry["id"]: entry for entry in page["items"]}


def load_editions(ids: list[str], context: AskContext) -> Mapping[str, Row]:
    """Editions by id; there are so few that they are all read at once."""
    return {edition["id"]: edition for edition in context.read(SERVICE, "/editions", first=MOST)["items"]}


class CategoryCount(graphene.ObjectType):
    """How many entries an edition has in one category."""

    category = graphene.Field(lists.Category)
    count = graphene.Int()


class DroppedEntry(graphene.ObjectType):
    """An entry that was not carried over, and why."""

    entry = graphene.Field(lambda: Entry, resolver=whole(load_entries, "entry"))
    reason = graphene.String()


class EditionDifference(graphene.ObjectType):
    """What changed from the edition before (换届)."""

    previous_id = graphene.ID()
    kept = rows(lambda: Entry, resolver=whole(load_entries, "kept"))
    added = rows(lambda: Entry, resolver=whole(load_entries, "added"))
    dropped = rows(DroppedEntry)


class RenewalDecision(graphene.ObjectType):
    """An entry of the edition before, and whether it is carried over: open, keep or drop."""

    entry = graphene.Field(lambda: Entry, resolver=whole(load_entries, "entry"))
    decision = graphene.String()
    reason = graphene.String()


class Edition(graphene.ObjectType):
    """年度目录: the catalogue of one year and scope."""

    id = graphene.NonNull(graphene.ID)
    version = graphene.Int(
        description="Goes into every change as `version`; a stale one is refused.",
        resolver=more(load_editions, "version"),
    )
    year = graphene.Int()
    scope = graphene.Field(lists.Scope, resolver=listed("scope"))
    title = graphene.String()
    document_number = graphene.String()
    status = graphene.Field(lists.EditionStatus, resolver=listed("status"))
    demo = graphene.Boolean(description="Whether it is fictional (演示).")
    in_use = graphene.Boolean(description="Whether it is the newest published one of its scope.")
    opened_at = graphene.String(resolver=more(load_editions, "opened_at"))
    published_at = graphene.String(resolver=more(load_editions, "published_at"))
    entry_count = graphene.Int(resolver=more(load_editions, "entry_count"))
    categories = rows(CategoryCount, resolver=more(load_editions, "categories"))
    entries = connection_field(
        lambda: EntryConnection,
        lambda edition, info, **turn: _entries(edition, info, edition=edition["id"], **turn),
        "Entries of this edition.",
    )
    difference = graphene.Field(EditionDifference)
    renewal = rows(RenewalDecision)

    @staticmethod
    def resolve_difference(edition: Row, info: GraphQLResolveInfo) -> Any:
        """The difference is worked out by the service when it is asked for."""
        return context_of(info).read(SERVICE, at("editions", edition["id"], "difference"))

    @staticmethod
    def resolve_renewal(edition: Row, info: GraphQLResolveInfo) -> Any:
        """Every entry of the edition before, with its decision; the organizer's working list."""
        context_of(info).must_be_known()
        return context_of(info).read(SERVICE, at("editions", edition["id"], "renewal"))["items"]


class Contact(graphene.ObjectType):
    """Whom to call or write to; never shown to visitors."""

    person = graphene.String()
    phone = graphene.String()
    email = graphene.String()


class Profile(graphene.ObjectType):
    """What a provider or platform says of itself."""

    description = graphene.String()
    capabilities = strings()
    industries = strings()
    application_modes = graphene.List(graphene.NonNull(lists.ApplicationMode))
    service_regions = strings()
    cases = strings()
    languages = strings()
    contact = graphene.Field(Contact, resolver=private("contact"))


class Completeness(graphene.ObjectType):
    """How much of a profile is there."""

    percent = graphene.Int()
    missing = strings("Names of the fields that are still empty.")


class Prerequisite(graphene.ObjectType):
    """必要条件: whether being listed meets the prerequisite of that year's subsidy in the same category."""

    year = graphene.Int()
    category = graphene.Field(lists.Category, resolver=listed("category"))
    met = graphene.Boolean()
    basis = graphene.String()
    basis_en = graphene.String()
    document_number = graphene.String()
    reason = graphene.String()


class Finding(graphene.ObjectType):
    """Something wrong or odd in what was handed in, and where: the cell of a sheet or the field of an entry."""

    cell = graphene.String()
    row = graphene.Int()
    column = graphene.String()
    field = graphene.String()
    value = graphene.String()
    code = graphene.String()
    title = graphene.String()
    title_en = graphene.String()


class Entry(graphene.ObjectType):
    """目录条目: a platform or a provider in one edition."""

    id = graphene.NonNull(graphene.ID)
    version = graphene.Int()
    edition = graphene.Field(Edition)
    name = graphene.String()
    short_name = graphene.String()
    company = graphene.String()
    organisation_id = graphene.ID()
    unified_code = graphene.String(description="统一社会信用代码")
    kind = graphene.Field(lists.EntryKind, resolver=listed("kind"))
    category = graphene.Field(lists.Category, resolver=listed("category"))
    reach = graphene.Field(lists.Reach, resolver=listed("reach"))
    official = graphene.Boolean()
    status = graphene.Field(lists.EntryStatus, resolver=listed("status"))
    withdrawn_reason = graphene.String()
    gbt23001_certified = graphene.Boolean()
    profile = graphene.Field(Profile)
    completeness = graphene.Field(Completeness)
    prerequisites = rows(Prerequisite)
    prerequisite = graphene.Field(Prerequisite, year=graphene.Int(required=True))
    warnings = rows(Finding, description="What looked odd about an entry just admitted.")

    @staticmethod
    def resolve_prerequisite(entry: Row, info: GraphQLResolveInfo, year: int) -> Any:
        """The statement for one year, also for a year in which the entry was not listed."""
        return context_of(info).read(SERVICE, at("entries", entry["id"], "prerequisite"), year=year)


EntryConnection: Any = connection_type(Entry)


def _entries(
    _: Any, info: GraphQLResolveInfo, first: int | None = None, after: str | None = None, **asked: Any
) -> dict[str, Any]:
    turn = read_turn(first, after)
    return connection_of_page(context_of(info).read(SERVICE, "/entries", **plain(asked), **turn.params), turn)


class CatalogueQuery(graphene.ObjectType):
    """What can be read of the catalogue."""

    editions = rows(
        Edition,
        description="Editions, newest first.",
        year=graphene.Int(),
        scope=graphene.Argument(lists.Scope),
        status=graphene.Argument(lists.EditionStatus),
    )
    edition = graphene.Field(Edition, id=graphene.ID(required=True))
    entry = graphene.Field(Entry, id=graphene.ID(required=True))
    entries = connection_field(
        EntryConnection,
        _entries,
        "Entries of the catalogue.",
        edition=graphene.ID(),
        category=graphene.Argument(lists.Category),
        kind=graphene.Argument(lists.EntryKind),
        organisation=graphene.ID(),
        in_use=graphene.Boolean(description="Only entries of the editions in use."),
    )

    @staticmethod
    def resolve_editions(_: Any, info: GraphQLResolveInfo, **asked: Any) -> Any:
        """There are a few editions a year, so they come as a list."""
        return context_of(info).read(SERVICE, "/editions", first=MOST, **plain(asked))["items"]

    @staticmethod
    def resolve_edition(_: Any, info: GraphQLResolveInfo, id: str) -> Any:
        """One edition."""
        return context_of(info).read(SERVICE, at("editions", id))

    @staticmethod
    def resolve_entry(_: Any, info: GraphQLResolveInfo, id: str) -> Any:
        """One entry."""
        return context_of(info).read(SERVICE, at("entries", id))
