"""Houses with a load on them: in many processes on servers of one's own, or embedded in one folder."""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

from sqlalchemy import make_url

from tests.faults.load import Load
from tests.faults.proxy import Proxy
from tests.system.apart import DOORS, WORKERS, Apart, Role, lay_out, started, until
from tests.system.running import ROOT, free_port

EDITION = 'mutation { createEdition(input: {year: 2030, scope: shanghai, title: "负载目录"}) { id } }'
EMBEDDED = "up"
"""The only process of an embedded house that we start ourselves, and its door."""


def load_of(house: Apart, doors: Sequence[str] = DOORS) -> Load:
    """A load for a house that is up; it begins when its block does, and may begin again."""
    organizer = house.run("token", "organizer")
    firm = house.run("token", "enterprise", "--organisation", "org-firm")
    edition = house.do(EDITION, token=organizer, door=doors[0])["id"]
    return Load([house.roles[name].address for name in doors], organizer, firm, edition)


def port_of(address: str) -> int:
    """The port in the address of a server."""
    return int(make_url(address).port or 0)


def await_more(load: Load, what: str, count: int) -> None:
    """Come back when the load has counted so many more."""
    before = load.counts[what]
    until(lambda: load.counts[what] >= before + count, lambda: f"{count} more {what}: {load.counts}")


def let_pass(seconds: float, load: Load) -> None:
    """Let requests be answered for so long, for the length itself is the fault."""
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        await_more(load, "answers", 1)


@contextmanager
def house_on(
    folder: Path, *, postgresql: int, brokers: str, elasticsearch: int, proxies: Mapping[str, Proxy] | None = None
) -> Iterator[Apart]:
    """A house in many processes on servers at these ports; services are asked by way of `proxies`.

    What it leaves on the servers is for whoever they belong to.
    """
    mark = f"t{uuid4().hex[:8]}"
    (folder / "var").mkdir(parents=True)
    store, log = f"127.0.0.1:{postgresql}/postgres", f"kafka://{brokers}?prefix={mark}."
    urls = {
        "store_url": f"postgresql+psycopg://{mark}_{{service}}:{mark}@{store}?schema={mark}_{{service}}",
        "log_url": log,
        "index_url": f"elasticsearch://127.0.0.1:{elasticsearch}/{mark}",
    }
    house = lay_out(folder, mark, demo="no", **urls)
    told = dict(one.split("=") for one in house.shared["peers"].split(","))
    for name, proxy in (proxies or {}).items():
        proxy.target = house.roles[name].port
        told[name] = f"http://127.0.0.1:{proxy.port}"
    house.shared = {**house.shared, "peers": ",".join(f"{name}={url}" for name, url in told.items())}
    for name, role in house.roles.items():
        own = {key: url for key, url in urls.items() if key in role.settings}
        own |= {"log_url": f"{log}&member={name}"} if name in WORKERS else {}
        house.roles[name] = replace(role, settings={**role.settings, **own})
    house.run("migrate", store_admin_url=f"postgresql+psycopg://postgres@{store}")
    with started(house):
        yield house


@contextmanager
def house_in(folder: Path, var: Path) -> Iterator[Apart]:
    """An embedded house with its data in a folder, up and ready."""
    port = free_port()
    shared = {"var": str(var), "log_level": "warning", "demo": "no", "secret": "s" * 40}
    house = Apart(folder, "", shared)
    house.roles[EMBEDDED] = Role(EMBEDDED, ("up",), port, {"port": str(port)})
    (folder / "image").symlink_to(ROOT)
    with started(house):
        yield house
