"""The first candidate pairs: a flow that knows minimums, maximums and places but no time, and each party's best."""

import numpy as np
from ortools.graph.python import min_cost_flow

from services.conference.solver.arrays import Bools, Ints, find, ints
from services.conference.solver.problem import Problem
from services.conference.solver.rewards import read_rewards

_BEST = 3
_LOCKED = 10**7


def seed_pairs(problem: Problem) -> Bools:
    """[demand, supply]: pairs to start from; every locked, must and published pair is among them."""
    eligible, profit = problem.affinity.eligible, problem.affinity.profit
    chosen = np.zeros(eligible.shape, dtype=bool)
    if not eligible.any():
        return chosen
    worth = np.where(eligible, profit, -(1 << 40))
    for axis, count in ((1, min(_BEST, eligible.shape[1])), (0, min(_BEST, eligible.shape[0]))):
        best = np.argpartition(-worth, count - 1, axis=axis).take(np.arange(count), axis=axis)
        np.put_along_axis(chosen, best, values=True, axis=axis)
    for pair in [*problem.wishes.musts, *problem.wishes.locked, *problem.wishes.baseline]:
        chosen[pair] = True
    demand, supply = _flow_pairs(problem)
    chosen[demand, supply] = True
    return chosen & eligible


def _flow_pairs(problem: Problem) -> tuple[Ints, Ints]:
    """The best b-matching of both sides with all places as one number."""
    demand, supply = np.nonzero(problem.affinity.eligible)
    profit = problem.affinity.profit[demand, supply].copy()
    profit[find(_locked_keys(problem), problem.keys(demand, supply))[1]] += _LOCKED
    roster, parties = problem.roster, problem.parties
    free = roster.free
    crowd = np.minimum(free[: roster.demand].sum(axis=0), free[roster.demand :].sum(axis=0))
    places = int(np.minimum(problem.places.usable.sum(axis=0), crowd).sum())
    source, hub, sink = parties, parties + 1, parties + 2
    flow = min_cost_flow.SimpleMinCostFlow()
    for party, capacity, reward in _seats(problem):
        ahead = party < roster.demand
        tails, heads = np.where(ahead, hub, party), np.where(ahead, party, sink)
        flow.add_arcs_with_capacity_and_unit_cost(tails, heads, capacity, -reward)
    arcs = flow.add_arcs_with_capacity_and_unit_cost(demand, supply + roster.demand, np.ones_like(demand), -profit)
    flow.add_arc_with_capacity_and_unit_cost(source, hub, places, 0)
    flow.add_arc_with_capacity_and_unit_cost(source, sink, places, 0)
    flow.set_node_supply(source, places)
    flow.set_node_supply(sink, -places)
    if flow.solve() != flow.OPTIMAL:
        return demand[:0], supply[:0]
    used = flow.flows(arcs) > 0
    return demand[used], supply[used]


def _locked_keys(problem: Problem) -> Ints:
    locked = ints(sorted(problem.wishes.locked)).reshape(-1, 2)
    return problem.keys(locked[:, 0], locked[:, 1])


def _seats(problem: Problem) -> list[tuple[Ints, Ints, Ints]]:
    """Arcs of each party: (party, how many seats, reward of each); seats of the minimum first."""
    rewards, parties = read_rewards(problem), np.arange(problem.parties)
    if not rewards.level.any():
        floor = np.minimum(rewards.least, rewards.cap)
        return [(parties, floor, rewards.floor), (parties, rewards.cap - floor, np.zeros_like(floor))]
    seats = []
    for n in range(1, int(rewards.cap.max(initial=0)) + 1):
        seats.append((parties, (rewards.cap >= n).astype(np.int64), rewards.steps(n)))
    return seats
