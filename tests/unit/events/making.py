"""Facts, tables and logs for the tests of this room."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

from sqlalchemy import Column, Connection, Engine, Integer, MetaData, String, Table, select

from events import outbox
from events.envelope import Fact, FactType, encode, new_fact
from events.inbox import inbox_table, parked_table
from events.log import Event, Unavailable
from events.relay import Relay
from events.sqlite import SqliteLog
from events.worker import Worker

TOPIC = "workshop.bench"
BENCH_MOVED = FactType(
    name="workshop.bench.moved",
    version=1,
    sentence="A bench stands elsewhere.",
    schema={
        "type": "object",
        "properties": {"place": {"type": "integer"}, "since": {"type": "string", "format": "date"}},
        "required": ["place"],
        "additionalProperties": False,
    },
)
NOON = datetime(2019, 4, 1, 4, 0, tzinfo=UTC)

METADATA = MetaData()
outbox.outbox_table(METADATA)
inbox_table(METADATA)
parked_table(METADATA)
EFFECT = Table(
    "effect",
    METADATA,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("bench", String(60), nullable=False),
    Column("place", Integer, nullable=False),
)


class Awkward(Exception):
    """What a handler raises that cannot digest a fact."""


def a_fact(bench: str = "b1", place: int = 1) -> Fact:
    return new_fact(
        BENCH_MOVED, source="/workshop", subject=bench, version=place, data={"place": place}, time=NOON, request_id="r1"
    )


def an_event(bench: str = "b1", place: int = 1) -> Event:
    return encode(a_fact(bench, place))


def put_down(connection: Connection, fact: Fact) -> None:
    """An effect that can be counted: a row for each time that it happens."""
    connection.execute(EFFECT.insert().values(bench=fact.subject, place=fact.data["place"]))


def effects(engine: Engine) -> list[tuple[str, int]]:
    """What has happened, in its order."""
    with engine.connect() as connection:
        rows = connection.execute(select(EFFECT.c.bench, EFFECT.c.place).order_by(EFFECT.c.seq))
        return [(bench, place) for bench, place in rows]


@contextmanager
def running(part: Relay | Worker) -> Iterator[None]:
    """A relay or worker at work in a thread of its own."""
    stop = threading.Event()
    thread = threading.Thread(target=part.run, args=(stop,))
    thread.start()
    yield
    stop.set()
    thread.join(20)
    assert not thread.is_alive()


def until(reached: Callable[[], bool]) -> None:
    """Wait for something that will come."""
    deadline = time.monotonic() + 30
    while not reached():
        assert time.monotonic() < deadline
        time.sleep(0.005)


class TryingLog(SqliteLog):
    """The embedded log with trouble on order: before an append has landed, or after it has."""

    fails_before = 0
    fails_after = 0
    measures = True

    def lag(self, group: str, topic: str) -> int:
        """Tell, unless there is trouble to make."""
        if not self.measures:
            raise Unavailable("a broker does not answer")
        return super().lag(group, topic)

    def append(self, events: Sequence[Event]) -> None:
        """Append, unless there is trouble to make."""
        if self.fails_before:
            self.fails_before -= 1
            raise Unavailable("the log does not answer")
        super().append(events)
        if self.fails_after:
            self.fails_after -= 1
            raise Unavailable("the answer of the log is lost")
