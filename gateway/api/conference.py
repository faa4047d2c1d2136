"""供需对接大会 (conferences) in the schema; private to those who organize and take part."""

from typing import Any

import graphene
from graphql import GraphQLResolveInfo

from gateway.api import lists
from gateway.api.paging import connection_field, connection_type, rows, strings
from gateway.api.parties import SERVICE, Party, Slot, parties_field, party_in
from gateway.api.resolving import Row, at, context_of, listed
from gateway.api.runs import runs_field
from gateway.connections import connection_of_page, read_turn


class Session(graphene.ObjectType):
    """场次: a part of a day."""

    id = graphene.ID()
    title = graphene.String()
    starts_at = graphene.String()
    ends_at = graphene.String()


class Day(graphene.ObjectType):
    """A day of a conference."""

    date = graphene.String()
    sessions = rows(Session)


class Timetable(graphene.ObjectType):
    """Days, sessions and how long a meeting lasts."""

    slot_minutes = graphene.Int()
    buffer_minutes = graphene.Int()
    days = rows(Day)


class Table(graphene.ObjectType):
    """洽谈桌: where meetings take place."""

    id = graphene.ID()
    name = graphene.String()
    party = graphene.Field(Party, description="The party that sits there all day, if one does.")
    unavailable = strings("Slots in which the table cannot be used.")

    @staticmethod
    def resolve_party(table: Row, info: GraphQLResolveInfo) -> Any:
        """The party of a fixed table."""
        return party_in(table["conference_id"], table.get("party_id"), info) if table.get("party_id") else None


class Lack(graphene.ObjectType):
    """One thing that is missing before pairing can start."""

    code = graphene.String()
    text = graphene.String()
    text_en = graphene.String()


class Readiness(graphene.ObjectType):
    """What is missing for one party, or for the conference as a whole when there is no party."""

    party = graphene.Field(Party)
    missing = rows(Lack)

    @staticmethod
    def resolve_party(line: Row, info: GraphQLResolveInfo) -> Any:
        """The party the line is about."""
        return party_in(line["conference_id"], line.get("party_id"), info) if line.get("party_id") else None


class Conference(graphene.ObjectType):
    """供需对接大会."""

    id = graphene.NonNull(graphene.ID)
    version = graphene.Int(description="Goes into every change as `version`; a stale one is refused.")
    title = graphene.String()
    year = graphene.Int()
    scope = graphene.Field(lists.Scope, resolver=listed("scope"))
    starts_on = graphene.String()
    venue = graphene.String()
    demo = graphene.Boolean()
    min_meetings = graphene.Int()
    max_meetings = graphene.Int()
    timetable = graphene.Field(Timetable)
    slots = rows(Slot)
    tables = rows(Table)
    readiness = rows(Readiness)
    parties = parties_field
    runs = runs_field

    @staticmethod
    def resolve_tables(conference: Row, info: GraphQLResolveInfo) -> Any:
        """The tables know the conference, so that the parties sitting there can be found."""
        return [{**table, "conference_id": conference["id"]} for table in conference.get("tables") or ()]

    @staticmethod
    def resolve_readiness(conference: Row, info: GraphQLResolveInfo) -> Any:
        """Worked out by the service when it is asked for."""
        found = context_of(info).read(SERVICE, at("conferences", conference["id"], "readiness"))
        return [{**line, "conference_id": conference["id"]} for line in found["items"]]


ConferenceConnection = connection_type(Conference)


def _conferences(
    _: Any, info: GraphQLResolveInfo, first: int | None = None, after: str | None = None, **asked: Any
) -> dict[str, Any]:
    turn = read_turn(first, after)
    context_of(info).must_be_known()
    return connection_of_page(context_of(info).read(SERVICE, "/conferences", **asked, **turn.params), turn)


class ConferenceQuery(graphene.ObjectType):
    """What can be read of conferences; nothing for visitors."""

    conferences = connection_field(
        ConferenceConnection, _conferences, "Conferences, newest first.", year=graphene.Int()
    )
    conference = graphene.Field(Conference, id=graphene.ID(required=True))
    party = graphene.Field(Party, id=graphene.ID(required=True))

    @staticmethod
    def resolve_party(_: Any, info: GraphQLResolveInfo, id: str) -> Any:
        """One party, for its own organisation and for organizers."""
        context_of(info).must_be_known()
        return context_of(info).read(SERVICE, at("parties", id))

    @staticmethod
    def resolve_conference(_: Any, info: GraphQLResolveInfo, id: str) -> Any:
        """One conference."""
        context_of(info).must_be_known()
        return context_of(info).read(SERVICE, at("conferences", id))
