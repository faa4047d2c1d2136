"""Unmet wishes and minimums: the list must be complete, and every reason the first that holds."""

from collections.abc import Iterator
from typing import Any

from services.conference.checker.facts import Facts, Pair
from services.conference.checker.use import Use
from services.conference.checker.values import Values
from services.conference.checker.violation import Violation


def check_reasons(
    facts: Facts, values: Values, use: Use, plan: dict[str, Any], sound: list[bool]
) -> Iterator[Violation]:
    """Compare the list of unmet wishes and minimums; `sound` says which cuts of the plan hold."""
    claimed = plan["unmet"]
    expected = [*_wishes(facts, values, use), *_floors(facts, values, use, plan["cuts"], sound)]
    if len(claimed) != len(expected):
        yield Violation("unmet", "unmet", f"lists {len(claimed)}, must list {len(expected)}")
    for place, (said, is_) in enumerate(zip(claimed, expected, strict=False)):
        if _without(said, "reason", "cut") != _without(is_, "reason", "cuts"):
            yield Violation("unmet", f"unmet.{place}", f"must be {_without(is_, 'cuts')}")
            return
        if said["reason"] != is_["reason"]:
            yield Violation("reason", f"unmet.{place}.reason", f"is {said['reason']}, must be {is_['reason']}")
        if said.get("cut") not in is_.get("cuts", [None]):
            yield Violation("reason", f"unmet.{place}.cut", "does not name a cut that proves it")


def _without(row: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names}


def _wishes(facts: Facts, values: Values, use: Use) -> Iterator[dict[str, Any]]:
    for kind, source, target in sorted(facts.wishes):
        if kind == "must" and facts.pair(source, target) not in use.slot_of:
            yield _wish(facts, values, use, kind, source, target)
    for kind, source, target in sorted(facts.wishes):
        if kind == "want" and facts.pair(source, target) not in use.slot_of:
            yield _wish(facts, values, use, kind, source, target)


def _wish(facts: Facts, values: Values, use: Use, kind: str, source: str, target: str) -> dict[str, Any]:
    reason = _wish_reason(facts, values, use, facts.pair(source, target))
    return {"kind": kind, "from": source, "to": target, "reason": reason}


def _wish_reason(facts: Facts, values: Values, use: Use, pair: Pair) -> str:
    why = values.why_not(pair)
    if why:
        return why
    allowed = facts.allowed(pair)
    if not allowed:
        return "no_common_slot"
    if facts.rules["organisation_pair_once"] and facts.group(pair) in use.groups:
        return "organisation_pair"
    for party, reason in zip(pair, ("demand_full", "supply_full"), strict=True):
        if use.count[party] >= facts.parties[party]["max_meetings"]:
            return reason
    return "trade_off" if any(_open(facts, use, pair, slot) for slot in allowed) else "no_slot_left"


def _open(facts: Facts, use: Use, pair: Pair, slot: str) -> bool:
    if any(slot in use.table_at.get(party, ()) for party in pair):
        return False
    most = facts.rules["max_per_session"]
    if most is not None and any(use.per_session[party, facts.session[slot]] >= most for party in pair):
        return False
    return bool(facts.hosts(pair)) or use.pool[slot] < facts.pool[slot]


def _floors(
    facts: Facts, values: Values, use: Use, cuts: list[dict[str, Any]], sound: list[bool]
) -> Iterator[dict[str, Any]]:
    for party in sorted(name for name, short in use.short.items() if short):
        proofs = [place for place, cut in enumerate(cuts) if sound[place] and party in cut["parties"]]
        row = {"kind": "floor", "party": party, "shortfall": use.short[party]}
        least = facts.parties[party]["min_meetings"]
        if len(facts.free[party]) < least:
            yield {**row, "reason": "no_availability"}
        elif len({facts.group(pair) for pair in meetable(facts, values, party)}) < least:
            yield {**row, "reason": "few_partners"}
        elif proofs:
            yield {**row, "reason": "cut", "cuts": proofs}
        else:
            yield {**row, "reason": "trade_off"}


def meetable(facts: Facts, values: Values, party: str) -> Iterator[Pair]:
    """The eligible pairs of a party that have a slot in common."""
    inner = facts.parties[party]["side"] == "demand"
    for other in facts.supply if inner else facts.demand:
        pair = (party, other) if inner else (other, party)
        if values.eligible[values.place(pair)] and facts.allowed(pair):
            yield pair
