"""Matching over HTTP: suggestions, scores, requests."""

from typing import Any

from flask_smorest import Blueprint

from services.chassis.app import expected_version, reading, the_actor, the_clock, the_ports, writing
from services.chassis.refusal import Invalid, NotFound
from services.matching import answers, feedback, handlers, news, schemas, suggesting
from services.matching.desk import desk_of
from services.matching.domain import RequestKind
from services.matching.repositories import RequestFilter
from services.matching.telling import tell_request

blueprint = Blueprint("matching", __name__, description="撮合: suggestions with reasons, scores, requests.")


@blueprint.get("/suggestions")
@blueprint.arguments(schemas.SuggestionsQuery, location="query")
@blueprint.response(200, answers.SuggestionsOut)
def get_suggestions(query: dict[str, Any]) -> Any:
    """The suggestions of one need (`need`) or of several (`needs`); needs that nobody may see here are left out."""
    wanted = [one for one in query["needs"].split(",") if one] or ([query["need"]] if query["need"] else [])
    if not wanted:
        raise Invalid("nothing-asked", "need")
    if len(wanted) > schemas.MAX_IDS:
        raise Invalid("too-many-ids", "needs", {"limit": schemas.MAX_IDS})
    found = suggesting.suggest(wanted, first=query["first"], actor=the_actor(), ports=the_ports())
    if query["need"] and not found:
        raise NotFound("not-found", "need", {"id": query["need"]})
    return {"items": [_tell_suggestions(answer) for answer in found]}


@blueprint.post("/suggestions/<need_id>/seen")
@blueprint.response(200, answers.NeedSuggestionsOut)
def post_seen(need_id: str) -> Any:
    """Note that the owner of a need has looked at its suggestions."""
    return _tell_suggestions(suggesting.see_suggestions(need_id, actor=the_actor(), ports=the_ports()))


@blueprint.post("/scores")
@blueprint.arguments(schemas.ScoresIn)
@blueprint.response(200, answers.ScoresOut)
def post_scores(asked: dict[str, Any]) -> Any:
    """Scores of needs or work items with entries: sparse whole numbers 0–1000, and the policy they come from."""
    scores = suggesting.score(
        asked["needs"], asked["work_items"], asked["entries"], actor=the_actor(), ports=the_ports()
    )
    return {"policy": desk_of(the_ports()).policy.version, "scores": [_tell_score(score) for score in scores]}


@blueprint.post("/requests")
@blueprint.arguments(schemas.RequestIn)
@blueprint.response(201, answers.RequestOut)
def post_request(asked: dict[str, Any]) -> Any:
    """Ask the other side for contact or a meeting."""
    actor = the_actor()
    handlers.must_be_somebody(actor)
    needs = suggesting.find_needs([asked["need_id"]], actor=actor, ports=the_ports())
    if asked["need_id"] not in needs:
        raise NotFound("not-found", "need_id", {"id": asked["need_id"]})
    command = handlers.Ask(
        needs[asked["need_id"]], asked["entry_id"], RequestKind(asked["kind"]), message=asked["message"]
    )
    with writing() as work:
        return tell_request(handlers.ask(command, actor=actor, work=work, clock=the_clock()))


@blueprint.get("/requests")
@blueprint.arguments(schemas.RequestsQuery, location="query")
@blueprint.response(200, answers.RequestsOut)
def get_requests(query: dict[str, Any]) -> Any:
    """Requests, newest first."""
    which = RequestFilter(query["state"], query["need"], query["entry"])
    with reading() as work:
        page, total = handlers.find_requests(
            which, mine=query["mine"], first=query["first"], after=query["after"], actor=the_actor(), work=work
        )
    items = [tell_request(request) for request in page.rows]
    return {"items": items, "has_next": page.has_next, "end_cursor": page.end_cursor, "total": total}


@blueprint.get("/requests/<request_id>")
@blueprint.response(200, answers.RequestOut)
def get_request(request_id: str) -> Any:
    """One request."""
    with reading() as work:
        return tell_request(handlers.find_request(request_id, actor=the_actor(), work=work))


@blueprint.post("/requests/<request_id>/accept")
@blueprint.response(200, answers.RequestOut)
def post_acceptance(request_id: str) -> Any:
    """Accept a request that one was sent."""
    return _settle(handlers.accept, handlers.Answer(request_id, expected_version()))


@blueprint.post("/requests/<request_id>/decline")
@blueprint.arguments(schemas.ReasonIn)
@blueprint.response(200, answers.RequestOut)
def post_decline(said: dict[str, Any], request_id: str) -> Any:
    """Decline a request that one was sent."""
    return _settle(handlers.decline, handlers.Answer(request_id, expected_version(), said["reason"]))


@blueprint.post("/requests/<request_id>/withdraw")
@blueprint.response(200, answers.RequestOut)
def post_withdrawal(request_id: str) -> Any:
    """Withdraw a request that one sent."""
    return _settle(handlers.withdraw, handlers.Answer(request_id, expected_version()))


@blueprint.get("/feedback")
@blueprint.arguments(schemas.FeedbackQuery, location="query")
@blueprint.response(200, answers.FeedbackListOut)
def get_feedback(query: dict[str, Any]) -> Any:
    """What people made of suggestions, for learning."""
    with reading() as work:
        page = handlers.list_feedback(first=query["first"], after=query["after"], actor=the_actor(), work=work)
    items = [feedback.tell_event(one) for one in page.rows]
    return {"items": items, "has_next": page.has_next, "end_cursor": page.end_cursor}


@blueprint.get("/figures")
@blueprint.arguments(schemas.FiguresQuery, location="query")
@blueprint.response(200, answers.FiguresOut)
def get_figures(query: dict[str, Any]) -> Any:
    """The figures of a year."""
    with reading() as work:
        return {"year": query["year"], "figures": handlers.count_figures(query["year"], work=work)}


def _settle(settle: Any, command: handlers.Answer) -> dict[str, Any]:
    with writing() as work:
        return tell_request(settle(command, actor=the_actor(), work=work, clock=the_clock()))


def _tell_suggestions(answer: suggesting.Answer) -> dict[str, Any]:
    found = answer.suggestions
    return {
        "need_id": found.need_id,
        "policy": found.policy,
        "seed": found.seed,
        "computed_at": found.computed_at.isoformat(),
        "stale": answer.is_stale,
        "weak": found.is_weak,
        "news": news.count_news(found),
        "items": [{**item, "is_new": news.is_news(item, found.seen_at)} for item in found.items],
    }


def _tell_score(score: suggesting.Score) -> dict[str, Any]:
    asked = {"need": score.need_id} if score.need_id else {"work_item": score.work_item}
    return {**asked, "entry": score.entry_id, "score": score.score}
