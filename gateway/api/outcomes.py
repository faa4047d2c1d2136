"""洽谈结果 (outcomes) in the schema: what both sides and the organizer state of a meeting, and what counts."""

from typing import Any

import graphene
from graphql import GraphQLResolveInfo

from gateway.api import lists
from gateway.api.needs import Need, load_needs
from gateway.api.paging import connection_field, connection_type, rows, strings
from gateway.api.parties import SERVICE
from gateway.api.resolving import Row, at, context_of, listed, plain
from gateway.connections import connection_of_page, read_turn

_ID = graphene.ID(required=True)


class Statement(graphene.ObjectType):
    """填报: what one of them says of a meeting; each side sees its own, the organizer all."""

    by = graphene.Field(lists.Speaker, resolver=listed("by"))
    held = graphene.Field(lists.Held, resolver=listed("held"))
    absent = graphene.Field(lists.AbsentSide, resolver=listed("absent"))
    rating = graphene.Int(description="1 to 5")
    intent = graphene.Boolean()
    contract = graphene.Boolean()
    amount = graphene.Int(description="Of the contract, in 万元.")
    follow_up = graphene.String()
    follow_up_on = graphene.String()
    person = graphene.String()
    said_at = graphene.String()
    version = graphene.Int(description="Goes into the next word on this meeting; 0 for the first.")


class MeetingOutcome(graphene.ObjectType):
    """What counts of a meeting: the organizer's word, else what one side says or both agree on."""

    held = graphene.Field(lists.Held, resolver=listed("held"))
    held_text = graphene.String()
    held_text_en = graphene.String()
    absent = graphene.Field(lists.AbsentSide, resolver=listed("absent"))
    absent_text = graphene.String()
    absent_text_en = graphene.String()
    intent = graphene.Boolean()
    contract = graphene.Boolean()
    amount = graphene.Int(description="In 万元.")
    rating_demand = graphene.Int()
    rating_supply = graphene.Int()
    disputed = strings("Fields in which the two sides differ; they count nothing until the organizer decides.")


class MeetingResult(graphene.ObjectType):
    """A meeting and what came of it."""

    id = graphene.NonNull(graphene.ID)
    conference_id = graphene.ID()
    demand_id = graphene.ID()
    supply_id = graphene.ID()
    demand_name = graphene.String()
    supply_name = graphene.String()
    starts_at = graphene.String()
    table = graphene.String()
    can_state = graphene.Boolean(description="It has begun, and the person asking has a say.")
    outcome = graphene.Field(MeetingOutcome, description="For organizers and auditors.")
    statements = rows(Statement)
    own = graphene.Field(Statement, description="The word of the person who asks.")
    closes = rows(Need, description="Needs that the contract may close.")

    @staticmethod
    def resolve_closes(result: Row, info: GraphQLResolveInfo) -> Any:
        """The needs behind a meeting that led to a contract."""
        loads = context_of(info).loads
        return [loads.ask(load_needs, need) for need in result.get("closes") or ()]


class OutcomeCounts(graphene.ObjectType):
    """How many meetings are in which state."""

    all = graphene.Int()
    open = graphene.Int(description="Nobody has stated anything yet.")
    held = graphene.Int()
    no_show = graphene.Int()
    disputed = graphene.Int()


MeetingResultConnection = connection_type(MeetingResult)


def _meetings(asked: Row, info: GraphQLResolveInfo, first: int | None = None, after: str | None = None) -> Any:
    turn = read_turn(first, after)
    path = at("conferences", asked["conference_id"], "outcomes")
    page = context_of(info).read(SERVICE, path, state=asked["state"], **turn.params)
    return connection_of_page(page, turn)


class Outcomes(graphene.ObjectType):
    """What came of the meetings of a conference; an organisation that takes part sees its own."""

    counts = graphene.Field(OutcomeCounts)
    meetings = connection_field(MeetingResultConnection, _meetings, "Meetings in the order of the day.")

    @staticmethod
    def resolve_counts(asked: Row, info: GraphQLResolveInfo) -> Any:
        """Counted over all, whatever state is asked for."""
        path = at("conferences", asked["conference_id"], "outcomes")
        return context_of(info).read(SERVICE, path, first=1)["counts"]


class OwnConference(graphene.ObjectType):
    """A conference in which one's organisation takes part and whose list is published."""

    id = graphene.NonNull(graphene.ID)
    title = graphene.String()
    year = graphene.Int()
    starts_on = graphene.String()
    venue = graphene.String()
    demo = graphene.Boolean()


class OutcomesQuery(graphene.ObjectType):
    """What came of meetings."""

    own_conferences = rows(OwnConference, description="Of one's own organisation, the latest first.")
    outcomes = graphene.Field(Outcomes, conference_id=_ID, state=graphene.Argument(lists.OutcomeState))
    outcome = graphene.Field(MeetingResult, conference_id=_ID, meeting_id=_ID)

    @staticmethod
    def resolve_own_conferences(_: Any, info: GraphQLResolveInfo) -> Any:
        """Where one's organisation takes part."""
        context_of(info).must_be_known()
        return context_of(info).read(SERVICE, "/own-conferences")["items"]

    @staticmethod
    def resolve_outcomes(_: Any, info: GraphQLResolveInfo, conference_id: str, state: Any = None) -> Any:
        """The meetings of a conference."""
        context_of(info).must_be_known()
        return {"conference_id": conference_id, "state": plain(state) or "all"}

    @staticmethod
    def resolve_outcome(_: Any, info: GraphQLResolveInfo, conference_id: str, meeting_id: str) -> Any:
        """One meeting."""
        context_of(info).must_be_known()
        return context_of(info).read(SERVICE, at("conferences", conference_id, "outcomes", meeting_id))


class OutcomeInput(graphene.InputObjectType):
    """What came of a meeting, in the words of whoever states it."""

    held = graphene.InputField(lists.Held, required=True)
    absent = graphene.InputField(lists.AbsentSide, description="Who did not come, when it was not held.")
    rating = graphene.Int(description="1 to 5")
    intent = graphene.Boolean()
    contract = graphene.Boolean()
    amount = graphene.Int(description="Of the contract, in 万元.")
    follow_up = graphene.String()
    follow_up_on = graphene.String(description="YYYY-MM-DD")


class OutcomesMutation(graphene.ObjectType):
    """Stating what came of meetings."""

    state_outcome = graphene.Field(
        MeetingResult,
        conference_id=_ID,
        meeting_id=_ID,
        version=graphene.Int(required=True, description="Of one's own earlier word, 0 for the first."),
        input=OutcomeInput(required=True),
    )

    @staticmethod
    def resolve_state_outcome(
        _: Any, info: GraphQLResolveInfo, conference_id: str, meeting_id: str, version: int, input: Any
    ) -> Any:
        """State it, or state it anew."""
        path = at("conferences", conference_id, "outcomes", meeting_id)
        return context_of(info).write(SERVICE, "PUT", path, plain(input), version=version)
