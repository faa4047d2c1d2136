"""From prices to one consortium for each park: a small integer program over the sets that lose least at the prices."""

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from services.parks.solver.arrays import SCALE, Ints, Members, ints
from services.parks.solver.generation import Priced, near_best
from services.parks.solver.lp import Program
from services.parks.solver.master import Columns
from services.parks.solver.problem import Problem

_NODES = 200
_PLACES = 40
"""Sets of a park at most that are looked at."""
_FIRST, _SECOND = 4, 12
"""Sets for each park, on the average, in the two integer programs."""
_LEAST, _MOST = 500, 2_600
"""Sets in an integer program if there are as many, and at most; more take it too long before its first node."""


def choose_consortia(problem: Problem, columns: Columns, priced: Priced) -> list[Members]:
    """One consortium for each park within all loads, as good as can be found near the prices.

    A set that loses more at the prices than lies between a plan and the bound is in no better plan. So the first
    program takes the sets that lose least, and the second all that may still matter, as far as they are few enough.
    """
    plan = [view.include for view in problem.parks]
    within = 0
    for park, members in enumerate(plan):
        within += priced.best[park] - _net(problem, priced, park, members)
    for each in (_FIRST, _SECOND):
        for park in range(len(problem.parks)):
            columns.add(park, near_best(problem, priced, park, _PLACES, within))
        few = max(_LEAST, 3 * len(plan), min(each * len(plan), _MOST))
        found = _choose(problem, columns, _least(problem, columns, priced, few, within))
        if found is not None and _total(problem, found) > _total(problem, plan):
            plan = found
        within = priced.bound - _total(problem, plan) - problem.constant * SCALE
        if within < SCALE:
            break
    return plan


def _net(problem: Problem, priced: Priced, park: int, members: Members) -> int:
    view = problem.parks[park]
    return view.worth(members) - int(priced.prices[view.providers[list(members)]].sum())


def _total(problem: Problem, plan: list[Members]) -> int:
    return sum(view.worth(members) for view, members in zip(problem.parks, plan, strict=True))


def _least(problem: Problem, columns: Columns, priced: Priced, few: int, within: int) -> Ints:
    """The columns that lose least, and the one of each park that is always allowed."""
    losses = ints(
        [
            priced.best[park] - _net(problem, priced, park, members)
            for park, members in zip(columns.park, columns.members, strict=True)
        ]
    )
    order = np.argsort(losses, kind="stable")[:few]
    return np.union1d(order[losses[order] <= within], np.arange(len(problem.parks)))


def _choose(problem: Problem, columns: Columns, among: Ints) -> list[Members] | None:
    program = columns.program(among)
    taken = _solve(program)
    if taken is None:
        return None
    chosen = {columns.park[column]: columns.members[column] for column in among[taken].tolist()}
    return [chosen[park] for park in range(len(problem.parks))]


def _solve(program: Program) -> Ints | None:
    """The columns that the best whole solution takes; effort is counted in nodes, never in seconds."""
    matrix = program.matrix.tocsr()
    filled = np.diff(matrix.indptr) > 0
    result = milp(
        -program.profit,
        integrality=np.ones(len(program.profit)),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(matrix[filled], program.low[filled], program.high[filled]),
        options={"node_limit": _NODES, "mip_rel_gap": 0.0, "presolve": True},
    )
    return None if result.x is None else np.flatnonzero(result.x > 0.5)
