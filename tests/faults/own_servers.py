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
from deploy.servers.fleet import WAIT_SECONDS, Server, start
from deploy.servers.kafka import Kafka
from deploy.servers.managed import is_port_free
from deploy.servers.postgresql import PostgreSql
from deploy.settings import ServerSettings
from tests.system.running import descendants

_PORTS = range(30000, 32600, 20)
"""Below those that the system gives to whoever asks for any."""


@dataclass(frozen=True)
class OwnServers:
    """One server of each kind; the log may have several."""

    postgresql: PostgreSql
    kafka: Sequence[Kafka]
    elasticsearch: Elasticsearch

    @property
    def brokers(self) -> str:
        """The hosts and ports of the log."""
        return ",".join(f"127.0.0.1:{broker.port}" for broker in self.kafka)


@contextmanager
def own_servers(*, brokers: int = 1, seen_at: int = 0) -> Iterator[OwnServers]:
    """Servers that are up; nothing of them is left when the block ends. `seen_at` as in `Kafka`."""
    # Not under the tests' own folder: the search server runs as another user, who must be able to read it.
    folder = Path(tempfile.mkdtemp(dir="/var/tmp", prefix="gongxu-faults-"))
    folder.chmod(0o755)
    port = _free_block()
    voters = tuple(port + 10 * number + 1 for number in range(brokers)) if brokers > 1 else ()
    servers = OwnServers(
        PostgreSql(folder, port + 40),
        [
            Kafka(folder, port + 10 * number, node=number + 1, voters=voters, seen_at=seen_at)
            for number in range(brokers)
        ],
        Elasticsearch(folder, port + 50),
    )
    every: list[Server] = [servers.postgresql, *servers.kafka, servers.elasticsearch]
    try:
        start(ServerSettings.from_environment(), every)
        yield servers
    finally:
        for server in every:
            server.process.kill()
        shutil.rmtree(folder)


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
    server.start(WAIT_SECONDS)


def _free_block() -> int:
    """The first of ports that are free, also those that the servers add to theirs."""
    for port in random.sample(_PORTS, len(_PORTS)):
        if all(is_port_free(port + more) for more in (*range(54), 150)):
            return port
    raise AssertionError(f"no free ports in {_PORTS}")
