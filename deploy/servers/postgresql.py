"""PostgreSQL from the system's package, on a loopback port, with a database of its own folder."""

import os
import signal
import subprocess
from pathlib import Path

from deploy.servers.managed import Managed, ServerFault, refuse_taken_port
from deploy.servers.packages import need_program


class PostgreSql:
    """One PostgreSQL server; everybody on loopback may connect, so it is for tests and trials only."""

    name = "postgresql"

    def __init__(self, run: Path, port: int) -> None:
        self.process = Managed(self.name, run)
        self.port = port
        self._data = run / "postgresql" / "data"

    @property
    def url(self) -> str:
        """How to reach it."""
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/postgres"

    def fetch(self, cache: Path) -> None:
        """Have the package."""
        if not _binaries():
            need_program("/usr/lib/postgresql/15/bin/postgres", "postgresql-15")

    def start(self, wait_seconds: float) -> None:
        """Make the database where there is none, start, wait until it answers."""
        if self.process.pid() is not None:
            return
        refuse_taken_port(self.name, self.port)
        binaries = _binaries()
        user = "postgres" if os.geteuid() == 0 else ""
        self._data.parent.mkdir(parents=True, exist_ok=True)
        if user:
            _own(self._data.parent, user)
        if not (self._data / "PG_VERSION").exists():
            _run([f"{binaries}/initdb", "-D", str(self._data), "-A", "trust", "-U", "postgres", "-E", "UTF8"], user)
        settings = ["listen_addresses=127.0.0.1", "max_connections=300", "shared_buffers=64MB"]
        options = [part for setting in settings for part in ("-c", setting)]
        command = [f"{binaries}/postgres", "-D", str(self._data), "-p", str(self.port), "-k", str(self._data.parent)]
        environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        self.process.launch([*command, *options], environment=environment, directory=self._data, user=user)
        self.process.wait_until(self.is_ready, wait_seconds)

    def is_ready(self) -> bool:
        """Whether it accepts connections."""
        asked = [f"{_binaries()}/pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        return subprocess.run(asked, check=False).returncode == 0

    def stop(self) -> None:
        """End it without waiting for clients ("fast")."""
        self.process.stop(signal.SIGINT)


def _binaries() -> str:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    return str(found[-1].parent) if found else ""


def _own(folder: Path, user: str) -> None:
    import pwd  # Only where the system knows users by name.

    entry = pwd.getpwnam(user)
    os.chown(folder, entry.pw_uid, entry.pw_gid)


def _run(command: list[str], user: str) -> None:
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        env=environment,
        cwd="/",
        user=user or None,
        group=user or None,
        extra_groups=[] if user else None,
    )
    if done.returncode:
        raise ServerFault(f"{command[0]} failed:\n{done.stderr[-2000:]}")
