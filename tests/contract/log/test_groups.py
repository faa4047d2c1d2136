"""A group reads everything from where it has committed."""

import pytest

from events.log import EventLog, LogError
from tests.contract.log.reading import an_event, finish, numbers, take, until


def test_a_new_group_begins_at_the_first_record_and_resumes_behind_what_it_committed(
    log: EventLog, topic: str, group: str
) -> None:
    log.ensure_topic(topic, 3)
    log.append([an_event(topic, f"k{number}", number) for number in range(60)])

    first = log.subscribe(group, [topic])
    assert sorted(numbers(take(first, 60, commit=True))) == list(range(60))
    first.close()
    log.append([an_event(topic, f"k{number}", number) for number in range(60, 70)])
    second = log.subscribe(group, [topic])

    assert sorted(numbers(take(second, 10))) == list(range(60, 70))
    second.close()


def test_a_poll_brings_no_more_than_asked_and_nothing_when_there_is_nothing(
    log: EventLog, topic: str, group: str
) -> None:
    log.ensure_topic(topic, 2)
    log.append([an_event(topic, f"k{number % 5}", number) for number in range(20)])
    subscription = log.subscribe(group, [topic])

    sizes: list[int] = []

    def all_read() -> bool:
        sizes.append(len(subscription.poll(0.2, max_records=7)))
        return sum(sizes) >= 20

    assert until(all_read)
    assert max(sizes) <= 7
    assert sum(sizes) == 20
    assert subscription.poll(0.0) == []
    subscription.close()


def test_what_is_not_committed_comes_again_after_a_rewind(log: EventLog, topic: str, group: str) -> None:
    log.ensure_topic(topic, 1)
    log.append([an_event(topic, "k", number) for number in range(10)])
    subscription = log.subscribe(group, [topic])
    records = take(subscription, 10)

    subscription.commit(records[:4])
    subscription.rewind()

    assert numbers(take(subscription, 6)) == [4, 5, 6, 7, 8, 9]
    subscription.close()


def test_what_is_not_committed_comes_again_to_a_new_subscription(log: EventLog, topic: str, group: str) -> None:
    log.ensure_topic(topic, 1)
    log.append([an_event(topic, "k", number) for number in range(10)])
    subscription = log.subscribe(group, [topic])
    subscription.commit(take(subscription, 10)[:4])
    subscription.close()

    another = log.subscribe(group, [topic])

    assert numbers(take(another, 6)) == [4, 5, 6, 7, 8, 9]
    another.close()


def test_a_rewind_before_any_commit_goes_to_the_start(log: EventLog, topic: str, group: str) -> None:
    log.ensure_topic(topic, 2)
    log.append([an_event(topic, f"k{number}", number) for number in range(10)])
    subscription = log.subscribe(group, [topic])
    take(subscription, 10)

    subscription.rewind()

    assert sorted(numbers(take(subscription, 10))) == list(range(10))
    subscription.close()


def test_groups_do_not_disturb_each_other(log: EventLog, topic: str, group: str) -> None:
    log.ensure_topic(topic, 2)
    log.append([an_event(topic, f"k{number}", number) for number in range(20)])

    for name in (f"{group}-a", f"{group}-b"):
        subscription = log.subscribe(name, [topic])
        assert sorted(numbers(take(subscription, 20, commit=True))) == list(range(20))
        subscription.close()


def test_a_subscription_reads_several_topics(log: EventLog, topic: str, group: str) -> None:
    topics = [f"{topic}-a", f"{topic}-b"]
    for name in topics:
        log.ensure_topic(name, 2)
        log.append([an_event(name, f"k{number}", number) for number in range(5)])

    subscription = log.subscribe(group, topics)
    records = take(subscription, 10, commit=True)

    assert sorted((record.topic, int(record.value or b"")) for record in records) == [
        (name, number) for name in topics for number in range(5)
    ]
    assert [log.lag(group, name) for name in topics] == [0, 0]
    subscription.close()


def test_lag_counts_what_is_left_and_reaches_nothing(log: EventLog, topic: str, group: str) -> None:
    log.ensure_topic(topic, 3)
    log.append([an_event(topic, f"k{number}", number) for number in range(20)])
    assert log.lag(group, topic) >= 20

    subscription = log.subscribe(group, [topic])
    finish(log, subscription, group, topic)
    assert log.lag(group, topic) == 0

    log.append([an_event(topic, "k1", 20)])
    assert log.lag(group, topic) >= 1
    subscription.close()


def test_a_dropped_group_begins_anew_and_a_living_one_is_not_dropped(log: EventLog, topic: str, group: str) -> None:
    log.ensure_topic(topic, 2)
    log.append([an_event(topic, f"k{number}", number) for number in range(10)])
    subscription = log.subscribe(group, [topic])
    take(subscription, 10, commit=True)

    with pytest.raises(LogError):
        log.drop_group(group)
    subscription.poll(0.0)
    assert log.lag(group, topic) == 0

    subscription.close()
    log.drop_group(group)
    log.drop_group(group)
    assert log.lag(group, topic) >= 10
