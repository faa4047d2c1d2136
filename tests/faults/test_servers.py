"""Servers of the house are killed, restarted and stopped under a steady load, and poison lies in the log."""

import time
from collections.abc import Callable, Iterator

import pytest

from tests.faults.ledger import Row, settle
from tests.faults.load import Load
from tests.faults.loaded import house_on, load_of
from tests.faults.own_servers import OwnServers, own_servers, restart
from tests.system.apart import Apart, until

pytestmark = pytest.mark.faults

ROUNDS = 3
MANY = 20
ABSENCE_S = 60.0

Enter = Callable[[Row], None]


@pytest.fixture(scope="module")
def servers() -> Iterator[OwnServers]:
    with own_servers() as up:
        yield up


@pytest.fixture(scope="module")
def house(servers: OwnServers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Apart]:
    ports = (servers.postgresql.port, servers.elasticsearch.port)
    folder = tmp_path_factory.mktemp("house")
    with house_on(folder, postgresql=ports[0], brokers=servers.brokers, elasticsearch=ports[1]) as up:
        yield up


@pytest.fixture(scope="module")
def load(house: Apart) -> Load:
    return load_of(house)


def await_answers(load: Load, count: int = MANY) -> None:
    before = load.counts["answers"]
    until(lambda: load.counts["answers"] >= before + count, "answers")


def await_writes(load: Load, count: int = MANY) -> None:
    before = load.counts["acknowledged"]
    until(lambda: load.counts["acknowledged"] >= before + count, "acknowledged writes")


def test_a_killed_broker_loses_nothing(servers: OwnServers, house: Apart, load: Load, enter: Enter) -> None:
    with load:
        for _ in range(ROUNDS):
            servers.kafka[0].process.kill()
            await_writes(load)
            restart(servers.kafka[0])
            await_writes(load)
    enter(settle(house.shared, load, "broker killed and restarted", rounds=ROUNDS))


def test_a_restarted_database_loses_nothing(servers: OwnServers, house: Apart, load: Load, enter: Enter) -> None:
    with load:
        for _ in range(ROUNDS):
            servers.postgresql.stop()
            await_answers(load)
            restart(servers.postgresql)
            await_writes(load)
    enter(settle(house.shared, load, "database stopped and restarted", rounds=ROUNDS))


def test_a_killed_database_loses_nothing(servers: OwnServers, house: Apart, load: Load, enter: Enter) -> None:
    with load:
        for _ in range(ROUNDS):
            servers.postgresql.process.kill()
            restart(servers.postgresql)
            await_writes(load)
    enter(settle(house.shared, load, "database killed and restarted", rounds=ROUNDS))


def test_an_index_that_is_away_for_a_minute_catches_up(
    servers: OwnServers, house: Apart, load: Load, enter: Enter
) -> None:
    with load:
        await_writes(load)
        servers.elasticsearch.stop()
        until_over(time.monotonic() + ABSENCE_S, load)
        restart(servers.elasticsearch)
        await_writes(load)
    enter(settle(house.shared, load, "search server stopped for a minute", rounds=1))


def until_over(moment: float, load: Load) -> None:
    """Let requests be answered until a moment has come."""
    while time.monotonic() < moment:
        await_answers(load, 5)
