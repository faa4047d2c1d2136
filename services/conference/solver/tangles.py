"""Crowds of several diaries at once (缠结): where meetings found no slots, a small program says what was too much.

Around the pairs that were left over, as many of the chosen meetings as possible are put into slots, fractions allowed.
When not all fit, the prices of that program weigh the slots that are short; they hold for every plan, since they say
nothing about the pairs that happen to be chosen.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from scipy import sparse

from services.conference.solver.arrays import Bools, Floats, Ints, Pair
from services.conference.solver.columns import Columns
from services.conference.solver.crowds import Crowd
from services.conference.solver.leftover import usable_slots
from services.conference.solver.lp import Program, maximise
from services.conference.solver.problem import Problem
from services.conference.solver.squeeze import reach_out

_REACH = (2, 4, 8)
"""How many steps from pair to pair the program looks around, little first."""
_SHORT = 1e-4


def find_tangles(problem: Problem, chosen: Columns, left: Sequence[Pair]) -> list[Crowd]:
    """A crowd around each pair that was left over, or else of its whole session, as far as one can be found."""
    crowds: list[Crowd] = []
    for demand, supply in left:
        lost = (chosen.demand == demand) & (chosen.supply == supply)
        bucket = chosen.bucket == chosen.bucket[lost][0]
        crowds += _untangle(problem, chosen.take(bucket), lost[bucket])
    if left and not crowds:
        parts = [chosen.take(chosen.bucket == bucket) for bucket in np.unique(chosen.bucket)]
        crowds = [crowd for part in parts if (crowd := _weigh(problem, part)) is not None]
    return crowds


def _untangle(problem: Problem, meetings: Columns, lost: Bools) -> Iterator[Crowd]:
    before = 0
    for steps in _REACH:
        near = reach_out(problem, meetings.demand, meetings.supply, lost, steps)
        if near.sum() == before:
            return
        before = int(near.sum())
        crowd = _weigh(problem, meetings.take(near))
        if crowd is not None:
            yield crowd
            return


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
