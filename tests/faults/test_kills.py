"""Processes are killed, stopped and set to other clocks, and poison lies in the log, under a steady load."""

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from tests.contract.servers import on_servers
from tests.faults.clocks import clock_of, set_clock
from tests.faults.ledger import Row, settle
from tests.faults.load import Load
from tests.faults.loaded import await_more, let_pass, load_of
from tests.faults.poison import await_parked, laid_poison
from tests.system.apart import DOORS, WORKERS, Apart, house_apart

EVERY = ("catalogue", "gateway-1", "work-1", "needs", "search", "gateway-2", "matching", "work-2", "conference")
CYCLES = 12
MANY = 5
"""How many requests are answered while a process is missing."""
STOPPED_S = 25.0
"""Long beyond the session of a member (10 s) and short of that of a transaction."""
WRONG = ("work-1", "catalogue", "gateway-1")

Enter = Callable[[Row], None]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Apart]:
    with house_apart(tmp_path_factory.mktemp("house"), demo="no") as up:
        yield up


@pytest.fixture(scope="module")
def load(house: Apart) -> Load:
    return load_of(house)


@on_servers
def test_a_kill_of_each_process_loses_nothing(house: Apart, load: Load, enter: Enter) -> None:
    enter(kill_each(house, load, EVERY, "kill -9 of each process"))


@on_servers
def test_poison_is_parked_and_told_of_and_all_else_goes_on(house: Apart, load: Load, enter: Enter) -> None:
    with load:
        with laid_poison(house, load) as poison:
            await_parked(house, poison.parked)
            await_more(load, "acknowledged", 20)
            assert poison.shown_by(house) == poison.parked
        poison.clear(house)
    row = settle(house.shared, load, "poison in the log, cleared", rounds=1, parked=sum(poison.parked.values()))
    enter(row)


@pytest.mark.faults
def test_many_kills_lose_nothing(house: Apart, load: Load, enter: Enter) -> None:
    for cycle in range(1, CYCLES + 1):
        enter(kill_each(house, load, EVERY, f"kill -9 of each process, cycle {cycle}"))


@pytest.mark.faults
def test_a_consumer_that_stands_still_past_its_session_loses_nothing(house: Apart, load: Load, enter: Enter) -> None:
    with load:
        for name in WORKERS:
            process = house.roles[name].process
            assert process is not None
            os.killpg(process.pid, signal.SIGSTOP)
            let_pass(STOPPED_S, load)
            os.killpg(process.pid, signal.SIGCONT)
            await_more(load, "acknowledged", 10)
    enter(settle(house.shared, load, "worker stopped for 25 s (SIGSTOP)", rounds=len(WORKERS)))


@pytest.mark.faults
@pytest.mark.parametrize("hours", [6, -6])
def test_a_process_with_another_clock_loses_nothing(
    house: Apart, load: Load, enter: Enter, tmp_path: Path, hours: int
) -> None:
    set_clock(tmp_path / "clock", hours)
    with load:
        for name in WRONG:
            house.kill(name)
            with clock_of(tmp_path / "clock"):
                house.start(name)
            house.wait_until_ready(name)
            await_more(load, "answers", 40)
            house.kill(name)
            house.start(name)
            house.wait_until_ready(name)
    doors_killed = 2 * sum(name in DOORS for name in WRONG)
    scenario = f"a process's clock {hours:+d} h"
    enter(settle(house.shared, load, scenario, rounds=len(WRONG), doors_killed=doors_killed))


def kill_each(house: Apart, load: Load, names: Sequence[str], scenario: str) -> Row:
    """Kill one process after the other while the load goes on; while one starts again the next is killed already."""
    with load:
        for before, name in zip(("", *names), names, strict=False):
            house.kill(name)
            await_more(load, "answers", MANY)
            house.start(name)
            if before:
                house.wait_until_ready(before)
        house.wait_until_ready()
    return settle(house.shared, load, scenario, rounds=len(names), doors_killed=sum(name in DOORS for name in names))
