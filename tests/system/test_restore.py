"""A house on servers is made again from a dump of its database alone: the log and the index are shadows of it."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import create_engine

from tests.contract.servers import ELASTICSEARCH, KAFKA, POSTGRESQL, on_servers, remove_indexes
from tests.system.apart import house_apart, lay_out, started

pytestmark = on_servers

SEARCH = '{ search(text: "设备联网", first: 1) { totalCount } }'


@contextmanager
def new_database(name: str) -> Iterator[str]:
    engine = create_engine(POSTGRESQL, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
        try:
            yield urlsplit(POSTGRESQL)._replace(scheme="postgresql", path=f"/{name}").geturl()
        finally:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    engine.dispose()


def test_a_dump_makes_the_house_again_and_its_shadows_follow(tmp_path: Path) -> None:
    dump = tmp_path / "house.dump"
    old, new = tmp_path / "old", tmp_path / "new"
    old.mkdir()
    (new / "var").mkdir(parents=True)
    with house_apart(old, demo="no") as house:
        house.run("seed")
        assert house.run("doctor", "--patience", "60").endswith("shadows: 0 differ")
        found = house.do(SEARCH)
        mark = house.mark
        source = urlsplit(POSTGRESQL)._replace(scheme="postgresql").geturl()
        subprocess.run(["pg_dump", "-Fc", "-n", f"{mark}_*", "-f", dump, source], check=True)

        with new_database(f"{mark}_again") as database:
            subprocess.run(["pg_restore", "--exit-on-error", "-d", database, dump], check=True)
            again = lay_out(
                new,
                mark,
                store_url=house.shared["store_url"].replace("/postgres?", f"/{mark}_again?"),
                log_url=f"{KAFKA}?prefix={mark}again.",
                index_url=f"{ELASTICSEARCH}/{mark}again",
            )
            try:
                again.run("migrate")
                with started(again):
                    assert again.run("repair", "--everything").endswith("0 differ")
                    assert "BAD" not in again.run("doctor")
                    assert again.do(SEARCH) == found
            finally:
                remove_indexes(again.shared["index_url"])
