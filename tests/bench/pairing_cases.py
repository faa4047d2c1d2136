"""Events of the pairing bench: the generator beside the project makes them, a few changes make the rest."""

import copy
import gzip
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.bench.__main__ import BESIDE

GENERATOR = BESIDE / "pairing" / "generate.py"
Json = dict[str, Any]


class Cases:
    """Makes events in a folder, each once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def make(self, size: str, seed: int, variant: str = "base", *, plan: Path | None = None) -> Path:
        """The file of a generated event; `plan` is the published plan of a repair."""
        path = self.folder / f"{size}-{variant}-{seed}.json.gz"
        if not path.exists():
            more = [] if plan is None else ["--plan", str(plan)]
            command = [sys.executable, str(GENERATOR), size, str(seed), str(path), "--variant", variant, *more]
            subprocess.run(command, check=True, capture_output=True)
        return path

    def limited(self, size: str, seed: int, most: int) -> Path:
        """The event with at most so many meetings of a party in a session."""
        event = copy.deepcopy(read(self.make(size, seed)))
        event["rules"]["max_per_session"] = most
        event["event_id"] = f"{size}-limited-{seed}"
        path = self.folder / f"{event['event_id']}.json.gz"
        path.write_bytes(gzip.compress(json.dumps(event).encode(), mtime=0))
        return path


def read(path: Path) -> Json:
    """The JSON of a file, unpacked when it is gzip."""
    raw = path.read_bytes()
    value: Json = json.loads(gzip.decompress(raw) if path.suffix == ".gz" else raw)
    return value


def expected(path: Path) -> Json:
    """The known answer of a variant."""
    return read(path.with_name(path.name.replace(".json.gz", ".expected.json")))
