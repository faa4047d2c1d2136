"""Small park events of format 1.0 for tests, and hypothesis' own."""

from copy import deepcopy
from typing import Any

from hypothesis import strategies as st

RULES: dict[str, Any] = {"cover_weight": 600, "member_cost": 30, "penalties": {"required": 20_000}}


def a_park(park_id: str, needs: list[dict[str, Any]], **changes: Any) -> dict[str, Any]:
    """A park that can pay for everything it needs."""
    return {"id": park_id, "name": f"园区 {park_id}", "needs": needs, "budget": 1000, "max_members": 4, **changes}


def a_need(work_item: str, priority: int = 2, *, required: bool = False) -> dict[str, Any]:
    """A need of medium priority."""
    return {"work_item": work_item, "priority": priority, "required": required}


def a_provider(provider_id: str, work_items: list[str], **changes: Any) -> dict[str, Any]:
    """A provider that two parks can take."""
    return {"id": provider_id, "work_items": work_items, "price": 100, "max_parks": 2, **changes}


def an_event(**changes: Any) -> dict[str, Any]:
    """Two parks of three needs; W1 has two providers, W2 and W3 one each."""
    items = ["W1", "W2", "W3"]
    event: dict[str, Any] = {
        "format": "park-event",
        "version": "1.0",
        "event_id": "small",
        "work_items": [{"id": item, "title": f"建设内容 {item}"} for item in items],
        "parks": [a_park(park, [a_need(item) for item in items]) for park in ("K1", "K2")],
        "providers": [
            a_provider("V1", ["W1"]),
            a_provider("V2", ["W1", "W2"]),
            a_provider("V3", ["W3"], max_parks=1),
        ],
        "scores": [
            [park, item, provider, quality]
            for park in ("K1", "K2")
            for item, provider, quality in (("W1", "V1", 900), ("W1", "V2", 500), ("W2", "V2", 700), ("W3", "V3", 800))
        ],
        "conflicts": [],
        "rules": deepcopy(RULES),
    }
    return {**event, **changes}


@st.composite
def events(draw: st.DrawFn, most_parks: int = 3, most_providers: int = 6) -> dict[str, Any]:
    """Any small event: tight budgets and loads, includes and excludes, conflicts, required needs."""
    items = [f"W{number}" for number in range(1, draw(st.integers(1, 4)) + 1)]
    providers = [f"V{number}" for number in range(1, draw(st.integers(1, most_providers)) + 1)]
    parks = [f"K{number}" for number in range(1, draw(st.integers(1, most_parks)) + 1)]
    loads = {name: draw(st.integers(0, 2)) for name in providers}
    prices = {name: draw(st.integers(0, 6)) for name in providers}
    pairs = [[one, other] for place, one in enumerate(providers) for other in providers[place + 1 :]]
    conflicts = draw(st.lists(st.sampled_from(pairs), max_size=4)) if pairs else []
    offers = [[park, item, name] for park in parks for item in items for name in providers]
    offered = draw(st.lists(st.sampled_from(offers), unique_by=tuple, max_size=30))
    rows, left = [], dict(loads)
    for park in parks:
        needs = draw(st.lists(st.sampled_from(items), min_size=1, unique=True))
        row = a_park(
            park,
            [a_need(item, draw(st.integers(1, 3)), required=draw(st.booleans())) for item in needs],
            budget=draw(st.integers(0, 15)),
            max_members=draw(st.integers(1, 4)),
        )
        wanted = draw(st.lists(st.sampled_from(providers), unique=True, max_size=2))
        if draw(st.booleans()) and _can_include(wanted, row, prices, left, conflicts):
            row["include"] = wanted
            left.update({name: left[name] - 1 for name in wanted})
        refused = draw(st.lists(st.sampled_from(providers), unique=True, max_size=2))
        row["exclude"] = [name for name in refused if name not in row.get("include", [])]
        rows.append(row)
    return an_event(
        work_items=[{"id": item} for item in items],
        parks=rows,
        providers=[a_provider(name, items, price=prices[name], max_parks=loads[name]) for name in providers],
        scores=[[*offer, draw(st.sampled_from([0, 1, 300, 301, 700, 1000]))] for offer in offered],
        conflicts=conflicts,
        rules={
            "cover_weight": draw(st.sampled_from([0, 1, 600])),
            "member_cost": draw(st.sampled_from([0, 30, 900])),
            "penalties": {"required": draw(st.sampled_from([0, 500, 20_000]))},
        },
    )


def _can_include(
    wanted: list[str], park: dict[str, Any], prices: dict[str, int], left: dict[str, int], conflicts: list[list[str]]
) -> bool:
    return (
        len(wanted) <= park["max_members"]
        and sum(prices[name] for name in wanted) <= park["budget"]
        and all(left[name] > 0 for name in wanted)
        and not any(set(pair) <= set(wanted) for pair in conflicts)
    )
