"""The embedded store: one SQLite file a service, write-ahead log, every commit on disk before it is acknowledged."""

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url

from events.outbox import READING
from events.relay import SideFile

_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=15000")


def make_engine(url: str) -> Engine:
    """An engine whose transactions take the write lock at once: two writers queue instead of failing half-way."""
    database = make_url(url).database
    if database and database != ":memory:":
        Path(database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"check_same_thread": False, "timeout": 15}, pool_size=16, max_overflow=32)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def make_right(engine: Engine, path: Path) -> SideFile:
    """The right to relay: one file's database is used on one host, so a locked file beside it is enough."""
    return SideFile(engine, path)


def _prepare(raw: Any, _record: Any) -> None:
    # The driver must not begin transactions by itself: it would do so too late, at the first write.
    raw.isolation_level = None
    for pragma in _PRAGMAS:
        raw.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    reading = connection.get_execution_options().items() >= READING.items()
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
