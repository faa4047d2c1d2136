"""Squeezing in (挤排): pairs that found no slot, tried once more by moving the meetings around them, exactly."""

from collections.abc import Sequence

import numpy as np

from services.conference.solver.arrays import Bools, Ints, Pair, Seat, ints
from services.conference.solver.columns import list_columns
from services.conference.solver.grid import by_slot
from services.conference.solver.leftover import leave
from services.conference.solver.master import build_master
from services.conference.solver.problem import Problem
from services.conference.solver.relax import Relaxation
from services.conference.solver.whole import whole_columns

_REACH = (2, 3, 4, 6, 12)
"""How many steps from pair to pair the meetings may move, little first."""
_COLUMNS = 25_000


def squeeze_in(
    problem: Problem, seats: Sequence[Seat], left: Sequence[Pair], slots: Ints
) -> tuple[list[Seat], list[Pair]]:
    """Seat as many of the left pairs as possible; all seats given lie in `slots` and stay in it."""
    seats, left = list(seats), list(left)
    for pair in list(left):
        for reach in _REACH:
            moved = _try_pair(problem, seats, pair, slots, reach)
            if moved is None:
                break
            if len(moved) > len(seats):
                seats = moved
                left.remove(pair)
                break
    return seats, left


def _try_pair(problem: Problem, seats: list[Seat], pair: Pair, slots: Ints, reach: int) -> list[Seat] | None:
    """The seats with the pair among them, as they were when it does not fit, None when too much would move."""
    rows = ints([*((demand, supply) for demand, supply, _ in seats), pair]).reshape(-1, 2)
    near = reach_out(problem, rows[:, 0], rows[:, 1], np.arange(len(rows)) == len(seats), reach)
    kept = [seat for seat, moves in zip(seats, near[:-1], strict=True) if not moves]
    grid = by_slot(problem, slots)
    columns = list_columns(problem, leave(problem, kept), grid, rows[near, 0], rows[near, 1])
    if len(columns) > _COLUMNS:
        return None
    master = build_master(problem, leave(problem, kept), grid, columns)
    chosen = whole_columns(Relaxation(problem).solve(master))
    if len(chosen) < near.sum():
        return seats
    new = columns.take(chosen)
    return [*kept, *zip(new.demand.tolist(), new.supply.tolist(), slots[new.bucket].tolist(), strict=True)]


def reach_out(problem: Problem, demand: Ints, supply: Ints, start: Bools, steps: int) -> Bools:
    """[pair] within so many steps of the starting pairs; pairs that share a party are one step apart."""
    near, other = start, supply + problem.roster.demand
    for _ in range(steps):
        parties = np.zeros(problem.parties, dtype=bool)
        parties[demand[near]] = parties[other[near]] = True
        near = parties[demand] | parties[other]
    return near
