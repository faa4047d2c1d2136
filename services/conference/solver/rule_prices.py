"""The price list of rules (规则代价): what each rule of an event costs, from solving the event again without it."""

import copy
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from services.conference.formats.event import load_event
from services.conference.formats.plan import Plan
from services.conference.solver.solve import solve

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Solved:
    """One solve behind a price: which event (by the hash of its JSON), and what came out."""

    event_sha256: str
    status: str
    meetings: int
    value: int
    must_unmet: int
    shortfall: int
    wants_met: int
    gap: int


@dataclass(frozen=True, slots=True)
class RulePrice:
    """What a rule costs: the plan with it beside the plan without it, everything else being equal."""

    rule: str
    kept: Solved
    lifted: Solved

    @property
    def value(self) -> int:
        """Points of value that the plan would gain without the rule."""
        return self.lifted.value - self.kept.value

    @property
    def musts(self) -> int:
        """Musts that could be met besides."""
        return self.kept.must_unmet - self.lifted.must_unmet

    @property
    def meetings(self) -> int:
        """Meetings that could take place besides."""
        return self.lifted.meetings - self.kept.meetings

    @property
    def exact(self) -> bool:
        """Whether both plans are proved to be best; else the price is off by their gaps at most."""
        return self.kept.status == self.lifted.status == "optimal"


def price_rules(
    event: Json,
    *,
    plan: Plan | None = None,
    rules: Collection[str] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Iterator[RulePrice]:
    """The price of each rule that the event has, one by one as its re-solve ends, in the order of `RULES`.

    `event` is the JSON of a usable event and stays as it is; `plan` is its plan when there is one already, else the
    event is solved first. `rules` chooses among `RULES`. Once `cancelled()` says yes, no further solve begins.
    Raises EventError as `load_event` and `solve` do.
    """
    lifted = {name: lift(copy.deepcopy(event)) for name, lift in RULES.items() if rules is None or name in rules}
    changed = {name: without for name, without in lifted.items() if without != event}
    if not changed:
        return
    kept = _tell(plan or solve(load_event(event)))
    for name, without in changed.items():
        if cancelled is not None and cancelled():
            return
        yield RulePrice(name, kept, _tell(solve(load_event(without))))


def _tell(plan: Plan) -> Solved:
    objective = plan.objective
    return Solved(
        event_sha256=plan.event_sha256,
        status=plan.bound.status,
        meetings=len(plan.meetings),
        value=objective.value,
        must_unmet=objective.must_unmet,
        shortfall=objective.shortfall_demand + objective.shortfall_supply,
        wants_met=objective.wants_met,
        gap=plan.bound.gap,
    )


def _no_minimums(event: Json, side: str) -> Json:
    for party in event["parties"]:
        if party["side"] == side:
            party["min_meetings"] = 0
    return event


def _no_levels(event: Json) -> Json:
    event["rules"]["level_weight"] = {"demand": 0, "supply": 0}
    return event


def _no_fixed_tables(event: Json) -> Json:
    for table in event["tables"]:
        if table.get("party") is not None:
            table["party"] = None
    return event


def _no_locks(event: Json) -> Json:
    return {**event, "locks": []}


def _no_nevers(event: Json) -> Json:
    return {**event, "wishes": [wish for wish in event["wishes"] if wish["kind"] != "never"]}


RULES: Mapping[str, Callable[[Json], Json]] = {
    "minimums_demand": lambda event: _no_minimums(event, "demand"),
    "minimums_supply": lambda event: _no_minimums(event, "supply"),
    "levelled_counts": _no_levels,
    "fixed_tables": _no_fixed_tables,
    "locks": _no_locks,
    "nevers": _no_nevers,
}
"""Rule -> the event without it: minimums of a side, levelled counts, tables of one party, locks, never wishes."""
