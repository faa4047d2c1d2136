"""A group remembers what it has done."""

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from events import inbox


def test_an_event_is_new_to_a_group_once(engine: Engine) -> None:
    with engine.begin() as connection:
        assert inbox.mark(connection, "search", ["e1", "e2", "e1"]) == {"e1", "e2"}
    with engine.begin() as connection:
        assert inbox.mark(connection, "search", ["e2", "e3"]) == {"e3"}
        assert inbox.mark(connection, "search", ["e2", "e3"]) == set()
        assert inbox.mark(connection, "search", []) == set()
        assert inbox.mark(connection, "matching", ["e2"]) == {"e2"}


def test_a_mark_that_is_undone_was_never_there(engine: Engine) -> None:
    with engine.connect() as connection:
        inbox.mark(connection, "search", ["e1"])
        connection.rollback()

    with engine.begin() as connection:
        assert inbox.mark(connection, "search", ["e1"]) == {"e1"}


def test_a_mark_cannot_be_made_twice_even_past_the_look_before_it(engine: Engine) -> None:
    with engine.begin() as connection:
        inbox.mark(connection, "search", ["e1"])

    again = text("INSERT INTO inbox(consumer, event_id, done_at) VALUES('search', 'e1', 0)")
    with engine.begin() as connection, pytest.raises(IntegrityError):
        connection.execute(again)


def test_a_purge_forgets_what_was_done_long_ago_some_at_a_time(engine: Engine) -> None:
    with engine.begin() as connection:
        inbox.mark(connection, "search", ["e1", "e2", "e3"])
        connection.execute(text("UPDATE inbox SET done_at = done_at - 1000"))
        inbox.mark(connection, "search", ["e4"])

        assert [inbox.purge(connection, older_than_s=500, limit=2) for _ in range(3)] == [2, 1, 0]
        assert inbox.mark(connection, "search", ["e1", "e4"]) == {"e1"}


def test_a_group_that_begins_anew_forgets_only_its_own(engine: Engine) -> None:
    with engine.begin() as connection:
        inbox.mark(connection, "search", ["e1", "e2"])
        inbox.mark(connection, "matching", ["e1"])

        assert inbox.forget(connection, "search") == 2
        assert inbox.mark(connection, "search", ["e1"]) == {"e1"}
        assert inbox.mark(connection, "matching", ["e1"]) == set()
