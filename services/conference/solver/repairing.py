"""Repairing a published plan (修复): slot by slot from the start, since almost every meeting stays in its slot.

A published meeting that can stay begins in its slot only and closes it in two diaries; other pairs are first offered
open slots only, then all. What a meeting that stays is worth is shared as a price between its two diaries, so that
only pairs which really pay for pushing it aside come in at closed slots too. The bound is over all pairs and slots.
"""

from collections.abc import Callable

import numpy as np

from services.conference.solver.arrays import SCALE, Bools, Codes, Ints, find, ints
from services.conference.solver.columns import Columns, list_columns
from services.conference.solver.generation import Generated, best_entering, read_prices
from services.conference.solver.grid import by_slot
from services.conference.solver.leftover import leave
from services.conference.solver.lp import CLOSE
from services.conference.solver.master import build_master
from services.conference.solver.prices import NEVER_PAYS, Priced, Prices, price_pairs
from services.conference.solver.problem import Problem
from services.conference.solver.relax import Relaxation, Relaxed
from services.conference.solver.rewards import read_rewards
from services.conference.solver.whole import whole_columns

_ROUNDS = 60
_OPEN, _ALL = 1, 2
"""Offered at open slots; offered at all its slots."""

_FEW = 1000
"""So few pairs that pay are offered at all slots at once."""


class Repairer:
    """A growing program around the meetings that stay."""

    def __init__(self, problem: Problem, seeds: Bools) -> None:
        self._problem, self._grid, self._room = problem, by_slot(problem), leave(problem)
        self._constant = problem.constant + read_rewards(problem).empty
        self._relaxation = Relaxation(problem)
        self._stays = _staying(problem)
        demand, supply, slot = self._stays.T
        self._open = np.ones((problem.parties, len(problem.slots)), dtype=bool)
        for party in (demand, supply + problem.roster.demand):
            self._open[party, slot] = False
        self._offered: Codes = _OPEN * seeds.astype(np.int8)
        self._offered[demand, supply] = 0
        self._best: tuple[Prices, Priced] | None = None

    def run(self, watch: Callable[[int], bool]) -> Generated:
        """Generate until the bound is met or nothing pays; `watch(bound)` is asked each round whether to stop."""
        for round_ in range(_ROUNDS):
            relaxed, prices, priced = self._solve()
            assert self._best is not None
            bound = self._best[1].bound
            gains = self._gains(prices, priced, relaxed.master.columns)
            stop = watch(bound) or round_ == _ROUNDS - 1 or not gains.any()
            if stop or bound <= np.floor(relaxed.value + self._constant + 1e-4):
                break
            demand, supply = best_entering(gains > 0, gains, int((self._offered > 0).sum()))
            few = len(demand) < _FEW
            self._offered[demand, supply] = _ALL if few else self._offered[demand, supply] + 1
        assert self._best is not None
        return Generated(*self._best, relaxed.master.columns.take(whole_columns(relaxed)))

    def _solve(self) -> tuple[Relaxed, Prices, Priced]:
        problem = self._problem
        listed = self._offered.astype(np.bool_)
        listed[self._stays[:, 0], self._stays[:, 1]] = True
        columns = list_columns(problem, self._room, self._grid, *np.nonzero(listed), only=self._within)
        relaxed = self._relaxation.solve(build_master(problem, self._room, self._grid, columns))
        prices = read_prices(problem, self._grid, relaxed)
        self._share(prices, relaxed)
        priced = price_pairs(problem, prices)
        if self._best is None or priced.bound < self._best[1].bound:
            self._best = (prices, priced)
        return relaxed, prices, priced

    def _within(self, demand: Ints, supply: Ints) -> Bools:
        """[pair, slot] where each pair is offered."""
        offered = self._offered[demand, supply][:, None]
        within: Bools = self._both_open(demand, supply) & (offered >= _OPEN)
        within |= offered == _ALL
        published = self._problem.moved(demand, supply)
        within |= (published == 0) & (published.max(axis=1, keepdims=True, initial=0) > 0)
        return within

    def _both_open(self, demand: Ints, supply: Ints) -> Bools:
        open_: Bools = self._open[demand] & self._open[supply + self._problem.roster.demand]
        return open_

    def _gains(self, prices: Prices, priced: Priced, columns: Columns) -> Ints:
        """[demand, supply] what pairs that can be offered more slots earn above the columns of their group."""
        known, best = self._best_of_groups(prices, columns)
        demand, supply = np.nonzero((priced.reduced > 0) & (self._offered < _ALL))
        place, found = find(known, self._problem.groups(demand, supply))
        gains = np.zeros_like(priced.reduced)
        least = np.where(found, best[place], 0) if len(best) else 0
        gains[demand, supply] = np.maximum(priced.reduced[demand, supply] - least, 0)
        return gains

    def _share(self, prices: Prices, relaxed: Relaxed) -> None:
        """Share what meetings that stay are worth between their two diaries, where nothing else wants the slot."""
        problem, columns = self._problem, relaxed.master.columns
        d, other, slot = columns.demand, columns.supply + problem.roster.demand, columns.bucket
        used = np.zeros_like(prices.diary)
        for party in (d, other):
            np.add.at(used, (party, slot), 1)
        alone = (used[d, slot] == 1) & (used[other, slot] == 1)
        chosen = alone & (relaxed.x > 1 - CLOSE) & ~columns.moves & self._is_staying(columns)
        known, best = self._best_of_groups(prices, columns.take(~chosen))
        mine = columns.take(chosen)
        place, found = find(known, problem.groups(mine.demand, mine.supply))
        elsewhere = self._elsewhere(prices, mine)
        if len(best):
            elsewhere = np.maximum(elsewhere, np.where(found, best[place], 0))
        total = np.maximum(_earned(problem, prices, mine) - elsewhere, 0)
        prices.diary[d[chosen], slot[chosen]] = total // 2
        prices.diary[other[chosen], slot[chosen]] = total - total // 2

    def _best_of_groups(self, prices: Prices, columns: Columns) -> tuple[Ints, Ints]:
        """Sorted groups of the columns, and what the best column of each earns, at least 0."""
        known, place = np.unique(self._problem.groups(columns.demand, columns.supply), return_inverse=True)
        best = np.zeros(len(known), dtype=np.int64)
        np.maximum.at(best, place, _earned(self._problem, prices, columns))
        return known, best

    def _is_staying(self, columns: Columns) -> Bools:
        slots = len(self._problem.slots)
        stays = self._problem.keys(self._stays[:, 0], self._stays[:, 1]) * slots + self._stays[:, 2]
        staying: Bools = np.isin(self._problem.keys(columns.demand, columns.supply) * slots + columns.bucket, stays)
        return staying

    def _elsewhere(self, prices: Prices, columns: Columns) -> Ints:
        """What the pair of each column would earn at best in an open slot, at least 0."""
        problem, demand, supply = self._problem, columns.demand, columns.supply
        other = supply + problem.roster.demand
        diary = prices.diary + prices.session[:, problem.session]
        cost = diary[demand] + diary[other] + SCALE * problem.moved(demand, supply)
        cost += np.where(problem.in_pool(demand, supply)[:, None], prices.table, 0)
        open_ = problem.allowed(demand, supply) & self._both_open(demand, supply)
        least = np.where(open_, cost, -NEVER_PAYS).min(axis=1, initial=-NEVER_PAYS)
        earned = SCALE * problem.affinity.profit[demand, supply] - prices.degree[demand] - prices.degree[other] - least
        best: Ints = np.maximum(earned, 0)
        return best


def _earned(problem: Problem, prices: Prices, columns: Columns) -> Ints:
    """What each column of a program slot by slot earns after paying the prices."""
    demand, supply, slot = columns.demand, columns.supply, columns.bucket
    other, session = supply + problem.roster.demand, problem.session[slot]
    paid = prices.degree[demand] + prices.degree[other] + prices.diary[demand, slot] + prices.diary[other, slot]
    paid += prices.session[demand, session] + prices.session[other, session]
    paid += np.where(problem.in_pool(demand, supply), prices.table[slot], 0)
    earned: Ints = SCALE * columns.profit.astype(np.int64) - paid
    return earned


def _staying(problem: Problem) -> Ints:
    """[(demand, supply, slot)]: published meetings that can still take place as published, if nothing else changes."""
    seats = ints([(*pair, slot) for pair, slot in sorted(problem.wishes.baseline.items()) if slot >= 0]).reshape(-1, 3)
    can = problem.affinity.eligible[seats[:, 0], seats[:, 1]] & ~problem.outlocked(seats[:, 0], seats[:, 1])
    can &= problem.allowed(seats[:, 0], seats[:, 1])[np.arange(len(seats)), seats[:, 2]]
    staying: Ints = seats[can]
    return staying
