"""The meetings a program may choose: a pair somewhere in a set of slots, and what it earns there."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from services.conference.solver.arrays import Bools, Floats, Ints, find
from services.conference.solver.grid import Grid
from services.conference.solver.leftover import Leftover
from services.conference.solver.problem import Problem


@dataclass(frozen=True, slots=True)
class Columns:
    """One row of every array for each column."""

    demand: Ints
    supply: Ints
    bucket: Ints
    moves: Bools
    """The pair leaves its published slot."""
    slots: Bools
    """[column, slot] where the meeting may be; all of one bucket, all worth the same"""
    profit: Floats

    def __len__(self) -> int:
        return len(self.demand)

    def take(self, chosen: Ints | Bools) -> "Columns":
        """Some of the columns."""
        return Columns(
            self.demand[chosen],
            self.supply[chosen],
            self.bucket[chosen],
            self.moves[chosen],
            self.slots[chosen],
            self.profit[chosen],
        )

    def keys(self, problem: Problem) -> Ints:
        """A number for each column that stays the same from one program to the next."""
        pair = problem.keys(self.demand, self.supply)
        return (pair * len(problem.slots) + self.bucket) * 2 + self.moves


def list_columns(
    problem: Problem,
    room: Leftover,
    grid: Grid,
    demand: Ints,
    supply: Ints,
    *,
    only: Callable[[Ints, Ints], Bools] | None = None,
) -> Columns:
    """The columns of candidate pairs that fit into the room; pairs whose group has its meeting already drop out.

    `only(demand, supply)` says at which slots each pair may be; without it at all that are allowed.
    A published pair has two columns in the bucket of its slot: it stays there, or it moves within the bucket.
    """
    demand, supply = _open_pairs(problem, room, demand, supply)
    other = supply + problem.roster.demand
    slots = problem.allowed(demand, supply) & room.free[demand] & room.free[other]
    slots &= ~problem.in_pool(demand, supply)[:, None] | (room.pool > 0)
    if only is not None:
        slots &= only(demand, supply)
    moved = problem.moved(demand, supply) > 0 if problem.wishes.baseline else np.zeros_like(slots)
    parts = [_split(grid, slots & ~moved), _split(grid, slots & moved)]
    pair, bucket = (np.concatenate([part[k] for part in parts]) for k in (0, 1))
    moves = np.repeat([False, True], [len(part[0]) for part in parts])
    profit = problem.affinity.profit[demand, supply].astype(np.float64)[pair]
    profit -= problem.event.rules.penalties.moved * moves
    mask = np.concatenate([part[2] for part in parts])
    order = np.lexsort((moves, bucket, pair))
    columns = Columns(demand[pair], supply[pair], bucket, moves, mask, profit)
    return columns.take(order) if moves.any() else columns


def _open_pairs(problem: Problem, room: Leftover, demand: Ints, supply: Ints) -> tuple[Ints, Ints]:
    cap, other = problem.roster.cap, supply + problem.roster.demand
    possible = problem.affinity.eligible[demand, supply] & ~problem.outlocked(demand, supply)
    possible &= ~find(room.groups, problem.groups(demand, supply))[1]
    possible &= (room.met[demand] < cap[demand]) & (room.met[other] < cap[other])
    return demand[possible], supply[possible]


def _split(grid: Grid, slots: Bools) -> tuple[Ints, Ints, Bools]:
    """Pair, bucket and slots of every bucket in which a pair has a slot."""
    pair, bucket = np.nonzero(grid.sum(slots) > 0)
    return pair, bucket, slots[pair] & (grid.bucket == bucket[:, None])
