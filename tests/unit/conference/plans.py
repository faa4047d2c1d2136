"""Plans as the conference tells them, made by hand for the workbook."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

from services.conference.phrases import KINDS, UNMET

Row = dict[str, Any]


def a_plan(names: tuple[list[str], list[str]] = (["工厂甲", "工厂乙"], ["服务商甲"]), **changes: Any) -> Row:
    """Everybody of one side meets the first of the other in turn, at alternating tables, in two sessions a day."""
    slots = make_slots(changes.pop("days", 1), changes.pop("slots", 3))
    parties = make_parties(names)
    tables = [{"id": f"T{number}", "name": f"{number} 号桌"} for number in (1, 2)]
    demand = [party for party in parties if party["side"] == "demand"]
    supply = [party for party in parties if party["side"] == "supply"]
    meetings = [
        {
            "id": f"{one['id']}:{supply[0]['id']}",
            "slot": slots[place % len(slots)],
            "table": tables[place % 2],
            "demand": one,
            "supply": supply[0],
            "score": 500,
            "locked": False,
        }
        for place, one in enumerate(demand)
    ]
    plan = {
        "run_id": "r20190401020000000000-abc123",
        "plan_state": "published",
        "conference": {"id": "c1", "title": "2019 年度供需对接大会", "venue": "世博展览馆", "demo": False},
        "meeting_count": len(meetings),
        "meetings": meetings,
        "value": 1000,
        "bound": 1000,
        "gap": 0.0,
        "proof": "optimal",
        "objective": make_objective(),
        "unmet": [],
        "cuts": [],
        "fairness": {"demand": count_fairness(demand, meetings), "supply": count_fairness(supply, meetings)},
        "sessions": [{"id": one, "title": one} for one in dict.fromkeys(slot["session_id"] for slot in slots)],
        "slots": slots,
        "tables": tables,
        "parties": parties,
        "standby": [],
        "run": {"created_at": "2019-04-01T02:00:00Z", "input_hash": "ab" * 32},
    }
    return {**plan, **changes}


def make_slots(days: int, slots: int) -> list[Row]:
    """Slots of twenty minutes: so many a session, a morning and an afternoon a day."""
    made = []
    for day in range(1, days + 1):
        for number, hour in enumerate((1, 5), 1):
            start = datetime(2019, 11, 27 + day, hour, tzinfo=UTC)
            for place in range(slots):
                at, end = (start + timedelta(minutes=20 * one) for one in (place, place + 1))
                name = f"d{day}s{number}"
                made.append(
                    {
                        "id": f"{name}-{place + 1}",
                        "session_id": name,
                        "starts_at": at.isoformat(),
                        "ends_at": end.isoformat(),
                    }
                )
    return made


def make_parties(names: tuple[list[str], list[str]]) -> list[Row]:
    """Parties of both sides."""
    return [
        {"id": f"{side[0]}{place}", "side": side, "name": name, "organisation_name": name, "unavailable": []}
        for side, given in zip(("demand", "supply"), names, strict=True)
        for place, name in enumerate(given)
    ]


def make_objective(**changes: int) -> Row:
    """Figures of a plan that meets everything."""
    names = ("must_total", "must_unmet", "shortfall_demand", "shortfall_supply", "wants_total", "wants_met")
    return {**dict.fromkeys((*names, "idle_gaps", "table_changes"), 0), **changes}


def count_fairness(parties: list[Row], meetings: list[Row]) -> Row:
    """How evenly the meetings fall."""
    met = Counter(meeting[side]["id"] for meeting in meetings for side in ("demand", "supply"))
    counts = [met[party["id"]] for party in parties]
    return {
        "parties": len(counts),
        "count_min": min(counts, default=0),
        "count_max": max(counts, default=0),
        "count_mean_milli": 1000 * sum(counts) // max(1, len(counts)),
        "count_histogram": [counts.count(one) for one in range(max(counts, default=0) + 1)],
        "below_min": 0,
        "zero": counts.count(0),
    }


def an_unmet(party_id: str, kind: str, reason: str, counterpart_id: str | None = None) -> Row:
    """Something that could not be met."""
    return {
        "party_id": party_id,
        "counterpart_id": counterpart_id,
        "kind": kind,
        "kind_text": KINDS[kind][0],
        "reason": reason,
        "text": UNMET[reason][0],
    }
