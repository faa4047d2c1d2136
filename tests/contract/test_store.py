"""The contract of the store port, on every backend."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import Column, Integer, MetaData, String, Table, func, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from services.chassis.refusal import Unavailable
from services.chassis.store import Store, UtcDateTime, open_store
from tests.contract.servers import fresh_schema, on_servers

METADATA = MetaData()
NOTE = Table(
    "note",
    METADATA,
    Column("id", String(40), primary_key=True),
    Column("count", Integer, nullable=False),
    Column("at", UtcDateTime),
)
NOON = datetime(2019, 4, 1, 12, 0, tzinfo=timezone(timedelta(hours=8)))


@pytest.fixture(params=["embedded", pytest.param("server", marks=on_servers)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    opened = open_store(f"sqlite:///{tmp_path}/store.db" if request.param == "embedded" else fresh_schema())
    METADATA.create_all(opened.engine)
    yield opened
    METADATA.drop_all(opened.engine)
    opened.close()


def add(store: Store, name: str, count: int = 0) -> None:
    with store.write() as connection:
        connection.execute(insert(NOTE).values(id=name, count=count, at=NOON))


def total(store: Store) -> int:
    with store.read() as connection:
        return int(connection.execute(select(func.coalesce(func.sum(NOTE.c.count), 0))).scalar_one())


def test_what_was_committed_is_there_and_what_raised_is_not(store: Store) -> None:
    add(store, "kept", 1)
    with pytest.raises(LookupError):
        _add_and_fail(store)

    assert total(store) == 1


def _add_and_fail(store: Store) -> None:
    with store.write() as connection:
        connection.execute(insert(NOTE).values(id="lost", count=10))
        raise LookupError


def test_a_moment_keeps_its_zone(store: Store) -> None:
    add(store, "noon")

    with store.read() as connection:
        found = connection.execute(select(NOTE.c.at)).scalar_one()

    assert found == NOON
    assert found.tzinfo == UTC


def test_a_moment_without_a_zone_is_refused(store: Store) -> None:
    with pytest.raises(Exception, match="time zone"), store.write() as connection:
        connection.execute(insert(NOTE).values(id="naive", count=0, at=datetime(2019, 4, 1)))

    assert total(store) == 0


def test_a_view_does_not_change_while_it_is_read(store: Store) -> None:
    add(store, "first", 1)
    with store.read() as connection:
        before = connection.execute(select(func.sum(NOTE.c.count))).scalar_one()
        add(store, "second", 1)
        after = connection.execute(select(func.sum(NOTE.c.count))).scalar_one()

    assert (before, after, total(store)) == (1, 1, 2)


def test_writers_that_change_one_row_queue_and_none_is_lost(store: Store) -> None:
    add(store, "shared")

    def count_up() -> None:
        for _ in range(20):
            with store.write() as connection:
                connection.execute(update(NOTE).where(NOTE.c.id == "shared").values(count=NOTE.c.count + 1))

    threads = [threading.Thread(target=count_up) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert total(store) == 80


def test_the_same_key_twice_is_refused(store: Store) -> None:
    add(store, "once", 1)

    with pytest.raises(IntegrityError):
        add(store, "once", 5)

    assert total(store) == 1


def test_a_table_that_is_not_there_yet_is_for_the_house_to_mend(store: Store) -> None:
    with pytest.raises(Unavailable) as told, store.read() as connection:
        connection.execute(text("SELECT 1 FROM not_there_yet"))

    assert told.value.code == "store-unavailable"


@pytest.mark.parametrize("store", [pytest.param("server", marks=on_servers)], indirect=True)
def test_a_reading_transaction_cannot_write(store: Store) -> None:
    with pytest.raises(Unavailable), store.read() as connection:
        connection.execute(insert(NOTE).values(id="sly", count=1))

    assert total(store) == 0


def test_an_unknown_scheme_lists_the_known_ones() -> None:
    with pytest.raises(ValueError, match="known: postgresql, sqlite"):
        open_store("abacus:///beads")
