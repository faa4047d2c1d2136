"""Why a wish or a minimum is not met: the first reason of the format that holds for the plan as it is."""

import numpy as np

from services.conference.formats.plan import UnmetFloor, UnmetWish
from services.conference.solver.affinity import FORBIDDEN
from services.conference.solver.arrays import Bools, Pair, ints
from services.conference.solver.problem import Problem
from services.conference.solver.tally import Tally


def explain_wishes(problem: Problem, met: set[Pair], tally: Tally) -> list[UnmetWish]:
    """Every must and want that is not in the plan, musts first, then by ids."""
    taken = set(tally.groups.tolist())
    unmet = []
    for wish in sorted(problem.event.wishes, key=lambda wish: (wish.kind == "want", wish.source, wish.target)):
        pair = problem.roster.pair(wish.source, wish.target)
        if wish.kind != "never" and pair not in met:
            unmet.append(UnmetWish(wish.kind, wish.source, wish.target, _wish_reason(problem, pair, tally, taken)))
    return unmet


def _wish_reason(problem: Problem, pair: Pair, tally: Tally, taken: set[int]) -> str:
    if problem.affinity.why[pair]:
        return FORBIDDEN[int(problem.affinity.why[pair])]
    demand, supply = ints([pair[0]]), ints([pair[1]])
    both = (pair[0], problem.roster.demand + pair[1])
    allowed = problem.allowed(demand, supply)[0]
    if not allowed.any():
        return "no_common_slot"
    if problem.event.rules.organisation_pair_once and int(problem.groups(demand, supply)[0]) in taken:
        return "organisation_pair"
    for party, reason in zip(both, ("demand_full", "supply_full"), strict=True):
        if tally.count[party] >= problem.roster.most[party]:
            return reason
    return "trade_off" if _open_slots(problem, pair, tally, allowed).any() else "no_slot_left"


def _open_slots(problem: Problem, pair: Pair, tally: Tally, allowed: Bools) -> Bools:
    """The allowed slots in which both are still free, within the session limit, and a table is left."""
    both = [pair[0], problem.roster.demand + pair[1]]
    open_ = allowed & ~tally.busy[both].any(axis=0)
    if problem.in_pool(ints([pair[0]]), ints([pair[1]]))[0]:
        open_ &= tally.pool < problem.places.pool
    most = problem.event.rules.max_per_session
    if most is not None:
        open_ &= np.all(tally.per_session[both][:, problem.session] < most, axis=0)
    return open_


def explain_floors(problem: Problem, tally: Tally, cut_of: dict[int, int]) -> list[UnmetFloor]:
    """Every party below its minimum, by id; `cut_of` says which cut proves it for which party."""
    roster = problem.roster
    short = np.flatnonzero(tally.count < roster.least)
    unmet = []
    for party in sorted(short.tolist(), key=lambda party: roster.ids[party]):
        reason = _floor_reason(problem, party, cut_of)
        shortfall = int(roster.least[party] - tally.count[party])
        unmet.append(UnmetFloor(roster.ids[party], shortfall, reason, cut_of[party] if reason == "cut" else None))
    return unmet


def _floor_reason(problem: Problem, party: int, cut_of: dict[int, int]) -> str:
    roster = problem.roster
    if roster.free[party].sum() < roster.least[party]:
        return "no_availability"
    if _partners(problem, party) < roster.least[party]:
        return "few_partners"
    return "cut" if party in cut_of else "trade_off"


def _partners(problem: Problem, party: int) -> int:
    """How many groups the party could meet, each in some slot."""
    inner = party < problem.roster.demand
    row = problem.affinity.eligible[party] if inner else problem.affinity.eligible[:, party - problem.roster.demand]
    others = np.flatnonzero(row)
    self_ = np.full(len(others), party if inner else party - problem.roster.demand)
    demand, supply = (self_, others) if inner else (others, self_)
    can = problem.allowed(demand, supply).any(axis=1)
    return len(np.unique(problem.groups(demand[can], supply[can])))
