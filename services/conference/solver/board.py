"""A board (排期板) of given pairs and the slots they sit in: put, take out, and swap along chains."""

from collections.abc import Sequence

import numpy as np

from services.conference.solver.arrays import Bools, Ints, Pair, ints
from services.conference.solver.problem import Problem

NOWHERE = -1
_LONGEST = 60
"""Chains with more meetings are not worth following."""


class Board:
    """Meetings are numbered in the order given; plain lists, because single cells are read millions of times.

    `allowed` [meeting, slot] says where each may sit, `pool` [slot] how many pool tables there are.
    """

    def __init__(self, problem: Problem, pairs: Sequence[Pair], allowed: Bools, pool: Ints) -> None:
        rows = ints(pairs).reshape(-1, 2)
        demand, other = rows[:, 0], rows[:, 1] + problem.roster.demand
        pooled = problem.in_pool(demand, rows[:, 1])
        self.ends: list[Pair] = list(zip(demand.tolist(), other.tolist(), strict=True))
        self.pooled: list[bool] = pooled.tolist()
        self.can: list[list[bool]] = allowed.tolist()
        self.slots: list[list[int]] = [np.flatnonzero(row).tolist() for row in allowed]
        self.spare: list[int] = pool.tolist()
        """[slot] pool tables left; below zero when there are too few"""
        self.slot = [NOWHERE] * len(self.ends)
        self.row = [[NOWHERE] * len(problem.slots) for _ in range(problem.parties)]
        """[party][slot] the meeting there"""
        self.seated: list[list[int]] = [[] for _ in problem.slots]
        self._place = [0] * len(self.ends)

    def put(self, meeting: int, slot: int) -> None:
        """Seat a meeting in a slot that both parties have free."""
        one, other = self.ends[meeting]
        self.row[one][slot] = self.row[other][slot] = meeting
        self.slot[meeting] = slot
        self._place[meeting] = len(self.seated[slot])
        self.seated[slot].append(meeting)
        self.spare[slot] -= self.pooled[meeting]

    def take_out(self, meeting: int) -> int:
        """Take a meeting out of its slot."""
        slot = self.slot[meeting]
        one, other = self.ends[meeting]
        self.row[one][slot] = self.row[other][slot] = NOWHERE
        self.slot[meeting] = NOWHERE
        last = self.seated[slot].pop()
        if last != meeting:
            self.seated[slot][self._place[meeting]] = last
            self._place[last] = self._place[meeting]
        self.spare[slot] += self.pooled[meeting]
        return slot

    def in_the_way(self, meeting: int, slot: int) -> list[int]:
        """The meetings that the two parties have in a slot."""
        one, other = (self.row[party][slot] for party in self.ends[meeting])
        return [found for found in {one, other} if found != NOWHERE]

    def chain(self, start: int, target: int) -> dict[int, int] | None:
        """Meeting -> new slot, when `start` goes to `target` and every meeting in the way changes to the other slot.

        None when a meeting of the chain cannot be in the other slot, or the chain is too long.
        """
        source = self.slot[start]
        moves, ahead = {start: target}, [start]
        while ahead:
            meeting = ahead.pop()
            slot = moves[meeting]
            if not self.can[meeting][slot]:
                return None
            for party in self.ends[meeting]:
                found = self.row[party][slot]
                if found != NOWHERE and found not in moves:
                    moves[found] = source if slot == target else target
                    ahead.append(found)
            if len(moves) > _LONGEST:
                return None
        return moves

    def apply(self, moves: dict[int, int]) -> None:
        """Carry out a chain."""
        for meeting in moves:
            self.take_out(meeting)
        for meeting, slot in moves.items():
            self.put(meeting, slot)
