"""排期运行 (runs) and 对接名单 (plans) in the schema: how far a run is, and who meets whom, when and where."""

from collections.abc import Mapping
from typing import Any

import graphene
from graphql import GraphQLResolveInfo

from gateway.api import lists
from gateway.api.paging import connection_field, connection_type, rows, strings
from gateway.api.parties import SERVICE, Party, Slot, party_in
from gateway.api.plan_files import FILES, PlanFile, Unprintable, of_plan
from gateway.api.resolving import JSON, Row, at, context_of, listed, plain
from gateway.connections import connection_of_page, connection_of_rows, read_turn
from gateway.context import AskContext


def load_plans(run_ids: list[str], context: AskContext) -> Mapping[str, Row]:
    """Plans by run; a plan is large and never changes, so each is a page of its own at the service."""
    return {run_id: context.read(SERVICE, at("runs", run_id, "plan")) for run_id in run_ids}


def _named(key: str) -> Any:
    """A party as it stood when the plan was made, else as it stands now."""

    def resolve(unmet: Row, info: GraphQLResolveInfo) -> Any:
        party_id = unmet.get(key)
        return unmet["parties"].get(party_id) or party_in(unmet["conference_id"], party_id, info)

    return resolve


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

    party = graphene.Field(Party, resolver=_named("party_id"))
    counterpart = graphene.Field(Party, resolver=_named("counterpart_id"), description="Whom it would have met.")
    kind = graphene.String(description="must, want or min")
    kind_text = graphene.String()
    reason = graphene.String(description="A stable code; `text` says it in words.")
    shortfall = graphene.Int(description="Meetings that are missing to a minimum.")
    text = graphene.String()
    text_en = graphene.String()


class ListSeat(graphene.ObjectType):
    """When and where, by id."""

    slot = graphene.ID()
    table = graphene.ID()


class HandChange(graphene.ObjectType):
    """手工调整: what was done by hand to the list that this one was made from."""

    act = graphene.Field(lists.ListAct, resolver=listed("act"))
    demand = graphene.Field(Party, resolver=_named("demand"))
    supply = graphene.Field(Party, resolver=_named("supply"))
    before = graphene.Field(ListSeat)
    after = graphene.Field(ListSeat)
    conflicts = strings("Codes of the conflicts that were met.")


class ExcludedPair(graphene.ObjectType):
    """Two parties that no run may bring together, by the organizer's word."""

    demand = graphene.Field(Party, resolver=_named("demand"))
    supply = graphene.Field(Party, resolver=_named("supply"))


class LostMeeting(graphene.ObjectType):
    """A meeting of the earlier list that could not be kept."""

    demand = graphene.Field(Party, resolver=_named("demand"))
    supply = graphene.Field(Party, resolver=_named("supply"))
    slot = graphene.ID()
    table = graphene.ID()
    reason = graphene.String(description="A stable code; `text` says it in words.")
    text = graphene.String()
    text_en = graphene.String()


MeetingConnection = connection_type(Meeting)


def _with_names(key: str) -> Any:
    """A list of the plan whose rows name parties; kept from the parties themselves, who see only their meetings."""

    def resolve(plan: Row, info: GraphQLResolveInfo) -> Any:
        if plan.get(key) is None:
            return None
        known = {
            "parties": {party["id"]: party for party in plan.get("parties") or ()},
            "conference_id": plan["conference_id"],
        }
        return [{**one, **known} for one in plan[key]]

    return resolve


def _meetings(
    plan: Row, info: GraphQLResolveInfo, first: int | None = None, after: str | None = None
) -> dict[str, Any]:
    return connection_of_rows(plan["meetings"], read_turn(first, after))


class Plan(graphene.ObjectType):
    """对接名单: the outcome of a run, with the proof of its quality."""

    meeting_count = graphene.Int()
    value = graphene.Float()
    bound = graphene.Float(description="No plan can be worth more.")
    gap = graphene.Float(description="How far the value may be from the best, in percent of the value.")
    proof = graphene.String(description="How far the proof went.")
    unmet = rows(Unmet, resolver=_with_names("unmet"))
    changes = rows(HandChange, resolver=_with_names("changes"), description="Made by hand to the list before.")
    excluded = rows(ExcludedPair, resolver=_with_names("excluded"))
    lost = rows(LostMeeting, resolver=_with_names("lost"), description="Meetings of the list before that had to go.")
    meetings = connection_field(MeetingConnection, _meetings, "Meetings in the order of the day.")
    objective = JSON(description="The value by its parts.")
    fairness = JSON()
    idle = JSON(description="Gaps in the days of the parties.")
    cuts = JSON(description="Groups of parties whose minimum cannot be met, and what stands in the way.")


class Figure(graphene.ObjectType):
    """A named figure."""

    name = graphene.String()
    value = JSON()


class Run(graphene.ObjectType):
    """排期运行: one making of a plan."""

    id = graphene.NonNull(graphene.ID)
    version = graphene.Int(description="Goes into every change of its list; a stale one is refused.")
    number = graphene.Int(description="Which run of its conference it is, from 1.")
    mode = graphene.Field(lists.RunMode, resolver=listed("mode"))
    based_on = graphene.ID(description="The run whose list it started from.")
    input_changed = graphene.Boolean(
        description="Times, tables, parties or wishes are other than they were; null while nobody can say."
    )
    conference_id = graphene.ID()
    effort = graphene.Field(lists.Effort, resolver=listed("effort"))
    seed = graphene.Int(description="Breaks ties; the same seed and input make the same plan.")
    state = graphene.Field(lists.RunState, resolver=listed("state"))
    progress = graphene.Int(description="0 to 100")
    plan_state = graphene.Field(lists.PlanState, resolver=listed("plan_state"))
    figures = rows(Figure)
    input_hash = graphene.String()
    error = graphene.String()
    created_at = graphene.String()
    started_at = graphene.String()
    finished_at = graphene.String()
    published_at = graphene.String()
    plan = graphene.Field(Plan)
    xlsx_url = graphene.String(description="Where the plan can be fetched as Excel, once there is one.")
    json_url = graphene.String(description="Where the plan can be fetched as JSON, once there is one.")
    files = rows(
        PlanFile, resolver=of_plan("items"), description="Files of the plan as it stands that are there or under way."
    )
    unprintable = rows(
        Unprintable,
        resolver=of_plan("unprintable"),
        description="What printed documents would show as empty boxes; known before they are made.",
    )

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


def _move(verb: str, meaning: str) -> Any:
    def resolve(_: Any, info: GraphQLResolveInfo, id: str, version: int | None = None) -> Any:
        return context_of(info).write(SERVICE, "POST", at("runs", id, verb), version=version)

    arguments = {"id": graphene.ID(required=True), "version": graphene.Int()}
    return graphene.Field(Run, resolver=resolve, description=meaning, **arguments)


class RunsMutation(graphene.ObjectType):
    """Making plans and deciding about them."""

    start_run = graphene.Field(
        Run,
        conference_id=graphene.ID(required=True),
        effort=graphene.Argument(lists.Effort),
        seed=graphene.Int(description="Breaks ties; recorded, so that the same run can be made again."),
        mode=graphene.Argument(lists.RunMode, description="`all`, unless only gaps are to be filled: `fill`."),
        based_on=graphene.ID(description="The run whose locks, or whose whole list, is kept: the latest if none."),
        keep_locks=graphene.Boolean(description="Keep what was locked and excluded by hand; true unless said."),
    )
    cancel_run = _move("cancel", "Stop a run.")
    propose_run = _move("propose", "征求意见: let the parties look at the plan before it counts.")
    publish_run = _move("publish", "发布: make the plan the one that counts.")

    @staticmethod
    def resolve_start_run(_: Any, info: GraphQLResolveInfo, conference_id: str, **said: Any) -> Any:
        """Ask for a plan; it is made in the background."""
        return context_of(info).write(SERVICE, "POST", at("conferences", conference_id, "runs"), plain(said))
