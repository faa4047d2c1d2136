"""A service's database, embedded and on the real server, and an embedded log; all empty."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from services.chassis.store import Store, open_store
from tests.contract.servers import drop_schema, fresh_schema, on_servers
from tests.unit.events.making import METADATA, TOPIC, TryingLog


@pytest.fixture(params=["embedded", pytest.param("server", marks=on_servers)])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/workshop.db" if request.param == "embedded" else fresh_schema()


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    opened = open_store(store_url)
    METADATA.create_all(opened.engine)
    yield opened
    opened.close()
    drop_schema(store_url)


@pytest.fixture
def engine(store: Store) -> Engine:
    return store.engine


@pytest.fixture
def log(tmp_path: Path) -> Iterator[TryingLog]:
    opened = TryingLog(tmp_path / "log.db", session_s=0.6)
    opened.ensure_topic(TOPIC, 2, compacted=True)
    yield opened
    opened.close()
