"""Filling in by falling worth: each pair in turn takes the first slot that both and a table have free."""

from collections.abc import Sequence

import numpy as np

from services.conference.solver.arrays import Bools, Ints, Seat, find, ints
from services.conference.solver.leftover import leave
from services.conference.solver.problem import Problem
from services.conference.solver.rewards import read_rewards

_AT_ONCE = 50_000


def fill_gaps(problem: Problem, seats: Sequence[Seat], candidates: Bools) -> list[Seat]:
    """The seats and every further candidate pair that fits and adds to the composite."""
    filler = _Filler(problem, seats)
    demand, supply = np.nonzero(candidates & problem.affinity.eligible)
    demand, supply = filler.open_pairs(demand, supply)
    worth = problem.affinity.profit[demand, supply]
    order = np.lexsort((supply, demand, -worth))
    for pair in zip(demand[order].tolist(), supply[order].tolist(), strict=True):
        filler.try_pair(*pair)
    return sorted([*seats, *filler.added])


class _Filler:
    """The room while pairs are filled in."""

    def __init__(self, problem: Problem, seats: Sequence[Seat]) -> None:
        self.problem = problem
        self.room = leave(problem, seats)
        self.rewards = read_rewards(problem)
        self.groups = set(self.room.groups.tolist())
        self.added: list[Seat] = []

    def open_pairs(self, demand: Ints, supply: Ints) -> tuple[Ints, Ints]:
        """The pairs that are not already out of the question."""
        cap, met, other = self.problem.roster.cap, self.room.met, supply + self.problem.roster.demand
        open_ = (met[demand] < cap[demand]) & (met[other] < cap[other]) & ~self.problem.outlocked(demand, supply)
        open_ &= ~find(self.room.groups, self.problem.groups(demand, supply))[1]
        demand, supply = demand[open_], supply[open_]
        parts = range(0, len(demand), _AT_ONCE)
        some = [self._slots(demand[k : k + _AT_ONCE], supply[k : k + _AT_ONCE]).any(axis=1) for k in parts]
        fits = np.concatenate(some) if some else np.zeros(0, dtype=bool)
        return demand[fits], supply[fits]

    def _slots(self, demand: Ints, supply: Ints) -> Bools:
        """[pair, slot] where each pair could still meet."""
        room, other = self.room, supply + self.problem.roster.demand
        slots = self.problem.allowed(demand, supply) & room.free[demand] & room.free[other]
        slots &= ~self.problem.in_pool(demand, supply)[:, None] | (room.pool > 0)
        most = self.problem.event.rules.max_per_session
        if most is not None:
            open_sessions = room.per_session < most
            slots &= (open_sessions[demand] & open_sessions[other])[:, self.problem.session]
        return slots

    def try_pair(self, demand: int, supply: int) -> None:
        """Seat a pair if it fits and pays."""
        problem, room = self.problem, self.room
        d, s, other = ints([demand]), ints([supply]), problem.roster.demand + supply
        group = int(problem.groups(d, s)[0])
        if group in self.groups or (room.met[[demand, other]] >= problem.roster.cap[[demand, other]]).any():
            return
        slots = self._slots(d, s)[0]
        if not slots.any():
            return
        cost = np.where(slots, problem.moved(d, s)[0], 1 << 60)
        slot = int(cost.argmin())
        gain = int(problem.affinity.profit[demand, supply]) - int(cost[slot])
        gain += sum(self.rewards.step(party, int(room.met[party]) + 1) for party in (demand, other))
        if gain <= 0:
            return
        self.groups.add(group)
        self.added.append((demand, supply, slot))
        room.free[[demand, other], slot] = False
        room.pool[slot] -= bool(problem.in_pool(d, s)[0])
        room.met[[demand, other]] += 1
        room.per_session[[demand, other], problem.session[slot]] += 1
