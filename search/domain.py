"""Saved searches (关注的检索): what somebody wants to be told of, and the rules for saving it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from services.chassis.refusal import Conflict, Invalid

MOST_SAVED = 50
TITLE_LENGTH = 60


@dataclass(frozen=True)
class SavedSearch:
    """A search that is asked again whenever entries are new; `unseen` counts what was found since its owner looked."""

    id: str
    owner: str
    title: str
    text: str
    filters: Mapping[str, tuple[str, ...]]
    created_at: datetime
    unseen: int = 0


@dataclass(frozen=True)
class FoundEntry:
    """An entry that answers a saved search: news where it came after the search was saved, unseen until looked at."""

    entry_id: str
    name: str
    found_at: datetime
    is_news: bool = True
    seen_at: datetime | None = None


def make_saved_search(
    number: str,
    owner: str,
    *,
    title: str,
    text: str,
    filters: Mapping[str, tuple[str, ...]],
    at: datetime,
    others: int,
) -> SavedSearch:
    """A saved search of somebody who has saved `others` already; without a title it is called by its text.

    Raises Invalid("nothing-to-watch") for one that every entry answers, Conflict("too-many-saved").
    """
    text, filters = text.strip(), {name: values for name, values in filters.items() if values}
    if not text and not filters:
        raise Invalid("nothing-to-watch", "text")
    if others >= MOST_SAVED:
        raise Conflict("too-many-saved", facts={"limit": MOST_SAVED})
    named = title.strip() or text or "、".join(value for values in filters.values() for value in values)
    return SavedSearch(number, owner, named[:TITLE_LENGTH], text, filters, at)
