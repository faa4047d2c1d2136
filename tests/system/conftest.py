"""The whole house with its official catalogue, for the tests that go through its door."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from deploy.seeds.plant import plant
from services.chassis.clock import SetClock
from tests.house import open_test_house
from tests.system.street import Street


@pytest.fixture(scope="session")
def street(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Street]:
    """One house for all; every test brings the needs and editions that it is about."""
    clock = SetClock(datetime(2019, 4, 1, 2, 0, tzinfo=UTC))
    with open_test_house(tmp_path_factory.mktemp("house"), clock) as house:
        plant(house, demo=False)
        house.come_to_rest()
        yield Street(house)
