"""`python -m tests.bench.events`: CPU microseconds an event costs on its way from outbox to effect, embedded."""

import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Column, Connection, Engine, Integer, MetaData, String, Table

from events import outbox
from events.envelope import Fact, FactType, decode, encode, new_fact
from events.inbox import inbox_table, parked_table
from events.log import Event
from events.relay import Relay, SideFile
from events.sqlite import SqliteLog
from events.worker import InboxEffect, Parking, Worker
from services.chassis.store import open_store

EVENTS = 20_000
BATCH = 500
BAR_APPEND_US = 20.0
"""The embedded log takes an event of a few hundred bytes, in batches of 500, within this."""

TOPIC = "bench.thing"
THING_SEEN = FactType(
    name="bench.thing.seen",
    version=1,
    sentence="A thing was seen.",
    schema={
        "type": "object",
        "properties": {"name": {"type": "string"}, "regions": {"type": "array", "items": {"type": "string"}}},
        "required": ["name", "regions"],
        "additionalProperties": False,
    },
)
METADATA = MetaData()
outbox.outbox_table(METADATA)
inbox_table(METADATA)
parked_table(METADATA)
THING = Table(
    "thing",
    METADATA,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("subject", String(40), nullable=False),
    Column("version", Integer, nullable=False),
)


def a_fact(number: int) -> Fact:
    """A fact of about 500 bytes on the wire; two hundred nouns take turns."""
    return new_fact(
        THING_SEEN,
        source="/bench",
        subject=f"thing-{number % 200}",
        version=number,
        data={"name": f"工业互联网平台 {number}", "regions": ["310113", "310114", "320583"]},
        time=datetime.now(UTC),
        request_id="0123456789abcdef",
    )


def measure(name: str, count: int, do: Callable[[], None]) -> float:
    """Print and answer the CPU microseconds for each of `count` events."""
    wall, cpu = time.perf_counter(), time.process_time()
    do()
    cost = (time.process_time() - cpu) * 1e6 / count
    print(f"{name:<58} {cost:8.1f} µs CPU {count / (time.perf_counter() - wall):10.0f} events/s")
    return cost


def put_down(connection: Connection, fact: Fact) -> None:
    """The smallest effect there is: a row."""
    connection.execute(THING.insert().values(subject=fact.subject, version=fact.version))


def pass_over(connection: Connection, fact: Fact) -> None:
    """No effect at all, to see what the inbox costs by itself."""


def a_worker(engine: Engine, log: SqliteLog, group: str, handle: Callable[[Connection, Fact], None]) -> Worker:
    """A worker of a group of its own."""
    effect = InboxEffect(engine, group, handle)
    return Worker(log, group, [TOPIC], effect, parking=Parking(engine, group), batch=BATCH)


def until_nothing_moves(step: Callable[[], int]) -> None:
    """Step until it answers 0."""
    while step():
        pass


def bench_envelope() -> list[Event]:
    """Making, checking, encoding and decoding."""
    facts: list[Fact] = []
    events: list[Event] = []
    measure("make a fact and check its schema", EVENTS, lambda: facts.extend(map(a_fact, range(EVENTS))))
    measure("encode", EVENTS, lambda: events.extend(map(encode, facts)))
    measure("decode", EVENTS, lambda: [decode(event) for event in events].clear())
    return events


def bench_log(folder: Path, events: Sequence[Event]) -> float:
    """Appending in batches and singly, reading as a group and by replay."""
    log = SqliteLog(folder / "alone.db")
    log.ensure_topic(TOPIC, 4, compacted=True)

    def append(batches: Sequence[Sequence[Event]]) -> None:
        for some in batches:
            log.append(some)

    # The least of three, because other work on the machine only ever adds to it.
    cost = min(
        measure(f"log: append in batches of {BATCH}", len(events), lambda: append(chunks(events))) for _ in "123"
    )
    measure("log: append singly", 300, lambda: append([[event] for event in events[:300]]))
    subscription = log.subscribe("bench", [TOPIC])

    def read() -> int:
        records = subscription.poll(0.0, BATCH)
        subscription.commit(records)
        return len(records)

    measure(f"log: poll and commit in batches of {BATCH}", 3 * len(events), lambda: until_nothing_moves(read))
    measure("log: replay", 3 * len(events), lambda: list(log.replay(TOPIC)).clear())
    measure("log: compact, by record", 3 * len(events), lambda: until_nothing_moves(log.maintain))
    log.close()
    return cost


def bench_way(folder: Path, events: Sequence[Event]) -> None:
    """Outbox, relay, worker with inbox: the way of every fact."""
    store = open_store(f"sqlite:///{folder}/bench.db")
    METADATA.create_all(store.engine)
    log = SqliteLog(folder / "way.db")
    log.ensure_topic(TOPIC, 4, compacted=True)

    def add() -> None:
        for some in chunks(events):
            with store.engine.begin() as connection:
                outbox.add(connection, some)

    def add_singly() -> None:
        for event in events[:300]:
            with store.engine.begin() as connection:
                outbox.add(connection, [event])

    measure(f"outbox: add, {BATCH} in a transaction", len(events), add)
    measure("outbox: add, one in a transaction", 300, add_singly)
    relay = Relay(store.engine, log, right=SideFile(store.engine, folder / "relay.lock"), batch=BATCH)
    measure("relay: drain a backlog into the log", len(events) + 300, lambda: until_nothing_moves(relay.step))
    for what, handle in (("inbox mark alone", pass_over), ("inbox mark and a row", put_down)):
        worker = a_worker(store.engine, log, what, handle)
        measure(f"worker: {what}", len(events) + 300, partial(until_nothing_moves, partial(worker.step, 0.0)))
        worker.close()
    relay.close()
    log.close()
    store.close()


def chunks(events: Sequence[Event]) -> list[Sequence[Event]]:
    """The events in batches."""
    return [events[start : start + BATCH] for start in range(0, len(events), BATCH)]


def main() -> int:
    """Measure; 1 when the bar is missed."""
    with TemporaryDirectory(prefix="bench-") as name:
        events = bench_envelope()
        size = sum(len(event.value or b"") for event in events) / len(events)
        print(f"{len(events)} events of {size:.0f} bytes")
        cost = bench_log(Path(name), events)
        bench_way(Path(name), events)
    met = cost <= BAR_APPEND_US
    print(f"bar: append in batches of {BATCH} within {BAR_APPEND_US:.0f} µs: {'met' if met else 'MISSED'}")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
