"""意见 (objections) to lists in the schema, and the lists an organisation takes part in."""

from typing import Any

import graphene
from graphql import GraphQLResolveInfo

from gateway.api import lists
from gateway.api.paging import rows
from gateway.api.parties import SERVICE, Party
from gateway.api.resolving import Row, at, context_of, listed, plain
from gateway.api.runs import Meeting


class Objection(graphene.ObjectType):
    """意见: what a party says of a list that lies before it, and what became of it."""

    id = graphene.NonNull(graphene.ID)
    version = graphene.Int(description="Goes into every change as `version`; a stale one is refused.")
    run_id = graphene.ID()
    party_id = graphene.ID()
    party_name = graphene.String()
    meeting_id = graphene.ID(description="Null when it is about the whole list.")
    counterpart_name = graphene.String(description="Whom the party would meet.")
    text = graphene.String()
    state = graphene.Field(lists.ObjectionState, resolver=listed("state"))
    answer = graphene.String()
    created_at = graphene.String()
    settled_at = graphene.String()


class Occasion(graphene.ObjectType):
    """A conference as those who take part see it."""

    id = graphene.ID()
    title = graphene.String()
    venue = graphene.String()
    demo = graphene.Boolean()


class OwnList(graphene.ObjectType):
    """A list as an organisation may see it: its parties, its meetings, its objections."""

    run_id = graphene.ID()
    plan_state = graphene.Field(lists.PlanState, resolver=listed("plan_state"))
    conference = graphene.Field(Occasion)
    parties = rows(Party)
    meetings = rows(Meeting)
    objections = rows(Objection)


class ObjectionsQuery(graphene.ObjectType):
    """Objections, and the lists they are about."""

    own_lists = rows(OwnList, description="本单位的洽谈: lists that lie before one's organisation, or count.")
    objections = rows(
        Objection,
        run_id=graphene.ID(required=True),
        description="The objections to a list; an organisation that takes part sees its own.",
    )

    @staticmethod
    def resolve_own_lists(_: Any, info: GraphQLResolveInfo) -> Any:
        """For organisations that take part."""
        context = context_of(info)
        context.must_be_known()
        return context.read(SERVICE, "/own-lists")["items"]

    @staticmethod
    def resolve_objections(_: Any, info: GraphQLResolveInfo, run_id: str) -> Any:
        """In the order of their time."""
        context = context_of(info)
        context.must_be_known()
        return context.read(SERVICE, at("runs", run_id, "objections"))["items"]


class ObjectionsMutation(graphene.ObjectType):
    """Objecting, and settling."""

    raise_objection = graphene.Field(
        Objection,
        run_id=graphene.ID(required=True),
        party_id=graphene.ID(required=True),
        meeting_id=graphene.ID(description="Left out when it is about the whole list."),
        text=graphene.String(required=True),
        description="提意见: say what is wrong with a list that lies before the parties.",
    )
    settle_objection = graphene.Field(
        Objection,
        id=graphene.ID(required=True),
        version=graphene.Int(required=True),
        state=graphene.Argument(lists.ObjectionState, required=True, description="`accepted` or `declined`."),
        answer=graphene.String(required=True),
        description="处理意见: accept or decline, with an answer that the party sees.",
    )
    withdraw_objection = graphene.Field(
        Objection, id=graphene.ID(required=True), version=graphene.Int(required=True), description="撤回意见."
    )

    @staticmethod
    def resolve_raise_objection(_: Any, info: GraphQLResolveInfo, run_id: str, **said: Any) -> Any:
        """Object."""
        return _write(info, at("runs", run_id, "objections"), plain(said))

    @staticmethod
    def resolve_settle_objection(_: Any, info: GraphQLResolveInfo, id: str, version: int, **said: Any) -> Any:
        """Settle."""
        return _write(info, at("objections", id, "settle"), plain(said), version)

    @staticmethod
    def resolve_withdraw_objection(_: Any, info: GraphQLResolveInfo, id: str, version: int) -> Any:
        """Take back."""
        return _write(info, at("objections", id, "withdraw"), None, version)


def _write(info: GraphQLResolveInfo, path: str, body: Any, version: int | None = None) -> Row:
    written: Row = context_of(info).write(SERVICE, "POST", path, body, version=version)
    return written
