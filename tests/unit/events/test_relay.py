"""The relay carries the outbox to the log: in order, at least once, one at a time."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from events import outbox
from events.envelope import decode
from events.log import Event, Unavailable
from events.relay import Relay
from services.chassis.store import Store, open_store
from tests.contract.servers import fresh_schema, on_servers
from tests.unit.events.making import TOPIC, TryingLog, an_event, running, until


@pytest.fixture
def relay(store: Store, log: TryingLog, tmp_path: Path) -> Iterator[Relay]:
    opened = Relay(store.engine, log, right=store.right_to_relay(tmp_path, "workshop"), batch=4, idle_s=0.01)
    yield opened
    opened.close()


def put(engine: Engine, events: list[Event]) -> None:
    with engine.begin() as connection:
        outbox.add(connection, events)


def left(engine: Engine) -> list[Event]:
    with engine.connect() as connection:
        return [row.event for row in outbox.unsent(connection, 100)]


def sent(log: TryingLog) -> list[tuple[str, bytes | None]]:
    return [(record.key, record.value) for record in log.replay(TOPIC)]


def places(log: TryingLog) -> list[int]:
    return [decode(record).data["place"] for record in log.replay(TOPIC)]


def moved(place: int, bench: str = "b1") -> Event:
    return an_event(bench, place)


def as_sent(events: list[Event]) -> list[tuple[str, bytes | None]]:
    return [(event.key, event.value) for event in events]


def test_what_waits_is_sent_in_order_and_once(engine: Engine, log: TryingLog, relay: Relay) -> None:
    events = [moved(place) for place in range(10)]
    put(engine, events)

    assert [relay.step() for _ in range(4)] == [4, 4, 2, 0]

    assert sent(log) == as_sent(events)
    assert left(engine) == []
    assert relay.sent == 10


def test_a_log_that_does_not_answer_costs_nothing(engine: Engine, log: TryingLog, relay: Relay) -> None:
    events = [moved(place) for place in range(3)]
    put(engine, events)
    log.fails_before = 1

    with pytest.raises(Unavailable):
        relay.step()
    assert (left(engine), sent(log), relay.sent) == (events, [], 0)

    assert relay.step() == 3
    assert (left(engine), sent(log), relay.sent) == ([], as_sent(events), 3)


def test_a_stop_between_sending_and_marking_repeats_but_loses_nothing(
    engine: Engine, log: TryingLog, relay: Relay
) -> None:
    events = [moved(place) for place in range(3)]
    put(engine, events)
    log.fails_after = 1

    with pytest.raises(Unavailable):
        relay.step()
    relay.step()

    assert sent(log) == as_sent([*events, *events])
    assert left(engine) == []


def test_an_event_that_the_log_refuses_is_kept_with_its_reason_and_the_others_go(
    engine: Engine, log: TryingLog, relay: Relay
) -> None:
    events = [moved(1), Event("nobody.knows", "b1", b"x", {"id": "e-1"}), moved(2)]
    put(engine, events)

    assert relay.step() == 3

    assert sent(log) == as_sent([events[0], events[2]])
    assert left(engine) == []
    with engine.connect() as connection:
        assert [(row.event, row.error) for row in outbox.rejected(connection)] == [
            (events[1], "unknown topic 'nobody.knows'")
        ]
    assert (relay.sent, relay.rejected) == (2, 1)


def test_a_refused_event_goes_once_its_cause_is_removed(engine: Engine, log: TryingLog, relay: Relay) -> None:
    put(engine, [Event("nobody.knows", "b1", b"x", {"id": "e-1"})])
    relay.step()

    log.ensure_topic("nobody.knows")
    with engine.begin() as connection:
        outbox.requeue(connection, [row.seq for row in outbox.rejected(connection)])
    relay.step()

    assert [record.value for record in log.replay("nobody.knows")] == [b"x"]


def test_a_second_relay_stands_by_until_the_first_is_gone(
    store: Store, log: TryingLog, relay: Relay, tmp_path: Path
) -> None:
    engine = store.engine
    second = Relay(engine, log, right=store.right_to_relay(tmp_path, "workshop"))
    put(engine, [moved(1)])
    relay.step()
    put(engine, [moved(2)])

    assert (second.step(), second.active, relay.active) == (0, False, True)
    assert left(engine) == [left(engine)[0]]

    relay.close()
    assert (second.step(), second.active, relay.active) == (1, True, False)
    second.close()


HOLDER = """
import os, signal, sys
from pathlib import Path
from services.chassis.store import open_store

right = open_store(sys.argv[1]).right_to_relay(Path(sys.argv[2]), "workshop")
assert right.acquire()
child = os.fork()
if child == 0:
    signal.pause()
print(child, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_forked_child_does_not_keep_its_dead_parents_right(store: Store, store_url: str, tmp_path: Path) -> None:
    """Solvers run in children: one that outlives its killed parent must not keep the parent's successor waiting."""
    command = [sys.executable, "-c", HOLDER, store_url, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        parent.wait(10)
        right = store.right_to_relay(tmp_path, "workshop")
        try:
            until(right.acquire)
        finally:
            os.kill(child, signal.SIGKILL)
            right.release()


def test_rights_of_two_services_do_not_shut_each_other_out(store: Store, tmp_path: Path) -> None:
    other = open_store(fresh_schema() if store.engine.url.database == "postgres" else f"sqlite:///{tmp_path}/other.db")
    rights = [store.right_to_relay(tmp_path, "workshop"), other.right_to_relay(tmp_path, "museum")]

    assert [right.acquire() for right in rights] == [True, True]
    for right in rights:
        right.release()
    other.close()


@pytest.mark.parametrize("store_url", [pytest.param("server", marks=on_servers)], indirect=True)
def test_a_relay_whose_connection_is_cut_loses_the_right_and_marks_nothing(
    store: Store, log: TryingLog, relay: Relay, tmp_path: Path
) -> None:
    put(store.engine, [moved(1)])
    relay.step()
    put(store.engine, [moved(2)])
    with store.write() as connection:
        cut = "SELECT count(pg_terminate_backend(pid)) FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 1"
        mine = f"{cut} AND pid IN (SELECT pid FROM pg_stat_activity WHERE application_name = :name)"
        schema = connection.execute(text("SELECT current_schema()")).scalar_one()
        assert connection.execute(text(mine), {"name": f"gongxu-{schema}"}).scalar_one() == 1
    second = Relay(store.engine, log, right=store.right_to_relay(tmp_path, "workshop"))
    until(lambda: second.step() == 1)

    with pytest.raises(SQLAlchemyError):
        relay.step()
    assert (relay.step(), relay.active) == (0, False)
    assert places(log) == [1, 2]
    second.close()


def test_a_running_relay_sends_what_comes_and_tells_how_it_is(engine: Engine, log: TryingLog, relay: Relay) -> None:
    before = time.time()
    with running(relay):
        for place in range(3):
            put(engine, [moved(place)])
            until(lambda: left(engine) == [])

    assert places(log) == [0, 1, 2]
    assert (relay.sent, relay.last_error, relay.active) == (3, "", False)
    assert relay.alive_at >= before


def test_a_running_relay_outlives_trouble_and_tells_of_it(engine: Engine, log: TryingLog, relay: Relay) -> None:
    log.fails_before = 3
    put(engine, [moved(1)])
    told: list[str] = []

    def recovered() -> bool:
        told.append(relay.last_error)
        return relay.sent == 1 and relay.last_error == ""

    with running(relay):
        until(recovered)

    assert set(told) >= {"Unavailable: the log does not answer"}
    assert places(log) == [1]


def test_a_running_relay_outlives_a_broken_database(engine: Engine, log: TryingLog, relay: Relay) -> None:
    put(engine, [moved(1)])
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE outbox RENAME TO away"))

    with running(relay):
        until(lambda: "outbox" in relay.last_error)
        with engine.begin() as connection:
            connection.execute(text("ALTER TABLE away RENAME TO outbox"))
        until(lambda: relay.sent == 1)

    assert places(log) == [1]


def test_the_age_of_the_oldest_unsent_event_is_told_even_while_the_log_is_away(
    engine: Engine, log: TryingLog, relay: Relay
) -> None:
    put(engine, [moved(1), moved(2)])
    with engine.begin() as connection:
        connection.execute(text("UPDATE outbox SET created_at = created_at - 100"))
    log.fails_before = 10**6

    with running(relay):
        until(lambda: relay.unsent == 2)

    assert 100 <= relay.oldest_unsent_age_s < 200
