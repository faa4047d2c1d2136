"""Slots for given pairs: a tabu search that puts each pair into a slot and pushes out what stands in the way.

The pairs of a session are the edges of a bipartite graph and the slots its colours; without absences such a graph
always has a colouring, so only absences and tables make work. First the diaries are made right, then chains of
meetings carry the surplus of crowded slots to slots with tables left. Steps are counted, ties broken by a seeded draw.
"""

import random
from collections.abc import Sequence

from services.conference.solver.arrays import Pair, Seat
from services.conference.solver.board import NOWHERE, Board
from services.conference.solver.columns import Columns
from services.conference.solver.problem import Problem

_TENURE = 8
_DRAWN = 8
_LOCKED = 1 << 40


def colour_pairs(problem: Problem, meetings: Columns, *, steps: int, seed: int) -> tuple[list[Seat], list[Pair]]:
    """Give each chosen meeting one of its slots: (seats, pairs that found none)."""
    pairs = list(zip(meetings.demand.tolist(), meetings.supply.tolist(), strict=True))
    board = Board(problem, pairs, meetings.slots, problem.places.pool)
    search = _Search(board, _losses(problem, pairs), seed)
    search.fill(steps, tables=False)
    search.level(steps)
    search.fill(steps, tables=True)
    seats = [(*pair, slot) for pair, slot in zip(pairs, search.best, strict=True) if slot != NOWHERE]
    return seats, [pair for pair, slot in zip(pairs, search.best, strict=True) if slot == NOWHERE]


def _losses(problem: Problem, pairs: Sequence[Pair]) -> list[int]:
    """What the plan loses without each pair; a locked pair must not be lost."""
    profit, locked = problem.affinity.profit, problem.wishes.locked
    return [max(1, int(profit[pair])) + (_LOCKED if pair in locked else 0) for pair in pairs]


class _Search:
    """A board, who waits to be seated, and the best state seen."""

    def __init__(self, board: Board, loss: Sequence[int], seed: int) -> None:
        self.board, self.loss = board, loss
        self.draw = random.Random(seed)
        self.best = list(board.slot)
        self.cost = self.best_cost = sum(loss)
        self.waiting = sorted(
            (meeting for meeting, slots in enumerate(board.slots) if slots),
            key=lambda meeting: (len(board.slots[meeting]), meeting),
            reverse=True,
        )
        self.tabu: dict[tuple[int, int], int] = {}

    def fill(self, steps: int, *, tables: bool) -> None:
        """Seat the waiting meetings, hardest first, until none waits or the steps are used."""
        self.tabu.clear()
        self.best, self.best_cost = list(self.board.slot), self.cost
        for step in range(steps + len(self.board.slot)):
            if not self.waiting:
                break
            self._seat(self.waiting.pop(), step, tables=tables)
            if self.cost < self.best_cost:
                self.best, self.best_cost = list(self.board.slot), self.cost
        self._restore()

    def _seat(self, meeting: int, step: int, *, tables: bool) -> None:
        slot, evicted = self._choose(meeting, step, tables=tables)
        for other in evicted:
            self.cost += self.loss[other]
            self.board.take_out(other)
            self.tabu[other, slot] = step + _TENURE + self.draw.randrange(_TENURE)
            self.waiting.insert(self.draw.randrange(len(self.waiting) + 1), other)
        self.cost -= self.loss[meeting]
        self.board.put(meeting, slot)

    def _choose(self, meeting: int, step: int, *, tables: bool) -> tuple[int, list[int]]:
        """The slot that pushes out least; a slot with tables left before others, a tabu slot last."""
        ranked = []
        for slot in self.board.slots[meeting]:
            evicted = self._evicted(meeting, slot, tables=tables)
            lost = sum(self.loss[other] for other in evicted)
            forbidden = self.tabu.get((meeting, slot), -1) > step
            crowded = self.board.pooled[meeting] and self.board.spare[slot] <= 0
            if not (evicted or forbidden or crowded):
                return slot, evicted
            ranked.append((forbidden, lost, crowded, self.draw.random(), slot, evicted))
        *_, slot, evicted = min(ranked)
        return slot, evicted

    def _evicted(self, meeting: int, slot: int, *, tables: bool) -> list[int]:
        board = self.board
        evicted = board.in_the_way(meeting, slot)
        full = tables and board.pooled[meeting] and board.spare[slot] <= 0
        if full and not any(board.pooled[other] for other in evicted):
            evicted.append(self._most_movable(slot))
        return evicted

    def _most_movable(self, slot: int) -> int:
        """A meeting at a pool table that can best sit elsewhere, of a few drawn."""
        pooled = [meeting for meeting in self.board.seated[slot] if self.board.pooled[meeting]]
        drawn = [pooled[self.draw.randrange(len(pooled))] for _ in range(_DRAWN)]
        return max(drawn, key=lambda meeting: (self._has_elsewhere(meeting, slot), len(self.board.slots[meeting])))

    def _has_elsewhere(self, meeting: int, slot: int) -> bool:
        board = self.board
        return any(
            other != slot and board.spare[other] > 0 and not board.in_the_way(meeting, other)
            for other in board.slots[meeting]
        )

    def _restore(self) -> None:
        """Back to the best state seen."""
        board = self.board
        for meeting, slot in enumerate(list(board.slot)):
            if slot not in (NOWHERE, self.best[meeting]):
                board.take_out(meeting)
        for meeting, slot in enumerate(self.best):
            if slot != NOWHERE and board.slot[meeting] == NOWHERE:
                board.put(meeting, slot)
        self.cost = self.best_cost
        self.waiting = [m for m, slot in enumerate(board.slot) if slot == NOWHERE and board.slots[m]]

    def level(self, steps: int) -> None:
        """Carry meetings along chains from slots with too few tables to slots with some left; the rest must wait."""
        board = self.board
        over = [slot for slot, spare in enumerate(board.spare) if spare < 0]
        for _ in range(steps):
            if not over:
                break
            self._carry(over[self.draw.randrange(len(over))])
            over = [slot for slot, spare in enumerate(board.spare) if spare < 0]
        for slot in over:
            pooled = (meeting for meeting in board.seated[slot] if board.pooled[meeting])
            for meeting in sorted(pooled, key=self._stays)[: -board.spare[slot]]:
                self.cost += self.loss[meeting]
                board.take_out(meeting)
                self.waiting.append(meeting)

    def _stays(self, meeting: int) -> tuple[bool, int, int]:
        return len(self.board.slots[meeting]) == 1, self.loss[meeting], meeting

    def _carry(self, source: int) -> None:
        board = self.board
        meeting = board.seated[source][self.draw.randrange(len(board.seated[source]))]
        target = board.slots[meeting][self.draw.randrange(len(board.slots[meeting]))]
        moves = board.chain(meeting, target) if target != source else None
        if moves is None:
            return
        flow = sum(board.pooled[m] if slot == target else -board.pooled[m] for m, slot in moves.items())
        before = max(0, -board.spare[source]) + max(0, -board.spare[target])
        after = max(0, -board.spare[source] - flow) + max(0, -board.spare[target] + flow)
        if flow > 0 and after <= before:
            board.apply(moves)
