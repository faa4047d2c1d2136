"""Cuts: both numbers are counted again, and the minimums must really exceed what there is."""

from typing import Any

from services.conference.checker.facts import Facts
from services.conference.checker.reasons import meetable
from services.conference.checker.values import Values
from services.conference.checker.violation import Violation


def check_cuts(facts: Facts, values: Values, cuts: list[dict[str, Any]]) -> tuple[list[bool], list[Violation]]:
    """Which cuts hold, and what is wrong with the others."""
    sound, violations = [], []
    for place, cut in enumerate(cuts):
        faults = _faults(facts, values, cut)
        sound.append(not faults)
        violations += [Violation("cut", f"cuts.{place}", fault) for fault in faults]
    return sound, violations


def _faults(facts: Facts, values: Values, cut: dict[str, Any]) -> list[str]:
    mine = set(facts.demand if cut["side"] == "demand" else facts.supply)
    theirs = set(facts.parties) - mine
    if not set(cut["parties"]) <= mine or not set(cut.get("counterparts", ())) <= theirs:
        return ["names a party that is not on its side"]
    needed = sum(facts.parties[party]["min_meetings"] for party in cut["parties"])
    available = _places(facts, cut) if cut["kind"] == "places" else _partners(facts, values, cut)
    faults = []
    if (cut["needed"], cut["available"]) != (needed, available):
        faults.append(f"needed and available must be {needed} and {available}")
    if needed <= available:
        faults.append("proves nothing: what is needed is there")
    return faults


def _places(facts: Facts, cut: dict[str, Any]) -> int:
    total = 0
    for slot in facts.slots:
        here = sum(slot in facts.free[party] for party in cut["parties"])
        total += min(here, sum(slot in open_ for open_ in facts.open_at.values()))
    return total


def _partners(facts: Facts, values: Values, cut: dict[str, Any]) -> int:
    counterparts = set(cut["counterparts"])
    when: set[str] = set().union(*(facts.free[party] for party in cut["parties"]))
    total = 0
    for name in counterparts:
        total += min(int(facts.parties[name]["max_meetings"]), len(facts.free[name] & when))
    for party in cut["parties"]:
        outside = {facts.group(pair) for pair in meetable(facts, values, party) if not counterparts & set(pair)}
        total += len(outside)
    return total
