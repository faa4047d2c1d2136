"""Saved searches and what was found for them, in the tables `saved_search` and `found`."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, func, select

from search.domain import FoundEntry, SavedSearch
from search.tables import FOUND, SAVED_SEARCH
from services.chassis.refusal import NotFound


class SavedRows:
    """The repository of saved searches."""

    def __init__(self, connection: Connection) -> None:
        """Take the connection of a unit of work."""
        self._connection = connection

    def add(self, saved: SavedSearch) -> None:
        """Store a new saved search."""
        values = {"id": saved.id, "owner": saved.owner, "title": saved.title, "text": saved.text}
        filters = {name: list(chosen) for name, chosen in saved.filters.items()}
        row = SAVED_SEARCH.insert().values(**values, filters=filters, created_at=saved.created_at)
        self._connection.execute(row)

    def get(self, saved_id: str, owner: str) -> SavedSearch:
        """Return one of the owner's. Raises NotFound("not-found") for any other."""
        found = self._read(_selected().where(SAVED_SEARCH.c.id == saved_id, SAVED_SEARCH.c.owner == owner))
        if not found:
            raise NotFound("not-found", "id", {"id": saved_id})
        return found[0]

    def of(self, owner: str) -> list[SavedSearch]:
        """Return all of an owner's, newest first."""
        return self._read(_selected().where(SAVED_SEARCH.c.owner == owner).order_by(SAVED_SEARCH.c.number.desc()))

    def all(self) -> list[SavedSearch]:
        """Return everybody's."""
        return self._read(_selected().order_by(SAVED_SEARCH.c.number))

    def drop(self, saved_id: str) -> None:
        """Forget one with all that was found for it."""
        self._connection.execute(FOUND.delete().where(FOUND.c.saved_search_id == saved_id))
        self._connection.execute(SAVED_SEARCH.delete().where(SAVED_SEARCH.c.id == saved_id))

    def note(self, saved_id: str, entries: Iterable[FoundEntry]) -> list[FoundEntry]:
        """Keep what was found, unless an entry of that name was before; return what is new."""
        wanted = {entry.name: entry for entry in entries}
        told = select(FOUND.c.name).where(FOUND.c.saved_search_id == saved_id, FOUND.c.name.in_(list(wanted)))
        known = {row.name for row in self._connection.execute(told)}
        fresh = [entry for name, entry in wanted.items() if name not in known]
        if fresh:
            rows = [{"saved_search_id": saved_id, **_as_row(entry)} for entry in fresh]
            self._connection.execute(FOUND.insert(), rows)
        return fresh

    def news(self, saved_id: str, first: int) -> list[FoundEntry]:
        """Return what was found since the search was saved, newest first."""
        wanted = select(FOUND.c.entry_id, FOUND.c.name, FOUND.c.found_at, FOUND.c.is_news, FOUND.c.seen_at)
        wanted = wanted.where(FOUND.c.saved_search_id == saved_id, FOUND.c.is_news)
        ordered = wanted.order_by(FOUND.c.found_at.desc(), FOUND.c.name).limit(first)
        return [FoundEntry(*row) for row in self._connection.execute(ordered)]

    def see(self, saved_id: str, *, at: datetime) -> int:
        """Note that the owner has seen all that was found; return how many that were."""
        unseen = and_(FOUND.c.saved_search_id == saved_id, FOUND.c.is_news, FOUND.c.seen_at.is_(None))
        return self._connection.execute(FOUND.update().where(unseen).values(seen_at=at)).rowcount

    def _read(self, query: Select[Any]) -> list[SavedSearch]:
        return [_to_saved(row) for row in self._connection.execute(query)]


def _selected() -> Select[Any]:
    own = and_(FOUND.c.saved_search_id == SAVED_SEARCH.c.id, FOUND.c.is_news, FOUND.c.seen_at.is_(None))
    unseen = select(func.count()).select_from(FOUND).where(own).correlate(SAVED_SEARCH).scalar_subquery()
    return select(SAVED_SEARCH, unseen.label("unseen"))


def _to_saved(row: Any) -> SavedSearch:
    filters = {name: tuple(values) for name, values in row.filters.items()}
    return SavedSearch(row.id, row.owner, row.title, row.text, filters, row.created_at, row.unseen)


def _as_row(entry: FoundEntry) -> dict[str, Any]:
    return {
        "name": entry.name,
        "entry_id": entry.entry_id,
        "found_at": entry.found_at,
        "is_news": entry.is_news,
        "seen_at": entry.seen_at,
    }
