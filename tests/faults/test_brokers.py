"""Three brokers of which two must have every record; one after the other is killed under a steady load."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.ledger import Row, settle
from tests.faults.loaded import await_more, house_on, load_of
from tests.faults.own_servers import crash, own_servers, restart

pytestmark = pytest.mark.faults

MANY = 30


def test_a_killed_broker_of_three_loses_nothing_and_stops_nothing(tmp_path: Path, enter: Callable[[Row], None]) -> None:
    with own_servers(brokers=3) as servers:
        ports = (servers.postgresql.port, servers.elasticsearch.port)
        with house_on(
            tmp_path / "house", postgresql=ports[0], brokers=servers.brokers, elasticsearch=ports[1]
        ) as house:
            load = load_of(house)
            for number, broker in enumerate(servers.kafka, 1):
                with load:
                    await_more(load, "acknowledged", 10)
                    crash(broker)
                    await_more(load, "acknowledged", MANY)
                # While it is away the others must do: truth and shadows are compared before it is back.
                enter(settle(house.shared, load, f"broker {number} of 3 away (2 in sync required)", rounds=1))
                with load:
                    restart(broker)
                    await_more(load, "acknowledged", MANY)
                enter(settle(house.shared, load, f"broker {number} of 3 back", rounds=1))
