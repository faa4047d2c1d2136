"""The pairing plan (配对方案) of format 1.0: values, and the one way they are written."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from services.conference.formats.nouns import Meeting


@dataclass(frozen=True, slots=True)
class Objective:
    """The levels of the objective, most important first; the composite weighs them all."""

    must_total: int
    must_unmet: int
    shortfall_demand: int
    shortfall_supply: int
    kept: int
    moved: int
    dropped: int
    new: int
    level_reward: int
    value: int
    composite: int
    wants_total: int
    wants_met: int
    idle_gaps: int
    table_changes: int


@dataclass(frozen=True, slots=True)
class Certificate:
    """Integer prices that prove a bound; docs/pairing.md says how anybody recomputes it."""

    scale: int
    degree: Mapping[str, int]
    party_slot: Mapping[str, Sequence[int]]
    tables: Sequence[int]
    party_session: Mapping[str, Sequence[int]]


@dataclass(frozen=True, slots=True)
class Bound:
    """No plan can have a composite above this."""

    composite: int
    gap: int
    gap_percent: float
    status: str
    certificate: Certificate | None


@dataclass(frozen=True, slots=True)
class UnmetWish:
    """A must or a want that is not in the plan, with the first reason that holds."""

    kind: str
    source: str
    target: str
    reason: str


@dataclass(frozen=True, slots=True)
class UnmetFloor:
    """A party below its minimum; `cut` is the place in the plan's list of cuts."""

    party: str
    shortfall: int
    reason: str
    cut: int | None = None


@dataclass(frozen=True, slots=True)
class Cut:
    """A proof that the minimums of `parties` cannot all be met: more is needed than there is."""

    kind: str
    side: str
    parties: tuple[str, ...]
    counterparts: tuple[str, ...] | None
    needed: int
    available: int


@dataclass(frozen=True, slots=True)
class Fairness:
    """How evenly meetings and value fall on the parties of one side."""

    parties: int
    count_min: int
    count_max: int
    count_mean_milli: int
    count_histogram: tuple[int, ...]
    gini_milli: int
    below_min: int
    zero: int
    value_min: int
    value_mean: int


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole plan, every list in the order of the format."""

    event_id: str
    event_sha256: str
    meetings: tuple[Meeting, ...]
    objective: Objective
    bound: Bound
    unmet: tuple[UnmetWish | UnmetFloor, ...]
    cuts: tuple[Cut, ...]
    fairness_demand: Fairness
    fairness_supply: Fairness
    idle_by_party: Mapping[str, int]
    seed: int
    solver: str = "gongxu"
    solver_version: str = "1"


def dump_plan(plan: Plan) -> dict[str, Any]:
    """The plan as JSON values of format 1.0."""
    return {
        "format": "pairing-plan",
        "version": "1.0",
        "event_id": plan.event_id,
        "event_sha256": plan.event_sha256,
        "meetings": [asdict(meeting) for meeting in plan.meetings],
        "objective": asdict(plan.objective),
        "bound": _dump_bound(plan.bound),
        "unmet": [_dump_unmet(unmet) for unmet in plan.unmet],
        "cuts": [_dump_cut(cut) for cut in plan.cuts],
        "fairness": {"demand": _dump_fairness(plan.fairness_demand), "supply": _dump_fairness(plan.fairness_supply)},
        "idle": {"by_party": dict(plan.idle_by_party), "largest": max(plan.idle_by_party.values(), default=0)},
        "solver": {"name": plan.solver, "version": plan.solver_version, "seed": plan.seed},
    }


def encode_plan(plan: Plan) -> bytes:
    """The bytes of a plan: the same plan is always the same bytes."""
    return json.dumps(dump_plan(plan), separators=(",", ":"), ensure_ascii=False).encode()


def _dump_bound(bound: Bound) -> dict[str, Any]:
    certificate = bound.certificate
    return {
        "composite": bound.composite,
        "gap": bound.gap,
        "gap_percent": bound.gap_percent,
        "status": bound.status,
        "idle_gaps": None,
        "certificate": None if certificate is None else _dump_certificate(certificate),
    }


def _dump_certificate(certificate: Certificate) -> dict[str, Any]:
    dumped: dict[str, Any] = {
        "kind": "dual",
        "scale": certificate.scale,
        "degree": dict(certificate.degree),
        "party_slot": {party: list(prices) for party, prices in certificate.party_slot.items()},
        "tables": list(certificate.tables),
    }
    if certificate.party_session:
        dumped["party_session"] = {party: list(prices) for party, prices in certificate.party_session.items()}
    return dumped


def _dump_unmet(unmet: UnmetWish | UnmetFloor) -> dict[str, Any]:
    if isinstance(unmet, UnmetWish):
        return {"kind": unmet.kind, "from": unmet.source, "to": unmet.target, "reason": unmet.reason}
    dumped = {"kind": "floor", "party": unmet.party, "shortfall": unmet.shortfall, "reason": unmet.reason}
    return dumped if unmet.cut is None else {**dumped, "cut": unmet.cut}


def _dump_cut(cut: Cut) -> dict[str, Any]:
    dumped: dict[str, Any] = {"kind": cut.kind, "side": cut.side, "parties": list(cut.parties)}
    if cut.counterparts is not None:
        dumped["counterparts"] = list(cut.counterparts)
    return {**dumped, "needed": cut.needed, "available": cut.available}


def _dump_fairness(fairness: Fairness) -> dict[str, Any]:
    return {**asdict(fairness), "count_histogram": list(fairness.count_histogram)}
