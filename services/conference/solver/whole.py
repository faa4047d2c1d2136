"""From a fractional solution to whole meetings: what is whole stays, the rest is a small integer program."""

import numpy as np

from services.conference.solver.arrays import Ints
from services.conference.solver.lp import CLOSE, Program
from services.conference.solver.mip import choose
from services.conference.solver.relax import Relaxed

_NEAR = 1e-4
"""Columns that lose no more than this at the prices of the relaxation are worth a place in the integer program."""


def whole_columns(relaxed: Relaxed) -> Ints:
    """The columns of a whole solution near the relaxation; most relaxations are whole already."""
    taken = relaxed.x > 1 - CLOSE
    if not relaxed.fractional.any():
        return np.flatnonzero(taken)
    program, meetings = relaxed.master.program, len(relaxed.x)
    reduced = program.profit - program.matrix.T @ relaxed.price
    open_ = ~taken & ((relaxed.x > CLOSE) | (reduced[:meetings] > -_NEAR))
    columns = np.r_[np.flatnonzero(open_), np.arange(meetings, len(program.profit))]
    used = np.asarray(program.matrix[:, np.flatnonzero(taken)].sum(axis=1)).ravel()
    rest = Program(
        matrix=program.matrix[:, columns],
        profit=program.profit[columns],
        low=program.low - used,
        high=program.high - used,
        upper=program.upper[columns],
    )
    chosen = choose(rest, int(open_.sum()))
    more = columns[chosen] if chosen is not None else columns[:0]
    return np.sort(np.r_[np.flatnonzero(taken), more])
