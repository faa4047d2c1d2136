"""The house in many processes as `docker-compose.yml` describes it, on loopback ports and real servers.

Commands, settings and probes are the file's own; a second door is one more of its only one. The processes see no more
of the project than what the image's recipe copies.
"""

import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import orjson
import urllib3
from sqlalchemy import create_engine

from deploy.services import MODULES
from tests.contract.servers import POSTGRESQL, remove_indexes, remove_topics
from tests.system.composed import OURS, SECRET, copied_into_the_image, read_process
from tests.system.running import ROOT

PATIENCE_S = 120.0
DOORS = ("gateway-1", "gateway-2")
WORKERS = ("work-1", "work-2")
_PORTS = range(12_000, 28_000)
"""Below those that the system gives to whoever asks for any."""


@dataclass
class Role:
    """One process of the house: how it is started and where it is asked for its health."""

    name: str
    words: Sequence[str]
    port: int
    settings: Mapping[str, str]
    probe: Sequence[str] = ()
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"


@dataclass
class Apart:
    """The processes and what they share; `pool` speaks to the doors."""

    folder: Path
    mark: str
    shared: Mapping[str, str]
    roles: dict[str, Role] = field(default_factory=dict)
    pool: urllib3.PoolManager = field(default_factory=lambda: urllib3.PoolManager(retries=False, timeout=30.0))

    def start(self, name: str) -> None:
        """Start a role's process, at first or again."""
        role = self.roles[name]
        with (self.folder / f"{name}.output").open("ab") as output:
            role.process = subprocess.Popen(
                [sys.executable, "-m", "deploy", *role.words],
                cwd=self.folder / "image",
                env=environment({**self.shared, **role.settings}),
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def run(self, *words: str, **settings: str) -> str:
        """Run a command of the house to its end; what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "deploy", *words],
            cwd=self.folder / "image",
            env=environment({**self.shared, **settings}),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{words}: {done.returncode}: {done.stdout}{done.stderr}"
        return done.stdout.strip()

    def once(self, name: str) -> str:
        """Run a process of the compose file that ends by itself; what it printed."""
        process = read_process(name, mark=self.mark)
        return self.run(*process.words, **{**process.settings, **self.shared})

    def is_healthy(self, name: str) -> bool:
        """What the compose file's own probe says of a role."""
        return subprocess.run(self.roles[name].probe, capture_output=True, check=False).returncode == 0

    def kill(self, name: str) -> None:
        """SIGKILL to a role and all that belongs to it."""
        process = self.roles[name].process
        assert process is not None
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def readiness(self, name: str) -> tuple[int, str]:
        """What `/readyz` of a role answers; 0 when nobody does."""
        try:
            answer = self.pool.request("GET", f"{self.roles[name].address}/readyz", timeout=2.0)
        except urllib3.exceptions.HTTPError as fault:
            return 0, type(fault).__name__
        return answer.status, answer.data.decode().strip()

    def wait_until_ready(self, *names: str) -> None:
        """Come back when these roles, or all, say that they are ready."""
        for name in names or tuple(self.roles):
            until(lambda name=name: self.readiness(name)[0] == 200, lambda name=name: self._why(name))  # type: ignore[misc]

    def ask(self, document: str, *, token: str = "", door: str = DOORS[0]) -> dict[str, Any]:
        """Put a GraphQL document to a door."""
        headers = {"Content-Type": "application/json", "Accept-Language": "en"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        body = orjson.dumps({"query": document})
        answer = self.pool.request("POST", f"{self.roles[door].address}/graphql", body=body, headers=headers)
        parsed: dict[str, Any] = orjson.loads(answer.data)
        return parsed

    def do(self, document: str, *, token: str = "", door: str = DOORS[0]) -> Any:
        """Ask one field and be granted it."""
        answer = self.ask(document, token=token, door=door)
        assert "errors" not in answer, answer
        return next(iter(answer["data"].values()))

    def figures(self, name: str) -> dict[str, float]:
        """What `/metrics` of a role tells, by series."""
        text = self.pool.request("GET", f"{self.roles[name].address}/metrics").data.decode()
        lines = [line.rpartition(" ") for line in text.splitlines() if not line.startswith("#")]
        return {series: float(value) for series, _, value in lines}

    def end(self, name: str, seconds: float = 20.0) -> int:
        """SIGTERM to a role; its exit code."""
        process = self.roles[name].process
        assert process is not None
        process.send_signal(signal.SIGTERM)
        return process.wait(seconds)

    def _why(self, name: str) -> str:
        return f"{name}: {self.readiness(name)}: {(self.folder / f'{name}.output').read_text()[-2000:]}"


def until(reached: Callable[[], Any], what: Callable[[], str] | str, patience_s: float = PATIENCE_S) -> Any:
    """Wait for something to be so; answers what it was."""
    limit = time.monotonic() + patience_s
    while not (found := reached()):
        assert time.monotonic() < limit, f"in vain: {what if isinstance(what, str) else what()}"
        time.sleep(0.1)
    return found


def environment(settings: Mapping[str, str]) -> dict[str, str]:
    """A clean environment with these settings of the house."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GONGXU_")}
    return {**kept, **{f"GONGXU_{name.upper()}": value for name, value in settings.items()}}


def lay_out(folder: Path, mark: str, **settings: str) -> Apart:
    """Name the processes of a house and their ports; nothing is started."""
    places = {name: name for name, one in OURS.items() if "healthcheck" in one and name != "gateway"}
    places |= dict.fromkeys(DOORS, "gateway")
    ports = dict(zip(places, free_ports(), strict=False))
    of_all = read_process("seed", mark=mark).settings
    peers = ",".join(f"{name}=http://127.0.0.1:{ports[name]}" for name in MODULES)
    shared = {**of_all, "var": str(folder / "var"), "peers": peers, "log_level": "warning", **settings}
    house = Apart(folder, mark, shared)
    for name, place in places.items():
        process = read_process(place, mark=mark, port=ports[name])
        own = {key: value for key, value in process.settings.items() if of_all.get(key) != value}
        house.roles[name] = Role(name, process.words, ports[name], own, process.probe)
    _lay_image(folder)
    return house


def _lay_image(folder: Path) -> None:
    (folder / "image").mkdir(parents=True)
    for copied in copied_into_the_image():
        (folder / "image" / copied).symlink_to(ROOT / copied)


def free_ports() -> Iterator[int]:
    """Ports that nobody listens on, and that no client is given for its end of a connection meanwhile."""
    start = random.randrange(len(_PORTS))
    for port in (*_PORTS[start:], *_PORTS[:start]):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        yield port


@contextmanager
def house_apart(folder: Path, **settings: str) -> Iterator[Apart]:
    """A house in many processes that is up, ready and empty; nothing of it is left when the block ends."""
    mark = f"t{uuid4().hex[:8]}"
    house = lay_out(folder, mark, **settings)
    (folder / "var").mkdir()
    try:
        house.once("migrate")
        with started(house):
            yield house
    finally:
        clear_away(mark)
        remove_indexes(house.shared["index_url"])
        remove_topics(mark)


@contextmanager
def house_together(folder: Path, **settings: str) -> Iterator[Apart]:
    """The embedded house under its supervisor, up and ready, with the same handles; its only role is the first door."""
    port = str(next(free_ports()))
    shared = {"var": str(folder / "var"), "secret": SECRET, "port": port, "log_level": "warning", **settings}
    house = Apart(folder, "", shared)
    house.roles[DOORS[0]] = Role(DOORS[0], ("up",), int(port), {})
    _lay_image(folder)
    with started(house):
        yield house
        house.end(DOORS[0], PATIENCE_S)


@contextmanager
def started(house: Apart) -> Iterator[None]:
    """Every process of a house that is laid out and migrated, up and ready; none is left when the block ends."""
    try:
        for name in house.roles:
            house.start(name)
        house.wait_until_ready()
        yield
    finally:
        for role in house.roles.values():
            if role.process is not None and role.process.poll() is None:
                house.kill(role.name)
        house.pool.clear()


def clear_away(mark: str) -> None:
    """Leave nothing of a house on the database server that all share."""
    engine = create_engine(POSTGRESQL, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for name in MODULES:
            for statement in (
                f"DROP SCHEMA IF EXISTS {mark}_{name} CASCADE",
                f"DROP OWNED BY {mark}_{name}",
                f"DROP ROLE {mark}_{name}",
            ):
                connection.exec_driver_sql(statement)
    engine.dispose()
