"""Three brokers of which two must have every record; one after the other is killed under a steady load."""

import gc
from collections.abc import Callable
from pathlib import Path

import pytest

from deploy.servers.kafka import Kafka
from tests.contract.servers import ELASTICSEARCH, POSTGRESQL, remove_indexes
from tests.faults.ledger import Row, settle
from tests.faults.load import Load
from tests.faults.loaded import await_more, house_on, load_of, port_of
from tests.faults.own_servers import crash, own_brokers, restart
from tests.system.apart import Apart, clear_away

pytestmark = [
    pytest.mark.faults,
    # The client library drops a socket unclosed when a broker refuses it, here in the doctor's questions.
    pytest.mark.filterwarnings("ignore:Exception ignored in. <socket.socket:pytest.PytestUnraisableExceptionWarning"),
]

MANY = 30

Enter = Callable[[Row], None]


def test_a_killed_broker_of_three_loses_nothing_and_stops_nothing(tmp_path: Path, enter: Callable[[Row], None]) -> None:
    with own_brokers(3) as brokers:
        with house_on(
            tmp_path / "house",
            postgresql=port_of(POSTGRESQL),
            brokers=",".join(f"127.0.0.1:{broker.port}" for broker in brokers),
            elasticsearch=port_of(ELASTICSEARCH),
        ) as house:
            load = load_of(house)
            for number, broker in enumerate(brokers, 1):
                do_without(number, broker, house, load, enter)
        clear_away(house.mark)
        remove_indexes(house.shared["index_url"])
    gc.collect()  # What the library has dropped is complained of here and now, where it is expected.


def do_without(number: int, broker: Kafka, house: Apart, load: Load, enter: Enter) -> None:
    """Kill a broker, let facts arrive without it, start it again."""
    with load:
        await_more(load, "acknowledged", 10)
        crash(broker)
        await_more(load, "acknowledged", MANY)
    # The others must do: truth and shadows are compared before it is back.
    enter(settle(house.shared, load, f"broker {number} of 3 gone, 2 must have all", rounds=1))
    with load:
        restart(broker)
        await_more(load, "acknowledged", MANY)
    enter(settle(house.shared, load, f"broker {number} of 3 back", rounds=1))
