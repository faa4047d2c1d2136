"""Runs: worked to the end, cancelled, taken over, given up."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from services.chassis.clock import SetClock
from services.chassis.ports import Ports
from services.chassis.runs import LEASE, RunLoop
from tests.unit.chassis.conftest import with_body
from tests.unit.chassis.toy import SUM


def queue(ports: Ports, source: bytes = b"1 2 4") -> str:
    with ports.store.write() as connection:
        connection.execute(insert(SUM).values(id="run-1", input=source, created_at=ports.clock.now()))
    return "run-1"


def row(ports: Ports) -> Any:
    with ports.store.read() as connection:
        return connection.execute(select(SUM)).one()


def loop(ports: Ports) -> RunLoop:
    return RunLoop(ports, ports.service.runs[0])


def test_a_run_is_worked_to_its_end(ports: Ports) -> None:
    queue(ports)

    assert loop(ports).step() is True

    run = row(ports)
    assert (run.state, run.output, run.progress, run.figures) == ("done", b"7", 100, {"best": 7})
    assert (run.attempts, run.error) == (1, "")
    assert loop(ports).step() is False


def test_a_body_that_fails_is_tried_again_and_then_given_up(ports: Ports, capfd: pytest.CaptureFixture[str]) -> None:
    queue(ports, b"one two")

    worked = [loop(ports).step() for _ in range(4)]

    run = row(ports)
    assert (worked, run.state, run.error, run.attempts) == ([True, True, True, False], "failed", "solver-died", 3)
    assert "ValueError" in capfd.readouterr().err


def test_a_run_that_is_asked_to_stop_stops(ports: Ports) -> None:
    endless = with_body(ports, "never_end")
    queue(endless)
    working = threading.Thread(target=loop(endless).step)

    working.start()
    while row(ports).progress == 0:
        assert working.is_alive()
    with ports.store.write() as connection:
        connection.execute(update(SUM).values(cancel_requested=True))
    working.join(20)

    assert not working.is_alive()
    assert row(ports).state == "cancelled"


def test_a_loop_that_is_stopped_gives_its_run_back_unspent(ports: Ports) -> None:
    endless = with_body(ports, "never_end")
    queue(endless)
    stopped = loop(endless)
    working = threading.Thread(target=stopped.step)

    working.start()
    while row(ports).progress == 0:
        assert working.is_alive()
    stopped.stop.set()
    working.join(20)

    assert (row(ports).state, row(ports).attempts) == ("queued", 0)
    assert loop(ports).step() is True
    assert row(ports).output == b"7"


def test_a_run_whose_worker_died_is_taken_over_when_the_lease_is_over(ports: Ports, clock: SetClock) -> None:
    queue(ports)
    with ports.store.write() as connection:
        values = {"state": "running", "attempts": 1, "lease_owner": "dead", "lease_until": clock.now() + LEASE}
        connection.execute(update(SUM).values(**values))

    assert loop(ports).step() is False
    clock.pass_time(LEASE + timedelta(seconds=1))
    assert loop(ports).step() is True

    assert (row(ports).state, row(ports).output, row(ports).attempts) == ("done", b"7", 2)


def test_a_run_that_killed_all_its_workers_is_given_up(ports: Ports, clock: SetClock) -> None:
    queue(ports)
    with ports.store.write() as connection:
        values = {"state": "running", "attempts": 3, "lease_until": clock.now() - timedelta(seconds=1)}
        connection.execute(update(SUM).values(**values))

    loop(ports).step()

    assert (row(ports).state, row(ports).error) == ("failed", "worker-lost")
