"""Events of every kind for the engine, degenerate ones among them: all rules, several parties of an organisation,
locks, a published plan; no tables, a single slot, nobody there.
"""

from typing import Any

from hypothesis import strategies as st

from tests.unit.conference.events import an_event

Event = dict[str, Any]
_SCORES = st.integers(0, 1000)


@st.composite
def any_events(draw: st.DrawFn) -> Event:
    """Any event that can be read; its locks may still contradict each other."""
    demand, supply = draw(st.integers(1, 5)), draw(st.integers(1, 4))
    slots, tables = draw(st.integers(1, 5)), draw(st.integers(0, 3))
    event = an_event(demand, supply, slots, tables)
    _draw_parties(draw, event)
    _draw_tables(draw, event)
    for entry in event["scores"]["entries"]:
        entry[2] = draw(_SCORES)
    pairs = [(f"D{one}", f"S{other}") for one in range(demand) for other in range(supply)]
    for one, other in draw(st.lists(st.sampled_from(pairs), unique=True, max_size=5)):
        source, target = draw(st.permutations([one, other]))
        event["wishes"].append({"from": source, "to": target, "kind": draw(st.sampled_from(["must", "want", "never"]))})
    _draw_history(draw, event, pairs)
    _draw_rules(draw, event)
    return event


def _draw_parties(draw: st.DrawFn, event: Event) -> None:
    everybody_away = draw(st.integers(0, 9)) == 0
    for party in event["parties"]:
        party["max_meetings"] = draw(st.integers(0, 4))
        party["min_meetings"] = draw(st.integers(0, party["max_meetings"]))
        party["unavailable"] = _slots(event) if everybody_away else draw(_some(_slots(event)))
        if draw(st.integers(0, 4)) == 0:
            party["organisation"] = draw(st.sampled_from(["OD0", "OS0"]))


def _draw_tables(draw: st.DrawFn, event: Event) -> None:
    for table in event["tables"]:
        table["unavailable"] = draw(_some(_slots(event)))
        table["party"] = draw(st.sampled_from([None, None, None, "S0", "D0"]))


def _draw_history(draw: st.DrawFn, event: Event, pairs: list[tuple[str, str]]) -> None:
    """Earlier meetings, locks, and in some events a published plan with a party that is gone."""
    for one, other in draw(st.lists(st.sampled_from(pairs), unique=True, max_size=2)):
        event["met_before"].append({"demand_organisation": f"O{one}", "supply_organisation": f"O{other}"})
    for one, other in draw(st.lists(st.sampled_from(pairs), unique=True, max_size=2)):
        lock = {"kind": draw(st.sampled_from(["meeting", "pair", "exclude"])), "demand": one, "supply": other}
        if lock["kind"] == "meeting":
            lock["slot"] = draw(st.sampled_from(_slots(event)))
        event["locks"].append(lock)
    if draw(st.booleans()):
        published = draw(st.lists(st.sampled_from([*pairs, ("D9", "S9")]), unique=True, max_size=6))
        names = st.sampled_from([*_slots(event), "s9"])
        meetings = [{"demand": one, "supply": other, "slot": draw(names), "table": "T0"} for one, other in published]
        event["baseline"] = {"meetings": meetings}


def _draw_rules(draw: st.DrawFn, event: Event) -> None:
    rules = event["rules"]
    rules["min_score"] = draw(st.sampled_from([1, 300]))
    rules["met_before"]["mode"] = draw(st.sampled_from(["forbid", "penalise", "ignore"]))
    rules["met_before"]["fresh_wish_overrides"] = draw(st.booleans())
    rules["organisation_pair_once"] = draw(st.booleans())
    rules["never_scope"] = draw(st.sampled_from(["party", "organisation"]))
    rules["max_per_session"] = draw(st.sampled_from([None, None, 1, 2]))
    rules["idle_scope"] = draw(st.sampled_from(["session", "day", "event"]))
    rules["level_weight"] = {side: draw(st.sampled_from([0, 0, 5, 500])) for side in ("demand", "supply")}


def _slots(event: Event) -> list[str]:
    return [slot["id"] for slot in event["slots"]]


def _some(names: list[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(names), unique=True, max_size=len(names)).map(sorted)
