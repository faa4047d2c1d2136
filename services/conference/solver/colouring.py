"""Slots for given pairs: a tabu search that puts each pair into a slot and pushes out what stands in the way.

The pairs of a session are the edges of a bipartite graph and the slots its colours; without absences such a graph
always has a colouring, so only absences and tables make work. Steps are counted, ties are broken by a seeded draw.
"""

import random
from collections.abc import Sequence

import numpy as np

from services.conference.solver.arrays import Bools, Seat, ints
from services.conference.solver.leftover import Leftover
from services.conference.solver.problem import Problem

_TENURE = 8


def colour_pairs(
    problem: Problem, room: Leftover, pairs: Sequence[Seat], *, steps: int, seed: int
) -> tuple[list[Seat], list[Seat]]:
    """Give each (demand, supply, wished slot or −1) a slot in the room: (seats, pairs that found none)."""
    if not pairs:
        return [], []
    board = _Board(problem, room, pairs)
    draw = random.Random(seed)
    board.fill(draw, steps, tables=False)
    board.level(draw, steps)
    board.fill(draw, steps, tables=True)
    seats = [(d, s, slot) for (d, s, _), slot in zip(pairs, board.best, strict=True) if slot >= 0]
    left = [pair for pair, slot in zip(pairs, board.best, strict=True) if slot < 0]
    return seats, left


class _Board:
    """Who sits where, and who waits; the best state seen is kept."""

    def __init__(self, problem: Problem, room: Leftover, pairs: Sequence[Seat]) -> None:
        rows = ints(pairs)
        demand, other = rows[:, 0], rows[:, 1] + problem.roster.demand
        pooled = problem.in_pool(demand, rows[:, 1])
        allowed: Bools = problem.allowed(demand, rows[:, 1]) & room.free[demand] & room.free[other]
        allowed &= ~pooled[:, None] | (room.pool > 0)
        self.pairs = list(zip(demand.tolist(), other.tolist(), strict=True))
        self.wished: list[int] = rows[:, 2].tolist()
        self.pooled: list[bool] = pooled.tolist()
        self.allowed = [np.flatnonzero(row).tolist() for row in allowed]
        self.loss = [self._loss(problem, d, s) for d, s, _ in pairs]
        self.pool: list[int] = room.pool.tolist()
        self.at: list[dict[int, int]] = [{} for _ in range(problem.parties)]
        self.in_slot: list[set[int]] = [set() for _ in problem.slots]
        self.slot = [-1] * len(pairs)
        self.best = list(self.slot)
        self.waiting = sorted(range(len(pairs)), key=lambda m: (len(self.allowed[m]), m), reverse=True)
        self.cost = sum(self.loss)
        self.best_cost = self.cost
        self.tabu: dict[tuple[int, int], int] = {}

    @staticmethod
    def _loss(problem: Problem, demand: int, supply: int) -> int:
        locked = (demand, supply) in problem.wishes.locked
        return max(1, int(problem.affinity.profit[demand, supply])) + (1 << 40 if locked else 0)

    def fill(self, draw: random.Random, steps: int, *, tables: bool) -> None:
        """Place the waiting pairs, hardest first, until none waits or the steps are used."""
        self.tables = tables
        self.tabu.clear()
        self.best_cost, self.best = self.cost, list(self.slot)
        budget = steps + len(self.pairs)
        hopeless = [m for m in self.waiting if not self.allowed[m]]
        self.waiting = [m for m in self.waiting if self.allowed[m]]
        for step in range(budget):
            if not self.waiting:
                break
            meeting = self.waiting.pop()
            self._insert(meeting, step, draw)
            if self.cost < self.best_cost:
                self.best_cost, self.best = self.cost, list(self.slot)
        self.waiting += hopeless

    def _insert(self, meeting: int, step: int, draw: random.Random) -> None:
        slot, evicted = self._choose(meeting, step, draw)
        for other in evicted:
            self._take_out(other)
            self.tabu[other, slot] = step + _TENURE + draw.randrange(_TENURE)
            self.waiting.insert(draw.randrange(len(self.waiting) + 1), other)
        self._put(meeting, slot)

    def _choose(self, meeting: int, step: int, draw: random.Random) -> tuple[int, list[int]]:
        """The slot that pushes out least; a wished slot first, a tabu slot last."""
        best: tuple[tuple[int, int, float], int, list[int]] | None = None
        for slot in self.allowed[meeting]:
            evicted = self._in_the_way(meeting, slot, draw)
            lost = sum(self.loss[other] for other in evicted)
            forbidden = self.tabu.get((meeting, slot), -1) > step
            rank = (int(forbidden), lost, draw.random() - (slot == self.wished[meeting]))
            if best is None or rank < best[0]:
                best = (rank, slot, evicted)
            if not evicted and not forbidden and self.wished[meeting] in (-1, slot):
                return slot, evicted
        assert best is not None
        return best[1], best[2]

    def _in_the_way(self, meeting: int, slot: int, draw: random.Random) -> list[int]:
        evicted = {self.at[party][slot] for party in self.pairs[meeting] if slot in self.at[party]}
        if (
            self.tables
            and self.pooled[meeting]
            and self.pool[slot] <= 0
            and not any(self.pooled[other] for other in evicted)
        ):
            seated = sorted(other for other in self.in_slot[slot] if self.pooled[other])
            evicted.add(seated[draw.randrange(len(seated))])
        return sorted(evicted)

    def level(self, draw: random.Random, steps: int) -> None:
        """Swap chains of meetings from slots that have too few tables into slots that have some left."""
        self._restore()
        over = [slot for slot, left in enumerate(self.pool) if left < 0]
        for _ in range(steps):
            if not over:
                break
            source = over[draw.randrange(len(over))]
            meetings = [m for m in self.in_slot[source] if self.pooled[m] and len(self.allowed[m]) > 1]
            start = meetings[draw.randrange(len(meetings))] if meetings else -1
            targets = [slot for slot in self.allowed[start] if slot != source] if meetings else []
            if targets:
                target = targets[draw.randrange(len(targets))]
                self._swap_chain(start, source, target)
            over = [slot for slot, left in enumerate(self.pool) if left < 0]
        for slot in over:
            seated = sorted((m for m in self.in_slot[slot] if self.pooled[m]), key=lambda m: (self.loss[m], m))
            for meeting in seated[: -self.pool[slot]]:
                self._take_out(meeting)
                self.waiting.append(meeting)

    def _restore(self) -> None:
        """Back to the best state seen."""
        for meeting, slot in enumerate(self.slot):
            if slot != self.best[meeting] and slot >= 0:
                self._take_out(meeting)
        for meeting, slot in enumerate(self.best):
            if slot >= 0 and self.slot[meeting] < 0:
                self._put(meeting, slot)
        self.waiting = [m for m, slot in enumerate(self.slot) if slot < 0 and self.allowed[m]]

    def _swap_chain(self, start: int, source: int, target: int) -> None:
        """Exchange the two slots along the chain of meetings that holds `start`, if that helps the tables."""
        chain, ahead = {start: target}, [start]
        while ahead:
            meeting = ahead.pop()
            to = chain[meeting]
            if to not in self.allowed[meeting]:
                return
            for party in self.pairs[meeting]:
                other = self.at[party].get(to)
                if other is not None and other not in chain:
                    chain[other] = source + target - to
                    ahead.append(other)
        flow = sum(self.pooled[m] if to == target else -self.pooled[m] for m, to in chain.items())
        if flow <= 0 or (self.pool[source] + flow > 0 and self.pool[target] - flow < 0 and False):
            return
        if max(0, -self.pool[source] - flow) + max(0, flow - self.pool[target]) > max(0, -self.pool[source]) + max(
            0, -self.pool[target]
        ):
            return
        for meeting in chain:
            self._take_out(meeting)
        for meeting, to in chain.items():
            self._put(meeting, to)

    def _put(self, meeting: int, slot: int) -> None:
        for party in self.pairs[meeting]:
            self.at[party][slot] = meeting
        self.slot[meeting] = slot
        self.in_slot[slot].add(meeting)
        self.pool[slot] -= self.pooled[meeting]
        self.cost -= self.loss[meeting]

    def _take_out(self, meeting: int) -> None:
        slot = self.slot[meeting]
        for party in self.pairs[meeting]:
            del self.at[party][slot]
        self.slot[meeting] = -1
        self.in_slot[slot].discard(meeting)
        self.pool[slot] += self.pooled[meeting]
        self.cost += self.loss[meeting]
