"""A log on brokers that let in only those who sign in."""

from urllib.parse import urlsplit
from uuid import uuid4

import pytest

from events.log import Unavailable, open_log
from tests.contract.log.reading import an_event, numbers
from tests.contract.servers import KAFKA, on_servers

pytestmark = on_servers


def signed(login: str) -> str:
    """The test broker's third port is for clients that sign in."""
    parts = urlsplit(KAFKA)
    return f"kafka://{login}@{parts.hostname}:{(parts.port or 0) + 2}?prefix=s-{uuid4().hex[:12]}.&answer_s=5"


def test_who_signs_in_may_append_as_a_sole_writer_and_read_in_a_group(topic: str, group: str) -> None:
    log = open_log(signed("gongxu:gongxu-test"))
    log.ensure_topic(topic, 1, compacted=True)
    writer = log.sole_writer("relay-workshop")

    writer.claim()
    writer.append([an_event(topic, "k", number) for number in range(3)])

    assert numbers(log.replay(topic)) == [0, 1, 2]
    assert log.lag(group, topic) >= 3
    log.close()


def test_who_signs_in_wrongly_is_not_let_in(topic: str) -> None:
    log = open_log(signed("gongxu:not-the-password"))

    with pytest.raises(Unavailable):
        log.ensure_topic(topic, 1)
    log.close()
