"""The ports of the toy service."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from events.log import open_log
from services.chassis.clock import SetClock
from services.chassis.identity import Keyring
from services.chassis.peers import Peers
from services.chassis.ports import Ports
from services.chassis.store import open_store
from tests.unit.chassis import toy


@pytest.fixture
def ports(tmp_path: Path, clock: SetClock) -> Iterator[Ports]:
    """Opened ports over a fresh database."""
    store = open_store(f"sqlite:///{tmp_path}/toy.db")
    toy.METADATA.create_all(store.engine)
    log = open_log(f"sqlite:///{tmp_path}/log.db")
    opened = Ports(
        service=toy.service(),
        store=store,
        log=log,
        peers=Peers({}),
        clock=clock,
        keyring=Keyring("a secret for tests that is long enough"),
        var=tmp_path,
    )
    yield opened
    log.close()
    store.close()


def with_body(ports: Ports, body: str) -> Ports:
    """The same ports for a service whose runs have another body."""
    return replace(ports, service=toy.service(body))
