"""A house with a load on it, and what is done to it meanwhile."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.faults.load import Load
from tests.system.apart import DOORS, WORKERS, Apart, lay_out, started

EDITION = 'mutation { createEdition(input: {year: 2030, scope: shanghai, title: "负载目录"}) { id } }'


def load_of(house: Apart) -> Load:
    """A load for a house in many processes that is up; it begins when its block does, and may begin again."""
    organizer = house.run("token", "organizer")
    firm = house.run("token", "enterprise", "--organisation", "org-firm")
    edition = house.do(EDITION, token=organizer)["id"]
    return Load([house.roles[name].address for name in DOORS], organizer, firm, edition)


@contextmanager
def house_on(
    folder: Path, *, postgresql: int, brokers: str, elasticsearch: int, seen_at: Mapping[str, int] | None = None
) -> Iterator[Apart]:
    """A house in many processes on servers of one's own, whose ports these are; `seen_at` is where peers look for a
    service that they do not ask directly."""
    folder.mkdir(exist_ok=True)
    (folder / "var").mkdir()
    log = f"kafka://{brokers}?prefix=house."
    urls = {
        "store_url": f"postgresql+psycopg://house_{{service}}:house@127.0.0.1:{postgresql}/postgres?schema={{service}}",
        "log_url": log,
        "index_url": f"elasticsearch://127.0.0.1:{elasticsearch}/house",
    }
    house = lay_out(folder, "house", demo="no", **urls)
    told = dict(one.split("=") for one in house.shared["peers"].split(","))
    told |= {name: f"http://127.0.0.1:{port}" for name, port in (seen_at or {}).items()}
    house.shared = {**house.shared, "peers": ",".join(f"{name}={url}" for name, url in told.items())}
    for role in house.roles.values():
        role.settings = {**role.settings, **{name: url for name, url in urls.items() if name in role.settings}}
    for name in WORKERS:
        house.roles[name].settings = {**house.roles[name].settings, "log_url": f"{log}&member={name}"}
    house.run("migrate", store_admin_url=f"postgresql+psycopg://postgres@127.0.0.1:{postgresql}/postgres")
    with started(house):
        yield house
