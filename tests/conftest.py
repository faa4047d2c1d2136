"""What every test may ask for."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from services.chassis.clock import SetClock
from tests.contract.servers import missing_addresses
from tests.faults.table import pytest_terminal_summary as pytest_terminal_summary
from tests.house import TestHouse, open_test_house


def pytest_configure(config: pytest.Config) -> None:
    """Refuse to test on servers whose addresses nobody told."""
    if _is_about_servers(config) and (missing := missing_addresses()):
        raise pytest.UsageError(f"{', '.join(missing)}: not set; `make test-servers` starts the servers and sets them")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Count a test on servers that was skipped as one that failed: the servers are there."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if _is_about_servers(session.config) and reporter is not None and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _is_about_servers(config: pytest.Config) -> bool:
    return bool(config.getoption("markexpr") == "servers")


@pytest.fixture
def clock() -> SetClock:
    """A clock that stands in the spring of 2019."""
    return SetClock(datetime(2019, 4, 1, 2, 0, tzinfo=UTC))


@pytest.fixture
def house(tmp_path: Path, clock: SetClock) -> Iterator[TestHouse]:
    """The whole embedded house, empty."""
    with open_test_house(tmp_path, clock) as opened:
        yield opened
