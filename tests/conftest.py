"""What every test may ask for."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from services.chassis.clock import SetClock
from tests.house import TestHouse, open_test_house


@pytest.fixture
def clock() -> SetClock:
    """A clock that stands in the spring of 2019."""
    return SetClock(datetime(2019, 4, 1, 2, 0, tzinfo=UTC))


@pytest.fixture
def house(tmp_path: Path, clock: SetClock) -> Iterator[TestHouse]:
    """The whole embedded house, empty."""
    with open_test_house(tmp_path, clock) as opened:
        yield opened
