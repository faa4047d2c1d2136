"""The indexer killed at any moment: nothing the log acknowledged is lost, nothing is doubled, nobody is blocked."""

import multiprocessing
import os
import signal
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from deploy.house import build_house
from deploy.settings import Settings
from search.engines.index import open_index
from search.indexer import INDEX_NAME
from services.chassis.clock import SetClock
from tests.house import SECRET, TestHouse
from tests.unit.search.makers import edition_published, entry_admitted, entry_withdrawn, tell

KILLS = 10
ENTRIES = 30


def _work_until_killed(var: Path, clock: SetClock, started: Connection) -> None:
    house = build_house(Settings(var=var, secret=SECRET), clock=clock, services=["search"])
    worker = house.working("search").worker
    assert worker is not None
    started.send(0)
    while True:
        started.send(worker.step(0.0))


def _kill_in_the_middle(var: Path, clock: SetClock, batches: int) -> None:
    mine, theirs = multiprocessing.get_context("fork").Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(target=_work_until_killed, args=(var, clock, theirs))
    process.start()
    theirs.close()
    # The first word is that it has opened; each further one that a batch was done. The blow falls during the next.
    for _ in range(1 + batches):
        mine.recv()
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    mine.close()


@pytest.mark.parametrize("batches", [0, 1])
def test_an_indexer_that_is_killed_again_and_again_ends_with_the_truth(
    tmp_path: Path, clock: SetClock, house: TestHouse, batches: int
) -> None:
    tell(house.log, edition_published())
    for round_number in range(1, KILLS // 2 + 1):
        tell(house.log, *(entry_admitted(f"e{number}", round_number) for number in range(ENTRIES)))
        if round_number > 1:
            tell(house.log, entry_withdrawn(f"e{round_number}", round_number + 100))
        _kill_in_the_middle(tmp_path, clock, batches)

    house.come_to_rest()

    gone = {f"e{round_number}" for round_number in range(2, KILLS // 2 + 1)}
    index = open_index(house.ports["search"].options["index_url"], INDEX_NAME)
    assert index.versions() == {f"e{number}": KILLS // 2 for number in range(ENTRIES) if f"e{number}" not in gone}
    assert index.count() == ENTRIES - len(gone)
