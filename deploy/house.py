"""The house put together: every service with its ports, in one process."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from flask import Flask

from deploy.liveness import Pulse
from deploy.services import MODULES, find_service
from deploy.settings import Settings
from deploy.steps import newest_step, reached_step
from deploy.tokens import mint_token
from events.log import EventLog, open_log
from services.chassis.app import create_app
from services.chassis.clock import Clock, SystemClock
from services.chassis.health import find_trouble
from services.chassis.identity import Keyring, Role
from services.chassis.peers import Peers, open_peer
from services.chassis.ports import Ports
from services.chassis.store import open_store
from services.chassis.working import Working

TOKEN_DAYS = 365


@dataclass
class House:
    """All services of one process, opened; nothing works in the background until it is told to."""

    settings: Settings
    clock: Clock
    keyring: Keyring
    log: EventLog
    ports: dict[str, Ports] = field(default_factory=dict)
    apps: dict[str, Flask] = field(default_factory=dict)
    peers: Peers = field(default_factory=lambda: Peers({}))
    _working: dict[str, Working] = field(default_factory=dict)

    def app(self, service: str) -> Flask:
        """The application of one service, made when it is first asked for."""
        if service not in self.apps:
            self.apps[service] = create_app(self.ports[service])
        return self.apps[service]

    def working(self, service: str) -> Working:
        """The working role of one service, opened when it is first asked for."""
        if service not in self._working:
            self._working[service] = Working(self.ports[service])
        return self._working[service]

    def gateway(self) -> Any:
        """The door: the site and `/graphql`, a WSGI application."""
        from gateway.service import create_gateway  # The door is only built by the role that opens it.

        return create_gateway(
            peers=self.peers,
            keyring=self.keyring,
            clock=self.clock,
            address=self.settings.address,
            trouble=self.trouble,
        )

    def trouble(self) -> str:
        """Why the house cannot be counted on now, "" when every role is ready."""
        found = [find_trouble(ports) for ports in self.ports.values()]
        if not self.settings.is_apart:
            found.append(Pulse(self.settings.var, "work").trouble())
        return "; ".join(filter(None, found))

    def token(self, role: Role, organisation: str = "", *, person: str = "", days: int = TOKEN_DAYS) -> str:
        """An API token that the door accepts."""
        return mint_token(self.keyring, self.clock, role, organisation, person, days=days)

    def come_to_rest(self, rounds: int = 1000) -> None:
        """Let relays, workers and runs move on this thread until nothing moves any more."""
        for _ in range(rounds):
            # A list, so that every service gets its turn in every round.
            moved = [self.working(name).step() for name in self.ports]
            if not any(moved):
                return
        raise RuntimeError(f"the house did not come to rest in {rounds} rounds")

    def close(self) -> None:
        """Let go of everything."""
        for working in self._working.values():
            working.close()
        for ports in self.ports.values():
            ports.store.close()
        self.log.close()


def build_house(
    settings: Settings, *, clock: Clock | None = None, services: Iterable[str] = MODULES, migrated: bool = False
) -> House:
    """Open every service's ports. The embedded house brings its databases to the newest step, unless they are there.

    Where processes are apart, `migrate` has done that before they start: many of them would do it at once.
    """
    settings.var.mkdir(parents=True, exist_ok=True)
    clock = clock or SystemClock()
    keyring = Keyring(settings.find_secret())
    house = House(settings, clock, keyring, open_log(settings.url(settings.log_url)))
    house.peers = Peers(
        {
            name: open_peer(settings.peer_url(name), name, keyring=keyring, clock=clock, find_app=house.app)
            for name in MODULES
        }
    )
    for name in services:
        service = find_service(name)
        store = open_store(settings.url(settings.store_url, name))
        if not (migrated or settings.is_apart) and reached_step(store) != newest_step(service):
            from services.chassis.migrations import migrate  # A large tool, imported where it is needed.

            migrate(service, store)
        house.ports[name] = Ports(
            service=service,
            store=store,
            log=house.log,
            peers=house.peers,
            clock=clock,
            keyring=keyring,
            var=settings.var.absolute(),
            options={"index_url": settings.url(settings.index_url)},
        )
    return house


@contextmanager
def open_house(settings: Settings, *, clock: Clock | None = None, services: Iterable[str] = MODULES) -> Iterator[House]:
    """A house that is closed when the block ends."""
    house = build_house(settings, clock=clock, services=services)
    try:
        yield house
    finally:
        house.close()
