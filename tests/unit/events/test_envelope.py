"""What a fact type may declare, and what a fact looks like on the wire."""

import json
import math
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.envelope import Fact, FactType, Malformed, SchemaViolation, decode, encode, new_fact, topic_of
from events.log import Event, check_event
from tests.unit.events.making import BENCH_MOVED, NOON, a_fact

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
NAME = TEXT.filter(lambda text: text and "\0" not in text)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)
FACTS = st.builds(
    Fact,
    id=NAME,
    type=st.from_regex(r"[a-z]{1,8}\.[a-z]{1,8}\.[a-z]{1,8}", fullmatch=True),
    type_version=st.integers(1, 99),
    source=NAME,
    subject=NAME,
    version=st.integers(0, 2**31 - 1),
    time=st.datetimes(timezones=st.just(UTC), min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30)),
    data=st.dictionaries(TEXT, JSON, max_size=5),
    request_id=TEXT.filter(lambda text: "\0" not in text),
)


@given(FACTS)
def test_a_fact_comes_back_as_it_went(fact: Fact) -> None:
    event = encode(fact)

    check_event(event)
    assert decode(event) == fact
    assert (event.topic, event.key) == (topic_of(fact.type), fact.subject)


def test_a_fact_is_a_cloud_event_in_structured_json() -> None:
    fact = replace(a_fact("长凳", 7), id="f-1")

    event = encode(fact)

    assert event.headers == {"id": "f-1", "type": "workshop.bench.moved", "request_id": "r1"}
    assert json.loads(event.value or b"") == {
        "specversion": "1.0",
        "id": "f-1",
        "source": "/workshop",
        "type": "workshop.bench.moved",
        "typeversion": 1,
        "subject": "长凳",
        "subjectversion": 7,
        "time": "2019-04-01T04:00:00Z",
        "datacontenttype": "application/json",
        "requestid": "r1",
        "data": {"place": 7},
    }
    assert "长凳".encode() in (event.value or b"")


def test_a_moment_elsewhere_is_told_in_utc() -> None:
    shanghai = datetime(2019, 4, 1, 12, 0, tzinfo=timezone(timedelta(hours=8)))

    fact = new_fact(BENCH_MOVED, source="/workshop", subject="b1", version=1, data={"place": 1}, time=shanghai)

    assert (fact.time, fact.time.utcoffset()) == (NOON, timedelta(0))
    assert decode(encode(fact)) == fact


def test_every_new_fact_has_an_id_of_its_own() -> None:
    assert len({a_fact().id for _ in range(20)}) == 20


@pytest.mark.parametrize(
    ("data", "place"),
    [
        ({}, r"\$: 'place' is a required property"),
        ({"place": "1"}, r"\$\.place: '1' is not of type 'integer'"),
        ({"place": 1, "contact": "138"}, r"\$: Additional properties are not allowed \('contact' was unexpected\)"),
        ({"place": 1, "since": "yesterday"}, r"\$\.since: 'yesterday' is not a 'date'"),
    ],
)
def test_data_that_the_schema_does_not_allow_is_refused_with_its_place(data: dict[str, Any], place: str) -> None:
    with pytest.raises(SchemaViolation, match=rf"^workshop\.bench\.moved v1: {place}$"):
        new_fact(BENCH_MOVED, source="/workshop", subject="b1", version=1, data=data, time=NOON)


@pytest.mark.parametrize(
    "wrong",
    [
        {"time": datetime(2019, 4, 1)},
        {"subject": ""},
        {"source": ""},
    ],
)
def test_a_fact_without_zone_subject_or_source_is_refused(wrong: dict[str, Any]) -> None:
    right: dict[str, Any] = {"source": "/workshop", "subject": "b1", "version": 1, "data": {"place": 1}, "time": NOON}

    with pytest.raises(ValueError, match=r"workshop\.bench\.moved"):
        new_fact(BENCH_MOVED, **{**right, **wrong})


@pytest.mark.parametrize("value", [math.nan, math.inf, {1, 2}, "\ud800", NOON])
def test_what_is_not_json_is_refused_on_the_way_out(value: object) -> None:
    with pytest.raises(SchemaViolation, match="not JSON"):
        encode(replace(a_fact(), data={"place": value}))


def changed(**attributes: Any) -> Event:
    """A good event with other attributes; None takes one away."""
    event = encode(a_fact())
    document = {**json.loads(event.value or b""), **attributes}
    kept = {name: value for name, value in document.items() if value is not None}
    return replace(event, value=json.dumps(kept).encode())


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        (replace(encode(a_fact()), value=None), "tombstone"),
        (replace(encode(a_fact()), value=b"{"), "not JSON"),
        (replace(encode(a_fact()), value=b"\xff\xfe"), "not JSON"),
        (replace(encode(a_fact()), value=b"[" * 200_000), "not JSON"),
        (replace(encode(a_fact()), value=b"[]"), "not a JSON object"),
        (replace(encode(a_fact()), value=b'{"specversion": NaN}'), "NaN"),
        (replace(encode(a_fact()), key="b2"), "travels under the key 'b2'"),
        (replace(encode(a_fact()), headers={}), "travels under the header None"),
        (changed(specversion="0.3"), "specversion is '0.3'"),
        (changed(id=None), "id is None"),
        (changed(type=""), "type is ''"),
        (changed(typeversion="1"), "typeversion is '1'"),
        (changed(typeversion=True), "typeversion is True"),
        (changed(subjectversion=-1), "subjectversion is -1"),
        (changed(time="noon"), "time is 'noon'"),
        (changed(time="2019-04-01T04:00:00"), "without a time zone"),
        (changed(data=[1]), "data is not an object"),
        (changed(requestid=7), "requestid is 7"),
    ],
)
def test_a_record_that_is_no_fact_is_malformed_for_a_reason(event: Event, reason: str) -> None:
    with pytest.raises(Malformed, match=reason):
        decode(event)


def test_an_attribute_that_we_do_not_know_is_passed_over() -> None:
    event = changed(traceparent="00-1", dataschema="urn:x")

    assert decode(event).data == {"place": 1}


@pytest.mark.parametrize(
    "declare",
    [
        lambda: replace(BENCH_MOVED, name="bench.moved"),
        lambda: replace(BENCH_MOVED, name="Workshop.bench.moved"),
        lambda: replace(BENCH_MOVED, version=0),
        lambda: replace(BENCH_MOVED, sentence=" "),
    ],
)
def test_a_declaration_that_could_not_be_announced_is_refused(declare: Callable[[], FactType]) -> None:
    with pytest.raises(ValueError, match="fact type"):
        declare()


def test_facts_about_a_noun_share_a_topic() -> None:
    assert BENCH_MOVED.topic == replace(BENCH_MOVED, name="workshop.bench.broken").topic == "workshop.bench"


def test_the_schema_is_compiled_once() -> None:
    assert BENCH_MOVED.validator is BENCH_MOVED.validator
