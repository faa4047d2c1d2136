"""Topics and groups of a log on Kafka: created, compared, measured, through a client that outlives its brokers."""

import contextlib
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from kafka import KafkaAdminClient, OffsetSpec, TopicPartition
from kafka import errors as faults
from kafka.admin import ConfigResource, ConfigResourceType

from events.kafka_settings import KafkaSettings
from events.log import LogError, Rejected, TopicMismatch, Unavailable, check_topic_name

PATIENCE_S = 10.0
_ASTRAY = (faults.NodeNotReadyError, faults.KafkaConnectionError, faults.UnknownBrokerIdError)
"""What a client says that looks for a broker where there is none any more."""
_Ends = Mapping[TopicPartition, int]
_Answer = TypeVar("_Answer")


class KafkaTopics:
    """What the brokers know of topics and groups. Names are the brokers' own, with the prefix of the house."""

    def __init__(self, settings: KafkaSettings) -> None:
        self._settings = settings
        self._client: KafkaAdminClient | None = None
        self._turn = threading.RLock()
        self._known: set[str] = set()
        self._made: set[str] = set()

    def ensure(self, topic: str, partitions: int, *, compacted: bool, retention_s: float | None) -> None:
        """Create the topic, or make sure that it is as asked. Raises TopicMismatch.

        Of several that create it at the same time all but one hear that it exists, perhaps before any broker knows it.
        """
        wanted = {
            "cleanup.policy": "compact" if compacted else "delete",
            "retention.ms": str(-1 if retention_s is None else int(retention_s * 1000)),
        }
        new = {topic: {"num_partitions": partitions, "replication_factor": -1, "configs": {**wanted, **self._extra}}}
        try:
            self._ask(lambda client: client.create_topics(new, wait_for_metadata=True))
        except faults.TopicAlreadyExistsError:
            self._made.add(topic)
            self._compare(topic, partitions, wanted)
        self._made.add(topic)

    def demand(self, topics: Iterable[str]) -> None:
        """Make sure that these exist; each is asked for once. Raises Rejected, where a client would wait in vain."""
        for topic in set(topics) - self._known:
            self.partitions(topic)
            self._known.add(topic)

    def partitions(self, topic: str) -> list[TopicPartition]:
        """The partitions of a topic. Raises Rejected when there is none of the name."""
        check_topic_name(topic)
        told = self._ask(lambda client: self._describe(client, topic))
        return sorted(TopicPartition(topic, one["partition_index"]) for one in told["partitions"])

    def ends(self, places: list[TopicPartition]) -> _Ends:
        """Where the partitions end, transactions that are still open included."""
        return self._offsets(places, OffsetSpec.LATEST)

    def lag(self, group: str, topic: str) -> int:
        """The offsets between what the group has committed and the end."""
        places = self.partitions(topic)
        ends, starts = self.ends(places), self._offsets(places, OffsetSpec.EARLIEST)
        done = self._ask(lambda client: client.list_group_offsets({group: places})).get(group, {})
        behind = 0
        for place in places:
            position = done[place].offset if place in done else -1
            behind += max(0, ends[place] - max(position, starts[place]))
        return behind

    def drop_group(self, group: str) -> None:
        """Forget a group. Raises LogError while it has members."""
        # This client answers names of errors, by group, and raises none of them.
        answer = self._ask(lambda client: client.delete_groups([group])).get(group, "OK")
        if answer not in ("OK", "GroupIdNotFoundError"):
            raise LogError(f"group {group!r} cannot be dropped: {answer}")

    def close(self) -> None:
        """Let go of the connections."""
        with self._turn:
            client, self._client = self._client, None
        if client is not None:
            with contextlib.suppress(faults.KafkaError, OSError):
                client.close()

    @property
    def _extra(self) -> Mapping[str, str]:
        return self._settings.topic

    def _describe(self, client: KafkaAdminClient, topic: str) -> dict[str, Any]:
        """What a broker knows of a topic. One that was made and that this broker does not know is on its way to it."""
        told: dict[str, Any] = client.describe_topics([topic])[0]
        error = faults.for_code(told["error_code"])
        if error is faults.NoError:
            return told
        is_on_its_way = error is faults.UnknownTopicOrPartitionError and topic in self._made
        if error in (faults.UnknownTopicOrPartitionError, faults.InvalidTopicError) and not is_on_its_way:
            raise Rejected(f"unknown topic {topic!r}")
        raise error(topic)

    def _compare(self, topic: str, partitions: int, wanted: Mapping[str, str]) -> None:
        count = len(self.partitions(topic))
        resource = ConfigResource(ConfigResourceType.TOPIC, topic)
        told = self._ask(lambda client: client.describe_configs([resource], config_filter="all"))
        there = next(iter(told.values()))[topic]
        policy = there["cleanup.policy"]["value"]
        if (count, policy) != (partitions, wanted["cleanup.policy"]):
            raise TopicMismatch(f"{topic!r} has {count} partitions and is {policy}; asked: {partitions}, {wanted}")
        if there["retention.ms"]["value"] != wanted["retention.ms"]:
            change = ConfigResource(ConfigResourceType.TOPIC, topic, {"retention.ms": wanted["retention.ms"]})
            self._ask(lambda client: client.alter_configs([change]))

    def _offsets(self, places: list[TopicPartition], spec: OffsetSpec) -> _Ends:
        told = self._ask(lambda client: client.list_partition_offsets(dict.fromkeys(places, spec)))
        return {place: found.offset for place, found in told.items()}

    def _ask(self, question: Callable[[KafkaAdminClient], _Answer]) -> _Answer:
        """Ask, again while the trouble may pass. Raises Unavailable, TopicAlreadyExistsError.

        A young broker makes the topic of the groups at the first question about one, and is not available meanwhile.
        A client whose broker was restarted, or has left the cluster, never finds it or its successor by itself, so
        another takes its place.
        """
        deadline = time.monotonic() + min(PATIENCE_S, self._settings.answer_s)
        with self._turn:
            while True:
                try:
                    return question(self._open())
                except faults.TopicAlreadyExistsError:
                    raise
                except (faults.RetriableError, *_ASTRAY) as error:
                    if isinstance(error, _ASTRAY):
                        self.close()
                    if time.monotonic() > deadline:
                        raise Unavailable(f"the brokers do not answer: {_tell(error)}") from error
                    time.sleep(0.2)
                except faults.KafkaError as error:
                    raise Unavailable(f"the brokers refuse: {_tell(error)}") from error

    def _open(self) -> KafkaAdminClient:
        if self._client is None:
            self._client = self._connect()
        return self._client

    def _connect(self) -> KafkaAdminClient:
        return KafkaAdminClient(**self._settings.client, request_timeout_ms=15000)


def _tell(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
