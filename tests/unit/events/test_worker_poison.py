"""Wherever poisonous records lie, exactly they and their followers are parked."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from events.log import Record
from events.worker import Parking, Worker
from tests.unit.events.making import Awkward, TryingLog, an_event
from tests.unit.events.working import rest


class Ledger:
    """An effect in memory, all or nothing, that cannot digest some records."""

    def __init__(self, poison: set[int]) -> None:
        self.poison = poison
        self.done: list[tuple[str, int]] = []

    def apply(self, records: Sequence[Record]) -> None:
        """Do all of them or none."""
        numbers = [(record.key, int(record.value or b"")) for record in records]
        for _, number in numbers:
            if number in self.poison:
                raise Awkward(str(number))
        self.done += numbers


@given(
    keys=st.lists(st.sampled_from("abcde"), min_size=1, max_size=24),
    poison=st.sets(st.integers(0, 23), max_size=6),
    batch=st.integers(1, 24),
)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_wherever_the_poison_lies_each_key_is_done_up_to_it_and_parked_from_it_on(
    engine: Engine, log: TryingLog, keys: list[str], poison: set[int], batch: int
) -> None:
    topic, group = f"t-{uuid4().hex}", f"g-{uuid4().hex}"
    log.ensure_topic(topic, 2)
    events = [replace(an_event(key), topic=topic, value=str(number).encode()) for number, key in enumerate(keys)]
    log.append(events)
    effect, parking = Ledger(poison), Parking(engine, group)

    rest(Worker(log, group, [topic], effect, parking=parking, tries=1, pause_s=0.0, batch=batch))

    numbers = {key: [number for number, one in enumerate(keys) if one == key] for key in set(keys)}
    first = {key: min([n for n in mine if n in poison], default=len(keys)) for key, mine in numbers.items()}
    done = {key: [number for one, number in effect.done if one == key] for key in numbers}
    parked = {key: [int(p.record.value or b"") for p in parking.parked(key=key)] for key in numbers}
    assert done == {key: [number for number in mine if number < first[key]] for key, mine in numbers.items()}
    assert parked == {key: [number for number in mine if number >= first[key]] for key, mine in numbers.items()}
