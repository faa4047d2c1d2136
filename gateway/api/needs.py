"""需求 (needs) in the schema: what enterprises and parks look for."""

from collections.abc import Mapping
from operator import itemgetter
from typing import Any

import graphene
from graphql import GraphQLResolveInfo

from gateway.api import lists
from gateway.api.catalogue import Contact
from gateway.api.matching import Suggestion, load_suggestions
from gateway.api.paging import connection_field, connection_type, rows, strings
from gateway.api.resolving import Row, at, context_of, listed, plain, private
from gateway.connections import MOST, connection_of_page, read_turn
from gateway.context import AskContext
from gateway.loads import Later

SERVICE = "needs"


def load_needs(ids: list[str], context: AskContext) -> Mapping[str, Row]:
    """Needs by id, one call for all of them; what this person may not see is not there."""
    page = context.read(SERVICE, "/needs", ids=ids, first=MOST)
    return {need["id"]: need for need in page["items"]}


class NeedEvent(graphene.ObjectType):
    """One step in the life of a need."""

    status = graphene.Field(lists.NeedStatus, resolver=listed("status"))
    at = graphene.String()
    person = graphene.String()
    reason = graphene.String()


class Need(graphene.ObjectType):
    """需求: what an enterprise or a park looks for."""

    id = graphene.NonNull(graphene.ID)
    version = graphene.Int(description="Goes into every change as `version`; a stale one is refused.")
    kind = graphene.Field(lists.NeedKind, resolver=listed("kind"))
    title = graphene.String()
    text = graphene.String()
    organisation_id = graphene.ID()
    organisation_name = graphene.String()
    industry = graphene.String()
    district = graphene.String()
    categories = graphene.List(graphene.NonNull(lists.Category))
    capabilities = strings()
    application_modes = graphene.List(graphene.NonNull(lists.ApplicationMode))
    work_items = graphene.List(graphene.NonNull(lists.WorkItem))
    budget_min = graphene.Int(description="万元")
    budget_max = graphene.Int(description="万元")
    deadline_on = graphene.String()
    languages = strings()
    confidential = graphene.Boolean()
    gbt23001_certified = graphene.Boolean()
    demo = graphene.Boolean()
    status = graphene.Field(lists.NeedStatus, resolver=listed("status"))
    status_reason = graphene.String()
    outcome = graphene.Field(lists.Outcome, resolver=listed("outcome"))
    expires_on = graphene.String()
    published_at = graphene.String()
    contact = graphene.Field(Contact, resolver=private("contact"))
    history = graphene.List(graphene.NonNull(NeedEvent), resolver=private("history"))
    suggestions = rows(Suggestion, first=graphene.Int(default_value=10), description="Entries that fit, best first.")
    suggested = graphene.Field(lambda: Suggested, first=graphene.Int(default_value=10))

    @staticmethod
    def resolve_suggestions(need: Row, info: GraphQLResolveInfo, first: int) -> Any:
        """Asked once for all needs of the page."""
        return _suggested(need, info, first).mapped(itemgetter("items"))

    @staticmethod
    def resolve_suggested(need: Row, info: GraphQLResolveInfo, first: int) -> Any:
        """The same with the policy they were made by."""
        return _suggested(need, info, first)


def _suggested(need: Row, info: GraphQLResolveInfo, first: int) -> Later:
    return context_of(info).loads.ask(load_suggestions, (need["id"], read_turn(first, None).size))


class Suggested(graphene.ObjectType):
    """How the suggestions of one need were made."""

    policy = graphene.String()
    seed = graphene.String(description="Breaks ties.")
    computed_at = graphene.String()
    stale = graphene.Boolean(description="Whether something has changed since.")
    weak = graphene.Boolean(description="Whether even the best one fits only loosely.")
    news = graphene.Int(description="How many came since the owner of the need looked.")
    items = rows(Suggestion)


NeedConnection = connection_type(Need)


def _needs(
    _: Any, info: GraphQLResolveInfo, first: int | None = None, after: str | None = None, **asked: Any
) -> dict[str, Any]:
    turn = read_turn(first, after)
    if asked.get("mine"):
        context_of(info).must_be_known()
    return connection_of_page(context_of(info).read(SERVICE, "/needs", **plain(asked), **turn.params), turn)


class NeedsQuery(graphene.ObjectType):
    """What can be read of needs."""

    needs = connection_field(
        NeedConnection,
        _needs,
        "Needs this person may see, newest first.",
        status=graphene.Argument(lists.NeedStatusFilter),
        kind=graphene.Argument(lists.NeedKind),
        organisation=graphene.ID(),
        mine=graphene.Boolean(description="Only those of one's own organisation, in every state."),
    )
    need = graphene.Field(Need, id=graphene.ID(required=True))

    @staticmethod
    def resolve_need(_: Any, info: GraphQLResolveInfo, id: str) -> Any:
        """One need."""
        return context_of(info).read(SERVICE, at("needs", id))
