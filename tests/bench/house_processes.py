"""What the processes of a house hold in memory and have used of the processor."""

import os
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from search.engines.elasticsearch_server import Address
from tests.system.apart import Apart
from tests.system.running import descendants

_TICKS = os.sysconf("SC_CLK_TCK")


def print_memory(house: Apart, when: str) -> dict[str, float]:
    """Print and return the megabytes of the largest process of each role: its proportional share (PSS)."""
    held = {label: sorted(map(_pss_mb, pids)) for label, pids in sorted(_by_role(house).items())}
    print(
        f"memory {when}: " + "; ".join(f"{label} {'+'.join(f'{mb:.0f}' for mb in all)}" for label, all in held.items())
    )
    print(f"memory {when}: all processes {sum(map(sum, held.values())):.0f} MB", flush=True)
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


def _pss_mb(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def _cpu_s(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / _TICKS
