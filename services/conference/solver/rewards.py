"""What a party's n-th meeting adds to the composite: a seat of its minimum, and the levelled count."""

from dataclasses import dataclass

import numpy as np

from services.conference.solver.arrays import Ints
from services.conference.solver.problem import Problem


@dataclass(frozen=True, slots=True)
class Rewards:
    """Per party: the penalty of a missing floor seat, the weight of levelling, the largest maximum of its side."""

    floor: Ints
    level: Ints
    largest: Ints
    least: Ints
    cap: Ints

    def step(self, party: int, n: int) -> int:
        """What the n-th meeting (from 1) of a party adds; it never rises with n."""
        seat = int(self.floor[party]) if n <= self.least[party] else 0
        return seat + int(self.level[party]) * (int(self.largest[party]) - n)

    def steps(self, n: int) -> Ints:
        """`step` of all parties at once."""
        seat: Ints = np.where(n <= self.least, self.floor, 0)
        return seat + self.level * (self.largest - n)

    @property
    def empty(self) -> int:
        """`total` when nobody meets."""
        return -sum(int(floor) * int(least) for floor, least in zip(self.floor, self.least, strict=True))


def level_reward(rewards: Rewards, counts: Ints) -> int:
    """Σ weight · (n · largest − n(n+1)/2)."""
    return int((rewards.level * (counts * rewards.largest - counts * (counts + 1) // 2)).sum())


def read_rewards(problem: Problem) -> Rewards:
    """The rewards of all parties."""
    roster, rules = problem.roster, problem.event.rules
    sides = (slice(0, roster.demand), slice(roster.demand, None))
    floor, level, largest = (np.zeros(problem.parties, dtype=np.int64) for _ in range(3))
    for side, penalty, weight in zip(
        sides,
        (rules.penalties.floor_demand, rules.penalties.floor_supply),
        (rules.level_weight.demand, rules.level_weight.supply),
        strict=True,
    ):
        floor[side], level[side] = penalty, weight
        largest[side] = max(roster.most[side], default=0)
    return Rewards(floor, level, largest, roster.least, roster.cap)
