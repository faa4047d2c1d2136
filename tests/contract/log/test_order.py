"""The order of a key, and replays."""

import threading
from itertools import pairwise

from events.log import (
    EventLog,
)
from tests.contract.log.reading import Open, an_event, by_key, numbers


def test_the_order_of_a_key_holds_over_many_appends(log: EventLog, topic: str) -> None:
    log.ensure_topic(topic, 4)
    keys = [f"组织-{number}" for number in range(7)]

    for start in range(0, 50, 10):
        log.append([an_event(topic, key, start + step) for step in range(10) for key in keys])

    assert by_key(log.replay(topic)) == {key: list(range(50)) for key in keys}


def test_a_key_keeps_its_partition_and_offsets_rise_within_it(log: EventLog, topic: str) -> None:
    log.ensure_topic(topic, 4)
    for start in range(0, 40, 10):
        log.append([an_event(topic, f"k{number % 9}", start + number) for number in range(10)])

    records = list(log.replay(topic))

    places: dict[str, set[int]] = {}
    offsets: dict[int, list[int]] = {}
    for record in records:
        places.setdefault(record.key, set()).add(record.partition)
        offsets.setdefault(record.partition, []).append(record.offset)
    assert {key: len(where) for key, where in places.items()} == {f"k{number}": 1 for number in range(9)}
    assert all(one < other for rising in offsets.values() for one, other in pairwise(rising))


def test_writers_side_by_side_keep_the_order_of_their_keys(open_again: Open, log: EventLog, topic: str) -> None:
    log.ensure_topic(topic, 3)

    def write(key: str) -> None:
        mine = open_again()
        for start in range(0, 50, 10):
            mine.append([an_event(topic, key, start + step) for step in range(10)])

    threads = [threading.Thread(target=write, args=(f"w{number}",)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert by_key(log.replay(topic)) == {f"w{number}": list(range(50)) for number in range(3)}


def test_a_replay_ends_where_the_log_ended_at_the_call(log: EventLog, topic: str) -> None:
    log.ensure_topic(topic, 1)
    log.append([an_event(topic, "k", number) for number in range(3)])

    replaying = log.replay(topic)
    log.append([an_event(topic, "k", 3)])

    assert numbers(replaying) == [0, 1, 2]
    assert numbers(log.replay(topic)) == [0, 1, 2, 3]
