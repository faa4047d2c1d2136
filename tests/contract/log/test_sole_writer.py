"""Of all writers of a name, the last to claim it writes."""

import pytest

from events.log import EventLog, Unavailable
from tests.contract.log.reading import Open, an_event, finish, numbers
from tests.contract.servers import on_servers


def test_a_sole_writer_appends_in_order_and_leaves_no_lag(log: EventLog, topic: str, group: str) -> None:
    log.ensure_topic(topic, 1)
    writer = log.sole_writer(f"relay-{topic}")

    writer.claim()
    writer.append([an_event(topic, "k", number) for number in range(3)])
    writer.claim()
    writer.append([an_event(topic, "k", 3)])

    assert numbers(log.replay(topic)) == [0, 1, 2, 3]
    subscription = log.subscribe(group, [topic])
    assert numbers(finish(log, subscription, group, topic)) == [0, 1, 2, 3]
    assert log.lag(group, topic) == 0
    subscription.close()


@pytest.mark.parametrize("url", [pytest.param("kafka", marks=on_servers)], indirect=True)
def test_a_writer_that_was_succeeded_lands_nothing_until_it_claims_again(
    open_again: Open, log: EventLog, topic: str
) -> None:
    log.ensure_topic(topic, 1)
    former, successor = (open_again().sole_writer(f"relay-{topic}") for _ in range(2))
    former.claim()
    former.append([an_event(topic, "k", 1)])
    successor.claim()
    successor.append([an_event(topic, "k", 2)])

    for _ in range(2):
        with pytest.raises(Unavailable):
            former.append([an_event(topic, "k", 1)])
    assert numbers(log.replay(topic)) == [1, 2]

    former.claim()
    former.append([an_event(topic, "k", 3)])
    assert numbers(log.replay(topic)) == [1, 2, 3]
