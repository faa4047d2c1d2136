"""The file of the embedded log: its tables, connections and transactions; the driver is used here alone."""

import os
import sqlite3
import threading
import time
import weakref
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from events.log import LogError, Unavailable

Connection = sqlite3.Connection
Place = tuple[int, int]
"""A partition: the number of its topic, its own number within it."""

SCHEMA_VERSION = 1
"""Of the tables below, kept in the file: a file of another version is refused rather than misread."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS topic(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, partitions INTEGER NOT NULL,
    compacted INTEGER NOT NULL, retention_s REAL);
CREATE TABLE IF NOT EXISTS record(topic INTEGER, part INTEGER, off INTEGER, key TEXT NOT NULL, value BLOB,
    headers TEXT NOT NULL, at_ms INTEGER NOT NULL, PRIMARY KEY(topic, part, off)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS head(topic INTEGER, part INTEGER, next INTEGER NOT NULL, compacted_to INTEGER NOT NULL,
    PRIMARY KEY(topic, part)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS position(grp TEXT, topic INTEGER, part INTEGER, next INTEGER NOT NULL,
    PRIMARY KEY(grp, topic, part)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS lease(grp TEXT, topic INTEGER, part INTEGER, owner TEXT, epoch INTEGER NOT NULL,
    PRIMARY KEY(grp, topic, part)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS member(grp TEXT, topic INTEGER, owner TEXT, until REAL NOT NULL,
    PRIMARY KEY(grp, topic, owner)) WITHOUT ROWID
"""

BUSY_TIMEOUT_S = 15.0


class _Handle:
    """A connection with the process that opened it; closed when its thread is gone."""

    def __init__(self, db: Connection) -> None:
        self.db = db
        self.pid = os.getpid()
        weakref.finalize(self, _close_at_home, db, self.pid)


class LogFile:
    """One SQLite file that threads and processes share; it must not lie on a network file system."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()
        self._handles: weakref.WeakSet[_Handle] = weakref.WeakSet()
        path.parent.mkdir(parents=True, exist_ok=True)
        with self._speaking_for_the_driver():
            self._prepare()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction with the right to write from its first statement on, durable at its end. Raises Unavailable."""
        with self.reading() as db:
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
                db.execute("COMMIT")
            finally:
                if db.in_transaction:
                    db.execute("ROLLBACK")

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """This thread's connection; each statement sees what is committed. Raises Unavailable."""
        with self._speaking_for_the_driver():
            yield self._connection()

    def close(self) -> None:
        """Close the file in every thread."""
        for handle in list(self._handles):
            _close_at_home(handle.db, handle.pid)
        self._local = threading.local()

    @contextmanager
    def _speaking_for_the_driver(self) -> Iterator[None]:
        # Locked for too long, disk full, unreadable: in each case nothing was written and the same call may succeed.
        try:
            yield
        except sqlite3.Error as error:
            raise Unavailable(f"{self._path}: {error}") from error

    def _connection(self) -> Connection:
        handle: _Handle | None = getattr(self._local, "handle", None)
        if handle is None or handle.pid != os.getpid():
            handle = _Handle(self._connect())
            self._handles.add(handle)
            self._local.handle = handle
        return handle.db

    def _connect(self) -> Connection:
        db = sqlite3.connect(self._path, timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False)
        db.execute("PRAGMA synchronous=FULL")
        return db

    def _prepare(self) -> None:
        with closing(self._connect()) as db:
            _turn_to_write_ahead(db)
            db.execute("BEGIN IMMEDIATE")
            version = db.execute("PRAGMA user_version").fetchone()[0]
            if version not in (0, SCHEMA_VERSION):
                raise LogError(f"{self._path} is a log of version {version}; this house reads {SCHEMA_VERSION}")
            for statement in SCHEMA.split(";"):
                db.execute(statement)
            db.execute(f"PRAGMA user_version={SCHEMA_VERSION}")
            db.execute("COMMIT")


def end_of(db: Connection, place: Place) -> int:
    """The offset that the next record of a partition will have."""
    return int(db.execute("SELECT next FROM head WHERE topic = ? AND part = ?", place).fetchone()[0])


def _close_at_home(db: Connection, pid: int) -> None:
    # In a forked child it stays open and unused: closing it there would undo the locks of its parent.
    if pid == os.getpid():
        db.close()


def _turn_to_write_ahead(db: Connection) -> None:
    # This change does not wait for other openers by itself; whoever comes second finds it done.
    deadline = time.monotonic() + BUSY_TIMEOUT_S
    while True:
        try:
            db.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.01)
