"""What an organizer does on the day: report, propose, approve, check in."""

from typing import Any

import graphene
from graphql import GraphQLResolveInfo

from gateway.api import lists
from gateway.api.day import Arrival, Incident
from gateway.api.parties import SERVICE, Party
from gateway.api.resolving import at, context_of, plain
from gateway.api.runs import Run

_ID = graphene.ID(required=True)
_VERSION = graphene.Int(required=True)


class IncidentInput(graphene.InputObjectType):
    """What happened: to which party or table, and from which slot on, or in exactly which slots."""

    kind = graphene.InputField(lists.IncidentKind, required=True)
    party_id = graphene.ID()
    table_id = graphene.ID()
    from_slot = graphene.ID(description="The first slot concerned; of a late party, the first in which it is there.")
    slots = graphene.List(
        graphene.NonNull(graphene.ID),
        description="Of a changed availability all in which the party cannot meet; without, what the party says now.",
    )
    note = graphene.String()


class DayMutation(graphene.ObjectType):
    """Changes of the day; the published list changes only when a repair is approved."""

    report_incident = graphene.Field(Incident, conference_id=_ID, input=IncidentInput(required=True))
    withdraw_incident = graphene.Field(Incident, id=_ID, version=_VERSION)
    propose_repair = graphene.Field(Run, conference_id=_ID, description="Have a repair of the list worked out.")
    approve_repair = graphene.Field(
        Run, run_id=_ID, version=_VERSION, description="批准: the repair becomes the published list."
    )
    check_in = graphene.Field(Arrival, party_id=_ID, people=graphene.Int())
    undo_check_in = graphene.Field(Party, party_id=_ID, version=_VERSION)

    @staticmethod
    def resolve_report_incident(_: Any, info: GraphQLResolveInfo, conference_id: str, input: Any) -> Any:
        """Report what happened; nothing changes yet."""
        path = at("conferences", conference_id, "incidents")
        told = context_of(info).write(SERVICE, "POST", path, plain(input))
        return {**told, "state": "open", "meetings": None}

    @staticmethod
    def resolve_withdraw_incident(_: Any, info: GraphQLResolveInfo, id: str, version: int) -> Any:
        """Take a report back."""
        return context_of(info).write(SERVICE, "POST", at("incidents", id, "withdraw"), version=version)

    @staticmethod
    def resolve_propose_repair(_: Any, info: GraphQLResolveInfo, conference_id: str) -> Any:
        """Ask for a repair; it is made in the background."""
        return context_of(info).write(SERVICE, "POST", at("conferences", conference_id, "repairs"))

    @staticmethod
    def resolve_approve_repair(_: Any, info: GraphQLResolveInfo, run_id: str, version: int) -> Any:
        """Make a repair the list that counts."""
        return context_of(info).write(SERVICE, "POST", at("runs", run_id, "approve"), version=version)

    @staticmethod
    def resolve_check_in(_: Any, info: GraphQLResolveInfo, party_id: str, people: int = 1) -> Any:
        """Say that a party is there."""
        return context_of(info).write(SERVICE, "POST", at("parties", party_id, "check-in"), {"people": people})

    @staticmethod
    def resolve_undo_check_in(_: Any, info: GraphQLResolveInfo, party_id: str, version: int) -> Any:
        """Take a check-in back; the party is answered."""
        context = context_of(info)
        context.write(SERVICE, "DELETE", at("parties", party_id, "check-in"), version=version)
        return context.read(SERVICE, at("parties", party_id))
