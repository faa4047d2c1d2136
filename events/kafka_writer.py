"""Appending to a log on Kafka: one producer, whose batches never expire and are never sent twice."""

import contextlib
import threading
import time
from collections.abc import Sequence
from typing import Any

from kafka import KafkaProducer
from kafka import errors as faults

from events.kafka_settings import KafkaSettings
from events.kafka_topics import KafkaTopics
from events.log import Event, Rejected, Unavailable, check_event

TRANSACTION_MS = 10_000
"""How long a transaction may stay open before the broker aborts it, within ten seconds more by its own default: so long
a writer that was killed can keep readers from what stands behind it. A successor's claim ends it at once. A batch that
takes longer is sent again."""

_REFUSED = (
    faults.MessageSizeTooLargeError,
    faults.RecordListTooLargeError,
    faults.InvalidTopicError,
    faults.UnknownTopicOrPartitionError,
)


class KafkaWriter:
    """Appends in order; safe to use from several threads, one after the other.

    Without a `name`, an append that does not end in time leaves its events with the producer. Whoever repeats it waits
    for the same events, and whatever else is appended first waits for them: nothing overtakes, nothing is sent twice.

    With a `name`, each append is a transaction under that name, and `claim` shuts out who has claimed it before: what
    of theirs is still on its way will not land. An append that does not end in time gives the claim up, for the library
    may wait without end for a broker that has left in the middle of a transaction; the next claim ends what it began.
    """

    def __init__(self, settings: KafkaSettings, topics: KafkaTopics, name: str = "") -> None:
        self._settings = settings
        self._topics = topics
        self._name = name
        self._turn = threading.Lock()
        self._producer: KafkaProducer | None = None
        self._ending: _Ending | None = None
        self._events: list[Event] = []
        self._futures: list[Any] = []

    def claim(self) -> None:
        """Take the name, unless this writer has it. Raises Unavailable."""
        with self._turn:
            self._open()

    def append(self, events: Sequence[Event]) -> None:
        """Append. Raises Rejected, Unavailable; a writer with a name that has lost its claim is Unavailable."""
        for event in events:
            check_event(event)
        with self._turn:
            self._topics.demand({f"{self._settings.prefix}{topic}" for topic in {event.topic for event in events}})
            deadline = time.monotonic() + self._settings.answer_s
            try:
                self._append(list(events), deadline)
            except faults.KafkaTimeoutError as error:
                if self._name:
                    self._drop()
                raise Unavailable(f"the brokers have not answered in time: {error}") from error
            except _REFUSED as error:
                self._drop()
                raise Rejected(f"{type(error).__name__}: {error}") from error
            except faults.KafkaError as error:
                self._drop()
                raise Unavailable(f"{type(error).__name__}: {error}") from error

    def close(self) -> None:
        """Let go of the connections; what has not been acknowledged may or may not land."""
        with self._turn:
            self._drop()

    def _append(self, events: list[Event], deadline: float) -> None:
        left = self._without_pending(events, deadline)
        if not left:
            return
        producer, prefix = self._demand_producer(), self._settings.prefix
        for event in left[len(self._events) :]:
            if self._name and not self._events:
                producer.begin_transaction()
            headers = [(name, text.encode()) for name, text in event.headers.items()]
            sent = producer.send(f"{prefix}{event.topic}", key=event.key.encode(), value=event.value, headers=headers)
            self._futures.append(sent)
            self._events.append(event)
        self._finish(deadline)

    def _without_pending(self, events: list[Event], deadline: float) -> list[Event]:
        """What is left to do of these, once an earlier append has ended that cannot be gone on with."""
        pending = list(self._events)
        is_repeated = pending == events[: len(pending)]
        if not pending or (is_repeated and self._ending is None):
            return events
        self._finish(deadline)
        return events[len(pending) :] if is_repeated else events

    def _finish(self, deadline: float) -> None:
        # The batches linger, so that they grow as large as what is appended at once, and go when all of it is in them.
        self._demand_producer().flush(timeout=max(0.0, deadline - time.monotonic()))
        for future in self._futures:
            future.get(timeout=max(0.0, deadline - time.monotonic()))
        if self._name:
            if self._ending is None:
                self._ending = _Ending(self._demand_producer())
            self._ending.wait(deadline)
        self._events, self._futures, self._ending = [], [], None

    def _demand_producer(self) -> KafkaProducer:
        if self._name and self._producer is None:
            # Between a lost claim and the next one others may have written: whoever appends must look again first.
            raise Unavailable(f"{self._name!r} is not claimed")
        return self._open()

    def _open(self) -> KafkaProducer:
        if self._producer is None:
            name = f"{self._settings.prefix}{self._name}"
            named = {"transactional_id": name, "transaction_timeout_ms": TRANSACTION_MS} if self._name else {}
            producer = None
            try:
                producer = KafkaProducer(**self._settings.producer, **named)
                if self._name:
                    producer.init_transactions()
            except faults.KafkaError as error:
                _end(producer)
                raise Unavailable(f"{type(error).__name__}: {error}") from error
            self._producer = producer
        return self._producer

    def _drop(self) -> None:
        producer, self._producer = self._producer, None
        self._events, self._futures, self._ending = [], [], None
        _end(producer)


class _Ending:
    """The end of a transaction, which can be waited for again: the library waits without end, and only once."""

    def __init__(self, producer: KafkaProducer) -> None:
        self._producer = producer
        self._done = threading.Event()
        self._fault: faults.KafkaError | None = None
        threading.Thread(target=self._run, name="kafka-commit", daemon=True).start()

    def wait(self, deadline: float) -> None:
        """Wait. Raises KafkaTimeoutError, and what the commit raised."""
        if not self._done.wait(max(0.0, deadline - time.monotonic())):
            raise faults.KafkaTimeoutError("a transaction is not yet committed")
        if self._fault is not None:
            raise self._fault

    def _run(self) -> None:
        try:
            self._producer.commit_transaction()
        except faults.KafkaError as fault:
            self._fault = fault
        finally:
            self._done.set()


def _end(producer: KafkaProducer | None) -> None:
    if producer is None:
        return
    with contextlib.suppress(faults.KafkaError):
        producer.close(timeout=1)
        return
    # The library has given up closing, for it first waits for all to be sent and raises when that takes too long; no
    # argument of `close` skips that. Its thread would go on sending, forever, what its successor sends as well.
    producer._sender.force_close()
