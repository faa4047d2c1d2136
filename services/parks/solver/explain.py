"""What a plan means for every entry, and which park and entry would both prefer each other (阻塞对)."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from services.parks.formats.nouns import ParkEvent
from services.parks.formats.plan import ConsortiumPlan
from services.parks.solver.arrays import SCALE, Bools, Ints, Members, ints
from services.parks.solver.problem import ParkView, Problem, read_problem
from services.parks.solver.settle import count_use


@dataclass(frozen=True, slots=True)
class EntryUse:
    """How often an entry is used, and why not more: what keeps it out of the other parks that it could serve."""

    provider: str
    used: int
    most: int
    kept_out: dict[str, int]
    """Reason -> number of parks, the first reason of `KEPT_OUT` that holds in each."""
    place_worth: int
    """Points at most that one more place at it would add to the plan, by the prices of the certificate."""


@dataclass(frozen=True, slots=True)
class BlockingPair:
    """A park that would gain by taking the entry in, giving up at most one member; the entry would rather come, too."""

    park: str
    provider: str
    gain: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """What goes beside a plan."""

    entries: tuple[EntryUse, ...]
    blocking: tuple[BlockingPair, ...]
    sole: dict[str, str]
    """Work item that some park needs -> the only provider in the event that offers it to anybody."""


KEPT_OUT = ("excluded", "full", "budget", "conflict", "outdone")
"""Why an entry is not in a park that it could serve: the park excludes it; it has no place left; the park could not pay
it beside those it must include; it is in conflict with one of those; others serve the park better."""


def explain(event: ParkEvent, plan: ConsortiumPlan) -> Explanation:
    """Explain a plan of this event."""
    problem = read_problem(event)
    chosen = [
        tuple(np.flatnonzero(np.isin(view.providers, _numbers(problem, one.chosen.members))).tolist())
        for view, one in zip(problem.parks, plan.consortia, strict=True)
    ]
    use = count_use(problem, chosen)
    return Explanation(
        entries=tuple(_explain_entries(problem, chosen, use, plan)),
        blocking=tuple(_find_blocking(problem, chosen, use)),
        sole=_find_sole(event),
    )


def _numbers(problem: Problem, names: Sequence[str]) -> Ints:
    return np.searchsorted(np.array(problem.providers), np.array(names, dtype=str))


def _explain_entries(problem: Problem, chosen: list[Members], use: Ints, plan: ConsortiumPlan) -> Iterator[EntryUse]:
    kept_out = [Counter[str]() for _ in problem.providers]
    for view, members in zip(problem.parks, chosen, strict=True):
        for who in np.flatnonzero(view.offers.any(axis=1)).tolist():
            if who not in members:
                number = int(view.providers[who])
                kept_out[number][_why_not(view, who, full=bool(use[number] >= problem.load[number]))] += 1
    for number, name in enumerate(problem.providers):
        reasons = {reason: kept_out[number][reason] for reason in KEPT_OUT if kept_out[number][reason]}
        worth = -(-plan.bound.prices.get(name, 0) // plan.bound.scale)
        yield EntryUse(name, int(use[number]), int(problem.load[number]), reasons, worth)


def _why_not(view: ParkView, who: int, *, full: bool) -> str:
    included = list(view.include)
    if view.excluded[who]:
        return "excluded"
    if full:
        return "full"
    if view.price[who] + view.price[included].sum() > view.park.budget:
        return "budget"
    if view.clash is not None and view.clash[who, included].any():
        return "conflict"
    return "outdone"


def _find_blocking(problem: Problem, chosen: list[Members], use: Ints) -> Iterator[BlockingPair]:
    """Every park and entry that would both gain; an entry with a place left gains by any park."""
    served = [_points_served(view, members) for view, members in zip(problem.parks, chosen, strict=True)]
    least: dict[int, int] = {}
    for view, members, points in zip(problem.parks, chosen, served, strict=True):
        for who in members:
            number = int(view.providers[who])
            least[number] = min(points[who], least.get(number, points[who]))
    for view, members in zip(problem.parks, chosen, strict=True):
        gains, brought = _best_entrances(view, members)
        for who in np.flatnonzero(gains > 0).tolist():
            number = int(view.providers[who])
            free = use[number] < problem.load[number]
            if free or (number in least and brought[who] > least[number]):
                yield BlockingPair(view.park.id, problem.providers[number], int(gains[who]) // SCALE)


def _points_served(view: ParkView, members: Members) -> dict[int, int]:
    """Member -> scaled points of the needs that it serves; equals go to the first."""
    points = dict.fromkeys(members, 0)
    for need in range(len(view.park.needs)):
        offers = [who for who in members if view.offers[who, need]]
        if offers:
            best = max(offers, key=lambda who: (int(view.gain[who, need]), -who))
            points[best] += int(view.gain[best, need])
    return points


def _best_entrances(view: ParkView, members: Members) -> tuple[Ints, Ints]:
    """[candidate] what the park gains at most by taking it in for at most one member, and the points it then serves."""
    worth, shape = view.worth(members), len(view.providers)
    gains, brought = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    for leaving in (None, *(who for who in members if who not in view.include)):
        rest = [who for who in members if who != leaving]
        if len(rest) >= view.park.max_members:
            continue
        covered = view.gain[rest].max(axis=0, initial=0)
        gain = np.maximum(view.gain, covered).sum(axis=1) - view.fee * (len(rest) + 1) - worth
        gain[~_may_enter(view, ints(rest))] = 0
        gain[list(members)] = 0
        points = np.where(view.gain > covered, view.gain, 0).sum(axis=1)
        better = gain > gains
        gains[better], brought[better] = gain[better], points[better]
    return gains, brought


def _may_enter(view: ParkView, rest: Ints) -> Bools:
    may: Bools = ~view.excluded & (view.price <= view.park.budget - int(view.price[rest].sum()))
    return may if view.clash is None else may & ~view.clash[rest].any(axis=0)


def _find_sole(event: ParkEvent) -> dict[str, str]:
    needed = {need.work_item for park in event.parks for need in park.needs}
    offering: dict[str, set[str]] = {item: set() for item in event.work_items if item in needed}
    for (_, item), qualities in event.qualities.items():
        offering.get(item, set()).update(qualities)
    return {item: next(iter(names)) for item, names in offering.items() if len(names) == 1}
