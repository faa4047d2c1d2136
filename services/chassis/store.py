"""The store port: a service's own relational database, the truth of its nouns."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, DateTime, Engine, Integer, MetaData, String, Table, Text, types
from sqlalchemy.exc import SQLAlchemyError

from events.database import is_passing
from events.inbox import inbox_table, parked_table
from events.outbox import READING, outbox_table
from events.relay import Right
from services.chassis.logs import get_log
from services.chassis.refusal import Unavailable

BACKENDS = {"sqlite": "services.chassis.sqlite", "postgresql": "services.chassis.postgres"}
"""URL scheme -> module with `make_engine(url) -> Engine` and `make_right(engine, path) -> Right`."""

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(types.TypeDecorator[datetime]):
    """A moment in UTC; some databases lose the zone, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Refuse a naive moment, store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Give the moment its zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def service_metadata() -> MetaData:
    """The tables every service has: outbox, inbox, parked facts and the audit trail. A service adds its own."""
    metadata = MetaData(naming_convention=NAMING)
    outbox_table(metadata)
    inbox_table(metadata)
    parked_table(metadata)
    Table(
        "audit",
        metadata,
        Column("id", Integer, primary_key=True, autoincrement=True),
        Column("at", UtcDateTime, nullable=False),
        Column("person", String(120), nullable=False),
        Column("organisation", String(120), nullable=False),
        Column("action", String(120), nullable=False),
        Column("subject", String(120), nullable=False, index=True),
        Column("detail", Text, nullable=False),
        Column("request_id", String(64), nullable=False),
    )
    return metadata


class Store:
    """One service's database.

    `write()` yields a connection in a transaction that has the right to write from its first statement on: it commits
    when the block ends and rolls back when the block raises. `read()` yields a consistent view and never writes.
    Both raise Unavailable("store-unavailable") for what passes: the database does not answer, has no room, is locked.
    """

    def __init__(self, engine: Engine, make_right: Callable[[Engine, Path], Right]) -> None:
        self.engine = engine
        self._make_right = make_right
        self._reading = engine.execution_options(**READING)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that may write."""
        with _answering(), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A consistent view for reading."""
        with _answering(), self._reading.connect() as connection, connection.begin():
            yield connection

    def right_to_relay(self, folder: Path, service: str) -> Right:
        """The right to be the only relay of this database, whoever else has it open; `folder` is this host's own."""
        return self._make_right(self.engine, folder / f"relay-{service}.lock")

    def close(self) -> None:
        """Let go of all connections."""
        self.engine.dispose()


@contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as fault:
        if not is_passing(fault):
            raise
        get_log().warning("store_unavailable", reason=str(fault).splitlines()[0])
        raise Unavailable("store-unavailable") from fault


def open_store(url: str) -> Store:
    """Open the database at a URL. Raises ValueError for a scheme that no backend serves, listing the known ones."""
    scheme = url.partition(":")[0].partition("+")[0]
    if scheme not in BACKENDS:
        raise ValueError(f"unknown store scheme {scheme!r}; known: {', '.join(sorted(BACKENDS))}")
    backend = import_module(BACKENDS[scheme])
    return Store(backend.make_engine(url), backend.make_right)
