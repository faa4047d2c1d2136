"""Matching's unit of work and its own nouns in the store: suggestions and requests."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from services.chassis.paging import Page, decode_cursor, make_page
from services.chassis.refusal import Conflict, NotFound
from services.chassis.work import Work
from services.matching.copies import EntryRows, NeedRows
from services.matching.domain import Request, RequestKind, RequestState, Side
from services.matching.repositories import Feedback, RequestFilter, Suggestions
from services.matching.tables import FEEDBACK, METADATA, REQUEST, SUGGESTIONS

__all__ = ["METADATA", "MatchingStoreWork"]


class MatchingStoreWork(Work):
    """Matching's unit of work."""

    @cached_property
    def needs(self) -> "NeedRows":
        """The needs that facts have told of."""
        return NeedRows(self.connection)

    @cached_property
    def entries(self) -> "EntryRows":
        """The entries that facts have told of."""
        return EntryRows(self.connection)

    @cached_property
    def suggestions(self) -> "SuggestionRows":
        """The stored suggestions."""
        return SuggestionRows(self.connection)

    @cached_property
    def requests(self) -> "RequestRows":
        """The requests."""
        return RequestRows(self.connection)

    @cached_property
    def feedback(self) -> "FeedbackRows":
        """What people made of suggestions."""
        return FeedbackRows(self.connection)


class FeedbackRows:
    """Events in the table `feedback`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, one: Feedback) -> None:
        """Keep an event."""
        values = {**vars(one), "side": str(one.side), "listed": list(one.listed)}
        self._connection.execute(FEEDBACK.insert().values(**values))

    def page(self, *, first: int, after: str) -> Page[Feedback]:
        """A page of events, oldest first."""
        found = select(FEEDBACK).order_by(FEEDBACK.c.number).limit(first + 1)
        if key := decode_cursor(after, int):
            found = found.where(FEEDBACK.c.number > key[0])
        rows = list(self._connection.execute(found))
        return make_page([_to_feedback(row) for row in rows], first, [[row.number] for row in rows])


class SuggestionRows:
    """Suggestions in the table `suggestions`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, need_ids: Iterable[str]) -> dict[str, Suggestions]:
        """Those of the needs that have some."""
        rows = self._connection.execute(select(SUGGESTIONS).where(SUGGESTIONS.c.need_id.in_(list(need_ids))))
        return {row.need_id: Suggestions(**{**row._mapping, "items": tuple(row.items)}) for row in rows}

    def put(self, suggestions: Suggestions) -> None:
        """Store or replace."""
        self.drop(suggestions.need_id)
        values = {**vars(suggestions), "items": list(suggestions.items)}
        self._connection.execute(SUGGESTIONS.insert().values(**values))

    def see(self, need_id: str, *, at: datetime) -> None:
        """Note when the owner of a need looked at its suggestions."""
        self._connection.execute(SUGGESTIONS.update().where(SUGGESTIONS.c.need_id == need_id).values(seen_at=at))

    def drop(self, need_id: str) -> None:
        """Forget those of a need."""
        self._connection.execute(SUGGESTIONS.delete().where(SUGGESTIONS.c.need_id == need_id))


class RequestRows:
    """Requests in the table `request`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, request_id: str) -> Request:
        """One request. Raises NotFound("not-found")."""
        row = self._connection.execute(select(REQUEST).where(REQUEST.c.id == request_id)).first()
        if row is None:
            raise NotFound("not-found", "id", {"id": request_id})
        return _to_request(row)

    def is_pending(self, need_id: str, entry_id: str) -> bool:
        """Whether one of the two sides waits for an answer of the other."""
        between = and_(REQUEST.c.need_id == need_id, REQUEST.c.entry_id == entry_id)
        found = select(REQUEST.c.id).where(between, REQUEST.c.state == RequestState.PENDING.value)
        return self._connection.execute(found).first() is not None

    def page(self, which: RequestFilter, *, first: int, after: str) -> tuple[Page[Request], int]:
        """A page, newest first, and how many there are."""
        wanted = and_(True, *_conditions(which))
        total = self._connection.execute(select(func.count()).select_from(REQUEST).where(wanted)).scalar_one()
        found = select(REQUEST).where(wanted)
        if key := decode_cursor(after, int):
            found = found.where(REQUEST.c.number < key[0])
        rows = list(self._connection.execute(found.order_by(REQUEST.c.number.desc()).limit(first + 1)))
        return make_page([_to_request(row) for row in rows], first, [[row.number] for row in rows]), total

    def overdue(self, today: date, limit: int) -> Sequence[Request]:
        """Pending requests whose last day has passed."""
        late = and_(REQUEST.c.state == RequestState.PENDING.value, REQUEST.c.expires_on < today)
        found = select(REQUEST).where(late).order_by(REQUEST.c.number).limit(limit)
        return [_to_request(row) for row in self._connection.execute(found)]

    def asked_between(self, start: datetime, end: datetime) -> Sequence[Request]:
        """Requests asked from `start` on and before `end`."""
        found = select(REQUEST).where(REQUEST.c.asked_at >= start, REQUEST.c.asked_at < end)
        return [_to_request(row) for row in self._connection.execute(found)]

    def add(self, request: Request) -> None:
        """Store a new request."""
        self._connection.execute(REQUEST.insert().values(**_from_request(request)))

    def save(self, request: Request) -> None:
        """Store a request's next version. Raises Conflict("stale-version")."""
        own = and_(REQUEST.c.id == request.id, REQUEST.c.version == request.version - 1)
        if self._connection.execute(REQUEST.update().where(own).values(**_from_request(request))).rowcount != 1:
            raise Conflict("stale-version", facts={"current": request.version})


def _conditions(which: RequestFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    for value, column in ((which.state, "state"), (which.need, "need_id"), (which.entry, "entry_id")):
        if value is not None:
            found.append(REQUEST.c[column] == value)
    if which.organisation is not None:
        own = which.organisation
        found.append(or_(REQUEST.c.from_organisation == own, REQUEST.c.to_organisation == own))
    return found


def _to_request(row: Any) -> Request:
    values = {name: value for name, value in row._mapping.items() if name != "number"}
    values |= {
        "kind": RequestKind(row.kind),
        "asked_by_side": Side(row.asked_by_side),
        "state": RequestState(row.state),
    }
    return Request(**values)


def _from_request(request: Request) -> dict[str, Any]:
    return {name: str(value) if isinstance(value, StrEnum) else value for name, value in vars(request).items()}


def _to_feedback(row: Any) -> Feedback:
    values = {name: value for name, value in row._mapping.items() if name != "number"}
    return Feedback(**{**values, "side": Side(row.side), "listed": tuple(row.listed)})
