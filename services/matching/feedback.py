"""What people made of suggestions (反馈), kept for later learning in the terms of User Behavior Insights.

An event says what was done about which entry, where that entry stood in the list its need was shown, and the whole
list. What stands first is asked more often because it stands first: whoever learns from these events has to weigh each
by the chance its place had of being looked at, which is why place and list are kept. Nobody's name and no text is.
"""

from typing import Any

from services.matching.domain import Request
from services.matching.repositories import Feedback, MatchingWork

APPLICATION = "gongxu"


def note(action: str, request: Request, *, work: MatchingWork) -> None:
    """Keep what was done about a request, with the list its need has just now."""
    shown = work.suggestions.find([request.need_id]).get(request.need_id)
    listed = tuple(str(item["entry_id"]) for item in shown.items) if shown else ()
    place = listed.index(request.entry_id) + 1 if request.entry_id in listed else 0
    work.feedback.add(
        Feedback(
            action,
            request.need_id,
            request.entry_id,
            request.asked_by_side,
            request.decided_at or request.asked_at,
            place=place,
            score=int(shown.items[place - 1]["score"]) if shown and place else 0,
            basis=shown.basis if shown else "",
            need_version=shown.need_version if shown else 0,
            listed=listed,
        )
    )


def tell_event(one: Feedback) -> dict[str, Any]:
    """An event as User Behavior Insights writes it."""
    return {
        "application": APPLICATION,
        "action_name": one.action,
        "query_id": one.query_id,
        "timestamp": one.at.isoformat(),
        "event_attributes": {
            "object": {"object_id": one.entry_id, "object_id_field": "entry_id"},
            "position": {"ordinal": one.place},
            "score": one.score,
            "asked_by_side": str(one.side),
        },
        "query_response_hit_ids": list(one.listed),
    }
