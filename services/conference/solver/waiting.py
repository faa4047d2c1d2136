"""Idle gaps (空档) of diaries as bit patterns, so that a move can be judged without looking at every slot."""

import numpy as np

from services.conference.solver.arrays import Bools
from services.conference.solver.problem import Problem


class Waiting:
    """Who is busy when; a slot is a bit, the first the lowest.

    A party waits in the bits that are free between the lowest and the highest busy bit of a unit.
    """

    def __init__(self, problem: Problem, busy: Bools) -> None:
        self.free = _pack(problem.roster.free)
        self.busy = _pack(busy)
        units = problem.idle_unit
        self.unit = [_pack((units == unit)[None, :])[0] for unit in units.tolist()]
        """[slot] the bits of its unit"""
        every = sorted(set(self.unit))
        self.gaps = [sum(self._count(party, self.busy[party], unit) for unit in every) for party in range(len(busy))]
        """[party] slots in which it waits"""

    def change(self, party: int, source: int, target: int) -> int:
        """How many more gaps a party has when it leaves one slot for another."""
        before = self.busy[party]
        after = before ^ (1 << source) ^ (1 << target)
        one, other = self.unit[source], self.unit[target]
        change = self._count(party, after, one) - self._count(party, before, one)
        if one != other:
            change += self._count(party, after, other) - self._count(party, before, other)
        return change

    def move(self, party: int, source: int, target: int, change: int) -> None:
        """Let a party leave one slot for another; `change` is what `change` said."""
        self.busy[party] ^= (1 << source) ^ (1 << target)
        self.gaps[party] += change

    def _count(self, party: int, busy: int, unit: int) -> int:
        here = busy & unit
        below_last = (1 << here.bit_length()) >> 1
        return ((below_last - (here & -here)) & ~here & unit & self.free[party]).bit_count()


def _pack(rows: Bools) -> list[int]:
    """Each row as one integer."""
    packed = np.packbits(rows, axis=1, bitorder="little")
    return [int.from_bytes(row.tobytes(), "little") for row in packed]
