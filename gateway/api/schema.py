"""The schema of the house, assembled from one file per service, and its text."""

from functools import cache
from typing import Any

import graphene
from graphql import GraphQLResolveInfo, GraphQLSchema, print_schema

from gateway.api import lists
from gateway.api.catalogue import CatalogueQuery
from gateway.api.catalogue_changes import CatalogueMutation
from gateway.api.conference import ConferenceQuery
from gateway.api.conference_changes import ConferenceMutation
from gateway.api.day import DayQuery
from gateway.api.day_changes import DayMutation
from gateway.api.figures import FiguresMutation, FiguresQuery
from gateway.api.needs import NeedsQuery
from gateway.api.needs_changes import NeedsMutation
from gateway.api.objections import ObjectionsMutation, ObjectionsQuery
from gateway.api.outcomes import OutcomesMutation, OutcomesQuery
from gateway.api.parties_import import PartiesImportMutation
from gateway.api.plan_files import PlanFilesMutation
from gateway.api.requests import RequestsMutation, RequestsQuery
from gateway.api.resolving import context_of
from gateway.api.rule_prices import RulePricesMutation, RulePricesQuery
from gateway.api.run_history import RunHistoryMutation, RunHistoryQuery
from gateway.api.runs import RunsMutation, RunsQuery
from gateway.api.saved_searches import SavedSearchesMutation, SavedSearchesQuery
from gateway.api.search import SearchQuery

SIZES = {
    "Query.editions": 10,
    "Edition.categories": 8,
    "Entry.prerequisites": 2,
    "Suggestion.parts": 10,
    "Suggestion.reasons": 6,
    "SearchConnection.facets": 8,
    "Facet.buckets": 16,
    "SearchHit.highlights": 3,
    "Query.savedSearches": 10,
    "Readiness.missing": 3,
    "Run.files": 6,
    "Run.unprintable": 5,
    "RunComparison.figures": 10,
    "ConferenceDay.incidents": 10,
    "ConferenceDay.changed": 5,
    "ConferenceDay.overdue": 10,
    "ConferenceDay.arrivals": 100,
    "Incident.meetings": 6,
    "AvailabilityChange.meetings": 3,
    "Repair.incidents": 5,
    "Reprints.parties": 15,
    "Reprints.tables": 10,
    "ReprintSheet.changes": 2,
    "ReprintSign.changes": 2,
    "Query.standby": 60,
    "Query.inputChanges": 20,
    "RulePrices.items": 6,
    "Query.ownLists": 2,
    "Query.objections": 20,
    "OwnList.parties": 2,
    "OwnList.meetings": 8,
    "OwnList.objections": 3,
    "Plan.changes": 3,
    "Plan.excluded": 3,
    "Plan.lost": 3,
    "RevisedList.conflicts": 3,
    "Query.ownConferences": 5,
    "MeetingResult.statements": 3,
    "MeetingResult.closes": 1,
    "YearReport.sections": 5,
    "YearReport.conversion": 5,
    "ReportSection.figures": 12,
    "ProviderRecord.entries": 3,
    "ProviderRecord.figures": 5,
}
"""Usual lengths of lists without a `first`, for the price of an operation."""


class Viewer(graphene.ObjectType):
    """Who is asking."""

    person = graphene.String()
    organisation = graphene.ID()
    roles = graphene.List(graphene.NonNull(lists.Role))


class Query(
    SearchQuery,
    SavedSearchesQuery,
    CatalogueQuery,
    NeedsQuery,
    RequestsQuery,
    ConferenceQuery,
    RunsQuery,
    RunHistoryQuery,
    DayQuery,
    ObjectionsQuery,
    RulePricesQuery,
    OutcomesQuery,
    FiguresQuery,
    graphene.ObjectType,
):
    """Everything that can be read."""

    viewer = graphene.Field(Viewer, description="Who is asking; null for a visitor.")

    @staticmethod
    def resolve_viewer(_: Any, info: GraphQLResolveInfo) -> Any:
        """The person behind the token or the cookie."""
        actor = context_of(info).actor
        if actor.is_visitor:
            return None
        return {
            "person": actor.person,
            "organisation": actor.organisation or None,
            "roles": sorted(str(role) for role in actor.roles),
        }


class Mutation(
    SavedSearchesMutation,
    CatalogueMutation,
    NeedsMutation,
    RequestsMutation,
    PlanFilesMutation,
    PartiesImportMutation,
    ConferenceMutation,
    RunsMutation,
    RunHistoryMutation,
    DayMutation,
    ObjectionsMutation,
    RulePricesMutation,
    OutcomesMutation,
    FiguresMutation,
    graphene.ObjectType,
):
    """Everything a person does. Visitors are answered UNAUTHENTICATED."""


@cache
def build_schema() -> GraphQLSchema:
    """The schema; built once a process."""
    schema: GraphQLSchema = graphene.Schema(query=Query, mutation=Mutation).graphql_schema
    return schema


def print_sdl() -> str:
    """The schema as text, as it is committed under docs/reference."""
    return print_schema(build_schema()) + "\n"
