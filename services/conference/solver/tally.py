"""What a set of seats uses: counts, diaries, pool tables, groups."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from services.conference.solver.arrays import Bools, Ints, Seat, ints
from services.conference.solver.problem import Problem


@dataclass(frozen=True, slots=True)
class Tally:
    """The use of people, tables and groups by the seats given."""

    demand: Ints
    supply: Ints
    """Party numbers of the supply side, counted through."""
    slot: Ints
    count: Ints
    """[party] meetings"""
    busy: Bools
    """[party, slot]"""
    pool: Ints
    """[slot] pool tables in use"""
    per_session: Ints
    """[party, session] meetings"""
    groups: Ints
    """Sorted groups that have a meeting."""


def tally_seats(problem: Problem, seats: Sequence[Seat]) -> Tally:
    """Count what the seats use."""
    rows = ints(seats).reshape(-1, 3)
    demand, other, slot = rows[:, 0], rows[:, 1] + problem.roster.demand, rows[:, 2]
    busy = np.zeros((problem.parties, len(problem.slots)), dtype=bool)
    per_session = np.zeros((problem.parties, problem.sessions), dtype=np.int64)
    for party in (demand, other):
        busy[party, slot] = True
        np.add.at(per_session, (party, problem.session[slot]), 1)
    pooled = problem.in_pool(demand, rows[:, 1])
    return Tally(
        demand=demand,
        supply=other,
        slot=slot,
        count=per_session.sum(axis=1),
        busy=busy,
        pool=np.bincount(slot[pooled], minlength=len(problem.slots)),
        per_session=per_session,
        groups=np.unique(problem.groups(demand, rows[:, 1])),
    )
