"""One server process that we started: its pid file names a process and its start, so no stranger is ever stopped."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

POLL_SECONDS = 0.2
STOP_SECONDS = 30.0
_CHILDREN: "dict[int, subprocess.Popen[bytes]]" = {}
"""What this process has started and not yet buried."""


class ServerFault(Exception):
    """A server that cannot be fetched, started or stopped; says which and what its log says."""


@dataclass(frozen=True)
class Managed:
    """A process by name under a folder of ours."""

    name: str
    folder: Path

    @property
    def log(self) -> Path:
        """Where the process writes."""
        return self.folder / f"{self.name}.log"

    @property
    def _pid_file(self) -> Path:
        return self.folder / f"{self.name}.pid"

    def pid(self) -> int | None:
        """The process, None when it is not there any more (or its number belongs to somebody else by now)."""
        try:
            pid, start = self._pid_file.read_text().split()
        except (FileNotFoundError, ValueError):
            return None
        return int(pid) if _start_of(int(pid)) == start else None

    def launch(
        self, command: Sequence[str], *, environment: Mapping[str, str], directory: Path, user: str = ""
    ) -> None:
        """Start the process in a session of its own, as another user where that is asked and we may."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with self.log.open("wb") as output:
            process = subprocess.Popen(
                list(command),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd=directory,
                env=dict(environment),
                start_new_session=True,
                user=user or None,
                group=user or None,
                extra_groups=[] if user else None,
            )
        _CHILDREN[process.pid] = process
        self._pid_file.write_text(f"{process.pid} {_start_of(process.pid)}")

    def wait_until(self, ready: Callable[[], bool], seconds: float) -> None:
        """Come back when `ready()`. Raises ServerFault when the process ends before, or the time does."""
        limit = time.monotonic() + seconds
        while not ready():
            if self.pid() is None:
                raise ServerFault(f"{self.name} ended while starting:\n{self._tail()}")
            if time.monotonic() > limit:
                raise ServerFault(f"{self.name} is not ready after {seconds:.0f} s:\n{self._tail()}")
            time.sleep(POLL_SECONDS)

    def stop(self, how: signal.Signals = signal.SIGTERM, *, seconds: float = STOP_SECONDS) -> None:
        """Ask the process to end, insist after `seconds`; what it has launched ends with it."""
        pid = self.pid()
        if pid is not None:
            os.kill(pid, how)
            limit = time.monotonic() + seconds
            # A launcher that is stopped early is gone before the server that it has just launched.
            while (_lives(pid) or not _bury(pid)) and time.monotonic() < limit:
                time.sleep(POLL_SECONDS)
            if _lives(pid):
                os.killpg(pid, signal.SIGKILL)
                self.kill()
        self._pid_file.unlink(missing_ok=True)

    def kill(self) -> None:
        """End the process without asking, as a crash would."""
        pid = self.pid()
        if pid is not None:
            os.killpg(pid, signal.SIGKILL)
            # Also a dead one that is not buried looks alive to a successor that finds its number in a file.
            while _start_of(pid) or not _bury(pid):
                time.sleep(0.01)
        self._pid_file.unlink(missing_ok=True)

    def memory_mb(self) -> int:
        """Resident memory of the process, in MB; 0 when it is not there."""
        pid = self.pid()
        if pid is None:
            return 0
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 2**20

    def _tail(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-20:]) if self.log.exists() else ""


def _start_of(pid: int) -> str:
    """When a process began, "" when there is none or it only waits to be buried."""
    try:
        after = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return ""
    return "" if after[0] == "Z" else after[19]


def _lives(group: int) -> bool:
    """Whether a process of this group is alive."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, its_group = stat.read_text().rpartition(")")[2].split()[:3]
        except (FileNotFoundError, ProcessLookupError):
            continue  # It ended between the two looks.
        if int(its_group) == group and state != "Z":
            return True
    return False


def _bury(pid: int) -> bool:
    """Whether a process is not ours to bury, or is buried now; what another run started is its system's business."""
    child = _CHILDREN.get(pid)
    if child is not None and child.poll() is None:
        return False
    _CHILDREN.pop(pid, None)
    return True


def is_port_free(port: int) -> bool:
    """Whether nobody listens on a loopback port."""
    with socket.socket() as probe:
        probe.settimeout(1.0)
        return probe.connect_ex(("127.0.0.1", port)) != 0


def refuse_taken_port(name: str, port: int) -> None:
    """Raise ServerFault when somebody listens there."""
    if not is_port_free(port):
        raise ServerFault(f"port {port} for {name} is taken; choose another with GONGXU_SERVERS_{name.upper()}_PORT")
