"""The relay (转发): carries a service's outbox to the log, in order, each event at least once."""

import fcntl
import os
import time
import weakref
from contextlib import AbstractContextManager
from io import TextIOWrapper
from pathlib import Path
from threading import Event as Signal
from typing import ClassVar, Protocol

import structlog
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from events import outbox
from events.log import LogError, Rejected, SoleWriter
from events.parking import reason_of

_LOG = structlog.get_logger()
MEASURE_EVERY_S = 5.0


class Right(Protocol):
    """The right to be the only relay of a database, and the connections through which it is exercised.

    Where the right can be lost without notice, the connections are lost with it: what is read through them was read
    while it held.
    """

    def acquire(self) -> bool:
        """Take the right, or keep it; False while another has it."""

    def release(self) -> None:
        """Let another have it. Idempotent."""

    def reading(self) -> AbstractContextManager[Connection]:
        """A connection to read with."""

    def marking(self) -> AbstractContextManager[Connection]:
        """A transaction to write in; it commits when the block ends."""


class SideFile:
    """The right as a locked file beside an embedded database. The system frees it when the process dies."""

    _taken: ClassVar[weakref.WeakSet["SideFile"]] = weakref.WeakSet()

    def __init__(self, engine: Engine, path: Path) -> None:
        self._engine = engine
        self._reading = engine.execution_options(**outbox.READING)
        self._path = path
        self._file: TextIOWrapper | None = None

    def acquire(self) -> bool:
        """Take the right, or keep it; False while another has it."""
        if self._file is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            file = self._path.open("a")
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                file.close()
                return False
            self._file = file
            self._taken.add(self)
        return True

    def release(self) -> None:
        """Let another have it."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def reading(self) -> AbstractContextManager[Connection]:
        """Any connection: whoever has the file cannot lose it."""
        return self._reading.connect()

    def marking(self) -> AbstractContextManager[Connection]:
        """Any transaction."""
        return self._engine.begin()

    @classmethod
    def release_in_child(cls) -> None:
        """Let a forked child forget its parent's files, or their locks would live on in it when the parent dies."""
        for side_file in list(cls._taken):
            side_file.release()


os.register_at_fork(after_in_child=SideFile.release_in_child)


class Relay:
    """Sends what is unsent and marks it, one active relay a database; others of its kind stand by.

    The right is taken first, then the writer's name is claimed, then the outbox is read: so nothing that a predecessor
    has left on its way can land behind what this relay sends, and nothing that it has read can be older than the claim.

    For whoever watches: `sent` and `rejected` count since the start, `unsent` and `oldest_unsent_at` (seconds since
    1970, None when nothing waits) and `rejected_waiting` are measured every few seconds, `active` tells whether this
    one has the right to send, `alive_at` moves as long as the loop turns, `last_error` is "" once all is well again.
    """

    def __init__(
        self,
        engine: Engine,
        writer: SoleWriter,
        *,
        right: Right,
        batch: int = 500,
        idle_s: float = 0.2,
        longest_pause_s: float = 10.0,
    ) -> None:
        self._reading = engine.execution_options(**outbox.READING)
        self._writer = writer
        self._right = right
        self._batch = batch
        self._idle_s = idle_s
        self._longest_pause_s = longest_pause_s
        self._measured_at = 0.0
        self.active = False
        self.sent = 0
        self.rejected = 0
        self.unsent = 0
        self.rejected_waiting = 0
        self.oldest_unsent_at: float | None = None
        self.last_error = ""
        self.alive_at = 0.0

    @property
    def oldest_unsent_age_s(self) -> float:
        """How long the oldest unsent event has been waiting, in seconds."""
        return 0.0 if self.oldest_unsent_at is None else max(0.0, time.time() - self.oldest_unsent_at)

    def run(self, stop: Signal) -> None:
        """Relay until told to stop. What log, database or disk refuse is repeated with growing pauses."""
        pause_s = self._idle_s
        try:
            while not stop.is_set():
                self.alive_at = time.time()
                try:
                    self._measure()
                    moved = self.step()
                except (LogError, SQLAlchemyError, OSError) as error:
                    pause_s = min(pause_s * 2, self._longest_pause_s)
                    self.last_error = reason_of(error)
                    _LOG.warning("relay_failed", error=self.last_error, pause_s=pause_s)
                    stop.wait(pause_s)
                    continue
                pause_s, self.last_error = self._idle_s, ""
                if not moved:
                    stop.wait(self._idle_s)
        finally:
            self.close()

    def step(self) -> int:
        """Send one batch; how many events left the outbox. 0 when none waits or another relay has the right.

        Raises Unavailable, and then the same events go again at the next step.
        """
        self.active = self._right.acquire()
        if not self.active:
            return 0
        self._writer.claim()
        with self._right.reading() as connection:
            waiting = outbox.unsent(connection, self._batch) if outbox.is_waiting(connection) else []
        if not waiting:
            self.unsent, self.oldest_unsent_at = 0, None
            return 0
        try:
            self._writer.append([row.event for row in waiting])
        except Rejected:
            self._send_singly(waiting)
        else:
            self._mark([row.seq for row in waiting])
            self.sent += len(waiting)
        return len(waiting)

    def close(self) -> None:
        """Let another relay take over."""
        self._right.release()
        self.active = False

    def _send_singly(self, waiting: list[outbox.Waiting]) -> None:
        # One of them is refused for good: find it, keep it with its reason where a person sees it, let the others go.
        for row in waiting:
            try:
                self._writer.append([row.event])
            except Rejected as refusal:
                self._mark([row.seq], error=str(refusal))
                self.rejected += 1
                _LOG.error(
                    "event_rejected", topic=row.event.topic, event_id=row.event.headers["id"], error=str(refusal)
                )
            else:
                self._mark([row.seq])
                self.sent += 1

    def _mark(self, seqs: list[int], error: str | None = None) -> None:
        with self._right.marking() as connection:
            outbox.mark_sent(connection, seqs, error=error)

    def _measure(self) -> None:
        if time.monotonic() - self._measured_at < MEASURE_EVERY_S:
            return
        with self._reading.connect() as connection:
            backlog = outbox.backlog(connection)
        self.unsent, self.oldest_unsent_at = backlog.unsent, backlog.oldest_at
        self.rejected_waiting = backlog.rejected
        self._measured_at = time.monotonic()
