"""Processes that live at another hour: a small library, loaded before all others, answers for the system's clock."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

SOURCE = Path(__file__).with_name("clock.c")
HOUR_S = 3600


@contextmanager
def clock_of(file: Path) -> Iterator[None]:
    """What is started in this block lives so many hours later as `set_clock` has last written into the file.

    A jump of the system's clock does not move the clocks by which a program measures how long something takes.
    """
    library = file.with_suffix(".so")
    command = ["cc", "-shared", "-fPIC", "-O2", "-o", str(library), str(SOURCE)]
    built = subprocess.run(command, capture_output=True, text=True, check=False)
    assert built.returncode == 0, f"the clock of one process cannot be set without a C compiler: {built.stderr}"
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("LD_PRELOAD", str(library))
        environment.setenv("OTHER_CLOCK", str(file))
        yield


def set_clock(file: Path, hours: int) -> None:
    """Write whole: nobody reads half of it."""
    draft = file.with_suffix(".draft")
    draft.write_text(f"{hours * HOUR_S}\n")
    draft.replace(file)
