"""Facts that a group cannot digest wait where a person sees them, and can be done later."""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import Engine

from events.log import Record
from events.parking import Parking
from tests.unit.events.making import TOPIC, Awkward, an_event


def a_record(bench: str = "b1", place: int = 1, offset: int = 0) -> Record:
    event = an_event(bench, place)
    return Record(event.topic, event.key, event.value, event.headers, 0, offset, 1_554_091_200_000)


class Applied:
    """An effect that remembers what it did and cannot digest some keys."""

    def __init__(self, *refused: str) -> None:
        self.refused = set(refused)
        self.records: list[Record] = []

    def __call__(self, records: Sequence[Record]) -> None:
        for record in records:
            if record.key in self.refused:
                raise Awkward(f"not {record.key}")
        self.records += records


def test_a_parked_record_comes_back_as_it_was_with_reason_and_time(engine: Engine) -> None:
    parking = Parking(engine, "search")
    record = a_record()

    before = datetime.now(UTC)
    assert parking.park(record, "Awkward: no") is True

    (parked,) = parking.parked()
    assert (parked.record, parked.reason, parked.event_id) == (record, "Awkward: no", record.headers["id"])
    assert before <= parked.parked_at <= datetime.now(UTC)


def test_a_record_that_comes_again_is_parked_once(engine: Engine) -> None:
    parking = Parking(engine, "search")
    record = a_record(offset=1)
    repeated = Record(record.topic, record.key, record.value, record.headers, 0, 9, 0)

    parking.park(record, "first")
    parking.park(record, "second")
    parking.park(repeated, "third")

    assert [(parked.record.offset, parked.reason) for parked in parking.parked()] == [(1, "first")]


def test_a_record_without_an_id_is_known_by_its_place(engine: Engine) -> None:
    parking = Parking(engine, "search")
    first, second = (Record(TOPIC, "b1", b"{", {}, 0, offset, 0) for offset in (1, 2))

    for record in (first, second, first):
        parking.park(record, "Malformed: not JSON")

    assert [parked.record for parked in parking.parked()] == [first, second]


def test_a_full_car_park_takes_no_more_but_knows_its_own(engine: Engine) -> None:
    parking = Parking(engine, "search")
    records = [a_record(place=place) for place in range(3)]

    assert [parking.park(record, "no", at_most=2) for record in records] == [True, True, False]
    assert parking.park(records[0], "no", at_most=2) is True
    assert [parked.record for parked in parking.parked()] == records[:2]


def test_groups_park_apart(engine: Engine) -> None:
    search, matching = Parking(engine, "search"), Parking(engine, "matching")
    search.park(a_record("b1"), "no")
    matching.park(a_record("b2"), "no")
    matching.park(a_record("b2"), "no")

    assert (search.keys(), matching.keys()) == ({(TOPIC, "b1"): 1}, {(TOPIC, "b2"): 2})
    assert (search.count(), matching.count()) == (1, 2)
    assert search.is_parked(TOPIC, "b1")
    assert not search.is_parked(TOPIC, "b2")
    assert not search.is_parked("workshop.lathe", "b1")


def test_redriving_does_what_waits_in_order_and_empties(engine: Engine) -> None:
    parking, applied = Parking(engine, "search"), Applied()
    records = [a_record("b1", 1), a_record("b2", 1), a_record("b1", 2)]
    for record in records:
        parking.park(record, "no")

    assert parking.redrive(applied) == 3

    assert applied.records == records
    assert parking.parked() == []


def test_redriving_leaves_what_still_fails_and_its_followers_with_the_new_reason(engine: Engine) -> None:
    parking, applied = Parking(engine, "search"), Applied("b1")
    records = [a_record("b1", 1), a_record("b2", 1), a_record("b1", 2)]
    for record in records:
        parking.park(record, "then")

    assert parking.redrive(applied) == 1

    assert applied.records == [records[1]]
    assert [(parked.record, parked.reason) for parked in parking.parked()] == [
        (records[0], "Awkward: not b1"),
        (records[2], "then"),
    ]


def test_redriving_can_be_narrowed_to_a_key(engine: Engine) -> None:
    parking, applied = Parking(engine, "search"), Applied()
    records = [a_record("b1", 1), a_record("b2", 1)]
    for record in records:
        parking.park(record, "no")

    assert parking.redrive(applied, topic=TOPIC, key="b2") == 1

    assert applied.records == [records[1]]
    assert [parked.record for parked in parking.parked()] == [records[0]]


def test_discarding_gives_up_one_key(engine: Engine) -> None:
    parking = Parking(engine, "search")
    for bench in ("b1", "b2", "b1"):
        parking.park(a_record(bench), "no")

    assert parking.discard(topic=TOPIC, key="b1") == 2

    assert parking.keys() == {(TOPIC, "b2"): 1}
