"""Crowds of several diaries at once (缠结): where meetings found no slots, a small program says what was too much.

Around the pairs that were left over, as many of the chosen meetings as possible are put into slots, fractions allowed.
When not all fit, the prices of that program weigh the slots that are short; they hold for every plan, since they say
nothing about the pairs that happen to be chosen.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from scipy import sparse

from services.conference.solver.arrays import Floats, Ints, Pair, ints
from services.conference.solver.columns import Columns
from services.conference.solver.crowds import Crowd
from services.conference.solver.leftover import usable_slots
from services.conference.solver.lp import Program, maximise
from services.conference.solver.problem import Problem

_REACH = (2, 4, 8)
"""How many steps from pair to pair the program looks around, little first."""
_SHORT = 1e-4


def find_tangles(problem: Problem, chosen: Columns, left: Sequence[Pair]) -> list[Crowd]:
    """A crowd for each bucket in which pairs were left over, as far as one can be found."""
    keys = problem.keys(ints([d for d, _ in left]), ints([s for _, s in left]))
    lost = np.isin(problem.keys(chosen.demand, chosen.supply), keys)
    return [
        crowd
        for bucket in np.unique(chosen.bucket[lost]).tolist()
        for crowd in _untangle(problem, chosen.take(chosen.bucket == bucket), lost[chosen.bucket == bucket])
    ]


def _untangle(problem: Problem, meetings: Columns, lost: np.ndarray) -> Iterator[Crowd]:
    near, before = lost, 0
    for reach in _REACH:
        near = _widen(problem, meetings, lost, reach)
        if near.sum() == before:
            return
        before = int(near.sum())
        crowd = _weigh(problem, meetings.take(near))
        if crowd is not None:
            yield crowd
            return


def _widen(problem: Problem, meetings: Columns, near: np.ndarray, steps: int) -> np.ndarray:
    other = meetings.supply + problem.roster.demand
    for _ in range(steps):
        parties = np.zeros(problem.parties, dtype=bool)
        parties[meetings.demand[near]] = parties[other[near]] = True
        near = parties[meetings.demand] | parties[other]
    return near


def _weigh(problem: Problem, meetings: Columns) -> Crowd | None:
    """The weights of the slots when not all meetings fit, even in fractions; None when they do."""
    parties, slots = problem.parties, len(problem.slots)
    meeting, slot = np.nonzero(meetings.slots)
    column = np.arange(len(meeting))
    other = meetings.supply + problem.roster.demand
    pooled = problem.in_pool(meetings.demand, meetings.supply)[meeting]
    diary = len(meetings)
    table = diary + parties * slots
    rows = [
        meeting,
        diary + meetings.demand[meeting] * slots + slot,
        diary + other[meeting] * slots + slot,
        table + slot[pooled],
    ]
    shape = (table + slots, len(column))
    place = (np.concatenate(rows), np.concatenate([column, column, column, column[pooled]]))
    matrix = sparse.csr_matrix((np.ones(len(place[0])), place), shape=shape)
    high = np.r_[np.ones(table), problem.places.pool.astype(np.float64)]
    used = np.flatnonzero(np.diff(matrix.indptr))
    program = Program(matrix[used], np.ones(len(column)), np.full(len(used), -np.inf), high[used], np.ones(len(column)))
    optimum = maximise(program)
    if optimum.value > len(meetings) - _SHORT:
        return None
    price = np.zeros(shape[0])
    price[used] = np.maximum(0, optimum.price)
    return _crowd(problem, int(meetings.bucket[0]), price[diary:table].reshape(parties, slots), price[table:])


def _crowd(problem: Problem, bucket: int, diary: Floats, table: Floats) -> Crowd:
    diary = np.where(usable_slots(problem), diary, 0)
    parties: Ints = np.flatnonzero(diary.any(axis=1))
    return Crowd(bucket, {int(party): diary[party] for party in parties}, np.where(problem.places.pool > 0, table, 0))
