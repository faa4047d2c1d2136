"""Small integer programs by SciPy's HiGHS; effort is counted in nodes, never in seconds."""

import numpy as np

from services.conference.solver.arrays import Ints
from services.conference.solver.lp import Program

NODES = 500


def choose(program: Program, meetings: int, nodes: int = NODES) -> Ints | None:
    """The columns among the first `meetings` that an optimal solution takes; None when there is no solution.

    Step columns behind them stay continuous: with whole meetings they are whole by themselves.
    """
    # Loading this takes as long as a whole small event, and most events never need it.
    from scipy.optimize import Bounds, LinearConstraint, milp

    filled = np.diff(program.matrix.indptr) > 0
    if (program.low[~filled] > 0).any():
        return None
    result = milp(
        -program.profit,
        integrality=np.r_[np.ones(meetings), np.zeros(len(program.profit) - meetings)],
        bounds=Bounds(0, program.upper),
        constraints=LinearConstraint(program.matrix[filled], program.low[filled], program.high[filled]),
        options={"node_limit": nodes, "mip_rel_gap": 0.0, "presolve": True},
    )
    return None if result.x is None else np.flatnonzero(result.x[:meetings] > 0.5)
