"""How the processes of the embedded house know of each other: a child ends with its parent, a role tells it lives."""

import os
import signal
import threading
import time
from pathlib import Path

BEAT_SECONDS = 0.5
FRESH_SECONDS = 5.0


def die_with_parent() -> None:
    """End this process when the one that started it is gone, however it went, so that none is left behind."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(BEAT_SECONDS)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(5)
        os._exit(1)

    threading.Thread(target=watch, name="parent-watch", daemon=True).start()


class Pulse:
    """A file in which a role says, twice a second, how it is: "ok" or its trouble."""

    def __init__(self, var: Path, role: str) -> None:
        self._path = var / f"{role}.pulse"

    def beat(self, trouble: str) -> None:
        """Say how the role is now."""
        draft = self._path.with_suffix(".draft")
        draft.write_text(trouble or "ok")
        draft.replace(self._path)

    def end(self) -> None:
        """Say that the role has ended."""
        self._path.unlink(missing_ok=True)

    def trouble(self) -> str:
        """Why the role cannot be counted on, "" when it said within the last seconds that all is well."""
        try:
            age = time.time() - self._path.stat().st_mtime
            said = self._path.read_text()
        except FileNotFoundError:
            return f"{self._path.stem}: not started"
        if age > FRESH_SECONDS:
            return f"{self._path.stem}: silent for {int(age)} s"
        return "" if said == "ok" else said
