"""The needs' table and repository."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import cached_property
from typing import Any, TypeVar

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    Integer,
    Select,
    String,
    Table,
    func,
    insert,
    or_,
    select,
    update,
)

from services.chassis.paging import Page, decode_cursor, make_page
from services.chassis.refusal import Conflict, Invalid, NotFound
from services.chassis.store import UtcDateTime, service_metadata
from services.chassis.work import Work
from services.needs.domain import PUBLIC, Need, NeedStatus
from services.needs.repositories import NeedFilter
from services.needs.rows import read_need, tell_moment, write_need

METADATA = service_metadata()
NEED = Table(
    "need",
    METADATA,
    Column("id", String(60), primary_key=True),
    Column("kind", String(12), nullable=False),
    Column("organisation_id", String(120), nullable=False, index=True),
    Column("organisation_name", String(200), nullable=False),
    Column("content", JSON, nullable=False),
    Column("contact", JSON, nullable=False),
    Column("confidential", Boolean, nullable=False),
    Column("demo", Boolean, nullable=False),
    Column("status", String(12), nullable=False, index=True),
    Column("status_reason", String(2000), nullable=False),
    Column("outcome", String(20), nullable=False),
    Column("expires_on", Date),
    Column("published_at", UtcDateTime),
    Column("history", JSON, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("version", Integer, nullable=False),
)


Asked = TypeVar("Asked", bound=Select[Any])


def narrow(query: Asked, which: NeedFilter) -> Asked:
    """The query with the conditions of a filter."""
    if which.viewer is not None:
        open_to_all = NEED.c.status.in_([status.value for status in PUBLIC]) & NEED.c.confidential.is_(False)
        own = (NEED.c.organisation_id == which.viewer) & (NEED.c.organisation_id != "")
        query = query.where(or_(open_to_all, own))
    for column, value in (
        (NEED.c.status, which.status),
        (NEED.c.kind, which.kind),
        (NEED.c.organisation_id, which.organisation),
    ):
        if value is not None:
            query = query.where(column == value)
    return query if which.ids is None else query.where(NEED.c.id.in_(which.ids))


class NeedTable:
    """All needs."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, need_id: str) -> Need:
        """One need. Raises NotFound."""
        row = self._connection.execute(select(NEED).where(NEED.c.id == need_id)).first()
        if row is None:
            raise NotFound("not-found", "need_id", {"id": need_id})
        return read_need(row)

    def page(self, which: NeedFilter, *, first: int, after: str) -> Page[Need]:
        """Needs, the newest first."""
        query = narrow(select(NEED), which)
        key = decode_cursor(after, str, str)
        if key is not None:
            moment = _read_moment(key[0])
            query = query.where(or_(NEED.c.created_at < moment, (NEED.c.created_at == moment) & (NEED.c.id < key[1])))
        query = query.order_by(NEED.c.created_at.desc(), NEED.c.id.desc()).limit(first + 1)
        rows = self._connection.execute(query).all()
        keys = [(tell_moment(row.created_at), row.id) for row in rows]
        return make_page([read_need(row) for row in rows], first, keys)

    def count(self, which: NeedFilter) -> int:
        """How many needs there are."""
        return int(self._connection.execute(narrow(select(func.count()).select_from(NEED), which)).scalar_one())

    def due(self, today: date) -> Iterable[Need]:
        """Published needs whose term is over."""
        query = select(NEED).where(NEED.c.status == NeedStatus.PUBLISHED.value, NEED.c.expires_on < today)
        return [read_need(row) for row in self._connection.execute(query)]

    def of_year(self, start: datetime, end: datetime) -> list[Need]:
        """Needs written between two moments, without the demo ones."""
        query = select(NEED).where(NEED.c.created_at >= start, NEED.c.created_at < end, NEED.c.demo.is_(False))
        return [read_need(row) for row in self._connection.execute(query)]

    def add(self, need: Need, *, at: datetime) -> None:
        """A new need."""
        self._connection.execute(insert(NEED).values(**write_need(need), created_at=at))

    def change(self, need: Need, *, seen: int) -> None:
        """Write a need that was read at version `seen`. Raises Conflict("stale-version")."""
        these = (NEED.c.id == need.id) & (NEED.c.version == seen)
        if self._connection.execute(update(NEED).where(these).values(**write_need(need))).rowcount != 1:
            raise Conflict("stale-version", facts={"current": self.get(need.id).version})


def _read_moment(text: str) -> datetime:
    """The moment in a cursor. Raises Invalid("bad-cursor") for one we did not make."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as fault:
        raise Invalid("bad-cursor", "after") from fault
    if moment.tzinfo is None:
        raise Invalid("bad-cursor", "after")
    return moment


class StoreWork(Work):
    """A unit of work of the needs service."""

    @cached_property
    def needs(self) -> NeedTable:
        """All needs."""
        return NeedTable(self.connection)
