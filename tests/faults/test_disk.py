"""The embedded house on a disk that runs full under a steady load."""

import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults.ledger import Row, settle
from tests.faults.loaded import EMBEDDED, await_more, house_in, let_pass, load_of
from tests.system.apart import Apart
from tests.system.running import descendants

pytestmark = pytest.mark.faults

SIZE_MB = 96
ROUNDS = 3
FULL_S = 15.0
"""Longer than the supervisor would bear a role that keeps ending."""


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
        at_work = roles_of(house)
        with load:
            for _ in range(ROUNDS):
                await_more(load, "acknowledged", 10)
                with filled(small_disk):
                    await_more(load, "refusals", 10)
                    let_pass(FULL_S, load)
                await_more(load, "acknowledged", 10)
            house.wait_until_ready(EMBEDDED)
        enter(settle(house.shared, load, "embedded: disk full", rounds=ROUNDS))
        assert roles_of(house) == at_work


def roles_of(house: Apart) -> set[str]:
    """The commands of the house with their processes, those that come and go left out."""
    process = house.roles[EMBEDDED].process
    assert process is not None
    found = {pid: Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0") for pid in descendants(process.pid)}
    return {f"{pid} {words[3].decode()}" for pid, words in found.items() if words[1:3] == [b"-m", b"deploy"]}
