"""The outbox (发件箱): events wait here in the transaction of the rows they tell of, until the relay has sent them.

Rules for whoever adds: lock or update the noun's row first, then call `add`. The rows of one noun then get their
numbers in the order in which their transactions commit. That is so in any store that lets one writer in at a time;
a store whose writers run side by side brings a lock on nouns (`HOLDING`), which `add` takes and the commit frees.
Rules for whoever sends: read what is unsent in the order of `seq`, never "greater than the last one" (a lower number
may commit later); mark it sent only after the log has it. A crash in between repeats events, which the inbox absorbs.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Double,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Select,
    String,
    Table,
    Text,
    bindparam,
    func,
    select,
)

from events.log import Event, Rejected, check_event, pack_headers, unpack_headers

READING: Mapping[str, bool] = {"gongxu_reading": True}
"""Execution options for a transaction that only reads: a store whose transactions take the right to write from their
first statement on may spare it that."""

Hold = Callable[[Connection, Sequence[str]], None]
HOLDING = "gongxu_holding"
"""Execution option of an engine whose writers run side by side: `hold(connection, nouns)` lets this transaction alone
number events of these nouns, until it ends."""


def outbox_table(metadata: MetaData) -> Table:
    """Declare the table `outbox` in a service's metadata; `error` is why the log will never take the event.

    Moments are seconds since 1970 (UTC). The numbers are of the type that every store counts up by itself.
    """
    table = Table(
        "outbox",
        metadata,
        Column("seq", Integer, primary_key=True, autoincrement=True),
        Column("id", String(64), nullable=False),
        Column("topic", String(200), nullable=False),
        Column("key", Text, nullable=False),
        Column("value", LargeBinary),
        Column("headers", Text, nullable=False),
        Column("created_at", Double, nullable=False),
        Column("sent_at", Double),
        Column("error", Text),
    )
    Index("outbox_unsent", table.c.sent_at, table.c.seq)
    Index("outbox_error", table.c.error)
    return table


_OUTBOX = outbox_table(MetaData())
_MARK = _OUTBOX.update().where(_OUTBOX.c.seq.between(bindparam("first"), bindparam("last")))


@dataclass(frozen=True, slots=True)
class Waiting:
    """A row of the outbox: an event with its number, and the reason when the log has refused it for good."""

    seq: int
    event: Event
    created_at: float
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Backlog:
    """What the log has not got: how many wait, since when the oldest does (seconds since 1970), how many it refused."""

    unsent: int
    oldest_at: float | None
    rejected: int


def add(connection: Connection, events: Sequence[Event]) -> None:
    """Put events into the outbox, in the caller's transaction. Raises Rejected for what no log could take.

    The header `id` is what the inbox of a consumer knows an event by; `events.envelope.encode` sets it.
    """
    now = time.time()
    for event in events:
        check_event(event)
        if not event.headers.get("id"):
            raise Rejected(f"{event.topic}: an event without an id cannot be told from its repetition")
    if not events:
        return
    hold: Hold | None = connection.get_execution_options().get(HOLDING)
    if hold is not None:
        hold(connection, sorted({f"{event.topic}/{event.key}" for event in events}))
    connection.execute(_OUTBOX.insert(), [_row(event, now) for event in events])


def is_waiting(connection: Connection) -> bool:
    """Whether anything is unsent. A relay asks it all day long, so it goes past the layer that builds statements."""
    return connection.exec_driver_sql("SELECT 1 FROM outbox WHERE sent_at IS NULL LIMIT 1").first() is not None


def unsent(connection: Connection, limit: int) -> list[Waiting]:
    """The next events to send, in order."""
    return _read(connection, select(_OUTBOX).where(_OUTBOX.c.sent_at.is_(None)).order_by(_OUTBOX.c.seq).limit(limit))


def mark_sent(connection: Connection, seqs: Sequence[int], *, error: str | None = None) -> None:
    """These are in the log, or never will be, for the reason given."""
    if seqs:
        connection.execute(_MARK.values(sent_at=time.time(), error=error), _runs(seqs))


def backlog(connection: Connection) -> Backlog:
    """How far the log is behind."""
    count, oldest = connection.execute(
        select(func.count(), func.min(_OUTBOX.c.created_at)).where(_OUTBOX.c.sent_at.is_(None))
    ).one()
    refused = connection.execute(select(func.count()).where(_OUTBOX.c.error.is_not(None))).scalar_one()
    return Backlog(count, oldest, refused)


def rejected(connection: Connection, limit: int = 100) -> list[Waiting]:
    """The events that the log refused for good, oldest first."""
    return _read(connection, select(_OUTBOX).where(_OUTBOX.c.error.is_not(None)).order_by(_OUTBOX.c.seq).limit(limit))


def requeue(connection: Connection, seqs: Sequence[int]) -> None:
    """Let the relay try refused events again, once their cause is removed. They arrive after what was sent since."""
    if seqs:
        connection.execute(_MARK.values(sent_at=None, error=None), _runs(seqs))


def purge(connection: Connection, *, older_than_s: float = 7 * 86400.0, limit: int = 5000) -> int:
    """Remove events sent long ago, some at a time so that no writer waits; refused ones stay. How many went."""
    due = (
        select(_OUTBOX.c.seq)
        .where(_OUTBOX.c.sent_at < time.time() - older_than_s, _OUTBOX.c.error.is_(None))
        .order_by(_OUTBOX.c.sent_at)
        .limit(limit)
    )
    return connection.execute(_OUTBOX.delete().where(_OUTBOX.c.seq.in_(due.scalar_subquery()))).rowcount


def _runs(seqs: Sequence[int]) -> list[dict[str, int]]:
    """The numbers as runs without a gap: a batch mostly is one, and five hundred numbers are dear to send singly."""
    runs: list[dict[str, int]] = []
    for seq in sorted(seqs):
        if runs and seq == runs[-1]["last"] + 1:
            runs[-1]["last"] = seq
        else:
            runs.append({"first": seq, "last": seq})
    return runs


def _row(event: Event, now: float) -> dict[str, object]:
    return {
        "id": event.headers["id"],
        "topic": event.topic,
        "key": event.key,
        "value": event.value,
        "headers": pack_headers(event.headers),
        "created_at": now,
    }


def _read(connection: Connection, query: Select[Any]) -> list[Waiting]:
    return [
        Waiting(seq, Event(topic, key, value, unpack_headers(headers)), created_at, error)
        for seq, _, topic, key, value, headers, created_at, _, error in connection.execute(query)
    ]
