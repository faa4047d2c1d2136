"""Parking (停放): facts that a group cannot digest wait in a table of its service, with the followers of their key."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Connection, Engine, MetaData, Row, and_, func, select

from events.inbox import parked_table
from events.log import Record, Unavailable, pack_headers, unpack_headers
from events.outbox import READING

_PARKED = parked_table(MetaData())


@dataclass(frozen=True, slots=True)
class Parked:
    """A fact that waits for a person: the record as it came, why it waits and since when."""

    seq: int
    record: Record
    event_id: str
    reason: str
    parked_at: datetime


class Parking:
    """The parked facts of one group, in its service's database. Safe to use from several threads and processes.

    Parking is idempotent by event: a record that is delivered again, or that a relay has repeated, stands there once.
    """

    def __init__(self, engine: Engine, group: str) -> None:
        self._engine = engine
        self._reading = engine.execution_options(**READING)
        self.group = group

    def park(self, record: Record, reason: str, *, at_most: int | None = None) -> bool:
        """Put a record aside, durably, with the reason; whether it stands there now. False: `at_most` others do."""
        with self._engine.begin() as connection:
            there = select(_PARKED.c.seq).where(self._mine(), _PARKED.c.event_id == event_id_of(record))
            if connection.execute(there).first() is None:
                if at_most is not None and self._count(connection) >= at_most:
                    return False
                connection.execute(_PARKED.insert(), self._row(record, reason))
        return True

    def is_parked(self, topic: str, key: str) -> bool:
        """Whether a fact of this key waits, so that its followers must wait as well."""
        return (topic, key) in self.keys()

    def keys(self) -> dict[tuple[str, str], int]:
        """How many facts of each (topic, key) wait; keys of which none does are not there."""
        of = (_PARKED.c.topic, _PARKED.c.key)
        with self._reading.connect() as connection:
            rows = connection.execute(select(*of, func.count()).where(self._mine()).group_by(*of))
            return {(topic, key): count for topic, key, count in rows}

    def count(self) -> int:
        """How many facts wait."""
        with self._reading.connect() as connection:
            return self._count(connection)

    def parked(self, *, topic: str | None = None, key: str | None = None, limit: int = 1000) -> list[Parked]:
        """The facts that wait, in the order in which they must be done, all of them or those of a topic or key."""
        query = select(_PARKED).where(self._these(topic, key)).order_by(_PARKED.c.seq).limit(limit)
        with self._reading.connect() as connection:
            return [_parked(row) for row in connection.execute(query)]

    def redrive(
        self,
        apply: Callable[[Sequence[Record]], None],
        *,
        topic: str | None = None,
        key: str | None = None,
        transient: tuple[type[Exception], ...] = (Unavailable,),
    ) -> int:
        """Do parked facts now, in order; how many are done. `apply` is the effect's.

        A fact that still fails stays, with its new reason, and so do the followers of its key. What is `transient`
        is raised, and the rest stays as it was. Call it again for what the worker has parked meanwhile.
        """
        done, held = 0, set[tuple[str, str]]()
        for parked in self.parked(topic=topic, key=key):
            of = (parked.record.topic, parked.record.key)
            if of in held:
                continue
            try:
                apply([parked.record])
            except transient:
                raise
            except Exception as error:  # noqa: BLE001 - the edge of the worker: whatever an effect raises is the reason
                held.add(of)
                self._give_reason(parked, reason_of(error))
            else:
                self._remove(self._this(parked))
                done += 1
        return done

    def discard(self, *, topic: str, key: str) -> int:
        """Give up the parked facts of a key; how many there were. The next fact of the key carries its whole state."""
        return self._remove(self._these(topic, key))

    def _count(self, connection: Connection) -> int:
        return connection.execute(select(func.count()).select_from(_PARKED).where(self._mine())).scalar_one()

    def _remove(self, these: ColumnElement[bool]) -> int:
        with self._engine.begin() as connection:
            return connection.execute(_PARKED.delete().where(these)).rowcount

    def _give_reason(self, parked: Parked, reason: str) -> None:
        with self._engine.begin() as connection:
            connection.execute(_PARKED.update().where(self._this(parked)).values(reason=reason))

    def _mine(self) -> ColumnElement[bool]:
        return _PARKED.c.consumer == self.group

    def _this(self, parked: Parked) -> ColumnElement[bool]:
        # By event, not by number: a number may be given again once its row is gone.
        return and_(self._mine(), _PARKED.c.event_id == parked.event_id)

    def _these(self, topic: str | None, key: str | None) -> ColumnElement[bool]:
        asked = [self._mine()]
        if topic is not None:
            asked.append(_PARKED.c.topic == topic)
        if key is not None:
            asked.append(_PARKED.c.key == key)
        return and_(*asked)

    def _row(self, record: Record, reason: str) -> dict[str, object]:
        return {
            "consumer": self.group,
            "topic": record.topic,
            "key": record.key,
            "value": record.value,
            "headers": pack_headers(record.headers),
            "partition": record.partition,
            "offset": record.offset,
            "appended_at_ms": record.appended_at_ms,
            "event_id": event_id_of(record),
            "reason": reason,
            "parked_at": time.time(),
        }


def event_id_of(record: Record) -> str:
    """What a record is known by: the id of its event, or its place when it carries none."""
    return record.headers.get("id") or f"{record.topic}/{record.partition}/{record.offset}"


def reason_of(error: Exception) -> str:
    """An error in a line: its kind and what it says, cut where it grows long."""
    return f"{type(error).__name__}: {error}"[:2000]


def _parked(row: Row[tuple[object, ...]]) -> Parked:
    record = Record(
        topic=row.topic,
        key=row.key,
        value=row.value,
        headers=unpack_headers(row.headers),
        partition=row.partition,
        offset=row.offset,
        appended_at_ms=row.appended_at_ms,
    )
    return Parked(row.seq, record, row.event_id, row.reason, datetime.fromtimestamp(row.parked_at, UTC))
