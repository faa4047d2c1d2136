"""What compaction keeps."""

from events.log import Event, EventLog, Record
from tests.contract.log.reading import an_event, finish, numbers, state, take, until


def compacted(log: EventLog, topic: str) -> list[Record]:
    """What is left once the log has compacted; the events of `~` keys only push the log on."""
    step = 0

    def left() -> list[Record]:
        return [record for record in log.replay(topic) if not record.key.startswith("~")]

    def settled() -> bool:
        nonlocal step
        log.append([Event(topic, f"~{step}-{number}", b"") for number in range(8)])
        step += 1
        log.maintain()
        records = left()
        return len(records) == len({record.key for record in records})

    assert until(settled)
    return left()


def test_compaction_keeps_the_newest_of_each_key_where_it_stood(log: EventLog, topic: str) -> None:
    log.ensure_topic(topic, 2, compacted=True)
    for version in range(30):
        log.append([an_event(topic, f"k{number}", version) for number in range(10)])
    log.append([Event(topic, "k9", None)])
    before = {(record.partition, record.offset): record for record in log.replay(topic)}

    after = compacted(log, topic)

    assert state(after) == {f"k{number}": b"29" for number in range(9)}
    assert [before[record.partition, record.offset] for record in after] == after


def test_a_new_group_reads_across_what_compaction_took(log: EventLog, topic: str, group: str) -> None:
    log.ensure_topic(topic, 2, compacted=True)
    for version in range(10):
        log.append([an_event(topic, f"k{number}", version) for number in range(10)])
    compacted(log, topic)

    subscription = log.subscribe(group, [topic])
    records = finish(log, subscription, group, topic)

    assert state(record for record in records if not record.key.startswith("~")) == {
        f"k{number}": b"9" for number in range(10)
    }
    assert log.lag(group, topic) == 0
    subscription.close()


def test_a_group_in_the_middle_of_what_compaction_took_reads_on(log: EventLog, topic: str, group: str) -> None:
    log.ensure_topic(topic, 1, compacted=True)
    log.append([an_event(topic, f"k{number % 3}", number) for number in range(30)])
    subscription = log.subscribe(group, [topic])
    subscription.commit(take(subscription, 30)[:10])
    subscription.rewind()
    compacted(log, topic)

    records = finish(log, subscription, group, topic)

    assert [number for record in records if record.value for number in numbers([record])] == [27, 28, 29]
    subscription.close()


def test_a_topic_that_is_not_compacted_keeps_everything(log: EventLog, topic: str) -> None:
    log.ensure_topic(topic, 1)
    log.append([an_event(topic, "k", number) for number in range(10)])

    log.maintain()

    assert numbers(log.replay(topic)) == list(range(10))
