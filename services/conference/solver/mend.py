"""Small exact repairs (局部修复): free the seats around losing parties, choose them anew by an integer program."""

from collections.abc import Sequence

import numpy as np

from services.conference.solver.arrays import SCALE, Floats, Ints, Seat, ints
from services.conference.solver.columns import Columns, list_columns
from services.conference.solver.grid import by_slot
from services.conference.solver.leftover import leave
from services.conference.solver.master import build_master
from services.conference.solver.mip import choose
from services.conference.solver.prices import Priced, Prices
from services.conference.solver.problem import Problem
from services.conference.solver.slackness import column_losses, party_losses
from services.conference.solver.worth import composite

_SOURCES, _AROUND = 6, 24
"""How many losing parties are freed at first, and how many around them; each later round takes more."""
_ROUNDS = 3
_PARTNERS = 8
_FAR = 200
"""Points below the best that a candidate may be; what loses more than the gap cannot be in a better plan anyway."""
_COLUMNS = 2500


class Mender:
    """Mends a plan until it meets the bound or nothing near it helps."""

    def __init__(self, problem: Problem, prices: Prices, priced: Priced) -> None:
        self._problem, self._prices, self._priced = problem, prices, priced
        self._tried: set[frozenset[int]] = set()

    def mend(self, seats: list[Seat], budget: int) -> list[Seat]:
        """The best seats found with so many integer programs."""
        best = composite(self._problem, seats)
        for _ in range(budget):
            gap = self._priced.bound - best
            freed = self._next_parties(seats, min(_FAR, gap)) if gap > 0 else None
            if freed is None:
                break
            better = self._reseat(seats, freed, min(_FAR, gap))
            value = composite(self._problem, better)
            if value > best:
                seats, best = better, value
        return seats

    def _next_parties(self, seats: Sequence[Seat], far: float) -> Ints | None:
        """Parties that lose most, and those bound to them by pairs that lose little."""
        loss = party_losses(self._problem, self._prices, self._priced, seats)
        hot = np.argsort(-loss, kind="stable")[: int((loss > 1e-6).sum())].tolist()
        partners = self._partners(far)
        for round_ in range(1, _ROUNDS + 1):
            for start in range(0, len(hot), _SOURCES * round_):
                sources = hot[start : start + _SOURCES * round_]
                freed = frozenset(_grow(sources, partners, len(sources) + _AROUND * round_))
                if freed not in self._tried:
                    self._tried.add(freed)
                    return ints(sorted(freed))
        return None

    def _partners(self, far: float) -> list[list[int]]:
        """For each party the partners of its near pairs, nearest first."""
        border = self._problem.roster.demand
        partners: list[list[int]] = [[] for _ in range(self._problem.parties)]
        demand, supply = np.nonzero(self._priced.reduced > -far * SCALE)
        order = np.lexsort((supply, demand, -np.minimum(0, self._priced.reduced[demand, supply])))
        for d, s in zip(demand[order].tolist(), (border + supply[order]).tolist(), strict=True):
            partners[d].append(s)
            partners[s].append(d)
        return partners

    def _reseat(self, seats: Sequence[Seat], freed: Ints, far: float) -> list[Seat]:
        problem, border = self._problem, self._problem.roster.demand
        rows = ints(seats).reshape(-1, 3)
        touched = np.isin(rows[:, 0], freed) | np.isin(rows[:, 1] + border, freed)
        kept = [seat for seat, out in zip(seats, touched, strict=True) if not out]
        room, grid = leave(problem, kept), by_slot(problem)
        columns = list_columns(problem, room, grid, *self._candidates(rows[touched], freed, far))
        columns = self._lightest(columns, rows[touched])
        chosen = choose(build_master(problem, room, grid, columns).program, len(columns)) if len(columns) else None
        if chosen is None:
            return list(seats)
        new = columns.take(chosen)
        return sorted([*kept, *zip(new.demand.tolist(), new.supply.tolist(), new.bucket.tolist(), strict=True)])

    def _candidates(self, released: Ints, freed: Ints, far: float) -> tuple[Ints, Ints]:
        """The pairs of the freed seats, and near pairs of freed parties."""
        border = self._problem.roster.demand
        member = np.zeros(self._problem.parties, dtype=bool)
        member[freed] = True
        near = self._priced.reduced > -far * SCALE
        near &= member[:border, None] | member[None, border:]
        near[released[:, 0], released[:, 1]] = True
        demand, supply = np.nonzero(near)
        return demand, supply

    def _lightest(self, columns: Columns, released: Ints) -> Columns:
        """The freed seats themselves, and the columns that lose least, within the limit."""
        if len(columns) <= _COLUMNS:
            return columns
        slots = len(self._problem.slots)
        loss = column_losses(self._problem, self._prices, columns.demand, columns.supply, columns.bucket)
        seat = self._problem.keys(columns.demand, columns.supply) * slots + columns.bucket
        own = np.isin(seat, self._problem.keys(released[:, 0], released[:, 1]) * slots + released[:, 2])
        order: Floats = np.where(own, -1.0, loss)
        return columns.take(np.sort(np.argsort(order, kind="stable")[:_COLUMNS]))


def _grow(sources: Sequence[int], partners: Sequence[Sequence[int]], size: int) -> set[int]:
    """Parties reached from the sources, step by step, until there are enough."""
    chosen, inside = list(sources), set(sources)
    for party in chosen:
        for partner in partners[party][:_PARTNERS]:
            if len(chosen) >= size:
                return inside
            if partner not in inside:
                inside.add(partner)
                chosen.append(partner)
    return inside
