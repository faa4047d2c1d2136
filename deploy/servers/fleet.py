"""The three servers together: fetched one after the other, started side by side."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol

from deploy.servers.elasticsearch import Elasticsearch
from deploy.servers.kafka import Kafka
from deploy.servers.managed import Managed, ServerFault
from deploy.servers.packages import locked
from deploy.servers.postgresql import PostgreSql
from deploy.settings import ServerSettings

WAIT_SECONDS = 600.0


class Server(Protocol):
    """One real server: fetched, started, asked, stopped."""

    name: str
    process: Managed
    port: int

    @property
    def url(self) -> str:
        """How to reach it."""
        ...

    def fetch(self, cache: Path) -> None:
        """Have everything it needs on this machine."""
        ...

    def start(self, wait_seconds: float) -> None:
        """Start it and wait until it serves; nothing happens when it does already."""
        ...

    def is_ready(self) -> bool:
        """Whether it serves."""
        ...

    def stop(self) -> None:
        """Stop it cleanly."""
        ...


def servers(settings: ServerSettings) -> list[Server]:
    """The servers of this machine's settings."""
    return [
        PostgreSql(settings.run, settings.postgresql_port),
        Kafka(settings.run, settings.kafka_port),
        Elasticsearch(settings.run, settings.elasticsearch_port),
    ]


def start(settings: ServerSettings, fleet: Sequence[Server], wait_seconds: float = WAIT_SECONDS) -> None:
    """Fetch what is missing, start all, wait. Raises ServerFault naming every server that failed."""
    for server in fleet:
        with locked(settings.cache):
            server.fetch(settings.cache)
    faults = []
    with ThreadPoolExecutor(len(fleet)) as pool:
        for server, outcome in [(server, pool.submit(server.start, wait_seconds)) for server in fleet]:
            try:
                outcome.result()
            except ServerFault as fault:
                faults.append(f"{server.name}: {fault}")
    if faults:
        raise ServerFault("\n".join(faults))
