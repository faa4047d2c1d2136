"""The last touch: no park could do better by itself, all others keeping theirs."""

from dataclasses import replace

import numpy as np

from services.parks.solver.arrays import Bools, Ints, Members
from services.parks.solver.problem import ParkView, Problem
from services.parks.solver.search import Task, search

_PASSES = 20


def count_use(problem: Problem, plan: list[Members]) -> Ints:
    """[provider] the number of parks that have it."""
    use = np.zeros(len(problem.providers), dtype=np.int64)
    for view, members in zip(problem.parks, plan, strict=True):
        use[view.providers[list(members)]] += 1
    return use


def alone_task(view: ParkView, free: Bools) -> Task:
    """The search of a park by itself among providers with a place for it; places cost nothing then."""
    park = view.park
    toll = np.full(len(view.providers), view.fee, dtype=np.int64)
    return Task(view, toll, free[view.providers] & ~view.excluded, view.include, park.budget, park.max_members)


def settle(problem: Problem, plan: list[Members]) -> list[Members]:
    """Let park after park take what is better for it and free, until none finds anything."""
    plan, use = list(plan), count_use(problem, plan)
    for _ in range(_PASSES):
        moved = False
        for park, view in enumerate(problem.parks):
            use[view.providers[list(plan[park])]] -= 1
            found = search(alone_task(view, use < problem.load), floor=view.worth(plan[park]))
            if found:
                plan[park], moved = found[0][1], True
            use[view.providers[list(plan[park])]] += 1
        if not moved:
            break
    return plan


def with_clash(task: Task, clique: Bools) -> Task:
    """The same search with at most one of the marked candidates."""
    pairs = clique[:, None] & clique[None, :]
    np.fill_diagonal(pairs, val=False)
    clash = pairs if task.view.clash is None else task.view.clash | pairs
    return replace(task, view=replace(task.view, clash=clash))
