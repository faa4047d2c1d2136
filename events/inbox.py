"""The inbox (收件箱): a group's memory of what it has done, so that a repeated fact has no second effect.

The mark and the effect are written in one transaction of the consumer's own database. Beside it stands the table of
parked facts, those that a group could not digest; `events.parking` works with it.
"""

import time
from collections.abc import Sequence

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Double,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    bindparam,
    select,
)


def inbox_table(metadata: MetaData) -> Table:
    """Declare the table `inbox` in a service's metadata: which events which group has done, and when."""
    table = Table(
        "inbox",
        metadata,
        Column("consumer", String(120), primary_key=True),
        Column("event_id", String(64), primary_key=True),
        Column("done_at", Double, nullable=False),
    )
    Index("inbox_done", table.c.done_at)
    return table


def parked_table(metadata: MetaData) -> Table:
    """Declare the table `parked` in a service's metadata: facts that wait for a person, with the reason."""
    table = Table(
        "parked",
        metadata,
        Column("seq", Integer, primary_key=True, autoincrement=True),
        Column("consumer", String(120), nullable=False),
        Column("topic", String(200), nullable=False),
        Column("key", Text, nullable=False),
        Column("value", LargeBinary),
        Column("headers", Text, nullable=False),
        Column("partition", Integer, nullable=False),
        Column("offset", BigInteger, nullable=False),
        Column("appended_at_ms", BigInteger, nullable=False),
        Column("event_id", String(300), nullable=False),
        Column("reason", Text, nullable=False),
        Column("parked_at", Double, nullable=False),
    )
    Index("parked_event", table.c.consumer, table.c.event_id, unique=True)
    Index("parked_key", table.c.consumer, table.c.topic, table.c.key)
    return table


_INBOX = inbox_table(MetaData())
_FORGET = _INBOX.delete().where(
    _INBOX.c.consumer == bindparam("at_consumer"), _INBOX.c.event_id == bindparam("at_event")
)


def mark(connection: Connection, group: str, event_ids: Sequence[str]) -> set[str]:
    """Mark events as done by the group, in the caller's transaction; the answer is those that were not done before.

    When two members of a group mark the same event at the same time, the later one's transaction fails as a whole.
    """
    wanted = set(event_ids)
    done = select(_INBOX.c.event_id).where(_INBOX.c.consumer == group, _INBOX.c.event_id.in_(wanted))
    fresh = wanted - set(connection.execute(done).scalars())
    if fresh:
        now = time.time()
        rows = [{"consumer": group, "event_id": event_id, "done_at": now} for event_id in sorted(fresh)]
        connection.execute(_INBOX.insert(), rows)
    return fresh


def forget(connection: Connection, group: str) -> int:
    """Forget all that a group has done, so that it can begin anew (`EventLog.drop_group`); how many marks went."""
    return connection.execute(_INBOX.delete().where(_INBOX.c.consumer == group)).rowcount


def purge(connection: Connection, *, older_than_s: float = 30 * 86400.0, limit: int = 5000) -> int:
    """Forget marks of long ago, some at a time; how many went.

    A mark must outlive every repetition of its event: a relay repeats what it sent before it was stopped, a reader
    what it did without committing. Both do so when they come back, so the time is the longest stop of the house.
    """
    due = (
        select(_INBOX.c.consumer, _INBOX.c.event_id)
        .where(_INBOX.c.done_at < time.time() - older_than_s)
        .order_by(_INBOX.c.done_at)
        .limit(limit)
    )
    rows = [{"at_consumer": consumer, "at_event": event_id} for consumer, event_id in connection.execute(due)]
    if rows:
        connection.execute(_FORGET, rows)
    return len(rows)
