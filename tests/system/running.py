"""The house as a person starts it: `python -m deploy up` in processes of its own."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import urllib3

ROOT = Path(__file__).parents[2]
START_SECONDS = 90.0


@dataclass
class Running:
    """A house that is up; `pool` speaks to its door."""

    process: "subprocess.Popen[bytes]"
    port: int
    var: Path
    output: Path
    pool: urllib3.PoolManager

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def token(self, role: str, organisation: str = "") -> str:
        """An API token, from the command a person would use."""
        command = [sys.executable, "-m", "deploy", "token", role, "--organisation", organisation]
        return subprocess.check_output(command, cwd=ROOT, env=environment(self.port, self.var), text=True).strip()

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> urllib3.BaseHTTPResponse:
        """Read a page."""
        return self.pool.request("GET", self.address + path, headers=dict(headers or {}), redirect=False)

    def ask(self, document: str, *, token: str = "", **variables: Any) -> dict[str, Any]:
        """Put a GraphQL document to `/graphql`."""
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        body = orjson.dumps({"query": document, "variables": variables})
        answer = self.pool.request("POST", f"{self.address}/graphql", body=body, headers=headers)
        parsed: dict[str, Any] = orjson.loads(answer.data)
        return parsed

    def wait_until_ready(self, seconds: float = START_SECONDS) -> None:
        """Come back when `/readyz` answers 200."""
        limit = time.monotonic() + seconds
        said = ""
        while time.monotonic() < limit:
            if self.process.poll() is not None:
                raise AssertionError(
                    f"the house ended with {self.process.returncode}: {self.output.read_text()[-3000:]}"
                )
            try:
                answer = self.pool.request("GET", f"{self.address}/readyz", timeout=2.0, retries=False)
            except urllib3.exceptions.HTTPError as fault:
                said = str(fault)
            else:
                if answer.status == 200:
                    return
                said = answer.data.decode()
            time.sleep(0.1)
        raise AssertionError(f"not ready in {seconds} s: {said}: {self.output.read_text()[-3000:]}")

    def await_output(self, pattern: str, seconds: float = 20.0) -> "re.Match[str]":
        """What the house has printed for a person, once it has."""
        limit = time.monotonic() + seconds
        while time.monotonic() < limit:
            found = re.search(pattern, self.output.read_text())
            if found:
                return found
            time.sleep(0.1)
        raise AssertionError(f"not printed in {seconds} s: {pattern}")

    def roles(self) -> dict[str, int]:
        """The processes of the roles: name -> pid."""
        found = {}
        for pid in descendants(self.process.pid):
            try:
                words = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")
            except (FileNotFoundError, ProcessLookupError):
                continue  # It ended between the two looks.
            for role in ("web", "work"):
                if words[1:4] == ["-m", "deploy", role]:
                    found[role] = pid
        return found

    def end(self, seconds: float = 10.0) -> tuple[int, float, list[int]]:
        """SIGTERM; answers exit code, seconds it took, and processes that are left."""
        children = descendants(self.process.pid)
        started = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(seconds + 20)
        took = time.monotonic() - started
        return code, took, [pid for pid in children if is_alive(pid)]


def descendants(pid: int) -> list[int]:
    """All processes below one."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            after = stat.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        children.setdefault(int(after[1]), []).append(int(stat.parent.name))
    found, waiting = [], [pid]
    while waiting:
        below = children.get(waiting.pop(), [])
        found += below
        waiting += below
    return found


def is_alive(pid: int) -> bool:
    """Whether a process is there and not merely waiting to be buried."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def environment(port: int, var: Path) -> dict[str, str]:
    """A clean environment with the settings of this house."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GONGXU_")}
    return {**kept, "GONGXU_PORT": str(port), "GONGXU_VAR": str(var), "GONGXU_LOG_LEVEL": "warning"}


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_house(var: Path) -> Iterator[Running]:
    """A house that is up and ready; killed with all that is below it when the block ends without `end()`."""
    port = free_port()
    output = var.with_suffix(".output")
    with output.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "deploy", "up"], cwd=ROOT, env=environment(port, var), stdout=file, stderr=file
        )
    house = Running(process, port, var, output, urllib3.PoolManager(retries=False, timeout=30.0))
    try:
        house.wait_until_ready()
        yield house
    finally:
        house.pool.clear()
        for pid in [*descendants(process.pid), process.pid]:
            if is_alive(pid):
                os.kill(pid, signal.SIGKILL)
        process.wait()
