"""The whole house with its official catalogue, for the tests that go through its door."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from deploy.seeds.plant import plant
from services.chassis.clock import SetClock
from tests.contract.servers import drop_schema, fresh_log, fresh_schema, on_servers
from tests.house import open_test_house
from tests.system.killing import Place
from tests.system.street import Street


@pytest.fixture(params=["embedded", pytest.param("servers", marks=on_servers)])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """Where processes meet that are killed: files of their own, or a schema and a prefix on the real servers."""
    if request.param == "embedded":
        yield Place(tmp_path)
        return
    store_url = fresh_schema()
    yield Place(tmp_path, store_url, fresh_log(is_hurried=False))
    drop_schema(store_url)


@pytest.fixture(scope="session")
def street(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Street]:
    """One house for all; every test brings the needs and editions that it is about."""
    clock = SetClock(datetime(2019, 4, 1, 2, 0, tzinfo=UTC))
    with open_test_house(tmp_path_factory.mktemp("house"), clock) as house:
        plant(house, demo=False)
        house.come_to_rest()
        yield Street(house)
