"""What may be appended, and to what."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from events.log import MAX_EVENT, Event, EventLog, Rejected, TopicMismatch, open_log
from tests.contract.log.reading import Open, an_event, numbers


def test_a_topic_can_be_ensured_again_and_its_retention_changed(log: EventLog, topic: str) -> None:
    log.ensure_topic(topic, 3)
    log.append([an_event(topic, "k", 1)])

    log.ensure_topic(topic, 3)
    log.ensure_topic(topic, 3, retention_s=3600)

    assert numbers(log.replay(topic)) == [1]


def test_many_that_ensure_a_topic_at_the_same_time_can_all_append_to_it_at_once(open_again: Open, topic: str) -> None:
    logs = [open_again() for _ in range(4)]
    topics = [f"{topic}-{number}" for number in range(3)]
    together = Barrier(len(logs))

    def begin(writer: int) -> None:
        for name in topics:
            together.wait(60)
            logs[writer].ensure_topic(name, 4, compacted=True)
            logs[writer].append([an_event(name, f"k{writer}", writer)])

    with ThreadPoolExecutor(len(logs)) as pool:
        list(pool.map(begin, range(len(logs))))

    assert [sorted(numbers(logs[0].replay(name))) for name in topics] == [list(range(4))] * 3


@pytest.mark.parametrize(("partitions", "compacted"), [(4, False), (3, True)])
def test_a_topic_that_exists_otherwise_is_a_mismatch_and_stays(
    log: EventLog, topic: str, partitions: int, compacted: bool
) -> None:
    log.ensure_topic(topic, 3)
    log.append([an_event(topic, "k", 1)])

    with pytest.raises(TopicMismatch):
        log.ensure_topic(topic, partitions, compacted=compacted)

    log.ensure_topic(topic, 3)
    assert numbers(log.replay(topic)) == [1]


@pytest.mark.parametrize("name", ["", "with space", "目录", "a/b", "x" * 201])
def test_an_unusable_topic_name_is_rejected(log: EventLog, name: str) -> None:
    with pytest.raises(Rejected):
        log.ensure_topic(name)

    with pytest.raises(Rejected):
        log.replay(name)


def test_an_unknown_topic_is_rejected_by_everything_that_names_it(log: EventLog, topic: str, group: str) -> None:
    for use in (
        lambda: log.append([an_event(topic, "k", 1)]),
        lambda: log.subscribe(group, [topic]),
        lambda: log.replay(topic),
        lambda: log.lag(group, topic),
    ):
        with pytest.raises(Rejected):
            use()


def test_values_keys_and_headers_come_back_as_they_went(log: EventLog, topic: str) -> None:
    log.ensure_topic(topic, 1)
    events = [
        Event(topic, "组织-1", "值".encode(), {"名": "值", "empty": ""}),
        Event(topic, "k", None),
        Event(topic, "k", b""),
        Event(topic, "", bytes(range(256))),
    ]

    log.append(events)

    replayed = list(log.replay(topic))
    assert [Event(r.topic, r.key, r.value, dict(r.headers)) for r in replayed] == events


def test_a_record_tells_when_it_was_appended(log: EventLog, topic: str) -> None:
    log.ensure_topic(topic, 1)

    before = int(time.time() * 1000)
    log.append([an_event(topic, "k", 1)])
    after = int(time.time() * 1000)

    assert before <= next(log.replay(topic)).appended_at_ms <= after


def test_the_largest_event_is_accepted(log: EventLog, topic: str) -> None:
    log.ensure_topic(topic, 1)

    log.append([Event(topic, "k", b"x" * (MAX_EVENT - 1))])

    assert [len(record.value or b"") for record in log.replay(topic)] == [MAX_EVENT - 1]


@pytest.mark.parametrize(
    "bad",
    [
        Event("", "k", b"x" * MAX_EVENT),
        Event("", "k" * MAX_EVENT, b"x"),
        Event("", "k", b"x", {"h": "x" * MAX_EVENT}),
        Event("", "a\0b", b"x"),
        Event("", "k", b"x", {"h": "a\0b"}),
        Event("", "\ud800", b"x"),
    ],
    ids=["value too large", "key too large", "header too large", "NUL in key", "NUL in header", "half a character"],
)
def test_what_no_log_could_carry_is_rejected(log: EventLog, topic: str, bad: Event) -> None:
    log.ensure_topic(topic, 1)

    with pytest.raises(Rejected):
        log.append([Event(topic, bad.key, bad.value, bad.headers)])

    assert list(log.replay(topic)) == []
    log.append([an_event(topic, "k", 1)])
    assert numbers(log.replay(topic)) == [1]


def test_appending_nothing_is_nothing(log: EventLog, topic: str) -> None:
    log.ensure_topic(topic, 1)

    log.append([])

    assert list(log.replay(topic)) == []


def test_what_was_appended_is_there_for_whoever_opens_the_log_later(
    log: EventLog, open_again: Open, topic: str
) -> None:
    log.ensure_topic(topic, 1)
    log.append([an_event(topic, "k", 1)])
    log.close()

    assert numbers(open_again().replay(topic)) == [1]


def test_an_unknown_scheme_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match=r"unknown log scheme 'carrier-pigeon'.*; known: .*sqlite"):
        open_log("carrier-pigeon://loft")
