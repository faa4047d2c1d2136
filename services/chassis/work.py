"""The unit of work: one transaction, the facts that leave with it, and the audit row of every write by a person."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Self

import orjson
from sqlalchemy import Connection, Table

from events import outbox
from events.envelope import FactType, encode, new_fact
from services.chassis.clock import Clock
from services.chassis.identity import Actor
from services.chassis.service import Service
from services.chassis.store import Store


class Work:
    """What a handler works in: reads and writes through its repositories, announces facts, records the deed.

    A service derives its own class and adds its repositories as properties over `self.connection`.
    Everything is committed together when the block of `open_work` ends, or nothing is.
    """

    def __init__(self, connection: Connection, *, service: Service, actor: Actor, clock: Clock) -> None:
        self.connection = connection
        self.actor = actor
        self.clock = clock
        self._service = service

    def announce(self, fact_type: str, *, subject: str, version: int, data: Mapping[str, Any]) -> None:
        """Let a fact leave with this transaction; `data` is the noun's whole public state at `version`.

        Lock or update the noun's row first: the order of facts of one noun is the order of its updates.
        """
        fact = new_fact(
            self._fact_type(fact_type),
            source=f"/gongxu/{self._service.name}",
            subject=subject,
            version=version,
            data=data,
            time=self.clock.now(),
            request_id=self.actor.request_id,
        )
        outbox.add(self.connection, [encode(fact)])

    def record(self, action: str, subject: str, **detail: Any) -> None:
        """Write the audit row: who did what to which noun, when; ids and states, never bodies."""
        self.connection.execute(
            self._audit()
            .insert()
            .values(
                at=self.clock.now(),
                person=self.actor.person,
                organisation=self.actor.organisation,
                action=action,
                subject=subject,
                detail=orjson.dumps(detail, default=str).decode(),
                request_id=self.actor.request_id,
            )
        )

    def _audit(self) -> Table:
        return self._service.metadata.tables["audit"]

    def _fact_type(self, name: str) -> FactType:
        for known in self._service.facts:
            if known.name == name:
                return known
        names = ", ".join(sorted(fact.name for fact in self._service.facts))
        raise LookupError(f"unknown fact type {name!r}; known: {names}")

    @classmethod
    @contextmanager
    def writing(cls, store: Store, *, service: Service, actor: Actor, clock: Clock) -> Iterator[Self]:
        """A unit of work in a transaction of its own."""
        with store.write() as connection:
            yield cls(connection, service=service, actor=actor, clock=clock)

    @classmethod
    @contextmanager
    def reading(cls, store: Store, *, service: Service, actor: Actor, clock: Clock) -> Iterator[Self]:
        """A unit of work that only reads; nothing it writes would be kept."""
        with store.read() as connection:
            yield cls(connection, service=service, actor=actor, clock=clock)
