"""Each kind of process is killed under a steady load: nothing acknowledged is lost, nothing is done twice."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.contract.servers import on_servers
from tests.faults.ledger import Row, settle
from tests.faults.load import Load
from tests.faults.loaded import load_of
from tests.system.apart import DOORS, Apart, house_apart, until

EVERY = ("catalogue", "gateway-1", "work-1", "needs", "search", "gateway-2", "matching", "work-2", "conference")
CYCLES = 12
MANY = 5
"""How many requests are answered while a process is missing."""


@on_servers
def test_a_kill_of_each_process_loses_nothing(tmp_path: Path, enter: Callable[[Row], None]) -> None:
    with house_apart(tmp_path, demo="no") as house:
        enter(kill_each(house, load_of(house), EVERY, "kill -9 of each process"))


@pytest.mark.faults
def test_many_kills_lose_nothing(tmp_path: Path, enter: Callable[[Row], None]) -> None:
    with house_apart(tmp_path, demo="no") as house:
        load = load_of(house)
        for cycle in range(1, CYCLES + 1):
            enter(kill_each(house, load, EVERY, f"kill -9 of each process, {cycle}"))


def kill_each(house: Apart, load: Load, names: Sequence[str], scenario: str) -> Row:
    """Kill one process after the other while the load goes on; while one starts again the next is killed already."""
    with load:
        for before, name in zip(("", *names), names, strict=False):
            kill(house, load, name)
            if before:
                house.wait_until_ready(before)
        house.wait_until_ready()
    return settle(house.shared, load, scenario, rounds=len(names), doors_killed=sum(name in DOORS for name in names))


def kill(house: Apart, load: Load, name: str) -> None:
    """Kill a process, let requests be answered without it, start it again."""
    answered = load.counts["answers"]
    house.kill(name)
    until(lambda: load.counts["answers"] >= answered + MANY, f"answers without {name}")
    house.start(name)
