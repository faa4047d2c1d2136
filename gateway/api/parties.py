"""参会方 (parties) in the schema: who comes to a conference, when they can meet, and whom they wish to."""

from collections.abc import Mapping
from typing import Any

import graphene
from graphql import GraphQLResolveInfo

from gateway.api import lists
from gateway.api.catalogue import Entry, load_entries
from gateway.api.needs import Need, load_needs
from gateway.api.paging import connection_field, connection_type, rows, strings
from gateway.api.resolving import Row, at, context_of, listed, loaded, plain
from gateway.connections import MOST, connection_of_page, read_turn
from gateway.context import AskContext

SERVICE = "conference"

PartyKey = tuple[str, str]


def load_parties(keys: list[PartyKey], context: AskContext) -> Mapping[PartyKey, Row]:
    """Parties by (conference, id): every page of each conference asked for, since most of them are named in a plan."""
    found: dict[PartyKey, Row] = {}
    for conference_id in dict.fromkeys(conference for conference, _ in keys):
        after: str | None = None
        while after != "":
            path = at("conferences", conference_id, "parties")
            page = context.read(SERVICE, path, first=MOST, after=after)
            found.update({(conference_id, party["id"]): party for party in page["items"]})
            after = page["end_cursor"] if page["has_next"] else ""
    return found


def party_in(conference_id: str, party_id: str | None, info: GraphQLResolveInfo) -> Any:
    """One party of a conference, loaded with the others."""
    return context_of(info).loads.ask(load_parties, (conference_id, party_id)) if party_id else None


class Slot(graphene.ObjectType):
    """时段: when one meeting takes place."""

    id = graphene.ID()
    starts_at = graphene.String()
    ends_at = graphene.String()


class Wish(graphene.ObjectType):
    """Whom a party must, wants to or will never meet."""

    strength = graphene.Field(lists.WishStrength, resolver=listed("strength"))
    party = graphene.Field(lambda: Party)

    @staticmethod
    def resolve_party(wish: Row, info: GraphQLResolveInfo) -> Any:
        """The party wished for."""
        return party_in(wish["conference_id"], wish["party_id"], info)


class Party(graphene.ObjectType):
    """参会方: an organisation at a conference, on one side."""

    id = graphene.NonNull(graphene.ID)
    version = graphene.Int()
    side = graphene.Field(lists.Side, resolver=listed("side"))
    organisation_id = graphene.ID()
    organisation_name = graphene.String()
    name = graphene.String()
    entry = graphene.Field(Entry, resolver=loaded(load_entries, "entry_id"))
    entry_id = graphene.ID()
    need = graphene.Field(Need, resolver=loaded(load_needs, "need_id"))
    need_id = graphene.ID()
    entry_ids = graphene.List(graphene.NonNull(graphene.ID), description="All entries it comes with.")
    need_ids = graphene.List(graphene.NonNull(graphene.ID), description="All needs it comes with.")
    min_meetings = graphene.Int()
    max_meetings = graphene.Int()
    unavailable = strings("Slots in which the party cannot meet.")
    wishes = rows(Wish)

    @staticmethod
    def resolve_wishes(party: Row, info: GraphQLResolveInfo) -> Any:
        """The wishes know the conference, so that the parties they name can be found."""
        return [{**wish, "conference_id": party.get("conference_id")} for wish in party.get("wishes") or ()]


PartyConnection = connection_type(Party)


def parties_of(
    conference: Row, info: GraphQLResolveInfo, first: int | None = None, after: str | None = None, **asked: Any
) -> dict[str, Any]:
    """A page of a conference's parties."""
    turn = read_turn(first, after)
    path = at("conferences", conference["id"], "parties")
    return connection_of_page(context_of(info).read(SERVICE, path, **plain(asked), **turn.params), turn)


parties_field = connection_field(PartyConnection, parties_of, "Parties.", side=graphene.Argument(lists.Side))
