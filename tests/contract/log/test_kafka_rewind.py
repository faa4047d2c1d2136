"""A rewind that the brokers did not answer is made up for before anything else is read."""

import pytest

from events.log import EventLog, Unavailable, open_log
from tests.contract.log.holding import HoldingProxy
from tests.contract.log.reading import an_event, numbers, take
from tests.contract.servers import on_servers

ASKING_POSITION = 9


@on_servers
@pytest.mark.parametrize("url", ["kafka"], indirect=True)
def test_a_rewind_that_failed_skips_nothing(url: str, log: EventLog, topic: str, group: str) -> None:
    log.ensure_topic(topic, 1)
    log.append([an_event(topic, "k", number) for number in range(6)])
    with HoldingProxy() as proxy:
        reading = open_log(f"{url}&session_s=40&hang_s=40&answer_s=4&proxy={proxy.url}")
        subscription = reading.subscribe(group, [topic])
        subscription.commit(take(subscription, 6)[:2])

        proxy.hold(ASKING_POSITION)
        with pytest.raises(Unavailable):
            subscription.rewind()
        log.append([an_event(topic, "k", 6)])
        proxy.let_go()

        assert numbers(take(subscription, 5)) == [2, 3, 4, 5, 6]
        subscription.close()
        reading.close()
