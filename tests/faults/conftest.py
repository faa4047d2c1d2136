"""Every fault leaves a row: in the table of the run, and in a file of its folder as soon as it is known."""

import warnings
from collections.abc import Callable
from dataclasses import asdict

import pytest

from tests.faults.ledger import Row
from tests.faults.table import PROPERTY, render

_ROWS: list[dict[str, object]] = []


@pytest.fixture
def enter(
    record_property: Callable[[str, object], None], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[Row], None]:
    """Enter a row into the table."""

    def note(row: Row) -> None:
        _ROWS.append(asdict(row))
        record_property(PROPERTY, _ROWS[-1])
        (tmp_path_factory.getbasetemp() / "faults.txt").write_text(render(_ROWS) + "\n")

    return note


@pytest.hookimpl(tryfirst=True)
def pytest_unconfigure() -> None:
    """Expect at the end what the Kafka library leaves behind: a socket that a dead broker refused, never closed."""
    warnings.filterwarnings("ignore", "Exception ignored in: <socket", pytest.PytestUnraisableExceptionWarning)
