"""Servers that belong to one test, which may kill them; the shared ones belong to everybody."""

import contextlib
import os
import random
import shutil
import signal
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from deploy.servers.elasticsearch import Elasticsearch
from deploy.servers.fleet import Server, start
from deploy.servers.kafka import Kafka
from deploy.servers.managed import is_port_free
from deploy.servers.postgresql import PostgreSql
from deploy.settings import ServerSettings
from tests.system.running import descendants

WAIT_S = 600.0
"""How long a server may take to start; while everything else on the machine works, too."""
_PORTS = range(30000, 32600, 20)
"""Below those that the system gives to whoever asks for any."""


@dataclass(frozen=True)
class OwnServers:
    """One server of each kind."""

    postgresql: PostgreSql
    kafka: Kafka
    elasticsearch: Elasticsearch


@contextmanager
def own_servers() -> Iterator[OwnServers]:
    """Servers that are up."""
    with _room() as (folder, port):
        servers = OwnServers(PostgreSql(folder, port), Kafka(folder, port + 10), Elasticsearch(folder, port + 20))
        with _up([servers.postgresql, servers.kafka, servers.elasticsearch]):
            yield servers


@contextmanager
def own_brokers(count: int = 1, *, seen_at: int = 0) -> Iterator[Sequence[Kafka]]:
    """Brokers that are up: one, or a cluster. `seen_at` as in `Kafka`."""
    with _room() as (folder, port):
        ports = [port + 10 * number for number in range(count)]
        voters = tuple(one + 1 for one in ports) if count > 1 else ()
        brokers = [Kafka(folder, one, node=node, voters=voters, seen_at=seen_at) for node, one in enumerate(ports, 1)]
        with _up(brokers):
            yield brokers


@contextmanager
def _room() -> Iterator[tuple[Path, int]]:
    # Not under the tests' own folder: the search server runs as another user, who must be able to read it.
    folder = Path(tempfile.mkdtemp(dir="/var/tmp", prefix="gongxu-faults-"))
    folder.chmod(0o755)
    try:
        yield folder, _free_block()
    finally:
        shutil.rmtree(folder)


@contextmanager
def _up(servers: Sequence[Server]) -> Iterator[None]:
    try:
        start(ServerSettings.from_environment(), servers, WAIT_S)
        yield
    finally:
        for server in servers:
            server.process.kill()


def crash(server: Server) -> None:
    """End a server and all that it has started at once, as when its machine goes down."""
    pid = server.process.pid()
    assert pid is not None
    started = descendants(pid)
    server.process.kill()
    for one in started:
        with contextlib.suppress(ProcessLookupError):
            os.kill(one, signal.SIGKILL)


def restart(server: Server) -> None:
    """Start a server again that was stopped or killed."""
    server.start(WAIT_S)


def _free_block() -> int:
    """The first of ports that are free, also those that the servers add to theirs."""
    for port in random.sample(_PORTS, len(_PORTS)):
        if all(is_port_free(port + more) for more in (*range(24), 120)):
            return port
    raise AssertionError(f"no free ports in {_PORTS}")
