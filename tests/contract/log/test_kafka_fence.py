"""What a killed writer has left behind, in the network or in the log, is nothing to whoever reads its successor."""

import subprocess
import sys
from collections.abc import Iterator

import pytest

from events.log import EventLog
from tests.contract.log.holding import APPENDING, ENDING, HoldingProxy
from tests.contract.log.reading import PATIENCE_S, an_event, finish, numbers
from tests.contract.servers import on_servers

pytestmark = [on_servers, pytest.mark.parametrize("url", ["kafka"], indirect=True)]


@pytest.fixture
def proxy() -> Iterator[HoldingProxy]:
    with HoldingProxy() as opened:
        yield opened


def kill_at(kind: int, proxy: HoldingProxy, url: str, topic: str, name: str) -> None:
    """Kill a writer whose request of a kind is on its way, to append 4 behind its 3."""
    words = [sys.executable, "-m", "tests.contract.log.late", f"{url}&proxy={proxy.url}", topic, name]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdin is not None
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
        proxy.hold(kind)
        writer.stdin.write("go\n")
        writer.stdin.flush()
        assert proxy.held.wait(PATIENCE_S)
        writer.kill()


def test_bytes_of_a_killed_writer_do_not_land_behind_its_successors(
    url: str, log: EventLog, topic: str, proxy: HoldingProxy
) -> None:
    log.ensure_topic(topic, 1)
    kill_at(APPENDING, proxy, url, topic, f"relay-{topic}")

    successor = log.sole_writer(f"relay-{topic}")
    successor.claim()
    for number in (4, 5, 6):
        successor.append([an_event(topic, "k", number)])
    proxy.let_go()

    assert proxy.answered.wait(PATIENCE_S)
    assert numbers(log.replay(topic)) == [3, 4, 5, 6]


def test_without_a_claim_they_do(url: str, log: EventLog, topic: str, proxy: HoldingProxy) -> None:
    """The reason for claims: compaction would keep the 4."""
    log.ensure_topic(topic, 1)
    kill_at(APPENDING, proxy, url, topic, "")

    for number in (4, 5, 6):
        log.append([an_event(topic, "k", number)])
    proxy.let_go()

    assert proxy.answered.wait(PATIENCE_S)
    assert numbers(log.replay(topic)) == [3, 4, 5, 6, 4]


def test_a_writer_killed_before_it_could_commit_holds_up_no_reader_of_its_successor(
    url: str, log: EventLog, topic: str, group: str, proxy: HoldingProxy
) -> None:
    log.ensure_topic(topic, 1)
    kill_at(ENDING, proxy, url, topic, f"relay-{topic}")

    successor = log.sole_writer(f"relay-{topic}")
    successor.claim()
    successor.append([an_event(topic, "k", number) for number in (4, 5)])
    proxy.let_go()

    assert proxy.answered.wait(PATIENCE_S)
    subscription = log.subscribe(group, [topic])
    assert numbers(finish(log, subscription, group, topic)) == [3, 4, 5]
    subscription.close()
