"""The life of a need: written, submitted, screened, published, talked about, closed, renewed."""

from typing import Any

import graphene
from graphql import GraphQLResolveInfo

from gateway.api import lists
from gateway.api.catalogue_changes import ContactInput
from gateway.api.matching import SERVICE as MATCHING
from gateway.api.needs import SERVICE, Need, load_needs
from gateway.api.paging import strings
from gateway.api.resolving import at, context_of, plain


class NeedChanges(graphene.InputObjectType):
    """What changes of a need; what is left out stays as it is."""

    title = graphene.String()
    text = graphene.String()
    organisation_name = graphene.String()
    industry = graphene.String()
    district = graphene.String()
    categories = graphene.List(graphene.NonNull(lists.Category))
    capabilities = strings()
    application_modes = graphene.List(graphene.NonNull(lists.ApplicationMode))
    work_items = graphene.List(graphene.NonNull(lists.WorkItem))
    budget_min = graphene.Int(description="万元")
    budget_max = graphene.Int(description="万元")
    deadline_on = graphene.String(description="YYYY-MM-DD")
    languages = strings()
    confidential = graphene.Boolean()
    gbt23001_certified = graphene.Boolean()
    contact = graphene.InputField(ContactInput)


class NeedInput(NeedChanges):
    """A need to write down, as a draft."""

    kind = graphene.InputField(lists.NeedKind)
    organisation_id = graphene.ID(description="One's own organisation when it is not given.")
    demo = graphene.Boolean()


def _step(verb: str, meaning: str, **extra: Any) -> Any:
    """One step of the life cycle, with what must be said along."""

    def resolve(_: Any, info: GraphQLResolveInfo, id: str, version: int, **said: Any) -> Any:
        path = at("needs", id, verb)
        return context_of(info).write(SERVICE, "POST", path, plain(said) or None, version=version)

    return graphene.Field(
        Need,
        resolver=resolve,
        description=meaning,
        id=graphene.ID(required=True),
        version=graphene.Int(required=True),
        **extra,
    )


class NeedsMutation(graphene.ObjectType):
    """Changes to needs; each answers the need as it is now."""

    create_need = graphene.Field(Need, input=NeedInput(required=True), description="Write a draft.")
    change_need = graphene.Field(
        Need, id=graphene.ID(required=True), version=graphene.Int(required=True), input=NeedChanges(required=True)
    )
    submit_need = _step("submit", "提交: hand it in for screening.")
    publish_need = _step("publish", "发布: let everybody see it.")
    return_need = _step("return", "退回: ask for changes.", reason=graphene.String(required=True))
    start_talks = _step("start-talks", "洽谈中: talks have begun.")
    close_need = _step(
        "close",
        "结束: with its outcome.",
        outcome=graphene.Argument(lists.Outcome, required=True),
        note=graphene.String(),
    )
    renew_need = _step("renew", "续期: another 180 days.")
    withdraw_need = _step("withdraw", "Take it back to a draft.")

    see_suggestions = graphene.Field(
        Need, id=graphene.ID(required=True), description="Note that the owner has looked at what fits the need."
    )

    @staticmethod
    def resolve_see_suggestions(_: Any, info: GraphQLResolveInfo, id: str) -> Any:
        """Note it, and answer the need."""
        context_of(info).write(MATCHING, "POST", at("suggestions", id, "seen"))
        return context_of(info).loads.ask(load_needs, id)

    @staticmethod
    def resolve_create_need(_: Any, info: GraphQLResolveInfo, input: Any) -> Any:
        """Write a draft."""
        return context_of(info).write(SERVICE, "POST", "/needs", plain(input))

    @staticmethod
    def resolve_change_need(_: Any, info: GraphQLResolveInfo, id: str, version: int, input: Any) -> Any:
        """Change a need."""
        return context_of(info).write(SERVICE, "PATCH", at("needs", id), plain(input), version=version)
