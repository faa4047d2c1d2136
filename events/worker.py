"""The worker (消费者): reads facts as a member of a group and lets each have its effect, in order, once."""

import time
from collections.abc import Sequence
from threading import Event as Signal

import structlog

from events.effect import Effect, InboxEffect
from events.envelope import Malformed
from events.log import EventLog, Fenced, Record, Subscription, Unavailable
from events.parking import Parked, Parking, reason_of

_LOG = structlog.get_logger()


class TooManyParked(Exception):
    """So many facts are parked that the fault is ours rather than theirs: the worker stops until a person looks."""


class Worker:
    """Reads topics for a group, applies the effect, commits the position: in this order, so nothing is lost.

    Trouble that passes (Unavailable, and what `transient` names) is repeated with growing pauses, for ever.
    A record that fails by itself `tries` times is parked with its reason; later records of its key are parked behind
    it, for their order must hold. With `max_parked` in the car park the next one stops the worker: TooManyParked.
    A worker begins with what is parked: whoever has removed the cause starts it again, and that is all.

    For whoever watches: `applied`, `parked_count` (now), `retries` and `fenced` count, `lag` is measured every few
    seconds, `alive_at` moves as long as the loop turns, `last_error` is "" once all is well again.
    """

    def __init__(
        self,
        log: EventLog,
        group: str,
        topics: Sequence[str],
        effect: Effect,
        *,
        parking: Parking,
        tries: int = 3,
        max_parked: int = 200,
        transient: tuple[type[Exception], ...] = (),
        batch: int = 500,
        pause_s: float = 0.2,
        longest_pause_s: float = 30.0,
    ) -> None:
        self._log = log
        self._topics = tuple(topics)
        self._effect = effect
        self._parking = parking
        self._tries = tries
        self._max_parked = max_parked
        self._transient: tuple[type[Exception], ...] = (Unavailable, *transient)
        self._most = self._batch = batch
        self._pause_s = pause_s
        self._longest_pause_s = longest_pause_s
        self._stop = Signal()
        self._subscription: Subscription | None = None
        self._held: set[tuple[str, str]] = set()
        self._measured_at = 0.0
        self._unmeasured = ""
        self.group = group
        self.applied = 0
        self.parked_count = 0
        self.retries = 0
        self.fenced = 0
        self.lag = 0
        self.last_error = ""
        self.alive_at = 0.0

    def run(self, stop: Signal) -> None:
        """Work until told to stop. Raises TooManyParked; whatever else fails is repeated and told in `last_error`."""
        self._stop = stop
        pause_s = self._pause_s
        try:
            while not stop.is_set():
                self.alive_at = time.time()
                try:
                    self._measure()
                    self.step(timeout_s=0.5)
                except TooManyParked as error:
                    self.last_error = reason_of(error)
                    _LOG.error("worker_stopped", group=self.group, error=self.last_error)
                    raise
                except Exception as error:  # noqa: BLE001 - the edge of the worker: it must outlive a bad hour
                    self.retries += 1
                    self.last_error = reason_of(error)
                    _LOG.warning("worker_failed", group=self.group, error=self.last_error, pause_s=pause_s)
                    stop.wait(pause_s)
                    pause_s = min(pause_s * 2, self._longest_pause_s)
                    continue
                pause_s, self.last_error = self._pause_s, self._unmeasured
        finally:
            self.close()

    def step(self, timeout_s: float = 1.0) -> int:
        """Read one batch and be done with it; how many records that was, 0 when none came in time.

        Raises what is transient, and TooManyParked; the same records then come again at the next step.
        """
        subscription = self._subscription
        if subscription is None:
            self.redrive()
            subscription = self._subscription = self._log.subscribe(self.group, self._topics)
        records = subscription.poll(timeout_s, self._batch)
        if not records:
            return 0
        try:
            self._look_at_parking()
            self._work(records)
            subscription.commit(records)
        except Fenced:
            # The effect stands and its repetition by the new owner is harmless. A batch that outlives the session
            # would be fenced again and again, so the next one is smaller.
            self.fenced += 1
            self._batch = max(1, self._batch // 2)
            subscription.rewind()
            return 0
        except Exception:
            subscription.rewind()
            raise
        self._batch = min(self._most, self._batch * 2)
        return len(records)

    def redrive(self) -> int:
        """Do what is parked, as far as it can be done now; how many facts that was. Raises what is transient."""
        done = self._parking.redrive(self._effect.apply, transient=self._transient)
        self.parked_count = self._parking.count()
        if done or self.parked_count:
            _LOG.info("parked_facts_redriven", group=self.group, done=done, left=self.parked_count)
        return done

    def close(self) -> None:
        """Leave the group."""
        if self._subscription is not None:
            self._subscription.close()
            self._subscription = None

    def _work(self, records: Sequence[Record]) -> None:
        # A batch that fails is halved until the record to blame stands alone, left half first: keys keep their order.
        free = self._park_followers(records)
        if not free:
            return
        try:
            self._effect.apply(free)
        except self._transient:
            raise
        except Exception as error:  # noqa: BLE001 - the edge of the worker: an effect may fail in any way
            if len(free) == 1:
                self._try_again(free[0], error)
            else:
                middle = len(free) // 2
                self._work(free[:middle])
                self._work(free[middle:])
        else:
            self.applied += len(free)

    def _park_followers(self, records: Sequence[Record]) -> list[Record]:
        free = []
        for record in records:
            if (record.topic, record.key) in self._held:
                self._park(record, "follows a parked fact of its key")
            else:
                free.append(record)
        return free

    def _try_again(self, record: Record, error: Exception) -> None:
        for _ in range(1, 1 if isinstance(error, Malformed) else self._tries):
            self.retries += 1
            if self._stop.wait(self._pause_s):
                raise Unavailable("the worker is told to stop")
            try:
                self._effect.apply([record])
            except self._transient:
                raise
            except Exception as again:  # noqa: BLE001 - as above
                error = again
            else:
                self.applied += 1
                return
        self._park(record, reason_of(error))

    def _park(self, record: Record, reason: str) -> None:
        if not self._parking.park(record, reason, at_most=self._max_parked):
            raise TooManyParked(f"{self.group}: {self._max_parked} facts are parked; the next one: {reason}")
        self._held.add((record.topic, record.key))
        self.parked_count = self._parking.count()
        _LOG.error("fact_parked", group=self.group, topic=record.topic, key=record.key, reason=reason)

    def _look_at_parking(self) -> None:
        waiting = self._parking.keys()
        self._held = set(waiting)
        self.parked_count = sum(waiting.values())

    def _measure(self) -> None:
        if time.monotonic() - self._measured_at < 5.0:
            return
        self._measured_at = time.monotonic()
        self.parked_count = self._parking.count()
        try:
            self.lag = sum(self._log.lag(self.group, topic) for topic in self._topics)
        except Unavailable as error:
            # It is told, and no more: the broker of one partition may be away while those of the others serve.
            self._unmeasured = reason_of(error)
        else:
            self._unmeasured = ""


__all__ = ["Effect", "InboxEffect", "Parked", "Parking", "TooManyParked", "Worker"]
