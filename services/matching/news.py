"""News of a need (新的匹配): entries that came to fit it since its owner looked, told once."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from services.matching.repositories import MatchingWork, Suggestions

# Only what the owner is shown first can be news; what is further down comes and goes with its neighbours.
SHOWN_FIRST = 10
# The owner of a need that was just published or changed is looking anyway, and the catalogue may still be coming in.
SETTLING = timedelta(minutes=10)


def keep(fresh: Iterable[Suggestions], *, work: MatchingWork) -> None:
    """Store suggestions, each with what is new beside those that were stored before."""
    fresh = list(fresh)
    stored = work.suggestions.find([one.need_id for one in fresh])
    names = work.entries.names({item["entry_id"] for one in (*fresh, *stored.values()) for item in one.items})
    for one in fresh:
        work.suggestions.put(_compared(one, stored.get(one.need_id), names))


def is_news(item: Mapping[str, Any], seen_at: datetime | None) -> bool:
    """Whether an item came after the owner looked."""
    since = str(item.get("since", ""))
    return bool(since) and (seen_at is None or datetime.fromisoformat(since) > seen_at)


def count_news(suggestions: Suggestions) -> int:
    """How many items came after the owner looked."""
    return sum(is_news(item, suggestions.seen_at) for item in suggestions.items)


def _compared(fresh: Suggestions, before: Suggestions | None, names: Mapping[str, str]) -> Suggestions:
    """Mark what was not there before; a changed need or policy is another question, whose answers are no news."""
    if before is None or (before.need_version, before.basis) != (fresh.need_version, fresh.basis):
        return replace(fresh, seen_at=fresh.computed_at + SETTLING)
    # By name: the same firm in the next edition is another entry and no news.
    since = {names.get(item["entry_id"], ""): item.get("since", "") for item in before.items}
    now = fresh.computed_at.isoformat()
    items = tuple(
        {**item, "since": since.get(names.get(item["entry_id"], ""), now if place < SHOWN_FIRST else "")}
        for place, item in enumerate(fresh.items)
    )
    return replace(fresh, items=items, seen_at=before.seen_at)
