"""Servers of the house are killed, restarted and stopped under a steady load."""

from collections.abc import Callable, Iterator

import pytest

from tests.faults.ledger import Row, settle
from tests.faults.load import Load
from tests.faults.loaded import await_more, house_on, let_pass, load_of
from tests.faults.own_servers import OwnServers, crash, own_servers, restart
from tests.system.apart import Apart

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
    with house_on(
        tmp_path_factory.mktemp("house") / "apart",
        postgresql=servers.postgresql.port,
        brokers=f"127.0.0.1:{servers.kafka.port}",
        elasticsearch=servers.elasticsearch.port,
    ) as up:
        yield up


@pytest.fixture(scope="module")
def load(house: Apart) -> Load:
    return load_of(house)


def test_a_killed_broker_loses_nothing(servers: OwnServers, house: Apart, load: Load, enter: Enter) -> None:
    with load:
        for _ in range(ROUNDS):
            crash(servers.kafka)
            await_more(load, "acknowledged", MANY)
            restart(servers.kafka)
            await_more(load, "acknowledged", MANY)
    enter(settle(house.shared, load, "broker killed and restarted", rounds=ROUNDS))


def test_a_restarted_database_loses_nothing(servers: OwnServers, house: Apart, load: Load, enter: Enter) -> None:
    with load:
        for _ in range(ROUNDS):
            servers.postgresql.stop()
            await_more(load, "answers", MANY)
            restart(servers.postgresql)
            await_more(load, "acknowledged", MANY)
    enter(settle(house.shared, load, "database stopped and restarted", rounds=ROUNDS))


def test_a_killed_database_loses_nothing(servers: OwnServers, house: Apart, load: Load, enter: Enter) -> None:
    with load:
        for _ in range(ROUNDS):
            crash(servers.postgresql)
            restart(servers.postgresql)
            await_more(load, "acknowledged", MANY)
    enter(settle(house.shared, load, "database killed and restarted", rounds=ROUNDS))


def test_an_index_that_is_away_for_a_minute_catches_up(
    servers: OwnServers, house: Apart, load: Load, enter: Enter
) -> None:
    with load:
        await_more(load, "acknowledged", MANY)
        servers.elasticsearch.stop()
        let_pass(ABSENCE_S, load)
        restart(servers.elasticsearch)
        await_more(load, "acknowledged", MANY)
    enter(settle(house.shared, load, "search server stopped for a minute", rounds=1))
