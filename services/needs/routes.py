"""The needs service over HTTP."""

from collections.abc import Mapping
from typing import Any

from flask_smorest import Blueprint

from services.chassis.app import expected_version, reading, the_actor, the_clock, writing
from services.needs import answers, handlers, schemas
from services.needs.domain import Contact, Need, NeedKind, Outcome, Step
from services.needs.repositories import NeedFilter
from services.needs.rows import tell_need, tell_public

blueprint = Blueprint("needs", __name__, description="需求：企业与园区的需求及其办理。")


def tell(need: Need) -> dict[str, Any]:
    """A need as this person may see it."""
    return tell_need(need) if handlers.may_see_private(need, the_actor()) else tell_public(need)


@blueprint.get("/needs")
@blueprint.arguments(schemas.NeedsQuery, location="query")
@blueprint.response(200, answers.NeedsOut)
def get_needs(query: Mapping[str, Any]) -> dict[str, Any]:
    """Needs this person may see, newest first."""
    actor = the_actor()
    these = NeedFilter(
        viewer=None if handlers.sees_all(actor) else actor.organisation,
        status=query["status"],
        kind=query["kind"],
        # A visitor has no organisation, so "mine" is nothing rather than everything.
        organisation=(actor.organisation or "-") if query["mine"] else query["organisation"],
        ids=None if query["ids"] is None else tuple(query["ids"].split(",")),
    )
    with reading() as work:
        page = work.needs.page(these, first=query["first"], after=query["after"])
        total = work.needs.count(these)
    items = [tell(need) for need in page.rows]
    return {"items": items, "has_next": page.has_next, "end_cursor": page.end_cursor, "total": total}


@blueprint.post("/needs")
@blueprint.arguments(schemas.NeedIn)
@blueprint.response(201, answers.NeedOut)
def post_need(body: dict[str, Any]) -> dict[str, Any]:
    """Write a draft."""
    command = handlers.WriteNeed(
        kind=NeedKind(body.pop("kind")),
        organisation_id=body.pop("organisation_id"),
        organisation_name=body.pop("organisation_name"),
        contact=Contact(**body.pop("contact", {})),
        confidential=body.pop("confidential", False),
        demo=body.pop("demo"),
        said=body,
    )
    with writing() as work:
        return tell(handlers.write_need(command, actor=the_actor(), work=work, clock=the_clock()))


@blueprint.get("/needs/<need_id>")
@blueprint.response(200, answers.NeedOut)
def get_need(need_id: str) -> dict[str, Any]:
    """One need."""
    with reading() as work:
        return tell(handlers.find_need(need_id, actor=the_actor(), work=work))


@blueprint.patch("/needs/<need_id>")
@blueprint.arguments(schemas.NeedChange)
@blueprint.response(200, answers.NeedOut)
def patch_need(changes: dict[str, Any], need_id: str) -> dict[str, Any]:
    """Change what a need says."""
    command = handlers.ChangeNeed(need_id, expected_version(), changes)
    with writing() as work:
        return tell(handlers.change_need(command, actor=the_actor(), work=work))


@blueprint.post("/needs/<need_id>/submit")
@blueprint.response(200, answers.NeedOut)
def post_submit(need_id: str) -> dict[str, Any]:
    """提交: hand it in for screening."""
    return _take(need_id, Step.SUBMIT)


@blueprint.post("/needs/<need_id>/publish")
@blueprint.response(200, answers.NeedOut)
def post_publish(need_id: str) -> dict[str, Any]:
    """发布: let everybody see it."""
    return _take(need_id, Step.PUBLISH)


@blueprint.post("/needs/<need_id>/return")
@blueprint.arguments(schemas.ReturnIn)
@blueprint.response(200, answers.NeedOut)
def post_return(body: dict[str, Any], need_id: str) -> dict[str, Any]:
    """退回: ask for changes, with the reason."""
    return _take(need_id, Step.RETURN, reason=body["reason"])


@blueprint.post("/needs/<need_id>/start-talks")
@blueprint.response(200, answers.NeedOut)
def post_start_talks(need_id: str) -> dict[str, Any]:
    """洽谈中: talks have begun."""
    return _take(need_id, Step.START_TALKS)


@blueprint.post("/needs/<need_id>/close")
@blueprint.arguments(schemas.CloseIn)
@blueprint.response(200, answers.NeedOut)
def post_close(body: dict[str, Any], need_id: str) -> dict[str, Any]:
    """结束: with its outcome."""
    return _take(need_id, Step.CLOSE, reason=body["note"], outcome=Outcome(body["outcome"]))


@blueprint.post("/needs/<need_id>/renew")
@blueprint.response(200, answers.NeedOut)
def post_renew(need_id: str) -> dict[str, Any]:
    """续期: another term."""
    return _take(need_id, Step.RENEW)


@blueprint.post("/needs/<need_id>/withdraw")
@blueprint.response(200, answers.NeedOut)
def post_withdraw(need_id: str) -> dict[str, Any]:
    """撤回: back to a draft."""
    return _take(need_id, Step.WITHDRAW)


def _take(need_id: str, step: Step, **said: Any) -> dict[str, Any]:
    command = handlers.TakeStep(need_id, expected_version(), step, **said)
    with writing() as work:
        return tell(handlers.take_step(command, actor=the_actor(), work=work, clock=the_clock()))


@blueprint.get("/figures")
@blueprint.arguments(schemas.FiguresQuery, location="query")
@blueprint.response(200, answers.FiguresOut)
def get_figures(query: Mapping[str, Any]) -> dict[str, Any]:
    """The figures of a year."""
    with reading() as work:
        figures = handlers.count_figures(query["year"], actor=the_actor(), work=work)
    return {"year": query["year"], "figures": figures}
