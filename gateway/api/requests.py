"""对接申请 (requests) in the schema: one side asks for contact or a meeting, the other answers."""

from typing import Any

import graphene
from graphql import GraphQLResolveInfo

from gateway.api import lists
from gateway.api.catalogue import Entry, load_entries
from gateway.api.matching import SERVICE
from gateway.api.needs import Need, load_needs
from gateway.api.paging import connection_field, connection_type
from gateway.api.resolving import at, context_of, listed, loaded, plain
from gateway.connections import connection_of_page, read_turn


class Request(graphene.ObjectType):
    """对接申请: somebody asks for contact or a meeting."""

    id = graphene.NonNull(graphene.ID)
    version = graphene.Int(description="Goes into every change as `version`; a stale one is refused.")
    kind = graphene.Field(lists.RequestKind, resolver=listed("kind"))
    need = graphene.Field(Need, resolver=loaded(load_needs, "need_id"))
    need_id = graphene.ID()
    entry = graphene.Field(Entry, resolver=loaded(load_entries, "entry_id"))
    entry_id = graphene.ID()
    asked_by_side = graphene.Field(lists.Side, resolver=listed("asked_by_side"))
    from_organisation = graphene.ID()
    to_organisation = graphene.ID()
    message = graphene.String()
    state = graphene.Field(lists.RequestState, resolver=listed("state"))
    asked_at = graphene.String()
    expires_on = graphene.String()
    decided_at = graphene.String()
    reason = graphene.String()


RequestConnection = connection_type(Request)


class RequestInput(graphene.InputObjectType):
    """What is asked of whom."""

    need_id = graphene.ID(required=True)
    entry_id = graphene.ID(required=True)
    kind = graphene.InputField(lists.RequestKind, required=True)
    message = graphene.String()


def _requests(
    _: Any, info: GraphQLResolveInfo, first: int | None = None, after: str | None = None, **asked: Any
) -> dict[str, Any]:
    turn = read_turn(first, after)
    context_of(info).must_be_known()
    return connection_of_page(context_of(info).read(SERVICE, "/requests", **plain(asked), **turn.params), turn)


class RequestsQuery(graphene.ObjectType):
    """What can be read of requests; nothing for visitors."""

    requests = connection_field(
        RequestConnection,
        _requests,
        "Requests one's organisation sent or was sent; all of them for organizers.",
        state=graphene.Argument(lists.RequestState),
        need=graphene.ID(),
        entry=graphene.ID(),
        mine=graphene.Boolean(),
    )
    request = graphene.Field(Request, id=graphene.ID(required=True))

    @staticmethod
    def resolve_request(_: Any, info: GraphQLResolveInfo, id: str) -> Any:
        """One request."""
        context_of(info).must_be_known()
        return context_of(info).read(SERVICE, at("requests", id))


def _answer(verb: str) -> Any:
    def resolve(_: Any, info: GraphQLResolveInfo, id: str, version: int, reason: str | None = None) -> Any:
        body = {"reason": reason or ""} if verb == "decline" else None
        return context_of(info).write(SERVICE, "POST", at("requests", id, verb), body, version=version)

    arguments = {"id": graphene.ID(required=True), "version": graphene.Int(required=True)}
    if verb == "decline":
        arguments["reason"] = graphene.String()
    return graphene.Field(Request, resolver=resolve, **arguments)


class RequestsMutation(graphene.ObjectType):
    """Asking and answering."""

    ask_request = graphene.Field(Request, input=RequestInput(required=True))
    accept_request = _answer("accept")
    decline_request = _answer("decline")
    withdraw_request = _answer("withdraw")

    @staticmethod
    def resolve_ask_request(_: Any, info: GraphQLResolveInfo, input: Any) -> Any:
        """Ask the other side."""
        return context_of(info).write(SERVICE, "POST", "/requests", plain(input))
