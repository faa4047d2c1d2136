"""The real servers for contract suites: where they are, and fresh places on them for each test."""

import os
from uuid import uuid4

import pytest
from kafka import KafkaAdminClient
from sqlalchemy import text

from events.kafka_settings import read_settings
from search.engines.elasticsearch_server import Address
from services.chassis.store import open_store

POSTGRESQL = os.environ.get("GONGXU_TEST_POSTGRESQL", "")
KAFKA = os.environ.get("GONGXU_TEST_KAFKA", "")
ELASTICSEARCH = os.environ.get("GONGXU_TEST_ELASTICSEARCH", "")

on_servers = pytest.mark.servers
"""Marks what needs the real servers; `make test-servers` starts them and runs exactly these."""


def missing_addresses() -> list[str]:
    """Return the names of the addresses that the environment does not tell."""
    told = {"POSTGRESQL": POSTGRESQL, "KAFKA": KAFKA, "ELASTICSEARCH": ELASTICSEARCH}
    return [f"GONGXU_TEST_{name}" for name, address in told.items() if not address]


def fresh_schema() -> str:
    """A store URL with a schema of its own on the real database server."""
    return f"{POSTGRESQL}?schema=t_{uuid4().hex[:12]}"


def fresh_index_url() -> str:
    """An index URL with a prefix of its own on the real Elasticsearch."""
    return f"{ELASTICSEARCH}/t_{uuid4().hex[:12]}"


def remove_indexes(url: str) -> None:
    """Remove what a test has left under its prefix; an embedded index goes with its folder."""
    if not url.startswith("elasticsearch"):
        return
    address = Address.from_url(url)
    client = address.connect()
    for name in client.indices.get_alias(index=f"{address.prefix}-*"):
        client.indices.delete(index=name)
    client.close()


def remove_topics(prefix: str) -> None:
    """Remove the topics of a house from the real brokers, which keep every partition in memory."""
    client = KafkaAdminClient(**read_settings(KAFKA).client)
    if topics := [topic for topic in client.list_topics() if topic.startswith(prefix)]:
        client.delete_topics(topics)
    client.close()


def drop_schema(url: str) -> None:
    """Remove the schema of a store URL; nothing happens for an embedded one."""
    _, _, schema = url.partition("?schema=")
    if schema:
        store = open_store(url)
        with store.write() as connection:
            connection.execute(text(f"DROP SCHEMA IF EXISTS {schema} CASCADE"))
        store.close()


def fresh_log(*, is_hurried: bool = True) -> str:
    """A log URL with a prefix of its own on the real brokers and short sessions; hurried, it compacts at once."""
    hurry = "&topic.segment.ms=200&topic.min.cleanable.dirty.ratio=0.001&topic.delete.retention.ms=100"
    url = f"{KAFKA}?prefix=t-{uuid4().hex[:12]}.&session_s=3&hang_s=3"
    return f"{url}{hurry}&topic.file.delete.delay.ms=100" if is_hurried else url
