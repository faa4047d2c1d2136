"""From pairs per session to pairs per slot: one colouring for each session."""

from collections.abc import Sequence

import numpy as np

from services.conference.solver.arrays import Pair, Seat
from services.conference.solver.colouring import colour_pairs
from services.conference.solver.columns import Columns
from services.conference.solver.grid import Grid
from services.conference.solver.leftover import leave, within
from services.conference.solver.problem import Problem

_STEPS = 5000


def place_sessions(problem: Problem, grid: Grid, chosen: Columns, *, seed: int) -> tuple[list[Seat], list[Pair]]:
    """Seats for the meetings of a session-level solution, and the pairs that found no slot."""
    seats: list[Seat] = []
    left: list[Pair] = []
    for bucket, slots in enumerate(grid.slots):
        mine = chosen.take(chosen.bucket == bucket)
        pairs = zip(mine.demand.tolist(), mine.supply.tolist(), strict=True)
        wished = [(demand, supply, problem.wishes.baseline.get((demand, supply), -1)) for demand, supply in pairs]
        inside = np.isin(np.arange(len(problem.slots)), slots)
        placed, waiting = colour_pairs(problem, within(leave(problem), inside), wished, steps=_STEPS, seed=seed)
        seats += placed
        left += waiting
    return sorted(seats), left


def keeps_locks(problem: Problem, seats: Sequence[Seat]) -> bool:
    """Whether every locked pair is seated, in its slot when it has one (its columns have no other)."""
    pairs = {(demand, supply) for demand, supply, _ in seats}
    return all(pair in pairs for pair in problem.wishes.locked)
