"""All figures of a plan, recomputed from its meetings."""

import hashlib
import json
from collections.abc import Iterator
from itertools import groupby, pairwise
from typing import Any

from services.conference.checker.facts import Facts
from services.conference.checker.use import Use
from services.conference.checker.values import Values
from services.conference.checker.violation import Violation


def check_figures(facts: Facts, values: Values, use: Use, plan: dict[str, Any]) -> Iterator[Violation]:
    """Compare event, digest, objective, fairness and idle gaps with what the meetings say."""
    text = json.dumps(facts.event, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    idle = _idle(facts, use)
    expected: dict[str, Any] = {
        "event_id": facts.event["event_id"],
        "event_sha256": hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        "idle": {"by_party": idle, "largest": max(idle.values(), default=0)},
        **{f"objective.{name}": figure for name, figure in objective(facts, values, use, idle).items()},
    }
    for side, names in (("demand", facts.demand), ("supply", facts.supply)):
        fairness = _fairness(facts, values, use, names, side)
        expected |= {f"fairness.{side}.{name}": figure for name, figure in fairness.items()}
    for where, figure in expected.items():
        claimed: Any = plan
        for name in where.split("."):
            claimed = claimed[name]
        if claimed != figure:
            yield Violation("figure", where, f"is {_brief(claimed)}, must be {_brief(figure)}")


def _brief(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) < 120 else f"{text[:117]}..."


def objective(facts: Facts, values: Values, use: Use, idle: dict[str, int]) -> dict[str, int]:
    """Every level of the objective and the composite."""
    penalties = facts.rules["penalties"]
    published = facts.published
    kept = sum(use.slot_of.get(pair) == slot for pair, slot in published.items())
    moved = sum(pair in use.slot_of for pair in published) - kept
    wants = {(source, target) for kind, source, target in facts.wishes if kind == "want"}
    figures = {
        "must_total": len(facts.musts),
        "must_unmet": len(facts.musts - set(use.slot_of)),
        "shortfall_demand": sum(use.short[party] for party in facts.demand),
        "shortfall_supply": sum(use.short[party] for party in facts.supply),
        "kept": kept,
        "moved": moved,
        "dropped": facts.published_count - kept - moved,
        "new": len(use.slot_of) - kept - moved if facts.event.get("baseline") is not None else 0,
        "level_reward": _level_reward(facts, use),
        "value": sum(values.of(pair) for pair in use.slot_of),
        "wants_total": len(wants),
        "wants_met": sum(facts.pair(*want) in use.slot_of for want in wants),
        "idle_gaps": sum(idle.values()),
        "table_changes": _table_changes(facts, use),
    }
    figures["composite"] = (
        figures["value"]
        + figures["level_reward"]
        - penalties["must"] * figures["must_unmet"]
        - penalties["floor_demand"] * figures["shortfall_demand"]
        - penalties["floor_supply"] * figures["shortfall_supply"]
        - penalties["moved"] * figures["moved"]
        - penalties["dropped"] * figures["dropped"]
    )
    return figures


def _level_reward(facts: Facts, use: Use) -> int:
    total = 0
    for side, names in (("demand", facts.demand), ("supply", facts.supply)):
        largest = max((facts.parties[name]["max_meetings"] for name in names), default=0)
        reward = sum(use.count[name] * largest - use.count[name] * (use.count[name] + 1) // 2 for name in names)
        total += facts.rules["level_weight"][side] * reward
    return total


def _table_changes(facts: Facts, use: Use) -> int:
    changes = 0
    for tables in use.table_at.values():
        in_order = [tables[slot] for slot in sorted(tables, key=facts.order.__getitem__)]
        changes += sum(before != after for before, after in pairwise(in_order))
    return changes


def _idle(facts: Facts, use: Use) -> dict[str, int]:
    """Party -> idle gaps, without those that have none."""
    scope = facts.rules["idle_scope"]
    rows = facts.event["slots"]
    unit = {row["id"]: {"session": row["session"], "day": row["start"][:10], "event": ""}[scope] for row in rows}
    gaps = {}
    for party, tables in use.table_at.items():
        count = 0
        for _, slots in groupby(
            sorted(facts.slots, key=lambda slot: (unit[slot], facts.order[slot])), unit.__getitem__
        ):
            line = [slot for slot in slots if slot in facts.free[party]]
            meets = [place for place, slot in enumerate(line) if slot in tables]
            count += meets[-1] - meets[0] + 1 - len(meets) if meets else 0
        if count:
            gaps[party] = count
    return gaps


def _fairness(facts: Facts, values: Values, use: Use, names: list[str], side: str) -> dict[str, Any]:
    worth = dict.fromkeys(names, 0)
    for pair in use.slot_of:
        worth[pair[side == "supply"]] += values.of(pair)
    counts = sorted(use.count[name] for name in names)
    parties, total = len(counts), sum(counts)
    spread = sum((2 * place - parties + 1) * count for place, count in enumerate(counts))
    return {
        "parties": parties,
        "count_min": counts[0] if counts else 0,
        "count_max": counts[-1] if counts else 0,
        "count_mean_milli": 1000 * total // parties if parties else 0,
        "count_histogram": [counts.count(k) for k in range(counts[-1] + 1)] if counts else [],
        "gini_milli": 1000 * spread // (parties * total) if total else 0,
        "below_min": sum(use.short[name] > 0 for name in names),
        "zero": counts.count(0),
        "value_min": min(worth.values(), default=0),
        "value_mean": sum(worth.values()) // parties if parties else 0,
    }
