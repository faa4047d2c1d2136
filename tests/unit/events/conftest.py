"""A service's database and an embedded log, both empty."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from services.chassis.store import open_store
from tests.unit.events.making import METADATA, TOPIC, TryingLog


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    store = open_store(f"sqlite:///{tmp_path}/workshop.db")
    METADATA.create_all(store.engine)
    yield store.engine
    store.close()


@pytest.fixture
def log(tmp_path: Path) -> Iterator[TryingLog]:
    opened = TryingLog(tmp_path / "log.db", session_s=0.6)
    opened.ensure_topic(TOPIC, 2, compacted=True)
    yield opened
    opened.close()
