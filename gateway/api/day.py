"""The day of a conference (大会当日) in the schema: incidents, repairs and why, what to print again, standby."""

from typing import Any

import graphene
from graphql import GraphQLResolveInfo

from gateway.api import lists
from gateway.api.paging import connection_field, connection_type, rows, strings
from gateway.api.parties import SERVICE, Party, party_in
from gateway.api.resolving import Row, at, context_of, listed
from gateway.api.run_history import MeetingChange, Seat
from gateway.api.runs import Meeting, MeetingTable, Run
from gateway.connections import connection_of_rows, read_turn


def _party(key: str = "party_id") -> Any:
    def resolve(row: Row, info: GraphQLResolveInfo) -> Any:
        return party_in(row["conference_id"], row.get(key), info)

    return resolve


class Incident(graphene.ObjectType):
    """当日情况: what was reported, and the published meetings that it makes impossible."""

    id = graphene.NonNull(graphene.ID)
    version = graphene.Int()
    kind = graphene.Field(lists.IncidentKind, resolver=listed("kind"))
    kind_text = graphene.String()
    kind_text_en = graphene.String()
    party_id = graphene.ID()
    party = graphene.Field(Party, resolver=_party())
    table_id = graphene.ID()
    slots = strings("Slots that it closes; of a changed availability, all in which the party cannot meet.")
    note = graphene.String()
    state = graphene.Field(lists.IncidentState, resolver=listed("state"))
    reported_at = graphene.String()
    reported_by = graphene.String()
    meetings = rows(Meeting)


class AvailabilityChange(graphene.ObjectType):
    """A party that has said, since the list was published, that it can at other times."""

    party = graphene.Field(Party, resolver=_party())
    closed = strings("Slots in which it cannot any more.")
    opened = strings("Slots in which it can now.")
    meetings = rows(Meeting, description="Published meetings that this would cost.")


class Arrival(graphene.ObjectType):
    """签到: a party that is there."""

    party_id = graphene.NonNull(graphene.ID)
    party = graphene.Field(Party, resolver=_party())
    people = graphene.Int()
    arrived_at = graphene.String()
    version = graphene.Int()


class ConferenceDay(graphene.ObjectType):
    """当日一览: the list that counts, what is open against it, the repair that waits, who is there."""

    conference_id = graphene.ID()
    run = graphene.Field(Run, description="The published list; null while there is none.")
    proposal = graphene.Field(Run, description="The repair of it that is under way or waits to be approved.")
    slot_id = graphene.ID(description="The slot under way, or the next one.")
    open_count = graphene.Int()
    incidents = rows(Incident)
    changed = rows(AvailabilityChange)
    overdue = rows(Party, description="Parties whose first meeting has begun without them.")
    arrivals = rows(Arrival)

    @staticmethod
    def resolve_changed(day: Row, info: GraphQLResolveInfo) -> Any:
        """The lines know the conference, so that their parties can be found."""
        return [{**line, "conference_id": day["conference_id"]} for line in day["changed"]]

    @staticmethod
    def resolve_overdue(day: Row, info: GraphQLResolveInfo) -> Any:
        """The parties, the longest awaited first."""
        return [party_in(day["conference_id"], party_id, info) for party_id in day["overdue"]]


class RepairChange(graphene.ObjectType):
    """A meeting that a repair changes, and why."""

    change = graphene.Field(lists.MeetingDifference, resolver=listed("change"))
    demand = graphene.Field(Party)
    supply = graphene.Field(Party)
    before = graphene.Field(Seat)
    after = graphene.Field(Seat)
    reason = graphene.String(description="A stable code; `text` says it in words.")
    text = graphene.String()
    text_en = graphene.String()
    incident_id = graphene.ID(description="The incident that hit it, if one did.")


RepairChangeConnection = connection_type(RepairChange)


def _changes(told: Row, info: GraphQLResolveInfo, first: int | None = None, after: str | None = None) -> Any:
    return connection_of_rows(told["meetings"], read_turn(first, after))


class Repair(graphene.ObjectType):
    """调整方案: what a repair changes of the list it repairs."""

    run = graphene.Field(Run)
    parent = graphene.Field(Run)
    incidents = rows(Incident)
    unconsidered_count = graphene.Int(description="Incidents that were reported after it was proposed.")
    is_current = graphene.Boolean(description="False once another list was published.")
    kept = graphene.Int()
    moved = graphene.Int()
    reseated = graphene.Int()
    new = graphene.Int()
    dropped = graphene.Int()
    changes = connection_field(RepairChangeConnection, _changes, "Meetings that differ, in the order of the day.")


class ReprintSheet(graphene.ObjectType):
    """A party whose sheet is printed again; with no meeting left it is taken back."""

    party = graphene.Field(Party)
    number = graphene.Int(description="The number of its sheet.")
    meeting_count = graphene.Int()
    changes = rows(MeetingChange)
    sheet_url = graphene.String(description="Its new sheet as PDF.")


class ReprintSign(graphene.ObjectType):
    """A table whose sign is printed again."""

    table = graphene.Field(MeetingTable)
    changes = rows(MeetingChange)


class Reprints(graphene.ObjectType):
    """重印清单: the sheets and signs that differ between two lists."""

    run = graphene.Field(Run)
    since = graphene.Field(Run)
    parties = rows(ReprintSheet)
    tables = rows(ReprintSign)
    unchanged = graphene.Int(description="Sheets that stay as they are.")
    hall = graphene.Boolean(description="Whether the plan of the hall is printed again.")

    @staticmethod
    def resolve_parties(told: Row, info: GraphQLResolveInfo) -> Any:
        """The sheets with their addresses."""
        run_id = told["run"]["id"]
        return [
            {**one, "sheet_url": f"/files/conference/runs/{run_id}/parties/{one['party']['id']}/sheet.pdf"}
            for one in told["parties"]
        ]


class StandbyPair(graphene.ObjectType):
    """候补: two parties that do not meet yet and are both free in a slot."""

    slot_id = graphene.ID()
    place = graphene.Int()
    demand = graphene.Field(Party, resolver=_party("demand_id"))
    supply = graphene.Field(Party, resolver=_party("supply_id"))
    score = graphene.Float()
    wish = graphene.Field(lists.WishStrength, resolver=listed("wish"))
    free_tables = graphene.Int(description="Tables that nobody uses in the slot.")


def _run_of(told: Row) -> Row:
    return {**told, **told["counts"], "unconsidered_count": len(told["unconsidered"])}


class DayQuery(graphene.ObjectType):
    """What can be read of the day; for organizers and auditors."""

    conference_day = graphene.Field(ConferenceDay, conference_id=graphene.ID(required=True))
    repair = graphene.Field(Repair, run_id=graphene.ID(required=True))
    reprints = graphene.Field(
        Reprints,
        run_id=graphene.ID(required=True),
        since_id=graphene.ID(description="An earlier list; without, the one it took the place of."),
    )
    standby = rows(
        StandbyPair,
        conference_id=graphene.ID(required=True),
        slot_id=graphene.ID(description="Without, the slot under way and all that follow."),
        present_only=graphene.Boolean(description="Only parties that have checked in."),
    )

    @staticmethod
    def resolve_conference_day(_: Any, info: GraphQLResolveInfo, conference_id: str) -> Any:
        """The day at a glance."""
        context_of(info).must_be_known()
        return context_of(info).read(SERVICE, at("conferences", conference_id, "day"))

    @staticmethod
    def resolve_repair(_: Any, info: GraphQLResolveInfo, run_id: str) -> Any:
        """What a repair changes and why."""
        context_of(info).must_be_known()
        return _run_of(context_of(info).read(SERVICE, at("runs", run_id, "repair")))

    @staticmethod
    def resolve_reprints(_: Any, info: GraphQLResolveInfo, run_id: str, since_id: str = "") -> Any:
        """What to print again."""
        context_of(info).must_be_known()
        asked = {"since": since_id} if since_id else {}
        return context_of(info).read(SERVICE, at("runs", run_id, "reprints"), **asked)

    @staticmethod
    def resolve_standby(
        _: Any, info: GraphQLResolveInfo, conference_id: str, slot_id: str = "", present_only: bool = False
    ) -> Any:
        """Who could step in, as things stand now."""
        context_of(info).must_be_known()
        path = at("conferences", conference_id, "standby")
        asked = {"slot": slot_id} if slot_id else {}
        found = context_of(info).read(SERVICE, path, present=str(present_only).lower(), **asked)
        return [{**one, "conference_id": conference_id} for one in found["items"]]
