"""Setting up a conference: when and where, who comes, when they can and whom they wish to meet."""

from typing import Any

import graphene
from graphql import GraphQLResolveInfo

from gateway.api import lists
from gateway.api.conference import Conference
from gateway.api.paging import strings
from gateway.api.parties import SERVICE, Party
from gateway.api.resolving import at, context_of, plain

_ID = graphene.ID(required=True)


class ConferenceChanges(graphene.InputObjectType):
    """What changes of a conference; what is left out stays as it is."""

    title = graphene.String()
    starts_on = graphene.String(description="YYYY-MM-DD")
    venue = graphene.String()
    min_meetings = graphene.Int(description="Of a party, unless it says otherwise.")
    max_meetings = graphene.Int(description="Of a party, unless it says otherwise.")


class ConferenceInput(ConferenceChanges):
    """A conference to plan."""

    year = graphene.Int()
    scope = graphene.InputField(lists.Scope)
    demo = graphene.Boolean()


class SessionInput(graphene.InputObjectType):
    """A part of a day."""

    id = graphene.ID()
    title = graphene.String()
    starts_at = graphene.String(required=True)
    ends_at = graphene.String(required=True)


class DayInput(graphene.InputObjectType):
    """A day and its sessions."""

    date = graphene.String(required=True)
    sessions = graphene.List(graphene.NonNull(SessionInput), required=True)


class TimetableInput(graphene.InputObjectType):
    """Days, sessions and how long a meeting lasts."""

    days = graphene.List(graphene.NonNull(DayInput), required=True)
    slot_minutes = graphene.Int(required=True)
    buffer_minutes = graphene.Int()


class TableInput(graphene.InputObjectType):
    """A table; `partyId` for a party that sits there all day."""

    id = graphene.ID()
    name = graphene.String(required=True)
    party_id = graphene.ID()
    unavailable = strings()


class PartyChanges(graphene.InputObjectType):
    """What changes of a party; what is left out stays as it is."""

    name = graphene.String()
    min_meetings = graphene.Int()
    max_meetings = graphene.Int()


class PartyInput(PartyChanges):
    """A party to add; its name is its organisation's unless it says another."""

    organisation_id = graphene.ID()
    organisation_name = graphene.String()
    side = graphene.InputField(lists.Side)
    entry_id = graphene.ID()
    need_id = graphene.ID()
    entry_ids = graphene.List(graphene.NonNull(graphene.ID))
    need_ids = graphene.List(graphene.NonNull(graphene.ID))


class WishInput(graphene.InputObjectType):
    """Whom a party must, wants to or will never meet."""

    party_id = graphene.ID(required=True)
    strength = graphene.InputField(lists.WishStrength, required=True)


class ConferenceMutation(graphene.ObjectType):
    """Changes to a conference and its parties; each answers the noun it changed."""

    create_conference = graphene.Field(Conference, input=ConferenceInput(required=True))
    change_conference = graphene.Field(
        Conference, id=_ID, version=graphene.Int(required=True), input=ConferenceChanges(required=True)
    )
    set_timetable = graphene.Field(
        Conference, conference_id=_ID, version=graphene.Int(required=True), input=TimetableInput(required=True)
    )
    set_tables = graphene.Field(
        Conference,
        conference_id=_ID,
        version=graphene.Int(required=True),
        count=graphene.Int(),
        tables=graphene.List(graphene.NonNull(TableInput)),
    )
    add_party = graphene.Field(Party, conference_id=_ID, input=PartyInput(required=True))
    invite_parties = graphene.Field(
        Conference,
        conference_id=_ID,
        least_score=graphene.Int(description="0 to 1000: how well an entry must fit some need to be invited."),
        description="Invite the organisations of all published needs and of the entries that fit them.",
    )
    change_party = graphene.Field(Party, id=_ID, version=graphene.Int(required=True), input=PartyChanges(required=True))
    remove_party = graphene.Field(Conference, id=_ID, version=graphene.Int(required=True))
    set_availability = graphene.Field(
        Party,
        party_id=_ID,
        version=graphene.Int(required=True),
        unavailable=graphene.List(graphene.NonNull(graphene.ID), required=True),
    )
    set_wishes = graphene.Field(
        Party,
        party_id=_ID,
        version=graphene.Int(required=True),
        wishes=graphene.List(graphene.NonNull(WishInput), required=True),
    )

    @staticmethod
    def resolve_create_conference(_: Any, info: GraphQLResolveInfo, input: Any) -> Any:
        """Plan a conference."""
        return _write(info, "POST", "/conferences", input)

    @staticmethod
    def resolve_change_conference(_: Any, info: GraphQLResolveInfo, id: str, version: int, input: Any) -> Any:
        """Change a conference."""
        return _write(info, "PATCH", at("conferences", id), input, version)

    @staticmethod
    def resolve_set_timetable(_: Any, info: GraphQLResolveInfo, conference_id: str, version: int, input: Any) -> Any:
        """Set days, sessions and slots."""
        return _write(info, "PUT", at("conferences", conference_id, "timetable"), input, version)

    @staticmethod
    def resolve_set_tables(_: Any, info: GraphQLResolveInfo, conference_id: str, version: int, **said: Any) -> Any:
        """Set the tables, by number or one by one."""
        return _write(info, "PUT", at("conferences", conference_id, "tables"), said, version)

    @staticmethod
    def resolve_add_party(_: Any, info: GraphQLResolveInfo, conference_id: str, input: Any) -> Any:
        """Add one party."""
        return _write(info, "POST", at("conferences", conference_id, "parties"), input)

    @staticmethod
    def resolve_invite_parties(_: Any, info: GraphQLResolveInfo, conference_id: str, **said: Any) -> Any:
        """Invite everybody who may come."""
        _write(info, "POST", at("conferences", conference_id, "invite"), said)
        return context_of(info).read(SERVICE, at("conferences", conference_id))

    @staticmethod
    def resolve_change_party(_: Any, info: GraphQLResolveInfo, id: str, version: int, input: Any) -> Any:
        """Change a party."""
        return _write(info, "PATCH", at("parties", id), input, version)

    @staticmethod
    def resolve_remove_party(_: Any, info: GraphQLResolveInfo, id: str, version: int) -> Any:
        """Take a party off the list; the conference is answered, since the party is gone."""
        context = context_of(info)
        context.must_be_known()
        party = context.read(SERVICE, at("parties", id))
        _write(info, "DELETE", at("parties", id), None, version)
        return context.read(SERVICE, at("conferences", party["conference_id"]))

    @staticmethod
    def resolve_set_availability(
        _: Any, info: GraphQLResolveInfo, party_id: str, version: int, unavailable: list[str]
    ) -> Any:
        """Say when a party cannot meet."""
        return _write(info, "PUT", at("parties", party_id, "availability"), {"unavailable": unavailable}, version)

    @staticmethod
    def resolve_set_wishes(_: Any, info: GraphQLResolveInfo, party_id: str, version: int, wishes: Any) -> Any:
        """Say whom a party wishes to meet."""
        return _write(info, "PUT", at("parties", party_id, "wishes"), {"wishes": wishes}, version)


def _write(info: GraphQLResolveInfo, method: str, path: str, body: Any = None, version: int | None = None) -> Any:
    return context_of(info).write(SERVICE, method, path, plain(body), version=version)
