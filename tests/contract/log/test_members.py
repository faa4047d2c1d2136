"""The members of a group share its partitions and succeed each other."""

import pytest

from events.log import EventLog, Fenced, Subscription
from tests.contract.log.reading import Open, an_event, finish, numbers, take, until


def share_out(log: EventLog, topic: str, members: list[Subscription]) -> list[set[int]]:
    """Append and poll until every member reads and no partition is read by two, twice alike; whose is which."""
    places: list[set[int]] = [set() for _ in members]
    before: list[set[int]] = []
    sent = 0

    def settled() -> bool:
        nonlocal sent, before
        log.append([an_event(topic, f"k{number}", sent + number) for number in range(40)])
        sent += 40
        for place, member in zip(places, members, strict=True):
            try:
                records = member.poll(0.05)
                member.commit(records)
            except Fenced:
                continue
            place.update(record.partition for record in records)
        shared = sum(map(len, places)) > len(set().union(*places))
        if not shared and (not all(places) or sum(map(len, places)) < 4):
            return False
        now, last = [set(place) for place in places], before
        before = [] if shared else now
        for place in places:
            place.clear()
        return before == last != []

    assert until(settled)
    return before


def test_members_share_the_partitions_fairly(open_again: Open, log: EventLog, topic: str, group: str) -> None:
    log.ensure_topic(topic, 4)
    members = [open_again().subscribe(group, [topic]) for _ in range(2)]

    places = share_out(log, topic, members)

    assert [len(place) for place in places] == [2, 2]
    for member in members:
        member.close()


def test_a_member_that_leaves_is_succeeded(open_again: Open, log: EventLog, topic: str, group: str) -> None:
    log.ensure_topic(topic, 4)
    leaving, staying = (open_again().subscribe(group, [topic]) for _ in range(2))
    share_out(log, topic, [leaving, staying])

    leaving.close()
    log.append([an_event(topic, f"k{number}", 10**6 + number) for number in range(40)])
    records = finish(log, staying, group, topic)

    assert {number for number in numbers(records) if number >= 10**6} == {10**6 + number for number in range(40)}
    staying.close()


def test_an_owner_that_has_stopped_polling_is_succeeded_and_fenced(
    open_again: Open, log: EventLog, topic: str, group: str
) -> None:
    log.ensure_topic(topic, 1)
    log.append([an_event(topic, "k", number) for number in range(4)])
    former = log.subscribe(group, [topic])
    records = take(former, 4)

    successor = open_again().subscribe(group, [topic])
    again = take(successor, 4)
    with pytest.raises(Fenced):
        former.commit(records)

    assert numbers(again) == [0, 1, 2, 3]
    assert log.lag(group, topic) >= 4
    successor.commit(again)
    successor.poll(0.0)
    assert log.lag(group, topic) == 0
    former.close()
    successor.close()


def test_a_former_owner_that_polls_again_reads_on_as_a_member(
    open_again: Open, log: EventLog, topic: str, group: str
) -> None:
    log.ensure_topic(topic, 1)
    log.append([an_event(topic, "k", number) for number in range(4)])
    former = log.subscribe(group, [topic])
    records = take(former, 4)
    successor = open_again().subscribe(group, [topic])
    successor.commit(take(successor, 4))
    with pytest.raises(Fenced):
        former.commit(records)

    successor.close()
    log.append([an_event(topic, "k", 4)])

    assert numbers(take(former, 1)) == [4]
    former.close()


def test_a_partition_regained_is_read_from_where_the_group_has_committed(
    open_again: Open, log: EventLog, topic: str, group: str
) -> None:
    log.ensure_topic(topic, 1)
    log.append([an_event(topic, "k", number) for number in range(4)])
    former = log.subscribe(group, [topic])
    take(former, 4)
    successor = open_again().subscribe(group, [topic])
    successor.commit(take(successor, 4)[:2])
    successor.close()

    assert numbers(take(former, 2)) == [2, 3]
    former.close()
