"""What `docker-compose.yml` says of our processes, meant for loopback ports of this machine."""

import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.contract.servers import ELASTICSEARCH, KAFKA, POSTGRESQL
from tests.system.compose import read_compose
from tests.system.running import ROOT

COMPOSE = read_compose((ROOT / "docker-compose.yml").read_text())
OURS: Mapping[str, Any] = {name: one for name, one in COMPOSE["services"].items() if "build" in one}
RECIPE = (ROOT / "deploy/Dockerfile").read_text()
SECRET = "a secret for tests that is long enough to sign with"
PORT = "8000"
"""Inside its container every process answers here."""


@dataclass(frozen=True)
class Composed:
    """One of our processes as the file describes it: its command, its settings, and what asks it for its health."""

    words: Sequence[str]
    settings: Mapping[str, str]
    probe: Sequence[str]


def read_process(name: str, *, mark: str, port: int = 0) -> Composed:
    """Return a process of ours that answers on `port`; `mark` keeps a house apart from others on the same servers."""
    one = OURS[name]
    settings = {
        key.removeprefix("GONGXU_").lower(): str(port) if value == PORT else _here(_filled(value, mark), mark)
        for key, value in one["environment"].items()
    }
    probe = [
        sys.executable if word == "python" else word.replace(f":{PORT}/", f":{port}/")
        for word in one.get("healthcheck", {}).get("test", ())[1:]
    ]
    return Composed(one["command"], settings, probe)


def copied_into_the_image() -> list[str]:
    """Return the folders of the house that the image's recipe copies."""
    last = RECIPE[RECIPE.rindex("FROM ") :]
    return re.findall(r"^COPY (\w+) \1$", last, re.M)


def _filled(text: str, mark: str) -> str:
    """Return a text with the variables that the file takes from whoever starts it."""
    given = {"GONGXU_SECRET": SECRET, "STORE_PASSWORD": mark, "STORE_ADMIN_PASSWORD": "admin"}

    def fill(found: re.Match[str]) -> str:
        name, default = found[1], found[2]
        return given.get(name, default) if default is not None else given[name]

    return re.sub(r"\$\{([A-Z_]+):(?:-([^}]*)|\?[^}]*)\}", fill, text)


def _here(text: str, mark: str) -> str:
    """Return a text with this machine's servers in the place of the file's hosts."""
    for there, here in (
        ("@postgresql/gongxu", f"@{POSTGRESQL.partition('@')[2]}"),
        ("gongxu_{service}", f"{mark}_{{service}}"),
        ("?schema={service}", f"?schema={mark}_{{service}}"),
        ("kafka://kafka:19092", f"{KAFKA}?prefix={mark}."),
        ("elasticsearch://elasticsearch:9200", f"{ELASTICSEARCH}/{mark}"),
        # Nobody answers there: here each is found by its port, in `peers`.
        ("http://{service}:8000", "http://{service}.invalid:8000"),
    ):
        text = text.replace(there, here)
    return text
