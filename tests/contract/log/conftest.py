"""The logs under test, empty; another backend is one line in `BACKENDS`."""

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from events.log import EventLog, open_log
from tests.contract.log.reading import Open
from tests.contract.servers import fresh_log, on_servers

# Another log is one more line here: its name and the URL of an empty place of it, with as short a session as it allows.
BACKENDS: dict[str, Callable[[Path], str]] = {
    "sqlite": lambda folder: f"sqlite:///{folder}/log.db?session_s=0.6",
    "kafka": lambda folder: fresh_log(),
}
ON_SERVERS = {"kafka"}


@pytest.fixture(params=[pytest.param(name, marks=[on_servers] * (name in ON_SERVERS)) for name in sorted(BACKENDS)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return BACKENDS[request.param](tmp_path)


@pytest.fixture
def open_again(url: str) -> Iterator[Open]:
    """Opens the same log as another process would."""
    opened: list[EventLog] = []

    def open_one() -> EventLog:
        opened.append(open_log(url))
        return opened[-1]

    yield open_one
    for log in opened:
        log.close()


@pytest.fixture
def log(open_again: Open) -> EventLog:
    return open_again()


@pytest.fixture
def topic() -> str:
    return f"t-{uuid4().hex[:12]}"


@pytest.fixture
def group() -> str:
    return f"g-{uuid4().hex[:12]}"
