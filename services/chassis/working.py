"""The working role of one service: its relay, its reactions, its runs and what it does by the clock."""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import Connection

from events import inbox, outbox
from events.envelope import Fact
from events.parking import reason_of
from events.relay import Relay
from events.worker import Effect, InboxEffect, Parking, Worker
from services.chassis import refusal
from services.chassis.identity import system_actor
from services.chassis.logs import get_log
from services.chassis.ports import Ports
from services.chassis.runs import RunLoop
from services.chassis.service import Tick

IDLE_SECONDS = 0.2
HOUSEKEEPING_SECONDS = 3600.0
LONGEST_PAUSE_SECONDS = 5.0
PATIENCE = 3
"""Failures in a row after which a part is trouble of the service."""


@dataclass
class _Part:
    name: str
    run: Callable[[], None]
    thread: threading.Thread | None = None
    fault: str = ""


class Reactions(InboxEffect):
    """What a service does with facts: the reaction to each type, facts of one type in a row handled together."""

    def __init__(self, ports: Ports) -> None:
        """Take the service's ports."""
        super().__init__(ports.store.engine, ports.service.name)
        self._ports = ports

    def handle_all(self, connection: Connection, facts: Sequence[Fact]) -> None:
        """Let each run of facts of one type have its effect; what the service does not listen to is passed over."""
        service, clock = self._ports.service, self._ports.clock
        for fact_type, run in groupby(facts, key=lambda fact: fact.type):
            together = list(run)
            requests = {fact.request_id for fact in together}
            actor = system_actor(service.name, requests.pop() if len(requests) == 1 else "")
            if reaction := service.reactions.get(fact_type):
                work = service.work(connection, service=service, actor=actor, clock=clock)
                reaction(together, work=work, clock=clock)


@dataclass
class Working:
    """All that one service does beside answering requests.

    `start()` works in threads until `stop()`; `step()` does one round of everything on the calling thread and answers
    whether anything moved, which is how a test lets the house come to rest.
    """

    ports: Ports
    stopping: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        """Open what the service works with; nothing moves yet."""
        ports, service = self.ports, self.ports.service
        for topic in service.own_topics:
            ports.log.ensure_topic(topic, partitions=4, compacted=True)
        self.relay = self._open_relay() if service.facts else None
        self.worker = self._open_worker()
        self.loops = [RunLoop(ports, kind) for kind in service.runs]
        self._due = {tick.name: 0.0 for tick in self._ticks}
        self._parts: list[_Part] = []
        self._failing: dict[str, tuple[int, str]] = {}

    def _open_relay(self) -> Relay:
        ports, name = self.ports, self.ports.service.name
        writer = ports.log.sole_writer(f"relay-{name}")
        return Relay(ports.store.engine, writer, right=ports.store.right_to_relay(ports.var, name))

    def _open_worker(self) -> Worker | None:
        service = self.ports.service
        if not service.topics:
            return None
        for topic in service.topics:
            self.ports.log.ensure_topic(topic, partitions=4, compacted=True)
        effect = service.projection(self.ports) if service.projection else Reactions(self.ports)
        return self._worker(effect)

    def _worker(self, effect: Effect) -> Worker:
        name = self.ports.service.name
        parking = Parking(self.ports.store.engine, name)
        topics = self.ports.service.topics
        return Worker(self.ports.log, name, topics, effect, parking=parking, transient=(refusal.Unavailable,))

    def step(self) -> bool:
        """One round of everything; answers whether anything moved."""
        moved = bool(self.relay and self.relay.step())
        moved = bool(self.worker and self.worker.step(0.0)) or moved
        for loop in self.loops:
            moved = loop.step() or moved
        return moved

    @property
    def _ticks(self) -> list[Tick]:
        every = timedelta(seconds=HOUSEKEEPING_SECONDS)
        return [*self.ports.service.ticks, Tick("housekeeping", every, keep_house)]

    def tick(self) -> None:
        """Do now what the service does by the clock."""
        for tick in self._ticks:
            tick.handle(self.ports)

    def start(self) -> None:
        """Work in threads until `stop()`."""
        if self.relay:
            self._spawn("relay", lambda: self.relay.run(self.stopping))  # type: ignore[union-attr]
        if self.worker:
            self._spawn("worker", lambda: self.worker.run(self.stopping))  # type: ignore[union-attr]
        for loop in self.loops:
            self._spawn("runs", lambda loop=loop: self._work_runs(loop))  # type: ignore[misc]
        self._spawn("ticks", self._work_ticks)

    def stop(self) -> None:
        """Finish what is in hand and end."""
        self.stopping.set()
        for loop in self.loops:
            loop.stop.set()
        for part in self._parts:
            if part.thread:
                part.thread.join(8)
        self.close()

    def close(self) -> None:
        """Let go of the right to relay and of the place in the group, so that a successor has them at once."""
        for part in (self.relay, self.worker):
            if part:
                part.close()

    def trouble(self) -> str:
        """Why the service does not work, "" when all its parts do."""
        broken = [f"{part.name}: {part.fault or 'ended'}" for part in self._parts if part.fault or not _alive(part)]
        broken += [f"{name}: {reason}" for name, (times, reason) in dict(self._failing).items() if times >= PATIENCE]
        return f"{self.ports.service.name}: {'; '.join(broken)}" if broken and not self.stopping.is_set() else ""

    def _spawn(self, name: str, run: Callable[[], None]) -> None:
        part = _Part(name, run)
        part.thread = threading.Thread(target=self._guard, args=(part,), name=f"{self.ports.service.name}-{name}")
        part.thread.daemon = True
        self._parts.append(part)
        part.thread.start()

    def _guard(self, part: _Part) -> None:
        try:
            part.run()
        except Exception as fault:  # noqa: BLE001  The worker edge: the part ends loudly and readiness says so.
            part.fault = f"{type(fault).__name__}: {fault}"
            get_log().error("part_ended", service=self.ports.service.name, part=part.name, exc_info=fault)

    def _work_runs(self, loop: RunLoop) -> None:
        while not self.stopping.is_set():
            if not self._try("runs", loop.step):
                self.stopping.wait(IDLE_SECONDS)

    def _work_ticks(self) -> None:
        while not self.stopping.is_set():
            for tick in self._ticks:
                if time.monotonic() >= self._due[tick.name]:
                    self._try(tick.name, lambda tick=tick: tick.handle(self.ports))  # type: ignore[misc]
                    self._due[tick.name] = time.monotonic() + tick.every.total_seconds()
            self.stopping.wait(IDLE_SECONDS)

    def _try(self, name: str, do: Callable[[], Any]) -> bool:
        """Whether there was something to do. What fails is tried again: a database may restart, another may be first.

        Only what fails again and again is trouble of the service.
        """
        try:
            done = bool(do())
        except Exception as fault:  # noqa: BLE001  The worker edge: it must outlive a bad hour.
            times = self._failing.get(name, (0, ""))[0] + 1
            self._failing[name] = (times, reason_of(fault))
            get_log().warning("work_postponed", service=self.ports.service.name, what=name, reason=reason_of(fault))
            self.stopping.wait(min(times * IDLE_SECONDS, LONGEST_PAUSE_SECONDS))
            return False
        self._failing.pop(name, None)
        return done


def keep_house(ports: Ports) -> None:
    """Drop what has been sent and marked long ago: neither table is needed longer than the log keeps its facts."""
    with ports.store.write() as connection:
        outbox.purge(connection)
        inbox.purge(connection)


def _alive(part: _Part) -> bool:
    return part.thread is not None and part.thread.is_alive()
