"""Event, digest, objective and uncovered needs, recomputed from the members."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from services.parks.checker.facts import Facts
from services.parks.checker.violation import Violation

Row = dict[str, Any]


def objective(facts: Facts, rows: list[Row]) -> dict[str, int]:
    """Every figure of the objective."""
    served = {row["park"]: facts.served(row["park"], row["members"]) for row in rows}
    value = sum(facts.value(row["park"], row["members"]) for row in rows)
    unmet = sum(len(facts.required(park) - set(covered)) for park, covered in served.items())
    return {
        "value": value,
        "required_unmet": unmet,
        "composite": value - facts.penalty * unmet,
        "covered": sum(len(covered) for covered in served.values()),
        "needs": sum(len(needs) for needs in facts.needs.values()),
    }


def check_figures(facts: Facts, plan: dict[str, Any]) -> Iterator[Violation]:
    """Compare what the plan claims with what its members say."""
    text = json.dumps(facts.event, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    expected: dict[str, Any] = {
        "event_id": facts.event["event_id"],
        "event_sha256": hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
    }
    for name, is_ in expected.items():
        if plan[name] != is_:
            yield Violation("figure", name, f"must be {is_}")
    for name, figure in objective(facts, plan["consortia"]).items():
        if plan["objective"][name] != figure:
            yield Violation("figure", f"objective.{name}", f"is {plan['objective'][name]}, must be {figure}")


def check_uncovered(facts: Facts, rows: list[Row]) -> Iterator[Violation]:
    """Every need without a member, each with the first reason that holds."""
    use = Counter(name for row in rows for name in row["members"])
    for place, row in enumerate(rows):
        park, members = row["park"], row["members"]
        missing = sorted(set(facts.needs[park]) - set(facts.served(park, members)))
        where = f"consortia.{place}.uncovered"
        if [one["work_item"] for one in row["uncovered"]] != missing:
            yield Violation("uncovered", where, f"must list {missing}")
            continue
        for number, one in enumerate(row["uncovered"]):
            reason = _reason(facts, use, park, members, one["work_item"])
            if one["reason"] != reason:
                yield Violation("reason", f"{where}.{number}.reason", f"is {one['reason']}, must be {reason}")


def _reason(facts: Facts, use: Counter[str], park: str, members: list[str], work_item: str) -> str:
    rules = facts.parks[park]
    offering = {name for name, offers in facts.points[park].items() if work_item in offers}
    offering -= set(rules.get("exclude", ()))
    if not offering:
        return "no_provider"
    free = {name for name in offering if use[name] < facts.most[name]}
    if not free:
        return "provider_full"
    money = rules["budget"] - facts.cost(members)
    payable = {name for name in free if facts.price[name] <= money}
    if not payable:
        return "budget"
    if len(members) >= rules["max_members"]:
        return "max_members"
    return "trade_off" if any(not facts.enemies[name] & set(members) for name in payable) else "conflict"
