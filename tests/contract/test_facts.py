"""Whoever hears a fact can read all that its teller may say, today and in years."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from deploy.house import House
from deploy.services import MODULES, find_service
from events.envelope import FactType, decode
from events.log import Event
from events.parking import Parking
from services.chassis.clock import SetClock
from tests.contract import golden
from tests.house import open_test_house

HEARING = [name for name in MODULES if find_service(name).topics]
DECLARED = list(golden.declared())


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with open_test_house(tmp_path_factory.mktemp("house"), SetClock(datetime(2019, 4, 1, 2, 0, tzinfo=UTC))) as opened:
        yield opened


def not_digested(house: House, listener: str, events: list[Event]) -> list[str]:
    """What a service cannot read of these events, after it has heard them all."""
    worker = house.working(listener).worker
    assert worker is not None
    house.log.append(events)
    before, waiting = worker.applied, sum(house.log.lag(listener, topic) for topic in find_service(listener).topics)
    while worker.step(0.0):
        pass
    parked = Parking(house.ports[listener].store.engine, listener).parked()
    assert waiting >= len(events)
    assert worker.applied - before + len(parked) == waiting
    return [f"{one.record.key}: {one.reason}" for one in parked]


@pytest.mark.parametrize("listener", HEARING)
def test_a_listener_reads_what_every_teller_promises_and_all_that_it_may_add(house: House, listener: str) -> None:
    topics = find_service(listener).topics
    events = [
        golden.event_of(teller, fact_type, full=full)
        for teller, fact_type in DECLARED
        if fact_type.topic in topics
        for full in (False, True)
    ]

    assert events
    assert not_digested(house, listener, events) == []


@pytest.mark.parametrize("listener", HEARING)
def test_a_listener_reads_what_was_told_in_every_version_there_has_been(house: House, listener: str) -> None:
    topics = find_service(listener).topics
    events = [event for path in sorted(golden.FOLDER.glob("*.json")) if (event := golden.read(path)).topic in topics]

    assert events
    assert not_digested(house, listener, events) == []


@pytest.mark.parametrize("listener", HEARING)
def test_a_listener_waits_only_for_facts_that_somebody_tells(listener: str) -> None:
    service = find_service(listener)
    told = {fact_type.name for _, fact_type in DECLARED}
    topics = {fact_type.topic for _, fact_type in DECLARED}

    assert set(service.reactions) - told == set()
    assert set(service.topics) - topics == set()


@pytest.mark.parametrize("fact_type", [fact_type for _, fact_type in DECLARED], ids=lambda one: one.name)
def test_every_type_and_version_has_its_golden_event_and_still_allows_it(fact_type: FactType) -> None:
    """One that is missing is written by `python -m tests.contract.golden`; one that fails needs a new version."""
    fact = decode(golden.read(golden.path_of(fact_type)))

    assert (fact.type, fact.type_version) == (fact_type.name, fact_type.version)
    fact_type.check(fact.data)


def test_no_golden_event_is_of_a_type_that_nobody_declares_any_more() -> None:
    types = {fact_type.name for _, fact_type in DECLARED}

    assert {decode(golden.read(path)).type for path in golden.FOLDER.glob("*.json")} - types == set()
