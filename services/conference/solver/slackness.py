"""Where a plan loses against the bound: complementary slackness, party by party (互补松弛)."""

from collections.abc import Sequence

import numpy as np

from services.conference.solver.arrays import SCALE, Floats, Ints, Seat, find, ints
from services.conference.solver.leftover import usable_slots
from services.conference.solver.prices import Priced, Prices
from services.conference.solver.problem import Problem
from services.conference.solver.rewards import read_rewards
from services.conference.solver.tally import Tally, tally_seats


def party_losses(problem: Problem, prices: Prices, priced: Priced, seats: Sequence[Seat]) -> Floats:
    """[party] what keeps the plan below the bound, in points: priced diary unused, counts the prices do not want,
    pairs that should not be, and pairs that should.
    """
    tally = tally_seats(problem, seats)
    diary = prices.diary + prices.session[:, problem.session]
    loss = np.where(usable_slots(problem) & ~tally.busy, diary, 0).sum(axis=1) / SCALE
    loss += _count_losses(problem, prices.degree, tally)
    rows = ints(seats).reshape(-1, 3)
    d, s, other = rows[:, 0], rows[:, 1], rows[:, 1] + problem.roster.demand
    seat = column_losses(problem, prices, d, s, rows[:, 2])
    for end in (d, other):
        np.add.at(loss, end, seat)
    demand, supply = np.nonzero(priced.reduced > 0)
    missed = ~find(tally.groups, problem.groups(demand, supply))[1]
    demand, supply = demand[missed], supply[missed]
    for end in (demand, supply + problem.roster.demand):
        np.add.at(loss, end, priced.reduced[demand, supply] / SCALE)
    total: Floats = loss
    return total


def column_losses(problem: Problem, prices: Prices, demand: Ints, supply: Ints, slot: Ints) -> Floats:
    """[meeting] what each pair in its slot earns too little to pay the prices, in points; 0 when it pays."""
    other = supply + problem.roster.demand
    diary = prices.diary + prices.session[:, problem.session]
    cost = diary[demand, slot] + diary[other, slot] + np.where(problem.in_pool(demand, supply), prices.table[slot], 0)
    cost += prices.degree[demand] + prices.degree[other]
    earn = problem.affinity.profit[demand, supply].copy()
    if problem.wishes.baseline:
        earn -= problem.moved(demand, supply)[np.arange(len(slot)), slot]
    loss: Floats = np.maximum(0, cost - SCALE * earn) / SCALE
    return loss


def _count_losses(problem: Problem, degree: Ints, tally: Tally) -> Floats:
    """How far each party's number of meetings is from the best one at its price."""
    rewards = read_rewards(problem)
    loss = np.zeros(problem.parties)
    for n in range(1, int(rewards.cap.max(initial=0)) + 1):
        gain = rewards.steps(n) + degree / SCALE
        loss += np.where(rewards.cap >= n, np.maximum(gain, 0), 0) - np.where(tally.count >= n, gain, 0)
    return loss
