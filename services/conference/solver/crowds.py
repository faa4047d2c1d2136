"""Crowds (拥挤): sets of meetings that diaries and tables cannot hold together, as rows of a session-level program.

A session-level program only counts free slots, so it may choose meetings that do not fit into them. A crowd weighs
the slots of some diaries and of the pool; every meeting takes at least the weight of its lightest slot, and all
meetings together cannot take more than there is. Its price becomes the price of those slots.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from services.conference.solver.arrays import Floats, Ints
from services.conference.solver.columns import Columns
from services.conference.solver.problem import Problem


@dataclass(frozen=True, slots=True)
class Crowd:
    """Σ over meetings of the least weight of their slots ≤ Σ of all weights; all slots lie in one bucket."""

    bucket: int
    diary: Mapping[int, Floats]
    """Party -> weight of each slot; only slots that the party can use weigh anything"""
    table: Floats
    """[slot] weight of each pool table"""

    def room(self, pool: Ints) -> float:
        """How much weight there is."""
        return sum(float(weights.sum()) for weights in self.diary.values()) + float((self.table * pool).sum())


def crowd_rows(problem: Problem, columns: Columns, crowds: Sequence[Crowd]) -> list[tuple[Ints, Floats]]:
    """For each crowd the columns that take some of it, and how much."""
    other, pooled = columns.supply + problem.roster.demand, problem.in_pool(columns.demand, columns.supply)
    column_of = [_by_party(parties, problem.parties) for parties in (columns.demand, other)]
    rows = []
    for crowd in crowds:
        if crowd.table.any():
            near = np.flatnonzero(columns.bucket == crowd.bucket)
        else:
            near = np.unique(np.concatenate([columns_[party] for columns_ in column_of for party in crowd.diary]))
            near = near[columns.bucket[near] == crowd.bucket]
        member = np.zeros(problem.parties, dtype=np.int64)
        member[list(crowd.diary)] = np.arange(1, len(crowd.diary) + 1)
        weights = np.vstack([np.zeros(len(problem.slots)), *crowd.diary.values()])
        take = weights[member[columns.demand[near]]] + weights[member[other[near]]]
        take += np.where(pooled[near, None], crowd.table, 0)
        least = np.where(columns.slots[near], take, np.inf).min(axis=1, initial=np.inf)
        rows.append((near[least > 0], least[least > 0]))
    return rows


def _by_party(parties: Ints, count: int) -> list[Ints]:
    """For each party its columns."""
    order = np.argsort(parties, kind="stable")
    return np.split(order, np.searchsorted(parties[order], np.arange(1, count)))
