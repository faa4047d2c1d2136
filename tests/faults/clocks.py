"""Processes that believe in another hour: the clock of the system is theirs alone, by a library loaded before all."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def other_clock(offset: str) -> Iterator[None]:
    """What is started in this block lives at another hour, such as `+6h`. Clocks that only run on are left alone."""
    with _preloaded() as environment:
        environment.setenv("FAKETIME", offset)
        yield


@contextmanager
def clock_in(file: Path) -> Iterator[None]:
    """What is started in this block lives at the offset that the file says at the moment."""
    with _preloaded() as environment:
        environment.setenv("FAKETIME_TIMESTAMP_FILE", str(file))
        environment.setenv("FAKETIME_NO_CACHE", "1")
        yield


@contextmanager
def _preloaded() -> Iterator[pytest.MonkeyPatch]:
    found = sorted(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))
    assert found, "the clock cannot be set for one process: apt-get install libfaketime"
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("LD_PRELOAD", str(found[0]))
        # A jump of the system's clock does not move the clock by which a program measures how long something takes.
        environment.setenv("FAKETIME_DONT_FAKE_MONOTONIC", "1")
        yield environment
