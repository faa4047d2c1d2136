"""Idle gaps (空档): slots in which a party waits, free, between two of its meetings of one session, day or event."""

import numpy as np

from services.conference.solver.arrays import Bools, Ints
from services.conference.solver.problem import Problem


def idle_gaps(problem: Problem, busy: Bools) -> Ints:
    """[party]: how many gaps its diary has."""
    gaps = np.zeros(problem.parties, dtype=np.int64)
    for unit in range(int(problem.idle_unit.max(initial=-1)) + 1):
        slots = np.flatnonzero(problem.idle_unit == unit)
        meets = busy[:, slots]
        begun = np.logical_or.accumulate(meets, axis=1)
        ahead = np.logical_or.accumulate(meets[:, ::-1], axis=1)[:, ::-1]
        gaps += (begun & ahead & ~meets & problem.roster.free[:, slots]).sum(axis=1)
    return gaps
