"""Small pairing events of format 1.0 for tests, and hypothesis' own."""

from copy import deepcopy
from typing import Any

from hypothesis import strategies as st

RULES: dict[str, Any] = {
    "min_score": 1,
    "want_bonus": {"demand": 100, "supply": 100, "mutual": 100},
    "met_before": {"mode": "penalise", "penalty": 200, "fresh_wish_overrides": True},
    "organisation_pair_once": True,
    "never_scope": "organisation",
    "max_per_session": None,
    "idle_scope": "session",
    "penalties": {"must": 1_000_000, "floor_demand": 100_000, "floor_supply": 50_000, "moved": 2_000, "dropped": 5_000},
    "level_weight": {"demand": 0, "supply": 0},
}


def a_party(party_id: str, side: str, *, least: int = 0, most: int = 3, **changes: Any) -> dict[str, Any]:
    """A party of an organisation of its own."""
    party = {"id": party_id, "side": side, "organisation": f"O{party_id}", "name": f"甲方 {party_id}"}
    return {**party, "min_meetings": least, "max_meetings": most, "unavailable": [], **changes}


def an_event(
    demand: int = 3, supply: int = 2, slots: int = 3, tables: int = 2, score: int = 500, **changes: Any
) -> dict[str, Any]:
    """An event of two sessions in which everybody fits everybody."""
    times = [f"2026-11-26T{9 + number:02d}" for number in range(slots)]
    event: dict[str, Any] = {
        "format": "pairing-event",
        "version": "1.0",
        "event_id": "small",
        "time_zone": "Asia/Shanghai",
        "sessions": [{"id": "am"}, {"id": "pm"}] if slots > 1 else [{"id": "am"}],
        "slots": [
            {
                "id": f"s{number}",
                "session": "am" if slots == 1 or number < slots - 1 else "pm",
                "start": f"{time}:00:00+08:00",
                "end": f"{time}:30:00+08:00",
            }
            for number, time in enumerate(times)
        ],
        "tables": [{"id": f"T{number}", "party": None, "unavailable": []} for number in range(tables)],
        "parties": [a_party(f"D{number}", "demand") for number in range(demand)]
        + [a_party(f"S{number}", "supply") for number in range(supply)],
        "scores": {
            "layout": "sparse",
            "entries": [[f"D{one}", f"S{other}", score] for one in range(demand) for other in range(supply)],
        },
        "wishes": [],
        "met_before": [],
        "locks": [],
        "baseline": None,
        "rules": deepcopy(RULES),
    }
    return {**event, **changes}


@st.composite
def events(draw: st.DrawFn) -> dict[str, Any]:
    """Any small event: absences, wishes, minimums, fixed tables, earlier meetings."""
    demand, supply = draw(st.integers(1, 4)), draw(st.integers(1, 3))
    slots, tables = draw(st.integers(1, 4)), draw(st.integers(0, 3))
    event = an_event(demand, supply, slots, tables)
    names = [f"s{number}" for number in range(slots)]
    absences = st.lists(st.sampled_from(names), unique=True, max_size=slots)
    for party in event["parties"]:
        party["max_meetings"] = draw(st.integers(0, 3))
        party["min_meetings"] = draw(st.integers(0, party["max_meetings"]))
        party["unavailable"] = sorted(draw(absences))
    for entry in event["scores"]["entries"]:
        entry[2] = draw(st.integers(0, 1000))
    for table in event["tables"]:
        table["unavailable"] = sorted(draw(absences))
        table["party"] = draw(st.sampled_from([None, None, "S0"]))
    pairs = [(f"D{one}", f"S{other}") for one in range(demand) for other in range(supply)]
    for one, other in draw(st.lists(st.sampled_from(pairs), unique=True, max_size=4)):
        source, target = draw(st.sampled_from([(one, other), (other, one)]))
        event["wishes"].append({"from": source, "to": target, "kind": draw(st.sampled_from(["must", "want", "never"]))})
    for one, other in draw(st.lists(st.sampled_from(pairs), unique=True, max_size=2)):
        event["met_before"].append({"demand_organisation": f"O{one}", "supply_organisation": f"O{other}"})
    return event
