"""The table of all faults of a run, printed at its end; each row stands with the report of its test."""

from collections.abc import Iterable, Mapping
from typing import Any

import pytest

PROPERTY = "fault"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print it, also where the tests ran in other processes."""
    reports = [report for reports in terminalreporter.stats.values() for report in reports]
    entered = [
        value
        for report in reports
        if getattr(report, "when", "") == "teardown"
        for name, value in report.user_properties
        if name == PROPERTY
    ]
    if entered:
        terminalreporter.section("faults")
        terminalreporter.write_line(render(entered))


def render(rows: Iterable[Mapping[str, Any]]) -> str:
    """The rows under each other."""
    told = list(rows)
    lines = [list(told[0]), *([str(cell) for cell in row.values()] for row in told)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(lines[0]))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines)
