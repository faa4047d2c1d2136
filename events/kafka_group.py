"""A member of a group that reads a log on Kafka."""

import time
from collections.abc import Sequence
from typing import Any

from kafka import ConsumerRebalanceListener, KafkaConsumer, OffsetAndMetadata, TopicPartition
from kafka import errors as faults
from kafka.coordinator.assignors.cooperative_sticky import CooperativeStickyAssignor

from events.kafka_joining import keep_joining
from events.kafka_settings import KafkaSettings
from events.log import Fenced, Record, Unavailable

ANSWER_S = 15.0
_LOST = (
    faults.CommitFailedError,
    faults.IllegalGenerationError,
    faults.UnknownMemberIdError,
    faults.RebalanceInProgressError,
    faults.FencedInstanceIdError,
    faults.FencedMemberEpochError,
    faults.StaleMemberEpochError,
)


class KafkaSubscription(ConsumerRebalanceListener):  # type: ignore[misc]
    """A member of a group. The broker counts it as living while its heart beats and it polls often enough."""

    def __init__(self, settings: KafkaSettings, group: str, topics: Sequence[str]) -> None:
        self._prefix = settings.prefix
        self._answer_ms = int(min(ANSWER_S, settings.answer_s) * 1000)
        self._given: dict[TopicPartition, int] = {}
        self._done: dict[TopicPartition, int] = {}
        self._member = ""
        self._is_astray = False
        try:
            self._consumer = KafkaConsumer(
                group_id=f"{settings.prefix}{group}",
                partition_assignment_strategy=[CooperativeStickyAssignor],
                **settings.member_of_group,
            )
        except faults.KafkaError as error:
            raise Unavailable(_tell(error)) from error
        keep_joining(self._consumer)
        wired = [f"{settings.prefix}{topic}" for topic in topics]
        self._consumer.subscribe(wired, listener=self)
        self._know(wired)

    def on_partitions_assigned(self, assigned: Sequence[TopicPartition]) -> None:
        """A partition that comes is read from where the group has committed; what was before is forgotten."""
        self._forget(assigned)

    def on_partitions_revoked(self, revoked: Sequence[TopicPartition]) -> None:
        """A partition goes to another member."""
        self._forget(revoked)

    def on_partitions_lost(self, lost: Sequence[TopicPartition]) -> None:
        """A partition has gone already."""
        self._forget(lost)

    def poll(self, timeout_s: float = 1.0, max_records: int = 500) -> list[Record]:
        """Up to `max_records` records. Brokers that are away look like silence: `lag` tells, this does not."""
        if self._is_astray:
            self.rewind()
        try:
            got = self._consumer.poll(timeout_ms=int(timeout_s * 1000), max_records=max_records)
        except faults.KafkaError as error:
            raise Unavailable(_tell(error)) from error
        if self._has_joined_anew():
            self.rewind()
            return []
        for place, records in got.items():
            self._given[place] = records[-1].offset + 1
        if not got:
            self._step_over_markers()
        return [record_of(record, self._prefix) for records in got.values() for record in records]

    def commit(self, records: Sequence[Record]) -> None:
        """Commit up to and including these. Fenced: what this member was not given since it has the partition."""
        ends: dict[TopicPartition, int] = {}
        for record in records:
            place = TopicPartition(f"{self._prefix}{record.topic}", record.partition)
            ends[place] = max(ends.get(place, 0), record.offset + 1)
        lost = [place for place, end in ends.items() if end > self._given.get(place, 0)]
        if lost:
            raise Fenced(f"{lost} belongs to another member")
        if not ends:
            return
        try:
            self._consumer.commit(_offsets(ends), timeout_ms=self._answer_ms)
        except _LOST as error:
            raise Fenced(_tell(error)) from error
        except faults.KafkaError as error:
            raise Unavailable(_tell(error)) from error
        self._done.update(ends)

    def rewind(self) -> None:
        """Go back to what the group has committed. One that fails is made up for before anything else is read."""
        self._is_astray = True
        self._given.clear()
        self._done.clear()
        try:
            for place in self._consumer.assignment():
                committed = self._consumer.committed(place, timeout_ms=self._answer_ms)
                if committed is None:
                    self._consumer.seek_to_beginning(place)
                else:
                    self._consumer.seek(place, committed)
        except faults.KafkaError as error:
            raise Unavailable(_tell(error)) from error
        self._is_astray = False

    def close(self) -> None:
        """Leave the group."""
        self._consumer.close(autocommit=False)

    def _has_joined_anew(self) -> bool:
        """Whether the group had given this member up and has taken it in again, as another.

        The library then reads on where it stood, though others may have worked in between and committed less.
        """
        before, self._member = self._member, self._consumer.group_metadata().member_id
        return bool(before) and before != self._member

    def _know(self, topics: Sequence[str]) -> None:
        """Wait until the client knows the topics.

        One that leads its group and learns of them while it shares them out gives nobody any partition, and the library
        does not notice afterwards that it has to do so again.
        """
        deadline = time.monotonic() + self._answer_ms / 1000
        try:
            while not all(self._consumer.partitions_for_topic(topic) for topic in topics):
                if time.monotonic() > deadline:
                    raise faults.KafkaTimeoutError(f"nothing is known of {topics}")
                time.sleep(0.05)
        except faults.KafkaError as error:
            self.close()
            raise Unavailable(_tell(error)) from error

    def _forget(self, places: Sequence[TopicPartition]) -> None:
        for place in places:
            self._given.pop(place, None)
            self._done.pop(place, None)

    def _step_over_markers(self) -> None:
        """Commit the position where nothing is outstanding: behind the last record may stand the end of a transaction.

        That is no record, but `lag` counts it. Failing here costs nothing, the next empty poll tries again.
        """
        try:
            ahead = {}
            for place in self._consumer.assignment():
                position = self._consumer.position(place, timeout_ms=1000)
                if place not in self._done:
                    self._done[place] = self._consumer.committed(place, timeout_ms=1000) or 0
                if position and position > self._done[place] >= self._given.get(place, 0):
                    ahead[place] = position
            if ahead:
                self._consumer.commit(_offsets(ahead), timeout_ms=5000)
                self._done.update(ahead)
        except faults.KafkaError:
            return


def record_of(told: Any, prefix: str) -> Record:
    """A record as the library tells it, under the house's own name of its topic."""
    headers = {name: text.decode() for name, text in told.headers or ()}
    return Record(
        topic=told.topic.removeprefix(prefix),
        key=told.key.decode(),
        value=told.value,
        headers=headers,
        partition=told.partition,
        offset=told.offset,
        appended_at_ms=told.timestamp,
    )


def _offsets(ends: dict[TopicPartition, int]) -> dict[TopicPartition, OffsetAndMetadata]:
    return {place: OffsetAndMetadata(end, "", -1) for place, end in ends.items()}


def _tell(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
