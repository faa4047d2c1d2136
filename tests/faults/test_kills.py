"""Each kind of process is killed under a steady load: nothing acknowledged is lost, nothing is done twice."""

from pathlib import Path

from sqlalchemy import create_engine, text

from tests.contract.servers import POSTGRESQL, on_servers
from tests.faults.load import Load
from tests.system.apart import Apart, house_apart, until

pytestmark = on_servers

ROUNDS = ("catalogue", "gateway-1", "work-1", "search", "matching", "work-2")
EDITION = 'mutation { createEdition(input: {year: 2030, scope: shanghai, title: "负载目录"}) { id } }'
MANY = 5


def entries_of(house: Apart) -> list[tuple[str, str]]:
    engine = create_engine(POSTGRESQL)
    with engine.connect() as connection:
        rows = connection.execute(text(f"SELECT id, name FROM {house.mark}_catalogue.entry"))
        found = [(row.id, row.name) for row in rows]
    engine.dispose()
    return found


def test_kills_lose_nothing_double_nothing_and_leave_no_difference(tmp_path: Path) -> None:
    with house_apart(tmp_path, demo="no") as house:
        token = house.run("token", "organizer")
        edition = house.do(EDITION, token=token)["id"]
        with Load(house, token, edition) as load:
            for name in ROUNDS:
                before = load.answered
                house.kill(name)
                until(lambda before=before: load.answered >= before + MANY, f"answers without {name}")  # type: ignore[misc]
                house.start(name)
                house.wait_until_ready(name)
        told = house.run("doctor", "--patience", "60")

        there = entries_of(house)
        print(f"{len(ROUNDS)} kills, {load.answered} answers, {load.refused} refusals, {len(load.names)} acknowledged")
        assert load.names.items() - dict(there).items() == set()
        assert len({name for _, name in there}) == len(there)
        assert "BAD" not in told, told
        assert load.names
