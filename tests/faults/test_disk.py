"""The embedded house on a disk that runs full under a steady load."""

import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults.ledger import Row, settle
from tests.faults.loaded import EMBEDDED, await_more, house_in, load_of

pytestmark = pytest.mark.faults

SIZE_MB = 96
ROUNDS = 3


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own, in memory."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE_MB}m", "tmpfs", str(place)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"this test needs the right to mount (root): {done.stderr}"
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


@contextmanager
def filled(disk: Path) -> Iterator[None]:
    """Not a byte is left on the disk until the block ends."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        for size in (2**20, 4096, 1):
            try:
                while file.write(b"\0" * size):
                    pass
            except OSError:
                continue
    yield
    ballast.unlink()


def test_a_full_disk_refuses_clearly_and_recovers(
    tmp_path: Path, small_disk: Path, enter: Callable[[Row], None]
) -> None:
    with house_in(tmp_path, small_disk / "var") as house:
        load = load_of(house, [EMBEDDED])
        with load:
            for _ in range(ROUNDS):
                await_more(load, "acknowledged", 10)
                with filled(small_disk):
                    await_more(load, "refusals", 10)
                    await_more(load, "answers", 10)
                await_more(load, "acknowledged", 10)
            house.wait_until_ready(EMBEDDED)
        enter(settle(house.shared, load, "embedded: disk full", rounds=ROUNDS))
