"""`make bench-events`: what a fact costs and how long it takes on real servers, against the bars."""

import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from sqlalchemy import Connection

from events import outbox
from events.envelope import Fact, encode
from events.log import Event, EventLog, Record, open_log
from events.relay import Relay
from events.worker import InboxEffect, Parking, Worker
from services.chassis.store import Store, open_store
from tests.bench.events import (
    BAR_APPEND_US,
    BATCH,
    METADATA,
    THING,
    TOPIC,
    a_fact,
    bench_log,
    chunks,
    put_down,
)
from tests.bench.events_apart import Apart, until, wait_for
from tests.contract.log.holding import ENDING, HoldingProxy
from tests.contract.servers import KAFKA, drop_schema, fresh_schema, missing_addresses

EVENTS = 5_000
RATE, SECONDS = 50, 20
SESSION_S = 10.0


@dataclass(frozen=True)
class Figure:
    """A line of the table; without a bar it only says how things are."""

    name: str
    figure: float
    unit: str
    bar: float | None
    wall_s: float
    load: float

    @property
    def is_met(self) -> bool:
        """Whether the bar is kept."""
        return self.bar is None or self.figure <= self.bar

    def __str__(self) -> str:
        bar = "" if self.bar is None else f"≤ {self.bar:g} {'met' if self.is_met else 'MISSED'}"
        return (
            f"{self.name:<58} {self.figure:7.2f} {self.unit:<12} {bar:<13} {self.wall_s:6.1f} s  load {self.load:4.1f}"
        )


class Table:
    """The figures so far, printed as they come."""

    def __init__(self) -> None:
        self.figures: list[Figure] = []

    def note(self, name: str, figure: float, unit: str, bar: float | None, wall_s: float) -> None:
        """Enter a line."""
        self.figures.append(Figure(name, figure, unit, bar, wall_s, os.getloadavg()[0]))
        print(self.figures[-1], file=sys.stderr, flush=True)

    def cost(self, name: str, turns: Sequence[Callable[[], None]], count: int, bar: float | None = None) -> None:
        """Enter this process's CPU microseconds an event: the least of some turns, because other work only adds."""
        costs, began = [], time.perf_counter()
        for turn in turns:
            cpu = time.process_time()
            turn()
            costs.append((time.process_time() - cpu) * 1e6 / count)
        self.note(name, min(costs), "µs CPU/event", bar, time.perf_counter() - began)


class Place:
    """A fresh schema and a fresh log on the servers, with what happens there."""

    def __init__(self) -> None:
        self.store_url = fresh_schema()
        self.log_url = f"{KAFKA}?prefix=bench-{uuid4().hex[:8]}.&session_s={SESSION_S}"
        self.store: Store = open_store(self.store_url)
        METADATA.create_all(self.store.engine)
        self.log: EventLog = open_log(self.log_url)
        self.log.ensure_topic(TOPIC, 4, compacted=True)
        self.folder = TemporaryDirectory(prefix="bench-")
        self._version = 0

    def close(self) -> None:
        """Leave nothing behind in the database."""
        self.log.close()
        self.store.close()
        drop_schema(self.store_url)
        self.folder.cleanup()

    def write(self, count: int) -> dict[int, float]:
        """Put facts into the outbox, each in a transaction of its own; their versions, and when each was begun."""
        begun = {}
        for _ in range(count):
            self._version += 1
            begun[self._version] = time.time()
            with self.store.engine.begin() as connection:
                outbox.add(connection, [encode(a_fact(self._version))])
        return begun

    def fill(self, events: Sequence[Event]) -> None:
        """Put events into the outbox, many in a transaction."""
        for some in chunks(events):
            with self.store.engine.begin() as connection:
                outbox.add(connection, some)


def measure_costs(table: Table, place: Place) -> None:
    """Relay and worker, both in this process, on a backlog."""
    right = place.store.right_to_relay(Path(place.folder.name), "bench")
    relay = Relay(place.store.engine, place.log.sole_writer("bench"), right=right, batch=BATCH)
    relay.step()
    for _ in range(3):
        place.fill([encode(a_fact(number)) for number in range(EVENTS)])
    turns: list[Callable[[], None]] = [partial(step_for, relay, EVENTS)] * 3
    table.cost("relay: outbox on PostgreSQL to Kafka, keys, headers, fence", turns, EVENTS, 150)
    relay.close()

    records = list(place.log.replay(TOPIC))[:EVENTS]
    for what, kind, count, bar in (("together", RowsTogether, EVENTS, 150.0), ("one by one", InboxEffect, 500, None)):
        effects = [kind(place.store.engine, f"{what}-{turn}", put_down) for turn in range(3)]
        table.cost(f"effect: marks and rows on PostgreSQL, {what}", apply_all(effects, records[:count]), count, bar)

    turns = [partial(drain, a_worker(place, f"worker-{turn}"), 3 * EVENTS) for turn in range(2)]
    table.cost("worker: Kafka to marks and rows on PostgreSQL, together", turns, 3 * EVENTS)


class RowsTogether(InboxEffect):
    """The effect of a batch in one statement."""

    def handle_all(self, connection: Connection, facts: Sequence[Fact]) -> None:
        """All rows together."""
        connection.execute(THING.insert(), [{"subject": fact.subject, "version": fact.version} for fact in facts])


def apply_all(effects: Sequence[InboxEffect], records: Sequence[Record]) -> list[Callable[[], None]]:
    """Turns, in each of which one effect works off all records in batches."""

    def turn(effect: InboxEffect) -> None:
        for start in range(0, len(records), BATCH):
            effect.apply(records[start : start + BATCH])

    return [partial(turn, effect) for effect in effects]


def step_for(relay: Relay, count: int) -> None:
    """Relay so many events."""
    while count > 0:
        count -= relay.step()


def a_worker(place: Place, group: str) -> Worker:
    """A worker of a group of its own."""
    engine = place.store.engine
    effect = RowsTogether(engine, group, put_down)
    return Worker(place.log, group, [TOPIC], effect, parking=Parking(engine, group))


def drain(worker: Worker, count: int) -> None:
    """Work off so many records and leave."""
    while worker.applied < count:
        worker.step()
    worker.close()


def measure_way(table: Table, place: Place) -> None:
    """From the writer's transaction to the end of the effect's in another process, at a steady rate."""
    relay = Apart("relay", place.store_url, place.log_url).wait_until_ready()
    reader = Apart("read", place.store_url, place.log_url, "way").wait_until_ready()
    wait_for(place.write(1), [reader])
    began, begun = time.perf_counter(), dict[int, float]()
    for tick in range(RATE * SECONDS):
        time.sleep(max(0.0, began + tick / RATE - time.perf_counter()))
        begun |= place.write(1)
    seen = wait_for(begun, [reader])
    waited = sorted(seen[version] - begun[version] for version in begun)
    wall = time.perf_counter() - began
    table.note(
        f"way: fact to effect elsewhere, {len(begun) / wall:.0f} a second: median", middle(waited, 50), "s", None, wall
    )
    table.note("way: the same, p95", middle(waited, 95), "s", 1.2, wall)
    relay.kill()
    reader.kill()


def middle(ordered: Sequence[float], percent: int) -> float:
    """A percentile of ordered numbers."""
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]


def measure_succession(table: Table, place: Place, *, is_static: bool) -> None:
    """One of two members of a group is killed: until all that was told afterwards has had its effect."""
    relay = Apart("relay", place.store_url, place.log_url).wait_until_ready()
    urls = [f"{place.log_url}&member=reader-{number}" if is_static else place.log_url for number in range(2)]
    group = f"succession-{is_static}"
    readers = [Apart("read", place.store_url, url, group).wait_until_ready() for url in urls]
    until(lambda: bool(wait_for(place.write(40), readers)) and all(reader.done for reader in readers))
    began = time.perf_counter()
    killed_at = readers[0].kill()
    if is_static:
        readers.append(Apart("read", place.store_url, urls[0], group))
    begun = place.write(40)
    seen = wait_for(begun, readers)
    name = (
        "static member killed and restarted" if is_static else f"one of two members killed, session {SESSION_S:.0f} s"
    )
    bar = 5.0 if is_static else SESSION_S + 3.0
    table.note(f"succession: {name}", max(seen.values()) - killed_at, "s", bar, time.perf_counter() - began)
    for process in (relay, *readers[1:]):
        process.kill()


def measure_relays(table: Table, place: Place) -> None:
    """The relay is killed before it could end its transaction: until what it and its successor sent is read."""
    with HoldingProxy() as proxy:
        relay = Apart("relay", place.store_url, f"{place.log_url}&proxy={proxy.url}").wait_until_ready()
        reader = Apart("read", place.store_url, place.log_url, "relays").wait_until_ready()
        wait_for(place.write(1), [reader])
        standby = Apart("relay", place.store_url, place.log_url).wait_until_ready()
        began = time.perf_counter()
        proxy.hold(ENDING)
        begun = place.write(5)
        if not proxy.held.wait(60):
            raise TimeoutError("the relay does not end its transaction")
        killed_at = relay.kill()
        seen = wait_for(begun, [reader])
    figure = max(seen.values()) - killed_at
    table.note(
        "succession: relay killed in a transaction, another stands by", figure, "s", None, time.perf_counter() - began
    )
    reader.kill()
    standby.kill()


def main() -> int:
    """Measure; 1 when a bar is missed."""
    if missing := missing_addresses():
        print(f"{', '.join(missing)}: not set; `python -m deploy servers up` starts the servers", file=sys.stderr)
        return 2
    table = Table()
    with TemporaryDirectory(prefix="bench-") as name:
        began = time.perf_counter()
        cost = bench_log(Path(name), [encode(a_fact(number)) for number in range(EVENTS)])
        table.note(
            f"embedded log: append in batches of {BATCH}",
            cost,
            "µs CPU/event",
            BAR_APPEND_US,
            time.perf_counter() - began,
        )
    measures: list[Callable[[Table, Place], None]] = [measure_costs, measure_way, measure_relays]
    measures += [partial(measure_succession, is_static=is_static) for is_static in (False, True)]
    for measure in measures:
        # Each in a place of its own: a new group reads everything that was ever told there.
        place = Place()
        try:
            measure(table, place)
        finally:
            place.close()
    print("\n".join(["", *map(str, table.figures)]))
    return 0 if all(figure.is_met for figure in table.figures) else 1


if __name__ == "__main__":
    sys.exit(main())
