"""A server's process is stopped with all that it has launched."""

import os
import subprocess
import time
from pathlib import Path

from deploy.servers.managed import Managed

LAUNCHER = 'sleep 300 & echo $! > child; trap "exit 0" TERM; while :; do sleep 0.05; done'


def test_a_launcher_that_ends_at_once_leaves_nothing_behind(tmp_path: Path) -> None:
    server = Managed("server", tmp_path)
    server.launch(["sh", "-c", LAUNCHER], environment={"PATH": os.defpath}, directory=tmp_path)
    child = tmp_path / "child"
    server.wait_until(lambda: child.exists() and bool(child.read_text()), 60.0)
    launcher = server.pid()

    server.stop(seconds=1.0)

    assert server.pid() is None
    limit = time.monotonic() + 30.0
    while left := subprocess.run(
        ["pgrep", "-g", str(launcher), "-r", "R,S,D"], capture_output=True, check=False
    ).stdout:
        assert time.monotonic() < limit, left
