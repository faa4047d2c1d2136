"""`python -m tests.bench.events_apart relay|read …`: the processes of the bench of facts on real servers."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection

from events.envelope import Fact
from events.log import Record, open_log
from events.relay import Relay
from events.worker import Effect, InboxEffect, Parking, Worker
from services.chassis.store import open_store
from tests.bench.events import TOPIC, put_down

PATIENCE_S = 120.0


class Telling:
    """An effect that tells on a line, once it stands, the version of each fact and when that was."""

    def __init__(self, store_url: str, group: str) -> None:
        self._engine = open_store(store_url).engine
        self._inner: Effect = InboxEffect(self._engine, group, self._handle)
        self._versions: list[int] = []
        self.parking = Parking(self._engine, group)

    def apply(self, records: Sequence[Record]) -> None:
        """Do it and tell of it."""
        self._versions.clear()
        self._inner.apply(records)
        now = time.time()
        print("\n".join(f"{version} {now}" for version in self._versions), flush=True)

    def _handle(self, connection: Connection, fact: Fact) -> None:
        put_down(connection, fact)
        self._versions.append(fact.version)


class Apart:
    """A process of the bench: what it has told, and how it ends."""

    def __init__(self, *words: str) -> None:
        command = [sys.executable, "-m", "tests.bench.events_apart", *words]
        self.done: dict[int, float] = {}
        self._ready = threading.Event()
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        threading.Thread(target=self._listen, daemon=True).start()

    def wait_until_ready(self) -> "Apart":
        """Wait until it is about to work."""
        if not self._ready.wait(PATIENCE_S):
            raise TimeoutError("a process of the bench does not begin")
        return self

    def kill(self) -> float:
        """SIGKILL; answers when."""
        self._process.kill()
        now = time.time()
        self._process.wait()
        return now

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line == "ready\n":
                self._ready.set()
            elif line.strip():
                version, at = line.split()
                self.done.setdefault(int(version), float(at))


def wait_for(versions: Collection[int], readers: Sequence[Apart]) -> dict[int, float]:
    """Wait until these have been told of; when the first reader did each."""
    until(lambda: set(versions) <= set().union(*(reader.done for reader in readers)))
    told = [reader.done for reader in readers]
    return {version: min(done[version] for done in told if version in done) for version in versions}


def until(reached: Callable[[], bool]) -> None:
    """Wait for what must come. Raises TimeoutError."""
    deadline = time.monotonic() + PATIENCE_S
    while not reached():
        if time.monotonic() > deadline:
            raise TimeoutError("what the bench waits for does not come")
        time.sleep(0.01)


def relay(store_url: str, log_url: str) -> None:
    """Relay until killed."""
    store = open_store(store_url)
    with TemporaryDirectory(prefix="bench-") as folder:
        right = store.right_to_relay(Path(folder), "bench")
        print("ready", flush=True)
        Relay(store.engine, open_log(log_url).sole_writer("bench"), right=right).run(threading.Event())


def read(store_url: str, log_url: str, group: str) -> None:
    """Work until killed."""
    effect = Telling(store_url, group)
    worker = Worker(open_log(log_url), group, [TOPIC], effect, parking=effect.parking)
    print("ready", flush=True)
    worker.run(threading.Event())


if __name__ == "__main__":
    if sys.argv[1] == "relay":
        relay(*sys.argv[2:])
    else:
        read(*sys.argv[2:])
