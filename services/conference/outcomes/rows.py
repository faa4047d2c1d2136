"""Between outcomes and their JSON."""

from collections.abc import Iterable, Mapping
from typing import Any

from services.conference.outcomes.domain import By, Held, Meeting, Outcome, Result, Statement
from services.conference.outcomes.phrases import ABSENT, HELD
from services.conference.rows import tell_moment


def tell_statement(statement: Statement) -> dict[str, Any]:
    """A statement as JSON."""
    said = statement.said
    return {
        "by": statement.by.value,
        "held": said.held.value,
        "absent": said.absent.value,
        "rating": said.rating,
        "intent": said.intent,
        "contract": said.contract,
        "amount": said.amount,
        "follow_up": said.follow_up,
        "follow_up_on": said.follow_up_on.isoformat() if said.follow_up_on else None,
        "person": statement.person,
        "said_at": tell_moment(statement.said_at),
        "version": statement.version,
    }


def tell_outcome(outcome: Outcome) -> dict[str, Any]:
    """What counts of a meeting as JSON, in words, too."""
    held, absent = HELD[outcome.held.value], ABSENT[outcome.absent.value]
    return {
        "held": outcome.held.value,
        "held_text": held[0],
        "held_text_en": held[1],
        "absent": outcome.absent.value,
        "absent_text": absent[0],
        "absent_text_en": absent[1],
        "intent": outcome.intent,
        "contract": outcome.contract,
        "amount": outcome.amount,
        "rating_demand": outcome.rating_demand,
        "rating_supply": outcome.rating_supply,
        "disputed": list(outcome.disputed),
    }


def tell_meeting(
    meeting: Meeting, result: Result | None, statements: Iterable[Statement], *, by: By | None, can_state: bool
) -> dict[str, Any]:
    """A meeting as somebody may see it: `by` None for those who see everything and state nothing.

    Each of the two sees what it has said itself; what counts is told to organizer and auditor.
    """
    sees_all = by in {None, By.ORGANIZER}
    said = [one for one in statements if sees_all or one.by is by]
    outcome = result.outcome if result else Outcome()
    own = next((one for one in said if one.by is by), None)
    is_signed = outcome.contract if sees_all else bool(own and own.said.contract)
    return {
        "id": f"{meeting.pair.demand_id}:{meeting.pair.supply_id}",
        "conference_id": meeting.pair.conference_id,
        "demand_id": meeting.pair.demand_id,
        "supply_id": meeting.pair.supply_id,
        "demand_name": meeting.demand_name,
        "supply_name": meeting.supply_name,
        "starts_at": tell_moment(meeting.starts_at),
        "table": meeting.table,
        "can_state": can_state and by is not None,
        "outcome": tell_outcome(outcome) if sees_all else None,
        "statements": [tell_statement(one) for one in said],
        "own": tell_statement(own) if own else None,
        "closes": list(meeting.need_ids) if is_signed and by is not By.SUPPLY else [],
    }


def state_of(outcome: Outcome | None) -> str:
    """How far a meeting's outcome is known: open, held, no_show or disputed."""
    if outcome is None:
        return "open"
    if outcome.disputed:
        return "disputed"
    return outcome.held.value if outcome.held is not Held.UNKNOWN else "open"


def counts_of(states: Iterable[str]) -> Mapping[str, int]:
    """How many meetings are in each state."""
    counts = dict.fromkeys(("all", "open", "held", "no_show", "disputed"), 0)
    for state in states:
        counts["all"] += 1
        counts[state] += 1
    return counts
