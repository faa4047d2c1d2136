"""Topics on Kafka are found while brokers are slow to hear of them, and after they were away."""

from collections.abc import Mapping
from typing import Any

import pytest
from kafka import errors as faults

from events.kafka_settings import KafkaSettings, read_settings
from events.kafka_topics import KafkaTopics
from events.log import Rejected, Unavailable

SETTINGS = read_settings("kafka://127.0.0.1:1?answer_s=0.5")


class Broker:
    """A broker as its clients see it: a topic is made at once, and heard of only when it was asked for often enough."""

    def __init__(self, *, deaf_for: int = 0) -> None:
        self.topics: dict[str, int] = {}
        self.deaf_for = deaf_for
        self.started = 1


class Client:
    """A client that, like the library's, never finds a broker again that was started anew."""

    def __init__(self, broker: Broker) -> None:
        self._broker = broker
        self._met = broker.started

    def create_topics(self, new: Mapping[str, Any], *, wait_for_metadata: bool) -> None:
        """Make a topic, unless there is one."""
        self._demand_broker()
        for topic, asked in new.items():
            if topic in self._broker.topics:
                raise faults.TopicAlreadyExistsError(topic)
            self._broker.topics[topic] = asked["num_partitions"]

    def describe_topics(self, topics: list[str]) -> list[dict[str, Any]]:
        """Tell of a topic."""
        self._demand_broker()
        count = self._broker.topics.get(topics[0], 0)
        self._broker.deaf_for -= 1
        code = faults.UnknownTopicOrPartitionError.errno if not count or self._broker.deaf_for >= 0 else 0
        return [{"error_code": code, "partitions": [{"partition_index": number} for number in range(count)]}]

    def describe_configs(self, resources: list[Any], *, config_filter: str) -> dict[str, Any]:
        """Tell how a topic is kept."""
        kept = {"cleanup.policy": {"value": "compact"}, "retention.ms": {"value": "-1"}}
        return {"topic": {resource.name: kept for resource in resources}}

    def close(self) -> None:
        """Nothing to let go of."""

    def _demand_broker(self) -> None:
        if self._met != self._broker.started:
            raise faults.NodeNotReadyError("No node_id provided")


class Topics(KafkaTopics):
    """Topics of such a broker."""

    def __init__(self, broker: Broker, settings: KafkaSettings = SETTINGS) -> None:
        super().__init__(settings)
        self._broker = broker

    def _connect(self) -> Client:
        return Client(self._broker)


def test_who_is_told_that_a_topic_exists_waits_until_the_brokers_know_it() -> None:
    broker = Broker(deaf_for=2)
    broker.topics["desk"] = 4
    topics = Topics(broker)

    topics.ensure("desk", 4, compacted=True, retention_s=None)

    assert [place.partition for place in topics.partitions("desk")] == [0, 1, 2, 3]


def test_a_topic_that_was_made_and_is_not_heard_of_is_unavailable_and_another_is_unknown() -> None:
    broker = Broker()
    topics = Topics(broker)
    topics.ensure("desk", 1, compacted=True, retention_s=None)
    broker.deaf_for = 1000

    with pytest.raises(Unavailable, match=r"the brokers do not answer: .*UnknownTopic"):
        topics.demand(["desk"])
    with pytest.raises(Rejected, match="unknown topic 'chair'"):
        topics.demand(["chair"])

    broker.deaf_for = 0
    topics.demand(["desk"])


def test_brokers_that_were_started_anew_are_found_again() -> None:
    broker = Broker()
    topics = Topics(broker)
    topics.ensure("desk", 1, compacted=True, retention_s=None)
    broker.started += 1

    assert len(topics.partitions("desk")) == 1
