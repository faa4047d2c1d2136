"""Prices of diaries, tables and meetings, and the exact bound that they prove over all pairs (对偶界)."""

from dataclasses import dataclass

import numpy as np

from services.conference.solver.arrays import SCALE, Ints, exact_sum
from services.conference.solver.problem import Problem
from services.conference.solver.rewards import Rewards, read_rewards

NEVER_PAYS = -(1 << 60)
_ROWS = 256
"""Demand parties priced at once; keeps the working set in the cache."""


@dataclass(frozen=True, slots=True)
class Prices:
    """Integer prices, SCALE to one point of the composite; pairs are priced bucket by bucket."""

    diary: Ints
    """[party, slot] ≥ 0; zero where the party cannot meet"""
    table: Ints
    """[slot] ≥ 0 for each pool table"""
    degree: Ints
    """[party] for each meeting, any sign"""
    session: Ints
    """[party, session] ≥ 0, for each meeting under max_per_session"""
    buckets: tuple[Ints, ...]
    """Slots of one session that cost every party the same, as far as it can meet there"""


@dataclass(frozen=True, slots=True)
class Priced:
    """The bound of some prices, and what each pair earns at its best bucket after paying them."""

    bound: int
    reduced: Ints
    """[demand, supply] scaled; NEVER_PAYS where the pair cannot meet"""


def price_pairs(problem: Problem, prices: Prices) -> Priced:
    """Price all pairs and add up the bound of docs/pairing.md, in integers."""
    reduced = _reduced(problem, prices)
    total = SCALE * problem.constant + _standing(problem, prices) + _degrees(read_rewards(problem), prices.degree)
    return Priced((total + _pairs(problem, reduced)) // SCALE, reduced)


def _standing(problem: Problem, prices: Prices) -> int:
    most = problem.event.rules.max_per_session or 0
    tables = exact_sum(prices.table * problem.places.pool)
    return exact_sum(prices.diary) + tables + most * exact_sum(prices.session)


def _degrees(rewards: Rewards, degree: Ints) -> int:
    """Σ over parties of the best of F(n) + λ·n; F is concave, so every step that pays is in the best."""
    total = SCALE * rewards.empty
    for n in range(1, int(rewards.cap.max(initial=0)) + 1):
        gain = SCALE * rewards.steps(n) + degree
        total += exact_sum(np.where(rewards.cap >= n, np.maximum(gain, 0), 0))
    return total


def _reduced(problem: Problem, prices: Prices) -> Ints:
    demand = problem.roster.demand
    reduced = np.full(problem.affinity.profit.shape, NEVER_PAYS, dtype=np.int64)
    for start in range(0, demand, _ROWS):
        rows = slice(start, min(start + _ROWS, demand))
        cost = _least_cost(problem, prices, rows)
        earn = SCALE * problem.affinity.profit[rows] - prices.degree[rows, None] - prices.degree[None, demand:] - cost
        can = problem.affinity.eligible[rows] & (cost < -NEVER_PAYS)
        reduced[rows] = np.where(can, earn, NEVER_PAYS)
    _reprice_singled_out(problem, prices, reduced)
    return reduced


def _least_cost(problem: Problem, prices: Prices, rows: slice) -> Ints:
    """[row, supply]: the cheapest bucket in which the two can meet, −NEVER_PAYS when there is none."""
    demand, host = problem.roster.demand, problem.places.host
    pooled = ~(host[rows, None] | host[None, demand:])
    least = np.full(pooled.shape, -NEVER_PAYS, dtype=np.int64)
    for slots in prices.buckets:
        diary = prices.diary[:, slots].max(axis=1) + prices.session[:, problem.session[slots[0]]]
        cost = diary[rows, None] + diary[None, demand:] + np.where(pooled, prices.table[slots].max(), 0)
        np.minimum(least, cost, out=least, where=problem.overlap.among(slots, rows))
    return least


def _reprice_singled_out(problem: Problem, prices: Prices, reduced: Ints) -> None:
    """Pairs with slots of their own or a published slot are priced slot by slot."""
    singled = {*problem.wishes.closed, *problem.wishes.locked, *problem.wishes.baseline}
    pairs = np.array(sorted(singled), dtype=np.int64).reshape(-1, 2)
    if not len(pairs):
        return
    d, s = pairs[:, 0], pairs[:, 1]
    other = s + problem.roster.demand
    diary = prices.diary + prices.session[:, problem.session]
    cost = diary[d] + diary[other] + np.where(problem.in_pool(d, s)[:, None], prices.table, 0)
    cost += SCALE * problem.moved(d, s)
    cost = np.where(problem.allowed(d, s), cost, -NEVER_PAYS).min(axis=1, initial=-NEVER_PAYS)
    earn = SCALE * problem.affinity.profit[d, s] - prices.degree[d] - prices.degree[other] - cost
    can = problem.affinity.eligible[d, s] & (cost < -NEVER_PAYS)
    reduced[d, s] = np.where(can, earn, NEVER_PAYS)


def _pairs(problem: Problem, reduced: Ints) -> int:
    """Σ over groups of the best pair, if it pays; a group with a locked pair takes that pair, paying or not."""
    worthy = reduced > 0
    for pair in problem.locked_groups.values():
        worthy[pair] = True
    demand, supply = np.nonzero(worthy)
    if not len(demand):
        return 0
    group, earn = problem.groups(demand, supply), reduced[demand, supply]
    order = np.lexsort((-earn, group))
    group, earn = group[order], earn[order]
    first = np.r_[True, group[1:] != group[:-1]]
    locked = np.isin(group, np.array(list(problem.locked_groups), dtype=np.int64))
    total = exact_sum(earn[first & ~locked])
    return total + sum(int(reduced[pair]) for pair in problem.locked_groups.values())
