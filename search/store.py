"""The search service's own small store: the editions it has heard of, and requests to build the index anew."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, select

from search.saved_rows import SavedRows
from search.tables import EDITIONS, METADATA, REBUILDS
from services.chassis.work import Work

__all__ = ["EDITIONS", "METADATA", "KnownEdition", "SearchWork"]


@dataclass(frozen=True)
class KnownEdition:
    """An edition (年度目录) as the catalogue last told of it."""

    id: str
    version: int
    year: int
    scope: str
    title: str
    is_published: bool
    is_demo: bool


@dataclass(frozen=True)
class Editions:
    """All editions this service has heard of."""

    known: tuple[KnownEdition, ...]

    def in_use(self) -> set[str]:
        """Return the newest published edition of each scope, demo editions aside."""
        newest: dict[str, KnownEdition] = {}
        for edition in self.known:
            if edition.is_published and not edition.is_demo:
                older = newest.get(edition.scope)
                newest[edition.scope] = max(edition, older or edition, key=lambda one: (one.year, one.id))
        return {edition.id for edition in newest.values()}

    def visible(self, filters: Mapping[str, tuple[str, ...]], *, include_demo: bool) -> tuple[str, ...]:
        """Return the editions whose entries a search may find.

        Without a word about editions these are the ones in use; who names a year, scope or edition searches in every
        published one, but in a demo only when it is named or asked for. A draft is never seen.
        """
        named = set(filters.get("edition", ()))
        is_chosen = bool(named or filters.get("edition_year") or filters.get("scope"))
        in_use = self.in_use()
        return tuple(
            edition.id
            for edition in self.known
            if edition.is_published
            and (is_chosen or edition.is_demo or edition.id in in_use)
            and (not edition.is_demo or include_demo or edition.id in named)
        )

    def titles(self) -> dict[str, str]:
        """Return the title of each edition."""
        return {edition.id: edition.title for edition in self.known}


class SearchWork(Work):
    """A unit of work of the search service."""

    @cached_property
    def editions(self) -> "EditionRows":
        """Return the repository of editions."""
        return EditionRows(self.connection)

    @cached_property
    def rebuilds(self) -> "RebuildRows":
        """Return the repository of requests to build the index anew."""
        return RebuildRows(self.connection)

    @cached_property
    def saved(self) -> SavedRows:
        """Return the repository of saved searches."""
        return SavedRows(self.connection)


class EditionRows:
    """The editions in the store."""

    def __init__(self, connection: Connection) -> None:
        """Take the connection of a unit of work."""
        self._connection = connection

    def all(self) -> Editions:
        """Return every edition."""
        rows = self._connection.execute(select(EDITIONS).order_by(EDITIONS.c.edition_id))
        return Editions(tuple(KnownEdition(*row) for row in rows))

    def keep(self, edition: KnownEdition) -> bool:
        """Keep an edition unless a newer version is known; tell whether it was kept."""
        of = EDITIONS.c.edition_id == edition.id
        known = self._connection.execute(select(EDITIONS.c.version).where(of)).scalar()
        if known is not None and known >= edition.version:
            return False
        values: dict[str, Any] = {
            "version": edition.version,
            "year": edition.year,
            "scope": edition.scope,
            "title": edition.title,
            "is_published": edition.is_published,
            "is_demo": edition.is_demo,
        }
        if known is None:
            self._connection.execute(EDITIONS.insert().values(edition_id=edition.id, **values))
        else:
            self._connection.execute(EDITIONS.update().where(of).values(**values))
        return True


class RebuildRows:
    """Requests to build the index anew, and what became of them."""

    def __init__(self, connection: Connection) -> None:
        """Take the connection of a unit of work."""
        self._connection = connection

    def request(self, reason: str, *, at: datetime) -> int:
        """Ask for a rebuild; return the number of the request."""
        done = self._connection.execute(REBUILDS.insert().values(reason=reason, requested_at=at))
        key = done.inserted_primary_key
        assert key is not None
        return int(key[0])

    def waiting(self) -> list[int]:
        """Return the requests that nobody has finished."""
        rows = self._connection.execute(select(REBUILDS.c.id).where(REBUILDS.c.finished_at.is_(None)))
        return [int(row.id) for row in rows]

    def finish(self, ids: list[int], *, at: datetime, document_count: int) -> None:
        """Note how the requests ended."""
        ended = REBUILDS.update().where(REBUILDS.c.id.in_(ids))
        self._connection.execute(ended.values(finished_at=at, document_count=document_count))

    def result(self, number: int) -> int | None:
        """Return the number of documents of a finished request, None while it waits."""
        row = self._connection.execute(select(REBUILDS).where(REBUILDS.c.id == number)).one()
        return None if row.finished_at is None else int(row.document_count)
