"""A minute of silence and a slow network between any two parts of the house, under a steady load."""

from collections.abc import Callable, Iterator

import pytest

from deploy.services import MODULES
from tests.contract.servers import ELASTICSEARCH, POSTGRESQL, remove_indexes
from tests.faults.ledger import Row, settle
from tests.faults.load import Load
from tests.faults.loaded import await_more, house_on, let_pass, load_of, port_of
from tests.faults.own_servers import own_brokers
from tests.faults.proxy import Proxy
from tests.system.apart import Apart, clear_away

pytestmark = pytest.mark.faults

SILENCE_S = 60.0
SLOW_S = 20.0
DELAY_S = 0.2
PLACES = (*MODULES, "postgresql", "kafka", "elasticsearch")

Enter = Callable[[Row], None]


@pytest.fixture(scope="module")
def proxies() -> Iterator[dict[str, Proxy]]:
    opened = {name: Proxy() for name in PLACES}
    yield opened
    for proxy in opened.values():
        proxy.close()


@pytest.fixture(scope="module")
def house(proxies: dict[str, Proxy], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Apart]:
    proxies["postgresql"].target = port_of(POSTGRESQL)
    proxies["elasticsearch"].target = port_of(ELASTICSEARCH)
    # A broker tells its clients where it is, so this must be one that tells them of the proxy.
    with own_brokers(seen_at=proxies["kafka"].port) as (broker,):
        proxies["kafka"].target = broker.port + 3
        with house_on(
            tmp_path_factory.mktemp("house") / "apart",
            postgresql=proxies["postgresql"].port,
            brokers=f"127.0.0.1:{proxies['kafka'].port}",
            elasticsearch=proxies["elasticsearch"].port,
            proxies={name: proxies[name] for name in MODULES},
        ) as up:
            yield up
        clear_away(up.mark)
        remove_indexes(up.shared["index_url"])


@pytest.fixture(scope="module")
def load(house: Apart) -> Load:
    return load_of(house)


@pytest.mark.parametrize("place", PLACES)
def test_a_minute_of_silence_loses_nothing(
    proxies: dict[str, Proxy], house: Apart, load: Load, enter: Enter, place: str
) -> None:
    with load:
        await_more(load, "acknowledged", 5)
        with proxies[place].hole():
            let_pass(SILENCE_S, load)
        await_more(load, "acknowledged", 10)
    enter(settle(house.shared, load, f"black hole of 60 s before {place}", rounds=1))


@pytest.mark.parametrize("place", PLACES)
def test_a_slow_network_loses_nothing(
    proxies: dict[str, Proxy], house: Apart, load: Load, enter: Enter, place: str
) -> None:
    with load, proxies[place].slow(DELAY_S):
        let_pass(SLOW_S, load)
        await_more(load, "acknowledged", 10)
    enter(settle(house.shared, load, f"+200 ms before {place}", rounds=1))
