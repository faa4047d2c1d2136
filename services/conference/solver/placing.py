"""From pairs per session to pairs per slot: one colouring for each session."""

from collections.abc import Sequence

import numpy as np

from services.conference.solver.arrays import Seat
from services.conference.solver.colouring import colour_pairs
from services.conference.solver.generation import Generated
from services.conference.solver.leftover import leave, within
from services.conference.solver.problem import Problem
from services.conference.solver.whole import whole_columns

_STEPS = 5000


def place_sessions(problem: Problem, generated: Generated, *, seed: int) -> list[Seat]:
    """Seats for the meetings of a session-level solution; a pair that finds no slot is left out."""
    columns = generated.relaxed.master.columns
    chosen = columns.take(whole_columns(generated.relaxed))
    seats: list[Seat] = []
    for bucket, slots in enumerate(generated.prices.grid.slots):
        mine = chosen.take(chosen.bucket == bucket)
        pairs = zip(mine.demand.tolist(), mine.supply.tolist(), strict=True)
        wished = [(demand, supply, problem.wishes.baseline.get((demand, supply), -1)) for demand, supply in pairs]
        inside = np.isin(np.arange(len(problem.slots)), slots)
        placed, _ = colour_pairs(problem, within(leave(problem), inside), wished, steps=_STEPS, seed=seed)
        seats += placed
    return sorted(seats)


def keeps_locks(problem: Problem, seats: Sequence[Seat]) -> bool:
    """Whether every locked pair is seated, in its slot when it has one (its columns have no other)."""
    pairs = {(demand, supply) for demand, supply, _ in seats}
    return all(pair in pairs for pair in problem.wishes.locked)
