"""The log on Apache Kafka: for a house of many processes on many hosts."""

import contextlib
import threading
from collections.abc import Iterator, Mapping, Sequence

from kafka import KafkaConsumer, TopicPartition
from kafka import errors as faults

from events.kafka_group import KafkaSubscription, record_of
from events.kafka_settings import KafkaSettings, read_settings
from events.kafka_topics import KafkaTopics
from events.kafka_writer import KafkaWriter
from events.log import Event, Record, Unavailable, check_topic_name


def open_log(url: str) -> "KafkaLog":
    """Open the log of a cluster (`events.kafka_settings` tells the form). Raises ValueError; connects when used."""
    return KafkaLog(read_settings(url))


class KafkaLog:
    """The log of a cluster, shared freely by threads; subscriptions are used by one thread each.

    Clients are made when they are needed, so a house starts while its brokers are away.
    """

    def __init__(self, settings: KafkaSettings) -> None:
        self._settings = settings
        self._topics = KafkaTopics(settings)
        self._writers: dict[str, KafkaWriter] = {}
        self._turn = threading.Lock()

    def ensure_topic(
        self, topic: str, partitions: int = 1, *, compacted: bool = False, retention_s: float | None = None
    ) -> None:
        """Create the topic, or make sure that it is as asked."""
        check_topic_name(topic)
        if partitions < 1:
            raise ValueError(f"topic {topic!r}: a topic has at least one partition")
        self._topics.ensure(self._name(topic), partitions, compacted=compacted, retention_s=retention_s)

    def append(self, events: Sequence[Event]) -> None:
        """Append without a name: for one that is not succeeded by others in the same work."""
        self._writer("").append(events)

    def sole_writer(self, name: str) -> KafkaWriter:
        """The writer of a name, who shuts out his predecessors."""
        return self._writer(name)

    def subscribe(self, group: str, topics: Sequence[str]) -> KafkaSubscription:
        """Become a member of a group."""
        for topic in topics:
            self._topics.partitions(self._name(topic))
        return KafkaSubscription(self._settings, group, topics)

    def replay(self, topic: str) -> Iterator[Record]:
        """All retained records up to now."""
        check_topic_name(topic)
        places = self._topics.partitions(self._name(topic))
        # The end of everything, also of transactions whose ends are still being written: an append that has returned
        # is never left out, and a reader waits for a writer that was killed in the middle of one to be succeeded.
        return self._read(places, self._topics.ends(places))

    def lag(self, group: str, topic: str) -> int:
        """Offsets between the group's position and the end; markers of transactions and holes count as well."""
        return self._topics.lag(self._name(group), self._name(topic))

    def drop_group(self, group: str) -> None:
        """Forget a group's position."""
        self._topics.drop_group(self._name(group))

    def maintain(self) -> int:
        """Nothing: the brokers do it."""
        return 0

    def close(self) -> None:
        """Let go of all connections but those of subscriptions."""
        with self._turn:
            writers, self._writers = list(self._writers.values()), {}
        for writer in writers:
            writer.close()
        self._topics.close()

    def _name(self, name: str) -> str:
        return f"{self._settings.prefix}{name}"

    def _writer(self, name: str) -> KafkaWriter:
        with self._turn:
            if name not in self._writers:
                self._writers[name] = KafkaWriter(self._settings, self._topics, name)
            return self._writers[name]

    def _read(self, places: list[TopicPartition], ends: Mapping[TopicPartition, int]) -> Iterator[Record]:
        try:
            consumer = KafkaConsumer(
                group_id=None, max_poll_records=5000, fetch_max_wait_ms=50, **self._settings.reader
            )
            with contextlib.closing(consumer):
                consumer.assign(places)
                consumer.seek_to_beginning(*places)
                while any(consumer.position(place) < ends[place] for place in places):
                    for place, records in consumer.poll(timeout_ms=1000).items():
                        yield from (
                            record_of(record, self._settings.prefix)
                            for record in records
                            if record.offset < ends[place]
                        )
        except faults.KafkaError as error:
            raise Unavailable(f"{type(error).__name__}: {error}") from error
