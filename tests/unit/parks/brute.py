"""The best plan of a tiny event by trying everything."""

from itertools import combinations, product
from typing import Any

Json = dict[str, Any]


def best_composite(event: Json) -> int:
    """The highest composite of all plans."""
    loads = {one["id"]: one["max_parks"] for one in event["providers"]}
    required: int = sum(need["required"] for park in event["parks"] for need in park["needs"])
    worths: list[int] = [
        sum(worth for _, worth in plan)
        for plan in product(*(allowed_sets(event, park) for park in event["parks"]))
        if all(sum(name in members for members, _ in plan) <= most for name, most in loads.items())
    ]
    return max(worths) - required * int(event["rules"]["penalties"]["required"])


def allowed_sets(event: Json, park: Json) -> list[tuple[frozenset[str], int]]:
    """Every consortium a park may have, loads aside, with its worth (a required need covered counts its penalty)."""
    prices = {one["id"]: one["price"] for one in event["providers"]}
    conflicts = [set(pair) for pair in event["conflicts"]]
    found = []
    for size in range(park["max_members"] + 1):
        for members in map(frozenset, combinations(sorted(prices), size)):
            if (
                set(park.get("include", ())) <= members
                and not members & set(park.get("exclude", ()))
                and sum(prices[name] for name in members) <= park["budget"]
                and not any(pair <= members for pair in conflicts)
            ):
                found.append((members, worth_of(event, park, members)))
    return found


def worth_of(event: Json, park: Json, members: frozenset[str]) -> int:
    """Points of a consortium, the penalty of each required need it covers included."""
    rules, total = event["rules"], -event["rules"]["member_cost"] * len(members)
    for need in park["needs"]:
        qualities = [
            quality
            for where, item, name, quality in event["scores"]
            if where == park["id"] and item == need["work_item"] and name in members
        ]
        if qualities:
            total += need["priority"] * (max(qualities) + rules["cover_weight"])
            total += rules["penalties"]["required"] if need["required"] else 0
    return int(total)
