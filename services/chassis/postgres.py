"""The store on PostgreSQL: one server, a schema and a role of its own for every service."""

from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url

from events.outbox import READING

STATEMENT_MILLISECONDS = 15000
LOCK_MILLISECONDS = 15000


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
            "application_name": f"gongxu-{schema}",
            "options": f"-c search_path={schema} -c timezone=UTC -c statement_timeout={STATEMENT_MILLISECONDS} "
            f"-c lock_timeout={LOCK_MILLISECONDS} -c idle_in_transaction_session_timeout=60000",
        },
    )
    event.listen(engine, "begin", _begin)
    event.listen(engine, "first_connect", lambda raw, _record: _make_schema(raw, schema))
    return engine


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


def _begin(connection: Connection) -> None:
    if connection.get_execution_options().items() >= READING.items():
        connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
