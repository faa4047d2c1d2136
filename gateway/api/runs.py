"""排期运行 (runs) and 对接名单 (plans) in the schema: how far a run is, and who meets whom, when and where."""

from collections.abc import Mapping
from typing import Any

import graphene
from graphql import GraphQLResolveInfo

from gateway.api import lists
from gateway.api.paging import connection_field, connection_type, rows
from gateway.api.parties import SERVICE, Party, Slot, party_in
from gateway.api.resolving import JSON, Row, at, context_of, listed, plain
from gateway.connections import connection_of_page, connection_of_rows, read_turn
from gateway.context import AskContext

FILES = "/files/conference/runs"


def load_plans(run_ids: list[str], context: AskContext) -> Mapping[str, Row]:
    """Plans by run; a plan is large and never changes, so each is a page of its own at the service."""
    return {run_id: context.read(SERVICE, at("runs", run_id, "plan")) for run_id in run_ids}


class MeetingTable(graphene.ObjectType):
    """洽谈桌: where a meeting takes place."""

    id = graphene.ID()
    name = graphene.String()


class Meeting(graphene.ObjectType):
    """一对一洽谈: two parties, a slot and a table."""

    id = graphene.ID()
    slot = graphene.Field(Slot)
    table = graphene.Field(MeetingTable)
    demand = graphene.Field(Party)
    supply = graphene.Field(Party)
    score = graphene.Float()
    locked = graphene.Boolean()


class Unmet(graphene.ObjectType):
    """A minimum, must or wish that the plan does not meet, with the reason."""

    party = graphene.Field(Party)
    counterpart = graphene.Field(Party)
    kind = graphene.String(description="must, want or min")
    reason = graphene.String(description="A stable code; `text` says it in words.")
    text = graphene.String()
    text_en = graphene.String()

    @staticmethod
    def resolve_party(unmet: Row, info: GraphQLResolveInfo) -> Any:
        """The party that misses something."""
        return party_in(unmet["conference_id"], unmet.get("party_id"), info)

    @staticmethod
    def resolve_counterpart(unmet: Row, info: GraphQLResolveInfo) -> Any:
        """The party it would have met, when one was named."""
        return party_in(unmet["conference_id"], unmet.get("counterpart_id"), info)


MeetingConnection = connection_type(Meeting)


def _meetings(
    plan: Row, info: GraphQLResolveInfo, first: int | None = None, after: str | None = None
) -> dict[str, Any]:
    return connection_of_rows(plan["meetings"], read_turn(first, after))


class Plan(graphene.ObjectType):
    """对接名单: the outcome of a run, with the proof of its quality."""

    meeting_count = graphene.Int()
    value = graphene.Float()
    bound = graphene.Float(description="No plan can be worth more.")
    gap = graphene.Float(description="How far the value may be from the best, as a share of the bound.")
    unmet = rows(Unmet)
    meetings = connection_field(MeetingConnection, _meetings, "Meetings in the order of the day.")
    fairness = JSON()

    @staticmethod
    def resolve_unmet(plan: Row, info: GraphQLResolveInfo) -> Any:
        """What is unmet knows the conference, so that its parties can be found."""
        return [{**one, "conference_id": plan["conference_id"]} for one in plan["unmet"]]


class Figure(graphene.ObjectType):
    """A named figure."""

    name = graphene.String()
    value = JSON()


class Run(graphene.ObjectType):
    """排期运行: one making of a plan."""

    id = graphene.NonNull(graphene.ID)
    version = graphene.Int()
    conference_id = graphene.ID()
    state = graphene.Field(lists.RunState, resolver=listed("state"))
    progress = graphene.Int(description="0 to 100")
    plan_state = graphene.Field(lists.PlanState, resolver=listed("plan_state"))
    figures = rows(Figure)
    input_hash = graphene.String()
    error = graphene.String()
    created_at = graphene.String()
    finished_at = graphene.String()
    plan = graphene.Field(Plan)
    xlsx_url = graphene.String(description="Where the plan can be fetched as Excel, once there is one.")
    json_url = graphene.String(description="Where the plan can be fetched as JSON, once there is one.")

    @staticmethod
    def resolve_figures(run: Row, info: GraphQLResolveInfo) -> Any:
        """Figures by name."""
        return [{"name": name, "value": value} for name, value in (run.get("figures") or {}).items()]

    @staticmethod
    def resolve_plan(run: Row, info: GraphQLResolveInfo) -> Any:
        """There is a plan once the run is done."""
        if run["state"] != "done":
            return None
        belongs = {"conference_id": run["conference_id"]}
        if run.get("plan"):
            return {**run["plan"], **belongs}
        return context_of(info).loads.ask(load_plans, run["id"]).mapped(lambda plan: {**plan, **belongs})

    @staticmethod
    def resolve_xlsx_url(run: Row, info: GraphQLResolveInfo) -> str | None:
        """The link, which asks for the same rights as the plan itself."""
        return f"{FILES}/{run['id']}/plan.xlsx" if run["state"] == "done" else None

    @staticmethod
    def resolve_json_url(run: Row, info: GraphQLResolveInfo) -> str | None:
        """The link, which asks for the same rights as the plan itself."""
        return f"{FILES}/{run['id']}/plan.json" if run["state"] == "done" else None


RunConnection = connection_type(Run)


def _runs(
    conference: Row, info: GraphQLResolveInfo, first: int | None = None, after: str | None = None
) -> dict[str, Any]:
    turn = read_turn(first, after)
    path = at("conferences", conference["id"], "runs")
    return connection_of_page(context_of(info).read(SERVICE, path, **turn.params), turn)


runs_field = connection_field(RunConnection, _runs, "Runs, newest first.")


class RunsQuery(graphene.ObjectType):
    """One run, to look how far it is."""

    run = graphene.Field(Run, id=graphene.ID(required=True))

    @staticmethod
    def resolve_run(_: Any, info: GraphQLResolveInfo, id: str) -> Any:
        """One run."""
        context_of(info).must_be_known()
        return context_of(info).read(SERVICE, at("runs", id))


class RunsMutation(graphene.ObjectType):
    """Making plans and deciding about them."""

    start_run = graphene.Field(
        Run,
        conference_id=graphene.ID(required=True),
        effort=graphene.Argument(lists.Effort),
        seed=graphene.Int(description="Breaks ties; recorded, so that the same run can be made again."),
    )
    cancel_run = graphene.Field(Run, id=graphene.ID(required=True), version=graphene.Int())
    publish_run = graphene.Field(Run, id=graphene.ID(required=True), version=graphene.Int())

    @staticmethod
    def resolve_start_run(_: Any, info: GraphQLResolveInfo, conference_id: str, **said: Any) -> Any:
        """Ask for a plan; it is made in the background."""
        return context_of(info).write(SERVICE, "POST", at("conferences", conference_id, "runs"), plain(said))

    @staticmethod
    def resolve_cancel_run(_: Any, info: GraphQLResolveInfo, id: str, version: int | None = None) -> Any:
        """Stop a run."""
        return context_of(info).write(SERVICE, "POST", at("runs", id, "cancel"), version=version)

    @staticmethod
    def resolve_publish_run(_: Any, info: GraphQLResolveInfo, id: str, version: int | None = None) -> Any:
        """Make the plan of a run the one that counts."""
        return context_of(info).write(SERVICE, "POST", at("runs", id, "publish"), version=version)
