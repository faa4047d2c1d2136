"""A running worker outlives what passes, ends loudly on what does not, and leaves its place at once."""

import threading
import time

import pytest
from sqlalchemy import Engine

from events.log import Unavailable
from events.worker import InboxEffect, TooManyParked
from tests.unit.events.making import TryingLog, an_event, effects, put_down, running, until
from tests.unit.events.working import GROUP, Hesitant, a_worker, refusing


def test_a_running_worker_outlives_trouble_and_tells_of_it(engine: Engine, log: TryingLog) -> None:
    effect = Hesitant(InboxEffect(engine, GROUP, put_down), failures=3, error=Unavailable)
    worker = a_worker(log, engine, effect, pause_s=0.02)
    log.append([an_event(place=1)])
    told: list[str] = []

    def recovered() -> bool:
        told.append(worker.last_error)
        return worker.applied == 1 and worker.last_error == ""

    before = time.time()
    with running(worker):
        until(recovered)

    assert set(told) >= {"Unavailable: not yet"}
    assert (effects(engine), worker.retries) == ([("b1", 1)], 3)
    assert worker.alive_at >= before


def test_a_running_worker_works_on_where_its_lag_cannot_be_measured(engine: Engine, log: TryingLog) -> None:
    log.measures = False
    log.append([an_event(place=1)])
    worker = a_worker(log, engine, InboxEffect(engine, GROUP, put_down))

    with running(worker):
        until(lambda: worker.applied == 1 and bool(worker.last_error))

    assert (effects(engine), worker.last_error) == ([("b1", 1)], "Unavailable: a broker does not answer")


def test_a_running_worker_leaves_its_place_to_the_next_at_once(engine: Engine, log: TryingLog) -> None:
    with running(a_worker(log, engine, InboxEffect(engine, GROUP, put_down))):
        log.append([an_event(place=1)])
        until(lambda: len(effects(engine)) == 1)
    log.append([an_event(place=2)])

    worker = a_worker(log, engine, InboxEffect(engine, GROUP, put_down))

    assert worker.step(0.0) == 1
    worker.close()


def test_a_running_worker_with_too_many_parked_facts_ends_loudly(engine: Engine, log: TryingLog) -> None:
    log.append([an_event("b1", 1), an_event("b2", 1)])
    worker = a_worker(log, engine, InboxEffect(engine, GROUP, refusing(("b1", 1), ("b2", 1))), max_parked=1)

    with pytest.raises(TooManyParked):
        worker.run(threading.Event())

    assert worker.last_error.startswith("TooManyParked")
