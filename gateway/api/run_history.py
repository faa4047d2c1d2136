"""The history of a conference's lists in the schema: two of them side by side."""

from typing import Any

import graphene
from graphql import GraphQLResolveInfo

from gateway.api import lists
from gateway.api.paging import connection_field, connection_type, rows, strings
from gateway.api.parties import SERVICE, Party, Slot
from gateway.api.resolving import Row, at, context_of, listed, plain
from gateway.api.runs import MeetingTable, Run
from gateway.connections import connection_of_rows, read_turn


class FigurePair(graphene.ObjectType):
    """A figure of both lists."""

    name = graphene.String()
    before = graphene.Float()
    after = graphene.Float()


class Seat(graphene.ObjectType):
    """When and where two parties meet."""

    slot = graphene.Field(Slot)
    table = graphene.Field(MeetingTable)


class MeetingChange(graphene.ObjectType):
    """A meeting that differs between two lists."""

    change = graphene.Field(lists.MeetingDifference, resolver=listed("change"))
    demand = graphene.Field(Party)
    supply = graphene.Field(Party)
    before = graphene.Field(Seat, description="Null for a new meeting.")
    after = graphene.Field(Seat, description="Null for a meeting that was dropped.")


class PartyBalance(graphene.ObjectType):
    """What a party gained or lost from one list to the other."""

    party = graphene.Field(Party)
    change = graphene.Field(lists.PartyDifference, resolver=listed("change"))
    count_before = graphene.Int(description="Meetings in the earlier list.")
    count_after = graphene.Int()
    points_before = graphene.Int(description="How well its meetings fit, added up.")
    points_after = graphene.Int()
    is_short = graphene.Boolean(description="It has fewer meetings now than its minimum.")


MeetingChangeConnection = connection_type(MeetingChange)
PartyBalanceConnection = connection_type(PartyBalance)


def _rows_of(key: str) -> Any:
    def resolve(told: Row, info: GraphQLResolveInfo, first: int | None = None, after: str | None = None) -> Any:
        return connection_of_rows(told[key], read_turn(first, after))

    return resolve


class RunComparison(graphene.ObjectType):
    """名单比较: what leads from one list of a conference to another."""

    before = graphene.Field(Run)
    after = graphene.Field(Run)
    same_input = graphene.Boolean(description="Both were made from the same input.")
    figures = rows(FigurePair)
    kept = graphene.Int(description="Meetings that are the same in both: pair, slot and table.")
    moved = graphene.Int(description="Pairs that meet in another slot.")
    reseated = graphene.Int(description="Meetings at another table.")
    new = graphene.Int()
    dropped = graphene.Int()
    meetings = connection_field(MeetingChangeConnection, _rows_of("meetings"), "Meetings that differ.")
    parties = connection_field(
        PartyBalanceConnection, _rows_of("parties"), "Parties that gained or lost, came or left; most lost first."
    )


class ListChangeInput(graphene.InputObjectType):
    """A change of a meeting by hand."""

    act = graphene.InputField(lists.ListAct, required=True)
    demand = graphene.ID(required=True, description="The party of the demand side.")
    supply = graphene.ID(required=True, description="The party of the supply side.")
    slot = graphene.ID(description="For `add` and `move`.")
    table = graphene.ID(description="Any that is free, when left out.")
    release = strings("Codes of the conflicts of level `release` that the organizer releases.")


class ListConflict(graphene.ObjectType):
    """冲突: what stands against a change by hand."""

    place = graphene.Int(description="Which of the changes, from 0.")
    code = graphene.String()
    level = graphene.Field(lists.ConflictLevel, resolver=listed("level"))
    text = graphene.String()
    text_en = graphene.String()


class RevisedList(graphene.ObjectType):
    """The run that makes the changed list, and the conflicts that were met."""

    run = graphene.Field(Run, description="Null when it was only asked what would stand against the changes.")
    conflicts = rows(ListConflict)


class RunHistoryMutation(graphene.ObjectType):
    """Lists made from lists."""

    change_list = graphene.Field(
        RevisedList,
        id=graphene.ID(required=True),
        version=graphene.Int(description="The version of the run; needed unless it is a dry run."),
        changes=graphene.List(graphene.NonNull(ListChangeInput), required=True),
        dry_run=graphene.Boolean(description="Only tell what stands against the changes."),
        description="手工调整: make a draft from a list with changes; the list itself stays as it is.",
    )

    reuse_list = graphene.Field(
        Run,
        id=graphene.ID(required=True),
        version=graphene.Int(required=True),
        description="恢复旧版: take an earlier list up again as a draft; whatever is published stays.",
    )

    @staticmethod
    def resolve_reuse_list(_: Any, info: GraphQLResolveInfo, id: str, version: int) -> Any:
        """A new draft of exactly its meetings."""
        return context_of(info).write(SERVICE, "POST", at("runs", id, "reuse"), version=version)

    @staticmethod
    def resolve_change_list(
        _: Any, info: GraphQLResolveInfo, id: str, changes: Any, version: int | None = None, dry_run: bool = False
    ) -> Any:
        """Change a list by hand, or ask what would stand against it."""
        path = at("runs", id, "changes") + ("?dry_run=true" if dry_run else "")
        return context_of(info).write(SERVICE, "POST", path, {"changes": plain(changes)}, version=version)


class InputChange(graphene.ObjectType):
    """Something that is other than it was when a list was made."""

    kind = graphene.String()
    party_id = graphene.ID(description="Null when it is not about one party.")
    party_name = graphene.String()
    text = graphene.String()
    text_en = graphene.String()


class RunHistoryQuery(graphene.ObjectType):
    """Lists, and what became of them since."""

    input_changes = graphene.List(
        graphene.NonNull(InputChange),
        id=graphene.ID(required=True),
        description="资料变更: what has changed since the list of a run was made; nothing of it has changed the list.",
    )

    run_comparison = graphene.Field(
        RunComparison,
        id=graphene.ID(required=True, description="The later list."),
        with_id=graphene.ID(required=True, description="The list it is compared with."),
    )

    @staticmethod
    def resolve_input_changes(_: Any, info: GraphQLResolveInfo, id: str) -> Any:
        """What is other than it was, scores and accepted requests included."""
        context = context_of(info)
        context.must_be_known()
        return context.read(SERVICE, at("runs", id, "input-changes"))["items"]

    @staticmethod
    def resolve_run_comparison(_: Any, info: GraphQLResolveInfo, id: str, with_id: str) -> Any:
        """What leads from the one to the other."""
        context = context_of(info)
        context.must_be_known()
        told = context.read(SERVICE, at("runs", id, "comparison"), **{"with": with_id})
        return {**told, **told["counts"]}
