"""The conference service over HTTP: what came of the meetings, stated by both sides and the organizer."""

from collections.abc import Mapping
from typing import Any

from flask_smorest import Blueprint

from services.chassis.app import expected_version, reading, the_actor, the_clock, writing
from services.chassis.identity import Role
from services.chassis.refusal import NotFound
from services.conference.outcomes import answers, handlers, schemas
from services.conference.outcomes.domain import Absent, Held, Pair, Said
from services.conference.outcomes.rows import tell_meeting
from services.conference.outcomes.telling import may_see, side_of, tell_outcomes
from services.conference.rows import tell_conference

OWN = ("id", "title", "year", "starts_on", "venue", "demo")
"""What an organisation is told of a conference it takes part in."""
blueprint = Blueprint("outcomes", __name__, description="洽谈结果：双方与主办方填报。")


@blueprint.get("/own-conferences")
@blueprint.response(200, answers.OwnConferencesOut)
def get_own_conferences() -> dict[str, Any]:
    """The conferences in which one's own organisation takes part and whose list is published."""
    actor = the_actor()
    actor.must_be(Role.ORGANIZER, Role.PROVIDER, *handlers.DEMAND_ROLES)
    with reading() as work:
        ids = work.results.conferences_of(actor.organisation) if actor.organisation else []
        found = [tell_conference(work.conferences.get(one)) for one in ids]
    rows = [{name: one[name] for name in OWN} for one in found]
    return {"items": rows, "has_next": False, "end_cursor": "", "total": len(rows)}


@blueprint.get("/conferences/<conference_id>/outcomes")
@blueprint.arguments(schemas.OutcomesQuery, location="query")
@blueprint.response(200, answers.OutcomesOut)
def get_outcomes(query: Mapping[str, Any], conference_id: str) -> dict[str, Any]:
    """The meetings of the published list with what came of them; an organisation that takes part sees its own."""
    with reading() as work:
        return tell_outcomes(conference_id, query, actor=the_actor(), work=work, now=the_clock().now())


@blueprint.get("/conferences/<conference_id>/outcomes/<meeting_id>")
@blueprint.response(200, answers.MeetingOutcomeOut)
def get_outcome(conference_id: str, meeting_id: str) -> dict[str, Any]:
    """One meeting and what came of it."""
    pair = _pair(conference_id, meeting_id)
    with reading() as work:
        if not may_see(handlers.find_meeting(pair, work), the_actor()):
            # Who met whom is nobody else's business, so a stranger learns no more than of a meeting that is not there.
            raise NotFound("not-found", "meeting_id", {"id": meeting_id})
        return _tell(pair, work)


@blueprint.put("/conferences/<conference_id>/outcomes/<meeting_id>")
@blueprint.arguments(schemas.OutcomeIn)
@blueprint.response(200, answers.MeetingOutcomeOut)
def put_outcome(body: dict[str, Any], conference_id: str, meeting_id: str) -> dict[str, Any]:
    """State what came of a meeting; If-Match is the version of one's own earlier word, 0 for the first."""
    said = Said(**{**body, "held": Held(body["held"]), "absent": Absent(body["absent"] or "")})
    command = handlers.StateOutcome(_pair(conference_id, meeting_id), expected_version(), said)
    with writing() as work:
        handlers.state_outcome(command, actor=the_actor(), work=work, clock=the_clock())
        return _tell(command.pair, work)


def _pair(conference_id: str, meeting_id: str) -> Pair:
    demand_id, _, supply_id = meeting_id.partition(":")
    return Pair(conference_id, demand_id, supply_id)


def _tell(pair: Pair, work: Any) -> dict[str, Any]:
    meeting = handlers.find_meeting(pair, work)
    by = side_of(meeting, the_actor())
    can_state = meeting.starts_at <= the_clock().now()
    return tell_meeting(meeting, work.results.find(pair), work.statements.of_meeting(pair), by=by, can_state=can_state)
