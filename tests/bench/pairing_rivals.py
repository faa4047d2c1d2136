"""Other ways to make a pairing list, to stand beside the engine: a spreadsheet's, CP-SAT's, reviewer matchers'."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from ortools.graph.python import min_cost_flow
from ortools.sat.python import cp_model

from services.conference.solver.arrays import Bools, Ints, Seat
from services.conference.solver.colouring import colour_pairs
from services.conference.solver.columns import Columns
from services.conference.solver.greedy import fill_gaps
from services.conference.solver.problem import Problem
from services.conference.solver.rewards import read_rewards

_COLOURING_STEPS = 20_000


def pick_by_score(problem: Problem) -> list[Seat]:
    """As a spreadsheet would: locked pairs and musts first, then by falling worth, each in the first slot that fits."""
    seats: list[Seat] = []
    for pairs in (problem.wishes.locked, problem.wishes.musts):
        first = np.zeros_like(problem.affinity.eligible)
        for pair in pairs:
            first[pair] = True
        seats = fill_gaps(problem, seats, first)
    return fill_gaps(problem, seats, problem.affinity.eligible)


def solve_at_once(problem: Problem, seconds: float) -> list[Seat] | None:
    """The whole event as one CP-SAT model, one worker; None when it finds nothing in time."""
    demand, supply = np.nonzero(problem.affinity.eligible & ~_outlocked(problem))
    pair, slot = np.nonzero(problem.allowed(demand, supply))
    demand, supply = demand[pair], supply[pair]
    other = supply + problem.roster.demand
    model = cp_model.CpModel()
    takes = [model.new_bool_var("") for _ in range(len(pair))]
    groups = problem.groups(demand, supply)
    for party in (demand, other):
        for _, here in _gathered(party * len(problem.slots) + slot, takes):
            model.add_at_most_one(here)
    for group, here in _gathered(groups, takes):
        (model.add_exactly_one if group in problem.locked_groups else model.add_at_most_one)(here)
    pooled = np.flatnonzero(problem.in_pool(demand, supply))
    for at, here in _gathered(slot[pooled], [takes[k] for k in pooled]):
        model.add(sum(here) <= int(problem.places.pool[at]))
    terms = list(zip(takes, problem.affinity.profit[demand, supply].tolist(), strict=True))
    terms += _count_seats(problem, model, np.r_[demand, other], [*takes, *takes])
    model.maximize(cp_model.LinearExpr.weighted_sum([one for one, _ in terms], [worth for _, worth in terms]))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    solver.parameters.max_time_in_seconds = seconds
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    return [
        (int(demand[k]), int(supply[k]), int(slot[k])) for k, take in enumerate(takes) if solver.boolean_value(take)
    ]


def _outlocked(problem: Problem) -> Bools:
    demand, supply = np.indices(problem.affinity.eligible.shape)
    return problem.outlocked(demand.ravel(), supply.ravel()).reshape(demand.shape)


def _gathered(keys: Ints, takes: Sequence[Any]) -> list[tuple[int, list[Any]]]:
    gathered: dict[int, list[Any]] = {}
    for key, take in zip(keys.tolist(), takes, strict=True):
        gathered.setdefault(key, []).append(take)
    return sorted(gathered.items(), key=lambda one: one[0])


def _count_seats(problem: Problem, model: cp_model.CpModel, party: Ints, takes: Sequence[Any]) -> list[tuple[Any, int]]:
    """Maximums as rules, and what each met seat of a minimum is worth."""
    rewards, terms = read_rewards(problem), []
    for one, here in _gathered(party, takes):
        model.add(sum(here) <= int(rewards.cap[one]))
        floor = int(min(rewards.least[one], rewards.cap[one]))
        if floor:
            met = model.new_int_var(0, floor, "")
            model.add(met <= sum(here))
            terms.append((met, int(rewards.floor[one])))
    return terms


def select_min_max(problem: Problem) -> list[Seat]:
    """As a reviewer matcher: minimums filled by one flow, the rest up to the maximums by a second; then slots."""
    eligible = problem.affinity.eligible & problem.overlap.any & ~_outlocked(problem)
    least, cap = np.minimum(problem.roster.least, problem.roster.cap), problem.roster.cap
    first = _flow(problem, eligible, np.where(np.arange(problem.parties) < problem.roster.demand, cap, least))
    used = np.r_[first.sum(axis=1), first.sum(axis=0)]
    second = _flow(problem, eligible & ~first, cap - used)
    return _into_slots(problem, first | second)


def select_fair(problem: Problem) -> list[Seat]:
    """In the style of FairFlow: only pairs above a threshold, the highest at which as many pairs are found."""
    eligible = problem.affinity.eligible & problem.overlap.any & ~_outlocked(problem)
    cap = problem.roster.cap
    levels = np.unique(problem.affinity.weight[eligible])
    most = int(_flow(problem, eligible, cap).sum())
    low, high = 0, len(levels) - 1
    while low < high:
        middle = (low + high + 1) // 2
        enough = _flow(problem, eligible & (problem.affinity.weight >= levels[middle]), cap).sum() >= most
        low, high = (middle, high) if enough else (low, middle - 1)
    return _into_slots(problem, _flow(problem, eligible & (problem.affinity.weight >= levels[low]), cap))


def _flow(problem: Problem, eligible: Bools, most: Ints) -> Bools:
    """[demand, supply] the heaviest selection with as many pairs as the maximums allow."""
    demand, supply = np.nonzero(eligible)
    border, parties = problem.roster.demand, problem.parties
    source, sink = parties, parties + 1
    flow = min_cost_flow.SimpleMinCostFlow()
    weight = problem.affinity.profit[demand, supply]
    arcs = flow.add_arcs_with_capacity_and_unit_cost(demand, border + supply, np.ones_like(demand), -weight)
    side = np.arange(parties)
    for mine, tails, heads in (
        (side[:border], np.full(border, source), side[:border]),
        (side[border:], side[border:], np.full(parties - border, sink)),
    ):
        flow.add_arcs_with_capacity_and_unit_cost(tails, heads, most[mine], np.zeros_like(mine))
    flow.set_nodes_supplies(np.array([source, sink]), np.array([int(most.sum()), -int(most.sum())]))
    flow.solve_max_flow_with_min_cost()
    chosen = np.zeros_like(eligible)
    used = flow.flows(arcs) > 0
    chosen[demand[used], supply[used]] = True
    return chosen


def _into_slots(problem: Problem, chosen: Bools) -> list[Seat]:
    """Slots for a selection by the engine's own colouring: generous to matchers that know no time."""
    demand, supply = np.nonzero(chosen)
    _, first = np.unique(problem.groups(demand, supply), return_index=True)
    demand, supply = demand[first], supply[first]
    none = np.zeros(len(demand), dtype=np.int64)
    profit = problem.affinity.profit[demand, supply].astype(np.float64)
    columns = Columns(demand, supply, none, none > 0, problem.allowed(demand, supply), profit)
    return colour_pairs(problem, columns, steps=_COLOURING_STEPS, seed=1)[0]
