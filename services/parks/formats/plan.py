"""The consortium plan (联合体方案) of format 1.0: values, and the one way they are written."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A need that nobody in the consortium serves, with the first reason that holds."""

    work_item: str
    reason: str


@dataclass(frozen=True, slots=True)
class MemberSet:
    """Members of a consortium (联合体), who does what, what it costs and what it is worth."""

    members: tuple[str, ...]
    assignments: Mapping[str, str]
    """Work item -> provider, for every need that is covered."""
    cost: int
    value: int


@dataclass(frozen=True, slots=True)
class RulePrice:
    """What one step of relief in a rule would add to the worth of this park's consortium."""

    rule: str
    change: str
    gain: int


@dataclass(frozen=True, slots=True)
class Consortium:
    """One park's part of the plan."""

    park: str
    chosen: MemberSet
    uncovered: tuple[Uncovered, ...]
    alternatives: tuple[MemberSet, ...] | None = None
    """The next best sets that the park could have while all others keep theirs."""
    rule_prices: tuple[RulePrice, ...] | None = None


@dataclass(frozen=True, slots=True)
class Objective:
    """What the plan is worth; `composite` is the value less the penalty for each required need not covered."""

    value: int
    required_unmet: int
    composite: int
    covered: int
    needs: int


@dataclass(frozen=True, slots=True)
class Bound:
    """No plan can have a composite above this; `prices` of providers' places, divided by `scale`, prove it."""

    composite: int
    gap: int
    gap_percent: float
    scale: int
    prices: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ConsortiumPlan:
    """A whole plan, parks in the order of their ids."""

    event_id: str
    event_sha256: str
    consortia: tuple[Consortium, ...]
    objective: Objective
    bound: Bound
    seed: int
    solver: str = "gongxu"
    solver_version: str = "1"


def dump_plan(plan: ConsortiumPlan) -> dict[str, Any]:
    """The plan as JSON values of format 1.0."""
    objective, bound = plan.objective, plan.bound
    return {
        "format": "consortium-plan",
        "version": "1.0",
        "event_id": plan.event_id,
        "event_sha256": plan.event_sha256,
        "consortia": [_dump_consortium(consortium) for consortium in plan.consortia],
        "objective": {
            "value": objective.value,
            "required_unmet": objective.required_unmet,
            "composite": objective.composite,
            "covered": objective.covered,
            "needs": objective.needs,
        },
        "bound": {
            "composite": bound.composite,
            "gap": bound.gap,
            "gap_percent": bound.gap_percent,
            "status": "optimal" if bound.gap == 0 else "bounded",
            "certificate": {"kind": "dual", "scale": bound.scale, "provider": dict(bound.prices)},
        },
        "solver": {"name": plan.solver, "version": plan.solver_version, "seed": plan.seed},
    }


def encode_plan(plan: ConsortiumPlan) -> bytes:
    """The bytes of a plan: the same plan is always the same bytes."""
    return json.dumps(dump_plan(plan), separators=(",", ":"), ensure_ascii=False).encode()


def _dump_consortium(consortium: Consortium) -> dict[str, Any]:
    dumped = {
        "park": consortium.park,
        **_dump_set(consortium.chosen),
        "uncovered": [{"work_item": one.work_item, "reason": one.reason} for one in consortium.uncovered],
    }
    if consortium.alternatives is not None:
        dumped["alternatives"] = [_dump_set(one) for one in consortium.alternatives]
    if consortium.rule_prices is not None:
        dumped["rule_prices"] = [
            {"rule": one.rule, "change": one.change, "gain": one.gain} for one in consortium.rule_prices
        ]
    return dumped


def _dump_set(chosen: MemberSet) -> dict[str, Any]:
    return {
        "members": list(chosen.members),
        "assignments": [
            {"work_item": work_item, "provider": provider} for work_item, provider in sorted(chosen.assignments.items())
        ],
        "cost": chosen.cost,
        "value": chosen.value,
    }
