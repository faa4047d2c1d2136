"""The loop that works runs: a run is its own job, and its row says how far it is, who works it and whether to stop."""

import json
import os
import selectors
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import JSON, Boolean, Column, Integer, Row, String, Table, or_, select, update

from services.chassis.logs import get_log
from services.chassis.ports import Ports
from services.chassis.refusal import Refusal, Unavailable
from services.chassis.store import UtcDateTime

LEASE = timedelta(seconds=20)
MAX_ATTEMPTS = 3
QUEUED, RUNNING, DONE, FAILED, CANCELLED = "queued", "running", "done", "failed", "cancelled"
STATES = (QUEUED, RUNNING, DONE, FAILED, CANCELLED)


class Report(Protocol):
    """How a body tells its progress: percent done and named figures, such as the best value so far."""

    def __call__(self, percent: int, **figures: int | str) -> None:
        """Tell the progress."""
        ...


@dataclass(frozen=True)
class RunKind:
    """One kind of run and the table its rows stand in.

    `prepare(ports, run_id) -> bytes` freezes the input (it may ask peers; what it commits is the snapshot).
    `body` names a function `module:function` of `(input: bytes, report: Report) -> bytes`, pure, run in a child.
    `conclude(ports, run_id, output: bytes)` stores the result and announces it, in one transaction, or refuses it (the
    run has then failed with the code of the refusal); the loop marks
    the row afterwards, so it must give the same end when it is called twice.
    """

    name: str
    table: Table
    prepare: Callable[[Ports, str], bytes]
    body: str
    conclude: Callable[[Ports, str, bytes], None]


def run_columns() -> list[Column[Any]]:
    """The columns every table of runs has; a service adds its own beside them."""
    return [
        Column("id", String(40), primary_key=True),
        Column("state", String(12), nullable=False, index=True, default=QUEUED),
        Column("progress", Integer, nullable=False, default=0),
        Column("figures", JSON, nullable=False, default=dict),
        Column("cancel_requested", Boolean, nullable=False, default=False),
        Column("attempts", Integer, nullable=False, default=0),
        Column("lease_owner", String(80), nullable=False, default=""),
        Column("lease_until", UtcDateTime),
        Column("error", String(200), nullable=False, default=""),
        Column("created_at", UtcDateTime, nullable=False),
        Column("started_at", UtcDateTime),
        Column("finished_at", UtcDateTime),
    ]


class RunLoop:
    """Works the runs of one service, one at a time; takes over a run whose worker died when its lease is over."""

    def __init__(self, ports: Ports, kind: RunKind) -> None:
        self._ports = ports
        self._kind = kind
        self._owner = f"{socket.gethostname()}:{os.getpid()}:{threading.get_ident()}"
        self.stop = threading.Event()

    def step(self) -> bool:
        """Work the next run to its end. Answers whether there was one."""
        run = self._claim()
        if run is None:
            return False
        log = get_log().bind(run_id=run.id, kind=self._kind.name)
        log.info("run_started", attempt=run.attempts + 1)
        try:
            output = self._work(run)
            if output is None:
                return True
            self._kind.conclude(self._ports, run.id, output)
        except Unavailable as fault:
            self._give_back(run, fault.code, final=run.attempts + 1 >= MAX_ATTEMPTS)
            return True
        except Refusal as fault:
            self._end(run, FAILED, fault.code)
            return True
        self._end(run, DONE)
        log.info("run_done")
        return True

    def _claim(self) -> Row[Any] | None:
        table, now = self._kind.table, self._ports.clock.now()
        free = or_(table.c.state == QUEUED, (table.c.state == RUNNING) & (table.c.lease_until < now))
        with self._ports.store.write() as connection:
            run = connection.execute(select(table).where(free).order_by(table.c.created_at).limit(1)).first()
            if run is None:
                return None
            if run.cancel_requested or run.attempts >= MAX_ATTEMPTS:
                state, error = (CANCELLED, "") if run.cancel_requested else (FAILED, "worker-lost")
                self._set(connection, run.id, state=state, error=error, finished_at=now)
                return None
            self._set(
                connection,
                run.id,
                state=RUNNING,
                attempts=run.attempts + 1,
                lease_owner=self._owner,
                lease_until=now + LEASE,
                started_at=run.started_at or now,
            )
        return run

    def _work(self, run: Row[Any]) -> bytes | None:
        frozen = self._kind.prepare(self._ports, run.id)
        with tempfile.TemporaryDirectory(prefix="run-", dir=self._ports.var) as folder:
            source, target = Path(folder) / "input", Path(folder) / "output"
            source.write_bytes(frozen)
            command = [sys.executable, "-m", "services.chassis.child", self._kind.body, str(source), str(target)]
            child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            try:
                if not self._follow(run, child):
                    return None
            finally:
                child.kill()
                child.wait()
                assert child.stdin is not None
                assert child.stdout is not None
                child.stdin.close()
                child.stdout.close()
            if not target.exists():
                self._give_back(run, "solver-died", final=run.attempts + 1 >= MAX_ATTEMPTS)
                return None
            return target.read_bytes()

    def _follow(self, run: Row[Any], child: "subprocess.Popen[bytes]") -> bool:
        """Keep the row true while the child works. Answers whether it came to its end; ends it when asked to."""
        assert child.stdout is not None
        with selectors.DefaultSelector() as selector:
            selector.register(child.stdout, selectors.EVENT_READ)
            while True:
                if selector.select(timeout=0.5):
                    line = child.stdout.readline()
                    if not line:
                        child.wait()
                        return True
                    self._note(run, **json.loads(line))
                if self.stop.is_set():
                    self._give_back(run, "", final=False)
                    return False
                if not self._note(run):
                    self._end(run, CANCELLED)
                    return False

    def _note(self, run: Row[Any], **seen: Any) -> bool:
        """Write progress and lengthen the lease. Answers False when the run was asked to stop."""
        with self._ports.store.write() as connection:
            self._set(connection, run.id, lease_until=self._ports.clock.now() + LEASE, **seen)
            asked = select(self._kind.table.c.cancel_requested).where(self._kind.table.c.id == run.id)
            return not connection.execute(asked).scalar_one()

    def _end(self, run: Row[Any], state: str, error: str = "") -> None:
        percent = {"progress": 100} if state == DONE else {}
        with self._ports.store.write() as connection:
            now = self._ports.clock.now()
            self._set(connection, run.id, state=state, error=error, finished_at=now, lease_owner="", **percent)
        get_log().info("run_ended", run_id=run.id, state=state, error=error)

    def _give_back(self, run: Row[Any], error: str, *, final: bool) -> None:
        if final:
            self._end(run, FAILED, error)
            return
        with self._ports.store.write() as connection:
            # A worker that is asked to stop does not use up one of the run's attempts.
            attempts = run.attempts if not error else run.attempts + 1
            self._set(connection, run.id, state=QUEUED, error=error, lease_owner="", attempts=attempts)

    def _set(self, connection: Any, run_id: str, **values: Any) -> None:
        connection.execute(update(self._kind.table).where(self._kind.table.c.id == run_id).values(**values))
