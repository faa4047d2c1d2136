"""The worker lets each fact have its effect, in order, once; what cannot be digested is parked, within bounds."""

import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, text

from events.envelope import Fact
from events.log import Record, Unavailable
from events.worker import InboxEffect, Parking, TooManyParked
from tests.contract.servers import on_servers
from tests.unit.events.making import EFFECT, TOPIC, Awkward, TryingLog, an_event, effects, put_down
from tests.unit.events.working import GROUP, Hesitant, a_worker, of, refusing, rest, waiting


def test_each_fact_has_its_effect_once_and_in_order(engine: Engine, log: TryingLog) -> None:
    events = [an_event(f"b{place % 3}", place) for place in range(20)]
    log.append(events[:12])
    log.append(events[8:])
    worker = a_worker(log, engine, InboxEffect(engine, GROUP, put_down), batch=7)

    rest(worker)

    happened = effects(engine)
    assert {bench: of(bench, happened) for bench in ("b0", "b1", "b2")} == {
        f"b{number}": list(range(number, 20, 3)) for number in range(3)
    }
    assert log.lag(GROUP, TOPIC) == 0
    assert (worker.applied, worker.parked_count) == (24, 0)


def test_a_repeated_delivery_has_no_second_effect(engine: Engine, log: TryingLog) -> None:
    log.append([an_event(place=place) for place in range(5)])
    subscription = log.subscribe(GROUP, [TOPIC])
    InboxEffect(engine, GROUP, put_down).apply(subscription.poll(1.0))
    subscription.close()

    rest(a_worker(log, engine, InboxEffect(engine, GROUP, put_down)))

    assert of("b1", effects(engine)) == [0, 1, 2, 3, 4]
    assert log.lag(GROUP, TOPIC) == 0


def test_an_effect_may_write_what_is_new_of_a_batch_together(engine: Engine, log: TryingLog) -> None:
    class Together(InboxEffect):
        """All rows of a batch in one statement."""

        def handle_all(self, connection: Connection, facts: Sequence[Fact]) -> None:
            """Put all down."""
            rows = [{"bench": fact.subject, "place": fact.data["place"]} for fact in facts]
            connection.execute(EFFECT.insert(), rows)

    events = [an_event(place=place) for place in range(6)]
    log.append([*events[:4], *events[2:], *events])

    rest(a_worker(log, engine, Together(engine, GROUP, put_down), batch=5))

    assert of("b1", effects(engine)) == [0, 1, 2, 3, 4, 5]


def test_a_fact_that_fails_by_itself_is_parked_with_the_followers_of_its_key(engine: Engine, log: TryingLog) -> None:
    log.append([an_event(bench, place) for place in range(4) for bench in ("b1", "b2", "b3")])

    rest(a_worker(log, engine, InboxEffect(engine, GROUP, refusing(("b1", 1), ("b3", 3)))))

    happened = effects(engine)
    assert {bench: of(bench, happened) for bench in ("b1", "b2", "b3")} == {
        "b1": [0],
        "b2": [0, 1, 2, 3],
        "b3": [0, 1, 2],
    }
    assert sorted(waiting(engine)) == [
        ("b1", 1, "Awkward: b1 at 1"),
        ("b1", 2, "follows a parked fact of its key"),
        ("b1", 3, "follows a parked fact of its key"),
        ("b3", 3, "Awkward: b3 at 3"),
    ]
    assert log.lag(GROUP, TOPIC) == 0


def test_facts_that_come_later_wait_behind_the_parked_one_until_the_worker_is_started_again(
    engine: Engine, log: TryingLog
) -> None:
    worker = a_worker(log, engine, InboxEffect(engine, GROUP, refusing(("b1", 0))))
    log.append([an_event("b1", 0)])
    worker.step(0.1)
    log.append([an_event("b1", 1), an_event("b2", 0)])
    rest(worker)
    assert effects(engine) == [("b2", 0)]
    assert [(bench, place) for bench, place, _ in waiting(engine)] == [("b1", 0), ("b1", 1)]

    log.append([an_event("b1", 2)])
    rest(a_worker(log, engine, InboxEffect(engine, GROUP, put_down)))

    assert of("b1", effects(engine)) == [0, 1, 2]
    assert waiting(engine) == []


def test_a_worker_started_again_too_early_leaves_what_is_parked_as_it_was(engine: Engine, log: TryingLog) -> None:
    broken = InboxEffect(engine, GROUP, refusing(("b1", 0)))
    log.append([an_event("b1", 0), an_event("b1", 1)])
    rest(a_worker(log, engine, broken))
    parked = waiting(engine)

    rest(a_worker(log, engine, broken))
    with pytest.raises(Unavailable):
        a_worker(log, engine, Hesitant(broken, failures=1, error=Unavailable)).step(0.1)

    assert waiting(engine) == parked
    assert effects(engine) == []


def test_a_fact_that_works_at_its_last_try_is_not_parked(engine: Engine, log: TryingLog) -> None:
    log.append([an_event(place=1)])
    effect = Hesitant(InboxEffect(engine, GROUP, put_down), failures=2, error=Awkward)

    rest(a_worker(log, engine, effect, tries=3))

    assert (effects(engine), waiting(engine)) == ([("b1", 1)], [])


def test_a_fact_that_fails_once_too_often_is_parked(engine: Engine, log: TryingLog) -> None:
    log.append([an_event(place=1)])
    effect = Hesitant(InboxEffect(engine, GROUP, put_down), failures=3, error=Awkward)

    rest(a_worker(log, engine, effect, tries=3))

    assert (effects(engine), waiting(engine)) == ([], [("b1", 1, "Awkward: not yet")])


def test_a_record_that_is_no_fact_is_parked_and_a_tombstone_passed_over(engine: Engine, log: TryingLog) -> None:
    broken = replace(an_event("b1", 1), value=b"{")
    log.append([an_event("b2", 1), broken, replace(an_event("b3", 1), value=None), an_event("b2", 2)])

    rest(a_worker(log, engine, InboxEffect(engine, GROUP, put_down)))

    assert effects(engine) == [("b2", 1), ("b2", 2)]
    (parked,) = Parking(engine, GROUP).parked()
    assert parked.record.value == b"{"
    assert parked.reason.startswith("Malformed: not JSON")


@pytest.mark.parametrize(("error", "settings"), [(Unavailable, {}), (Awkward, {"transient": (Awkward,)})])
def test_trouble_that_passes_is_repeated_and_parks_nothing(
    engine: Engine, log: TryingLog, error: type[Exception], settings: dict[str, Any]
) -> None:
    log.append([an_event(place=place) for place in range(5)])
    effect = Hesitant(InboxEffect(engine, GROUP, put_down), failures=10, error=error)
    worker = a_worker(log, engine, effect, **settings)

    for _ in range(10):
        with pytest.raises(error):
            worker.step(0.1)
    assert (effects(engine), log.lag(GROUP, TOPIC)) == ([], 5)
    rest(worker)

    assert of("b1", effects(engine)) == [0, 1, 2, 3, 4]
    assert waiting(engine) == []


def test_a_database_without_the_table_is_trouble_that_passes(engine: Engine, log: TryingLog) -> None:
    log.append([an_event(place=place) for place in range(5)])
    worker = a_worker(log, engine, InboxEffect(engine, GROUP, put_down))
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE effect RENAME TO away"))

    with pytest.raises(Unavailable, match=r"the database of search: .*(no such table|does not exist)"):
        worker.step(0.1)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE away RENAME TO effect"))
    rest(worker)

    assert (of("b1", effects(engine)), waiting(engine)) == ([0, 1, 2, 3, 4], [])


@on_servers
@pytest.mark.parametrize("store_url", ["server"], indirect=True)
def test_a_connection_that_is_lost_at_work_is_trouble_that_passes(engine: Engine, log: TryingLog) -> None:
    log.append([an_event(place=place) for place in range(5)])
    cuts = [1, 3]

    def put_down_until_cut(connection: Connection, fact: Fact) -> None:
        put_down(connection, fact)
        if cuts and fact.data["place"] == cuts[0]:
            del cuts[0]
            mine = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
            with engine.connect() as other:
                other.execute(text("SELECT pg_terminate_backend(:mine)"), {"mine": mine})

    worker = a_worker(log, engine, InboxEffect(engine, GROUP, put_down_until_cut))
    for _ in range(2):
        with pytest.raises(Unavailable, match="the database of search"):
            worker.step(0.1)
    rest(worker)

    assert (of("b1", effects(engine)), waiting(engine)) == ([0, 1, 2, 3, 4], [])


def test_too_many_parked_facts_stop_the_worker_and_lose_nothing(engine: Engine, log: TryingLog) -> None:
    log.append([an_event(f"b{number}", 1) for number in range(6)])
    worker = a_worker(
        log, engine, InboxEffect(engine, GROUP, refusing(*((f"b{n}", 1) for n in range(6)))), max_parked=4
    )

    with pytest.raises(TooManyParked, match="search: 4 facts are parked; the next one: Awkward"):
        rest(worker)
    worker.close()
    assert (len(waiting(engine)), effects(engine)) == (4, [])

    rest(a_worker(log, engine, InboxEffect(engine, GROUP, put_down), max_parked=4))
    assert sorted(effects(engine)) == [(f"b{number}", 1) for number in range(6)]


def test_a_full_car_park_does_not_stop_what_stands_there_already(engine: Engine, log: TryingLog) -> None:
    """The worker was stopped after it had parked and before it had committed: the same facts come again."""
    log.append([an_event("b1", place) for place in range(3)])
    subscription = log.subscribe(GROUP, [TOPIC])
    for record in subscription.poll(1.0):
        Parking(engine, GROUP).park(record, "before the stop")
    subscription.close()

    rest(a_worker(log, engine, InboxEffect(engine, GROUP, refusing(("b1", 0))), max_parked=3))

    assert log.lag(GROUP, TOPIC) == 0
    assert [place for _, place, _ in waiting(engine)] == [0, 1, 2]


def test_a_fenced_worker_repeats_nothing_visible_and_takes_smaller_batches(engine: Engine, log: TryingLog) -> None:
    log.append([an_event(f"b{number}", 1) for number in range(8)])
    inner = InboxEffect(engine, GROUP, put_down)
    rival = log.subscribe(GROUP, [TOPIC])
    sizes: list[int] = []

    class Slow:
        """An effect that outlives its session the first time: a rival takes everything over meanwhile."""

        def apply(self, records: Sequence[Record]) -> None:
            """Do it, slowly."""
            sizes.append(len(records))
            inner.apply(records)
            if len(sizes) == 1:
                deadline = time.monotonic() + 20
                while not rival.poll(0.05):
                    assert time.monotonic() < deadline
                rival.close()

    worker = a_worker(log, engine, Slow(), batch=8)
    assert worker.step(1.0) == 0
    rest(worker)

    assert sorted(effects(engine)) == [(f"b{number}", 1) for number in range(8)]
    assert worker.fenced == 1
    assert sizes[:2] == [8, 4]
    assert log.lag(GROUP, TOPIC) == 0
