"""The meetings of a conference with their outcomes, as whoever asks may see them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from services.chassis.identity import Actor, Role
from services.chassis.paging import decode_cursor, make_page
from services.conference.outcomes.domain import By, Meeting, Pair, Statement
from services.conference.outcomes.handlers import DEMAND_ROLES, list_meetings
from services.conference.outcomes.repositories import OutcomeWork
from services.conference.outcomes.rows import counts_of, state_of, tell_meeting


def tell_outcomes(
    conference_id: str, query: Mapping[str, Any], *, actor: Actor, work: OutcomeWork, now: datetime
) -> dict[str, Any]:
    """A page of meetings: organizers and auditors see all, an organisation that takes part its own.

    A meeting that was stated and is no longer on the list that counts stands here, too.
    """
    actor.must_be(Role.ORGANIZER, Role.AUDITOR, Role.PROVIDER, *DEMAND_ROLES)
    results = {one.meeting.pair: one for one in work.results.of_conference(conference_id)}
    meetings = {one.pair: one for one in list_meetings(conference_id, work)}
    meetings |= {pair: one.meeting for pair, one in results.items() if pair not in meetings}
    statements: dict[Pair, list[Statement]] = {}
    for one in work.statements.of_conference(conference_id):
        statements.setdefault(one.pair, []).append(one)
    seen = [one for one in meetings.values() if may_see(one, actor)]
    states = {
        one.pair: _state(one, actor, results[one.pair].outcome if one.pair in results else None, statements)
        for one in seen
    }
    wanted = [one for one in sorted(seen, key=_place) if query["state"] in ("all", states[one.pair])]
    key = decode_cursor(query["after"], str, str, str)
    left = [one for one in wanted if key is None or _place(one) > tuple(key)][: query["first"] + 1]
    page = make_page(left, query["first"], [_place(one) for one in left])
    rows = [
        tell_meeting(
            one,
            results.get(one.pair),
            statements.get(one.pair, ()),
            by=side_of(one, actor),
            can_state=one.starts_at <= now,
        )
        for one in page.rows
    ]
    told = {"items": rows, "has_next": page.has_next, "end_cursor": page.end_cursor, "total": len(wanted)}
    return {**told, "counts": dict(counts_of(states.values()))}


def _place(meeting: Meeting) -> tuple[str, str, str]:
    return meeting.starts_at.isoformat(), meeting.pair.demand_id, meeting.pair.supply_id


def _state(meeting: Meeting, actor: Actor, outcome: Any, statements: Mapping[Pair, list[Statement]]) -> str:
    """For one of the two only what it has said itself: what the other says is not for its eyes."""
    by = side_of(meeting, actor)
    if by in {None, By.ORGANIZER}:
        return state_of(outcome)
    own = next((one for one in statements.get(meeting.pair, ()) if one.by is by), None)
    return own.said.held.value if own else "open"


def may_see(meeting: Meeting, actor: Actor) -> bool:
    """Whether a meeting is any of somebody's business."""
    if actor.has(Role.ORGANIZER) or Role.AUDITOR in actor.roles:
        return True
    return side_of(meeting, actor) is not None


def side_of(meeting: Meeting, actor: Actor) -> By | None:
    """As whom somebody would speak of a meeting, None for an auditor and for everybody else."""
    if actor.has(Role.ORGANIZER):
        return By.ORGANIZER
    if Role.AUDITOR in actor.roles or not actor.organisation:
        return None
    if actor.organisation == meeting.demand_organisation and actor.has(*DEMAND_ROLES):
        return By.DEMAND
    if actor.organisation == meeting.supply_organisation and actor.has(Role.PROVIDER):
        return By.SUPPLY
    return None
