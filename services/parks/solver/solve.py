"""The engine of consortia (联合体求解): a park event in, a plan with its proof out.

Places at providers get prices until no park wants another consortium (a linear program grown column by column, each
column the exact answer of a park); the prices bound every plan. One consortium for each park is chosen near them.
"""

from collections.abc import Callable

from services.parks.formats.nouns import ParkEvent
from services.parks.formats.plan import ConsortiumPlan
from services.parks.solver.alone import Outlook, look_alone
from services.parks.solver.arrays import Members
from services.parks.solver.describe import describe
from services.parks.solver.generation import generate
from services.parks.solver.master import Columns
from services.parks.solver.problem import Problem, read_problem
from services.parks.solver.settle import count_use, settle
from services.parks.solver.whole import choose_consortia

SEED = 1
HALF_ROUNDS = 8
"""Rounds after which half of the work is told as done: nobody knows how many an event will take."""


def solve(
    event: ParkEvent,
    *,
    alternatives: bool = True,
    report: Callable[[float, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> ConsortiumPlan:
    """Make the consortium plan of an event; the same event always gives the same plan.

    With `alternatives`, every consortium comes with its next best sets and the prices of its rules.
    `report(done, bound)` is told the share of work done and the bound so far. `cancelled()` is asked between rounds;
    once it says yes, the best plan of what is known is finished and returned.
    """

    def watch(done: int, bound: int) -> bool:
        if report is not None:
            report(done / (done + HALF_ROUNDS), bound)
        return cancelled is not None and cancelled()

    problem = read_problem(event)
    columns = Columns(problem)
    priced = generate(problem, columns, watch)
    plan = settle(problem, choose_consortia(problem, columns, priced))
    return describe(problem, plan, priced, _look_around(problem, plan) if alternatives else None, seed=SEED)


def _look_around(problem: Problem, plan: list[Members]) -> list[Outlook]:
    use, outlooks = count_use(problem, plan), []
    for park, (view, members) in enumerate(zip(problem.parks, plan, strict=True)):
        others = use.copy()
        others[view.providers[list(members)]] -= 1
        outlooks.append(look_alone(problem, park, others, members))
    return outlooks
