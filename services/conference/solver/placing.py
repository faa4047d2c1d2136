"""From pairs per session to pairs per slot: one colouring for each session."""

from collections.abc import Sequence

from services.conference.solver.arrays import Pair, Seat
from services.conference.solver.colouring import colour_pairs
from services.conference.solver.columns import Columns
from services.conference.solver.grid import Grid
from services.conference.solver.problem import Problem
from services.conference.solver.squeeze import squeeze_in

_STEPS = 5000


def place_sessions(problem: Problem, grid: Grid, chosen: Columns, *, seed: int) -> tuple[list[Seat], list[Pair]]:
    """Seats for the meetings of a session-level solution, and the pairs that found no slot."""
    seats: list[Seat] = []
    left: list[Pair] = []
    for bucket in range(grid.count):
        mine = chosen.take(chosen.bucket == bucket)
        placed, waiting = colour_pairs(problem, mine, steps=_STEPS, seed=seed)
        seats += placed
        left += waiting
    return sorted(seats), left


def squeeze_sessions(
    problem: Problem, grid: Grid, chosen: Columns, seats: list[Seat], left: Sequence[Pair]
) -> list[Seat]:
    """The seats and as many of the left pairs as fit when the meetings around them move within their session."""
    bucket_of = dict(
        zip(zip(chosen.demand.tolist(), chosen.supply.tolist(), strict=True), chosen.bucket.tolist(), strict=True)
    )
    for bucket in sorted({bucket_of[pair] for pair in left}):
        slots = grid.slots[bucket]
        here = [seat for seat in seats if seat[2] in slots]
        there = [seat for seat in seats if seat[2] not in slots]
        squeezed, _ = squeeze_in(problem, here, [pair for pair in left if bucket_of[pair] == bucket], slots)
        seats = sorted([*there, *squeezed])
    return seats


def keeps_locks(problem: Problem, seats: Sequence[Seat]) -> bool:
    """Whether every locked pair is seated, in its slot when it has one (its columns have no other)."""
    pairs = {(demand, supply) for demand, supply, _ in seats}
    return all(pair in pairs for pair in problem.wishes.locked)
