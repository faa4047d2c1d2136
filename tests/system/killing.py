"""Processes that are killed while they work, for the tests of what survives it: writers, relays and workers."""

import os
import random
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path

from sqlalchemy import Column, Connection, Engine, Integer, MetaData, String, Table, func, select

from events import outbox
from events.envelope import Fact, FactType, encode, new_fact
from events.inbox import inbox_table, parked_table
from events.log import Event, EventLog, open_log
from events.relay import Relay
from events.worker import InboxEffect, Parking, Worker
from services.chassis.store import Store, open_store

TOPIC = "workshop.bench"
GROUP = "museum"
PARTITIONS = 4
PATIENCE_S = 120.0
"""How long a test waits for progress that will come; far beyond what a busy machine needs."""

BENCH_MOVED = FactType(
    name="workshop.bench.moved",
    version=1,
    sentence="A bench stands elsewhere.",
    schema={"type": "object", "properties": {"version": {"type": "integer"}}, "required": ["version"]},
)
METADATA = MetaData()
outbox.outbox_table(METADATA)
inbox_table(METADATA)
parked_table(METADATA)
BENCH = Table("bench", METADATA, Column("id", String(20), primary_key=True), Column("version", Integer, nullable=False))
EFFECT = Table(
    "effect",
    METADATA,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("fact_id", String(64), nullable=False),
    Column("bench", String(20), nullable=False),
    Column("version", Integer, nullable=False),
    Column("done_by", Integer, nullable=False),
)

# Children come from a server that has loaded everything already, so that most of a life is work and not start-up.
_SPAWNING = get_context("forkserver")
_SPAWNING.set_forkserver_preload(["tests.system.killing", "deploy.house", "search.service"])


@dataclass(frozen=True)
class Place:
    """Where the processes of one test meet: one store, one log. Without URLs both lie in the folder."""

    folder: Path
    store_url: str = ""
    log_url: str = ""

    def open_store(self) -> Store:
        """The database of the service that writes, or of the one that consumes: the tests need one at a time."""
        return open_store(self.store_url or f"sqlite:///{self.folder}/workshop.db")

    def open_engine(self) -> Engine:
        """The engine of the same."""
        return self.open_store().engine

    def open_log(self) -> EventLog:
        """The log, with a session short enough to be waited for."""
        return open_log(self.log_url or f"sqlite:///{self.folder}/log.db?session_s=0.5")

    def prepare(self, benches: int) -> None:
        """Create the tables, the topic and the benches at version 0."""
        engine = self.open_engine()
        METADATA.create_all(engine)
        with engine.begin() as connection:
            for number in range(benches):
                connection.execute(BENCH.insert().values(id=f"b{number}", version=0))
        engine.dispose()
        log = self.open_log()
        log.ensure_topic(TOPIC, PARTITIONS, compacted=True)
        log.close()


def a_fact(bench: str, version: int) -> Fact:
    """The bench has moved to this version."""
    return new_fact(
        BENCH_MOVED,
        source="/workshop",
        subject=bench,
        version=version,
        data={"version": version},
        time=datetime.now(UTC),
    )


def move(connection: Connection, benches: list[str]) -> None:
    """Move benches and announce it, as a handler does: the row first, then the fact."""
    events: list[Event] = []
    for bench in benches:
        mine = BENCH.c.id == bench
        connection.execute(BENCH.update().where(mine).values(version=BENCH.c.version + 1))
        version = connection.execute(select(BENCH.c.version).where(mine)).scalar_one()
        events.append(encode(a_fact(bench, version)))
    outbox.add(connection, events)


def write(place: Place, transactions: int, seed: int) -> None:
    """Child: move benches, two in a transaction; one transaction in ten is undone."""
    chance = random.Random(seed)
    engine = place.open_engine()
    with engine.connect() as connection:
        names = list(connection.execute(select(BENCH.c.id)).scalars())
    for _ in range(transactions):
        with engine.connect() as connection:
            move(connection, chance.sample(names, 2))
            if chance.random() < 0.1:
                connection.rollback()
            else:
                connection.commit()


def relay(place: Place) -> None:
    """Child: relay in small batches until killed."""
    store, writer = place.open_store(), place.open_log().sole_writer(f"relay-{place.folder.name}")
    right = store.right_to_relay(place.folder, "workshop")
    Relay(store.engine, writer, right=right, batch=20, idle_s=0.01).run(threading.Event())


def work(place: Place) -> None:
    """Child: let facts have their effect, in small batches, until killed."""

    def put_down(connection: Connection, fact: Fact) -> None:
        row = {"fact_id": fact.id, "bench": fact.subject, "version": fact.version, "done_by": os.getpid()}
        connection.execute(EFFECT.insert().values(row))

    engine = place.open_engine()
    effect = InboxEffect(engine, GROUP, put_down)
    Worker(place.open_log(), GROUP, [TOPIC], effect, parking=Parking(engine, GROUP), batch=20, pause_s=0.01).run(
        threading.Event()
    )


def spawn(target: Callable[..., None], *arguments: object) -> BaseProcess:
    """Start a child."""
    child = _SPAWNING.Process(target=target, args=arguments, daemon=True)
    child.start()
    return child


def kill(child: BaseProcess) -> None:
    """SIGKILL, and gone."""
    assert child.pid is not None
    assert child.is_alive(), f"died by itself with {child.exitcode}"
    os.kill(child.pid, signal.SIGKILL)
    child.join(PATIENCE_S)
    assert child.exitcode == -signal.SIGKILL


def until(reached: Callable[[], bool], what: str) -> None:
    """Wait for progress, looking often enough to act in the middle of it."""
    deadline = time.monotonic() + PATIENCE_S
    while not reached():
        assert time.monotonic() < deadline, f"in vain: {what}"
        time.sleep(0.001)


def count_unsent(engine: Engine) -> int:
    """How many events wait in the outbox."""
    with engine.connect() as connection:
        return outbox.backlog(connection).unsent


def count_marked(engine: Engine) -> int:
    """How many events of the outbox are marked as sent."""
    table = METADATA.tables["outbox"]
    with engine.connect() as connection:
        return connection.execute(select(func.count()).where(table.c.sent_at.is_not(None))).scalar_one()


def count_effects(engine: Engine, done_by: int | None = None) -> int:
    """How many effects there are, all or those of one process."""
    query = select(func.count()).select_from(EFFECT)
    if done_by is not None:
        query = query.where(EFFECT.c.done_by == done_by)
    with engine.connect() as connection:
        return connection.execute(query).scalar_one()


def first_of_each(pairs: list[tuple[str, tuple[str, int]]]) -> dict[str, list[int]]:
    """(id, (bench, version)) in order -> versions of each bench, repetitions of an id left out."""
    seen: set[str] = set()
    versions: dict[str, list[int]] = {}
    for fact_id, (bench, version) in pairs:
        if fact_id not in seen:
            seen.add(fact_id)
            versions.setdefault(bench, []).append(version)
    return versions
