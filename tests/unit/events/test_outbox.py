"""Facts wait in the outbox, in the transaction of the rows they tell of."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine, text

from events import outbox
from events.log import MAX_EVENT, Event, Rejected
from tests.unit.events.making import an_event


def waiting(engine: Engine) -> list[Event]:
    with engine.connect() as connection:
        return [row.event for row in outbox.unsent(connection, 100)]


def numbers(engine: Engine) -> list[int]:
    with engine.connect() as connection:
        return [row.seq for row in outbox.unsent(connection, 100)]


def test_events_wait_in_the_order_in_which_they_came(engine: Engine) -> None:
    events = [an_event("b1", 1), an_event("b2", 1), Event("workshop.bench", "b1", None, {"id": "gone-1"})]

    with engine.begin() as connection:
        outbox.add(connection, events[:2])
        outbox.add(connection, [])
    with engine.begin() as connection:
        outbox.add(connection, events[2:])

    assert waiting(engine) == events


def test_a_transaction_that_is_undone_leaves_no_event(engine: Engine) -> None:
    with engine.connect() as connection:
        outbox.add(connection, [an_event()])
        connection.rollback()

    assert waiting(engine) == []


@pytest.mark.parametrize(
    "wrong",
    [
        replace(an_event(), headers={}),
        replace(an_event(), value=b"x" * MAX_EVENT),
        replace(an_event(), key="a\0b"),
    ],
    ids=["no id", "too large", "NUL in key"],
)
def test_what_no_log_could_take_is_refused_while_the_user_waits(engine: Engine, wrong: Event) -> None:
    with engine.begin() as connection, pytest.raises(Rejected):
        outbox.add(connection, [an_event(), wrong])

    assert waiting(engine) == []


def test_what_is_sent_no_longer_waits(engine: Engine) -> None:
    events = [an_event(place=place) for place in range(3)]
    with engine.begin() as connection:
        outbox.add(connection, events)
    first, second, _ = numbers(engine)

    with engine.begin() as connection:
        outbox.mark_sent(connection, [first, second])
        outbox.mark_sent(connection, [])

    assert waiting(engine) == events[2:]


def test_an_event_that_commits_late_under_a_low_number_is_not_passed_over(engine: Engine) -> None:
    with engine.begin() as connection:
        outbox.add(connection, [an_event(place=1), an_event(place=2)])
    first, second = numbers(engine)

    with engine.begin() as connection:
        outbox.mark_sent(connection, [second])

    assert numbers(engine) == [first]


def test_what_is_marked_in_any_order_and_with_gaps_is_that_and_nothing_between(engine: Engine) -> None:
    with engine.begin() as connection:
        outbox.add(connection, [an_event(place=place) for place in range(9)])
        outbox.mark_sent(connection, [9, 2, 3, 1, 6])

    assert numbers(engine) == [4, 5, 7, 8]


def test_a_refused_event_waits_for_a_person_and_can_be_sent_again(engine: Engine) -> None:
    event = an_event()
    with engine.begin() as connection:
        outbox.add(connection, [event])
    (seq,) = numbers(engine)

    with engine.begin() as connection:
        outbox.mark_sent(connection, [seq], error="unknown topic")
        refused = outbox.rejected(connection)
    assert waiting(engine) == []
    assert [(row.seq, row.event, row.error) for row in refused] == [(seq, event, "unknown topic")]

    with engine.begin() as connection:
        outbox.requeue(connection, [seq])
        assert outbox.rejected(connection) == []
    assert waiting(engine) == [event]


def test_the_backlog_tells_how_many_wait_and_since_when(engine: Engine) -> None:
    with engine.begin() as connection:
        assert outbox.backlog(connection) == outbox.Backlog(0, None, 0)
        outbox.add(connection, [an_event(place=place) for place in range(4)])
        connection.execute(text("UPDATE outbox SET created_at = 100 + seq"))
        outbox.mark_sent(connection, [1])
        outbox.mark_sent(connection, [2], error="too large")

        assert outbox.backlog(connection) == outbox.Backlog(unsent=2, oldest_at=103.0, rejected=1)


def test_a_purge_takes_what_was_sent_long_ago_and_nothing_else(engine: Engine) -> None:
    with engine.begin() as connection:
        outbox.add(connection, [an_event(place=place) for place in range(6)])
        outbox.mark_sent(connection, [1, 2, 3, 4])
        outbox.mark_sent(connection, [5], error="too large")
        connection.execute(text("UPDATE outbox SET sent_at = sent_at - 1000 WHERE seq <> 4 AND sent_at IS NOT NULL"))

        assert outbox.purge(connection, older_than_s=500, limit=2) == 2
        assert outbox.purge(connection, older_than_s=500, limit=2) == 1
        assert outbox.purge(connection, older_than_s=500, limit=2) == 0

        left = connection.execute(text("SELECT seq FROM outbox ORDER BY seq")).scalars().all()
        assert left == [4, 5, 6]
