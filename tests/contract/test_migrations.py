"""The steps of every service's tables lead to what its code says, on every database."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from deploy.services import MODULES, find_service
from services.chassis.migrations import check, migrate
from services.chassis.store import Store, open_store
from tests.contract.servers import drop_schema, fresh_schema, on_servers


@pytest.fixture(params=["embedded", pytest.param("server", marks=on_servers)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    url = f"sqlite:///{tmp_path}/store.db" if request.param == "embedded" else fresh_schema()
    opened = open_store(url)
    yield opened
    opened.close()
    drop_schema(url)


@pytest.mark.parametrize("name", sorted(MODULES))
def test_the_steps_of_a_service_lead_to_its_tables_and_nothing_is_missing(name: str, store: Store) -> None:
    service = find_service(name)

    migrate(service, store)

    check(service, store)
    assert set(inspect(store.engine).get_table_names()) == {*service.metadata.tables, "alembic_version"}


@pytest.mark.parametrize("name", sorted(MODULES))
def test_migrating_again_changes_nothing(name: str, store: Store) -> None:
    service = find_service(name)
    migrate(service, store)
    with store.write() as connection:
        connection.execute(text("INSERT INTO inbox(consumer, event_id, done_at) VALUES('search', 'e1', 0)"))

    migrate(service, store)

    with store.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM inbox")).scalar_one() == 1
