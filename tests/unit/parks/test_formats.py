"""The park event is read strictly: the code and the field of the first fault."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator

from services.parks.formats.event import EventError, load_event
from services.parks.formats.refusals import PHRASES
from tests.unit.parks.events import a_need, a_park, a_provider, an_event, events

SCHEMA = Path(__file__).parents[3] / "services" / "parks" / "formats" / "park-event.schema.json"


def parks(**changes: Any) -> list[dict[str, Any]]:
    return [a_park("K1", [a_need("W1")]), {**a_park("K2", [a_need("W1")]), **changes}]


def test_an_event_is_read_with_everything_it_says() -> None:
    event = load_event(an_event(parks=parks(include=["V1"], exclude=["V2"]), conflicts=[["V1", "V3"], ["V3", "V1"]]))

    assert [park.id for park in event.parks] == ["K1", "K2"]
    assert (event.parks[1].include, event.parks[1].exclude) == (("V1",), frozenset({"V2"}))
    assert event.qualities["K1", "W1"] == {"V1": 900, "V2": 500}
    assert event.conflicts == {frozenset({"V1", "V3"})}
    assert (event.rules.cover_weight, event.rules.member_cost, event.rules.required_penalty) == (600, 30, 20_000)


@given(events())
@settings(max_examples=25, deadline=None)
def test_what_the_reader_takes_the_published_schema_takes_too(event: dict[str, Any]) -> None:
    load_event(event)

    assert list(Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).iter_errors(event)) == []


RULES = an_event()["rules"]


@pytest.mark.parametrize(
    ("event", "code", "field"),
    [
        ([], "wrong-type", ""),
        (an_event(version="2.0"), "wrong-format", "version"),
        (an_event(colour="red"), "unknown-field", "colour"),
        ({"format": "park-event"}, "missing-field", "version"),
        (an_event(event_id="-"), "bad-id", "event_id"),
        (an_event(work_items=[]), "too-few", "work_items"),
        (an_event(work_items=[{"id": f"W{number}"} for number in range(17)]), "too-many", "work_items"),
        (an_event(parks=[]), "too-few", "parks"),
        (an_event(parks=[*parks(), parks()[0]]), "duplicate", "parks.2.id"),
        (an_event(parks=parks(needs=[])), "too-few", "parks.1.needs"),
        (an_event(parks=parks(needs=[a_need("W9")])), "unknown-id", "parks.1.needs.0.work_item"),
        (an_event(parks=parks(needs=[a_need("W1"), a_need("W1")])), "duplicate", "parks.1.needs.1.work_item"),
        (an_event(parks=parks(needs=[a_need("W1", 4)])), "out-of-range", "parks.1.needs.0.priority"),
        (an_event(parks=parks(budget=-1)), "out-of-range", "parks.1.budget"),
        (an_event(parks=parks(budget=1.0)), "wrong-type", "parks.1.budget"),
        (an_event(parks=parks(max_members=True)), "wrong-type", "parks.1.max_members"),
        (an_event(parks=parks(max_members=0)), "out-of-range", "parks.1.max_members"),
        (an_event(parks=parks(include=["V9"])), "unknown-id", "parks.1.include.0"),
        (an_event(parks=parks(exclude=["V1", "V1"])), "duplicate", "parks.1.exclude.1"),
        (an_event(parks=parks(include=["V2"], exclude=["V2"])), "include-excluded", "parks.1.include.0"),
        (an_event(parks=parks(include=["V1", "V2"], max_members=1)), "include-too-many", "parks.1.include"),
        (an_event(parks=parks(include=["V1"], budget=99)), "include-over-budget", "parks.1.include"),
        (
            an_event(parks=parks(include=["V1", "V2"]), conflicts=[["V2", "V1"]]),
            "include-in-conflict",
            "parks.1.include",
        ),
        (
            an_event(parks=[a_park(park, [a_need("W3")], include=["V3"]) for park in ("K1", "K2")]),
            "include-over-load",
            "providers.2.max_parks",
        ),
        (an_event(providers=[a_provider("V1", ["W9"])]), "unknown-id", "providers.0.work_items.0"),
        (an_event(scores=[["K1", "W1", "V1"]]), "wrong-shape", "scores.0"),
        (an_event(scores=[["K9", "W1", "V1", 1]]), "unknown-id", "scores.0.0"),
        (an_event(scores=[["K1", "W1", "V1", 1001]]), "out-of-range", "scores.0.3"),
        (an_event(scores=[["K1", "W1", "V1", 1], ["K1", "W1", "V1", 2]]), "duplicate", "scores.1"),
        (an_event(conflicts=[["V1", "V1"]]), "conflict-with-itself", "conflicts.0"),
        (an_event(rules={**RULES, "penalties": {}}), "missing-field", "rules.penalties.required"),
        (an_event(rules={**RULES, "member_cost": None}), "wrong-type", "rules.member_cost"),
    ],
)
def test_an_unusable_event_is_refused_with_code_and_field(event: Any, code: str, field: str) -> None:
    with pytest.raises(EventError) as refused:
        load_event(event)

    assert (refused.value.code, refused.value.field) == (code, field)
    assert refused.value.message_zh
    assert refused.value.message_en


def test_every_refusal_is_said_in_both_languages() -> None:
    silent = [code for code, (zh, en) in PHRASES.items() if zh.isascii() or not en.isascii()]

    assert silent == []
