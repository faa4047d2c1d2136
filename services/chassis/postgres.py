"""The store on PostgreSQL: one server, a schema and a role of its own for every service."""

import contextlib
import os
import weakref
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, ClassVar

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, InvalidRequestError

from events.outbox import HOLDING, READING

STATEMENT_MILLISECONDS = 15000
LOCK_MILLISECONDS = 15000
NOUN_LOCKS = 4096
# Advisory locks are the database's and services have a schema each, so the schema is part of every lock.
_TAKE = text("SELECT pg_try_advisory_lock(hashtextextended('relay of ' || current_schema(), 0))")
_HOLD = text(
    "SELECT count(pg_advisory_xact_lock(hashtext(current_schema()), place)) FROM (SELECT DISTINCT"
    f" hashtext(noun) & {NOUN_LOCKS - 1} AS place FROM unnest(CAST(:nouns AS text[])) AS noun ORDER BY place) AS places"
)


def make_engine(url: str) -> Engine:
    """An engine for `postgresql+psycopg://ROLE:PASSWORD@HOST/DATABASE?schema=SCHEMA`.

    The schema (`public` when none is named) is where the service's tables lie; it is made where it is missing and the
    role may make it. Reading transactions see one snapshot and cannot write.
    """
    address, schema = _split(make_url(url))
    engine = create_engine(
        address,
        pool_size=8,
        max_overflow=24,
        pool_pre_ping=True,
        pool_timeout=15,
        connect_args={
            "connect_timeout": 5,
            # A server whose host is gone or cut off does not say so; the network has to be asked.
            "keepalives_idle": 10,
            "keepalives_interval": 5,
            "keepalives_count": 3,
            "tcp_user_timeout": 20000,
            "application_name": f"gongxu-{schema}",
            "options": f"-c search_path={schema} -c timezone=UTC -c statement_timeout={STATEMENT_MILLISECONDS} "
            f"-c lock_timeout={LOCK_MILLISECONDS} -c idle_in_transaction_session_timeout=60000",
        },
    )
    event.listen(engine, "begin", _begin)
    event.listen(engine, "first_connect", lambda raw, _record: _make_schema(raw, schema))
    return engine.execution_options(**{HOLDING: _hold})


def make_right(engine: Engine, path: Path) -> "AdvisoryRight":
    """The right to relay: a lock that the server keeps, for the relays of one schema may run on several hosts."""
    return AdvisoryRight(engine)


class AdvisoryRight:
    """The right to be the only relay of a schema, kept by the server for as long as one connection lives.

    All reading and marking goes through that connection: whoever loses it has lost the right and can do neither.
    """

    _taken: ClassVar[weakref.WeakSet["AdvisoryRight"]] = weakref.WeakSet()

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Connection | None = None
        self._socket = -1

    def acquire(self) -> bool:
        """Take the right, or keep it; False while another has it."""
        if self._connection is not None and not (self._connection.closed or self._connection.invalidated):
            return True
        self.release()
        connection = self._engine.connect()
        try:
            with connection.begin():
                taken = bool(connection.execute(_TAKE).scalar_one())
        except DBAPIError:
            # The lock may have been taken all the same, and must not lie in the pool.
            connection.invalidate()
            connection.close()
            raise
        if not taken:
            connection.close()
            return False
        self._connection = connection
        self._socket = connection.connection.driver_connection.fileno()  # type: ignore[union-attr]
        self._taken.add(self)
        return True

    def release(self) -> None:
        """End the connection, and the right with it."""
        connection, self._connection = self._connection, None
        self._taken.discard(self)
        if connection is not None:
            # It must not go back to the pool: the server would keep the lock for whoever takes it out next.
            with contextlib.suppress(DBAPIError):
                connection.invalidate()
            connection.close()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction on the connection that has the right."""
        with self._use() as connection, connection.begin():
            yield connection

    def marking(self) -> AbstractContextManager[Connection]:
        """A transaction on the connection that has the right."""
        return self.reading()

    @classmethod
    def let_go_in_child(cls) -> None:
        """Let a forked child have no hand on its parent's connections, or the server would not see the parent die."""
        nothing = os.open(os.devnull, os.O_RDWR)
        for right in list(cls._taken):
            # Closing would say goodbye to the server in the parent's name; so the socket's number gets a new meaning.
            os.dup2(nothing, right._socket)
        os.close(nothing)

    @contextmanager
    def _use(self) -> Iterator[Connection]:
        if self._connection is None:
            raise InvalidRequestError("the right to relay has not been acquired")
        try:
            yield self._connection
        except DBAPIError:
            self.release()
            raise


os.register_at_fork(after_in_child=AdvisoryRight.let_go_in_child)


def _split(url: URL) -> tuple[URL, str]:
    schema = str(url.query.get("schema", "public"))
    if not schema.replace("_", "").isalnum():
        raise ValueError(f"a schema is named by letters, digits and _, not {schema!r}")
    return url.difference_update_query(["schema"]), schema


def _make_schema(raw: Any, schema: str) -> None:
    with raw.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", (schema,))
        if cursor.fetchone() is None:
            # Two processes may find it missing at once; the second finds it made.
            cursor.execute(f'CREATE SCHEMA IF NOT EXISTS "{schema}"')
    raw.commit()


def _hold(connection: Connection, nouns: Sequence[str]) -> None:
    # Nouns share a bounded number of locks, because the server's memory for locks is bounded too. In the order of the
    # locks, so that two transactions that tell of the same nouns wait for each other in one direction only.
    connection.execute(_HOLD, {"nouns": list(nouns)})


def _begin(connection: Connection) -> None:
    if connection.get_execution_options().items() >= READING.items():
        connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
