"""The ports of one service as the house opened them: store, log, peers, clock, keys and what else its settings name."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from events.log import EventLog
from services.chassis.clock import Clock
from services.chassis.identity import Actor, Keyring
from services.chassis.peers import Peers
from services.chassis.service import Service
from services.chassis.store import Store


@dataclass(frozen=True)
class Ports:
    """What a service reaches the world through. `options` holds settings of one service only, such as `index_url`."""

    service: Service
    store: Store
    log: EventLog
    peers: Peers
    clock: Clock
    keyring: Keyring
    var: Path
    options: Mapping[str, str] = field(default_factory=dict)

    def writing(self, actor: Actor) -> AbstractContextManager[Any]:
        """A unit of work of this service, in a transaction of its own."""
        return self.service.work.writing(self.store, service=self.service, actor=actor, clock=self.clock)  # type: ignore[attr-defined,no-any-return]

    def reading(self, actor: Actor) -> AbstractContextManager[Any]:
        """A unit of work of this service that only reads."""
        return self.service.work.reading(self.store, service=self.service, actor=actor, clock=self.clock)  # type: ignore[attr-defined,no-any-return]
