"""What the processes of a house hold in memory and have used of the processor."""

import os
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from search.engines.elasticsearch_server import Address
from tests.system.apart import Apart
from tests.system.running import descendants

_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, order=True)
class Held:
    """The proportional share (PSS) of a process in megabytes, and how much of it are pages of files.

    Pages of files — code, and an embedded index that is read through them — are given back when others need the room.
    """

    whole: float = 0.0
    of_files: float = 0.0

    def __str__(self) -> str:
        """Both, as `200 (40 of files)`."""
        return f"{self.whole:.0f} ({self.of_files:.0f} of files)"


def print_memory(house: Apart, when: str) -> dict[str, Held]:
    """Print what every process holds, and return the largest of each role."""
    held = {label: sorted(map(_held, pids)) for label, pids in sorted(_by_role(house).items())}
    told = (f"{label} {' + '.join(map(str, all))}" for label, all in held.items())
    print(f"memory {when}, MB: {'; '.join(told)}")
    print(f"memory {when}: all processes {sum(one.whole for all in held.values() for one in all):.0f} MB", flush=True)
    return {label: all[-1] for label, all in held.items()}


def cpu_seconds(house: Apart) -> dict[str, float]:
    """Return the processor seconds that each role has used since its start."""
    return {label: sum(map(_cpu_s, pids)) for label, pids in _by_role(house).items()}


def server_clock(index_url: str) -> Callable[[], float]:
    """Return a reading of the index server's processor seconds; an embedded index has none of its own."""
    if not index_url.startswith("elasticsearch"):
        return lambda: 0.0
    client = Address.from_url(index_url).connect()
    (node,) = client.nodes.info(metric="process")["nodes"].values()
    client.close()
    pid = int(node["process"]["id"])
    return lambda: _cpu_s(pid)


def _by_role(house: Apart) -> Mapping[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for pid in _processes(house):
        try:
            words = Path(f"/proc/{pid}/cmdline").read_text().split("\0")
        except OSError:
            continue  # It ended between the two looks.
        found[" ".join(words[3:]).strip() if words[1:3] == ["-m", "deploy"] else "children"].append(pid)
    return found


def _processes(house: Apart) -> Iterator[int]:
    for role in house.roles.values():
        if role.process is not None:
            yield from (role.process.pid, *descendants(role.process.pid))


def _held(pid: int) -> Held:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return Held()
    pages = {line.split(":")[0]: int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss")}
    return Held(pages["Pss"], pages["Pss_File"])


def _cpu_s(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / _TICKS
