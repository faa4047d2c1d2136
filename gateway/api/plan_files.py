"""导出文件 (files of a plan) in the schema: asked for, made in the background, fetched by their address."""

from collections.abc import Mapping
from typing import Any

import graphene
from graphql import GraphQLResolveInfo

from gateway.api import lists
from gateway.api.parties import SERVICE
from gateway.api.resolving import Resolver, Row, at, context_of, listed, plain
from gateway.context import AskContext

FILES = "/files/conference/runs"


class Unprintable(graphene.ObjectType):
    """A character that the font of the printed documents lacks, and the cell of the workbook where it stands."""

    cell = graphene.String()
    text = graphene.String()
    character = graphene.String()
    code_point = graphene.String()


class PlanFile(graphene.ObjectType):
    """导出文件: a file of a plan as it stands; there is a new one when the plan changes its state."""

    id = graphene.NonNull(graphene.ID)
    form = graphene.Field(lists.PlanFileForm, resolver=listed("form"))
    party_id = graphene.ID(description="Whose it is, for a form that is one party's own.")
    state = graphene.Field(lists.RunState, resolver=listed("state"))
    progress = graphene.Int(description="0 to 100")
    error = graphene.String(description="A stable code; `errorText` says it in words.")
    error_text = graphene.String()
    error_text_en = graphene.String()
    size = graphene.Int(description="Bytes.")
    created_at = graphene.String()
    finished_at = graphene.String()
    url = graphene.String(description="Where it can be fetched, once it is done.")

    @staticmethod
    def resolve_url(file: Row, info: GraphQLResolveInfo) -> str | None:
        """The link, which asks for the same rights as the file."""
        if file["state"] != "done":
            return None
        owner = f"/parties/{file['party_id']}" if file.get("party_id") else ""
        return f"{FILES}/{file['run_id']}{owner}/{file['name']}"


def load_files(run_ids: list[str], context: AskContext) -> Mapping[str, Row]:
    """Files by run, with what cannot be printed of its plan."""
    return {run_id: context.read(SERVICE, at("runs", run_id, "files")) for run_id in run_ids}


def of_plan(key: str) -> Resolver:
    """A part of what is known of a run's files; nothing while there is no plan."""

    def resolve(run: Row, info: GraphQLResolveInfo) -> Any:
        if run["state"] != "done":
            return []
        return context_of(info).loads.ask(load_files, run["id"]).mapped(lambda found: found[key])

    return resolve


class PlanFilesMutation(graphene.ObjectType):
    """Having files made."""

    ask_file = graphene.Field(
        PlanFile,
        run_id=graphene.ID(required=True),
        form=graphene.Argument(lists.PlanFileForm, required=True),
        party_id=graphene.ID(description="For a form that is one party's own."),
        description="Have a file made; one that is there is answered as it is, one that failed is tried again.",
    )

    @staticmethod
    def resolve_ask_file(_: Any, info: GraphQLResolveInfo, run_id: str, **said: Any) -> Any:
        """Ask for a file; it is made in the background."""
        return context_of(info).write(SERVICE, "POST", at("runs", run_id, "files"), plain(said))
