"""The table of the fault suites: one row a fault, printed at the end and kept in the folder of the run."""

from collections.abc import Callable

import pytest

from tests.faults.ledger import Row, render

_ROWS = pytest.StashKey[list[Row]]()
_PLACE = pytest.StashKey[str]()


@pytest.fixture
def enter(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Callable[[Row], None]:
    """Enter a row into the table."""
    rows = request.config.stash.setdefault(_ROWS, [])
    place = tmp_path_factory.getbasetemp() / "faults.txt"
    request.config.stash[_PLACE] = str(place)

    def note(row: Row) -> None:
        rows.append(row)
        place.write_text(render(rows) + "\n")

    return note


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print the table."""
    rows = config.stash.get(_ROWS, [])
    if rows:
        terminalreporter.section(f"faults ({config.stash[_PLACE]})")
        terminalreporter.write_line(render(rows))
