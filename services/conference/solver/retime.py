"""Retiming (重排时段): the same pairs in other slots, so that people wait less; the composite stays as it is.

A move takes a meeting of a party to a slot that the party has free. What stands in its way goes to the slot it came
from, and so on along a path of meetings, until one fits without pushing. Only the parties at the two ends of the path
are busy at other times than before. Moves are tried at random, cooling down; they are counted, and drawn from a seed.
"""

import math
import random
from collections.abc import Sequence

from services.conference.solver.arrays import Bools, Seat, ints
from services.conference.solver.board import NOWHERE, Board
from services.conference.solver.problem import Problem
from services.conference.solver.tally import tally_seats
from services.conference.solver.waiting import Waiting

_HOT, _COLD = 1.0, 0.12
"""How many gaps more a move may cost, about, at first and at last."""
_WAITING = 0.5
"""The share of moves that start at a party which waits."""
_AT_THE_END = 2
"""Gaps that the far end of a path may save; a move that needs more is not followed."""


def retime(problem: Problem, seats: Sequence[Seat], *, steps: int, seed: int) -> list[Seat]:
    """The seats with fewer idle gaps, after so many tried moves; never with more."""
    search = _Search(problem, seats, seed)
    before = search.total
    search.run(steps)
    if search.total >= before:
        return list(seats)
    return sorted((demand, supply, slot) for (demand, supply, _), slot in zip(seats, search.board.slot, strict=True))


class _Search:
    """All meetings on one board, and who waits."""

    def __init__(self, problem: Problem, seats: Sequence[Seat], seed: int) -> None:
        tally = tally_seats(problem, seats)
        self.board = Board(problem, [seat[:2] for seat in seats], _alike(problem, seats), problem.places.pool)
        for meeting, (_, _, slot) in enumerate(seats):
            self.board.put(meeting, slot)
        self.waiting = Waiting(problem, tally.busy)
        self.total = sum(self.waiting.gaps)
        self.session = problem.session.tolist()
        self.per_session = tally.per_session.tolist()
        self.most = problem.event.rules.max_per_session
        self.late = _Crowd(problem.parties, self.waiting.gaps)
        self.meetings: list[list[int]] = [[] for _ in range(problem.parties)]
        for meeting, ends in enumerate(self.board.ends):
            for party in ends:
                self.meetings[party].append(meeting)
        self.draw = random.Random(seed)

    def run(self, steps: int) -> None:
        """Try so many moves, or until nobody waits."""
        draw, late, meetings, board = self.draw.random, self.late.members, self.meetings, self.board
        busy, change = self.waiting.busy, self.waiting.change
        everybody = [party for party, mine in enumerate(meetings) if mine]
        cooling, heat = (_COLD / _HOT) ** (1 / max(1, steps)), _HOT
        for _ in range(steps):
            if not late:
                break
            heat *= cooling
            some = late if draw() < _WAITING else everybody
            party = some[int(draw() * len(some))]
            mine = meetings[party]
            meeting = mine[int(draw() * len(mine))]
            target = board.slots[meeting][int(draw() * len(board.slots[meeting]))]
            if busy[party] >> target & 1:
                continue
            source, limit = board.slot[meeting], -heat * math.log(1 - draw())
            gain = change(party, source, target)
            if gain - _AT_THE_END <= limit:
                self._try(party, source, target, gain, limit)

    def _try(self, party: int, source: int, target: int, gain: int, limit: float) -> None:
        """Move along the path that begins at a party, if tables allow it and it does not cost more than the limit."""
        path = self._follow(party, source, target)
        if path is None:
            return
        meetings, end = path
        board = self.board
        # The end of an even path had its meeting in the target slot.
        here, there = (source, target) if len(meetings) % 2 else (target, source)
        pooled = sum(board.pooled[meeting] for meeting in meetings[::2])
        pooled -= sum(board.pooled[meeting] for meeting in meetings[1::2])
        if (pooled > 0 and board.spare[target] < pooled) or (pooled < 0 and board.spare[source] < -pooled):
            return
        far = self.waiting.change(end, here, there)
        if gain + far > limit or not (self._has_room(party, source, target) and self._has_room(end, here, there)):
            return
        board.apply({meeting: source if place % 2 else target for place, meeting in enumerate(meetings)})
        self.total += gain + far
        for one, left, entered, more in ((party, source, target, gain), (end, here, there, far)):
            self.waiting.move(one, left, entered, more)
            self.late.note(one, waits=self.waiting.gaps[one] > 0)
            self.per_session[one][self.session[left]] -= 1
            self.per_session[one][self.session[entered]] += 1

    def _follow(self, party: int, source: int, target: int) -> tuple[list[int], int] | None:
        """The meetings that change between two slots, the first one going to the target, and the party at the end."""
        row, ends, can = self.board.row, self.board.ends, self.board.can
        meetings: list[int] = []
        while (meeting := row[party][source]) != NOWHERE:
            if not can[meeting][target]:
                return None
            meetings.append(meeting)
            one, other = ends[meeting]
            party = other if one == party else one
            source, target = target, source
        return meetings, party

    def _has_room(self, party: int, source: int, target: int) -> bool:
        one, other = self.session[source], self.session[target]
        return self.most is None or one == other or self.per_session[party][other] < self.most


class _Crowd:
    """The parties that wait, in a list from which one can be drawn."""

    def __init__(self, parties: int, gaps: Sequence[int]) -> None:
        self.members = [party for party in range(parties) if gaps[party]]
        self._place = dict(zip(self.members, range(len(self.members)), strict=True))

    def note(self, party: int, *, waits: bool) -> None:
        """Take a party in or out."""
        if waits and party not in self._place:
            self._place[party] = len(self.members)
            self.members.append(party)
        elif not waits and party in self._place:
            place, last = self._place.pop(party), self.members.pop()
            if last != party:
                self.members[place] = last
                self._place[last] = place


def _alike(problem: Problem, seats: Sequence[Seat]) -> Bools:
    """[meeting, slot]: allowed, and not worth more or less than where the meeting is."""
    rows = ints(seats).reshape(-1, 3)
    demand, supply, slot = rows[:, 0], rows[:, 1], rows[:, 2]
    moved = problem.moved(demand, supply)
    same: Bools = moved == moved[range(len(rows)), slot][:, None]
    return same & problem.allowed(demand, supply)
