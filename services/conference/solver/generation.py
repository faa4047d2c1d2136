"""Column generation: solve over few pairs, price all pairs, bring in those that pay, until the bound is met."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from services.conference.solver.arrays import SCALE, Bools, Ints
from services.conference.solver.grid import Grid
from services.conference.solver.leftover import leave
from services.conference.solver.master import build_master, diary_caps, list_columns
from services.conference.solver.prices import NEVER_PAYS, Priced, Prices, price_pairs
from services.conference.solver.problem import Problem
from services.conference.solver.relax import Relaxation, Relaxed
from services.conference.solver.rewards import read_rewards

ROUNDS = 60
_PER_DEMAND, _PER_SUPPLY = 3, 6


@dataclass(frozen=True, slots=True)
class Generated:
    """The best prices found, what they prove, and the last relaxation with its candidate pairs."""

    prices: Prices
    priced: Priced
    relaxed: Relaxed
    candidates: Bools
    converged: bool


def generate(
    problem: Problem, grid: Grid, candidates: Bools, watch: Callable[[int], bool] = lambda bound: False
) -> Generated:
    """Generate columns on a grid from starting candidates; `watch(bound)` is asked each round whether to stop."""
    room, relaxation, candidates = leave(problem), Relaxation(problem), candidates.copy()
    constant = problem.constant + read_rewards(problem).empty
    best: tuple[Prices, Priced] | None = None
    for round_ in range(ROUNDS):
        columns = list_columns(problem, room, grid, *np.nonzero(candidates))
        relaxed = relaxation.solve(build_master(problem, room, grid, columns))
        prices = read_prices(problem, grid, relaxed)
        priced = price_pairs(problem, prices)
        if best is None or priced.bound < best[1].bound:
            best = (prices, priced)
        entering = (priced.reduced > 0) & ~candidates
        converged = best[1].bound <= np.floor(relaxed.value + constant + 1e-4) or not entering.any()
        if converged or watch(best[1].bound) or round_ == ROUNDS - 1:
            return Generated(*best, relaxed, candidates, converged)
        _admit(candidates, entering, priced.reduced)
    raise AssertionError("the last round returns")


def read_prices(problem: Problem, grid: Grid, relaxed: Relaxed) -> Prices:
    """Round the row prices of a relaxation to integers, each on the rule that its row stands for."""
    rows, parties = relaxed.master.rows, problem.parties
    scaled = np.rint(SCALE * relaxed.price).astype(np.int64)
    diary = np.maximum(scaled[rows.diaries : rows.tables], 0).reshape(parties, grid.count)
    session = np.zeros((parties, problem.sessions), dtype=np.int64)
    if rows.end > rows.sessions:
        session = np.maximum(scaled[rows.sessions :], 0).reshape(session.shape)
    room = leave(problem)
    limited = diary_caps(problem, room, grid) < grid.sum(room.free)
    for bucket in range(grid.count):
        session[:, grid.session[bucket]] += np.where(limited[:, bucket], diary[:, bucket], 0)
    return Prices(
        grid=grid,
        diary=np.where(limited, 0, diary),
        table=np.maximum(scaled[rows.tables : rows.degrees], 0),
        degree=scaled[rows.degrees : rows.sessions],
        session=session,
    )


def _admit(candidates: Bools, entering: Bools, reduced: Ints) -> None:
    """Let in all that pay, or the best few of each party when they are many."""
    limit = max(400, int(candidates.sum()) // 2)
    demand, supply = np.nonzero(entering)
    if len(demand) > limit:
        order = np.argsort(-reduced[demand, supply], kind="stable")
        demand, supply = demand[order], supply[order]
        few = (_rank(demand) < _PER_DEMAND) | (_rank(supply) < _PER_SUPPLY)
        demand, supply = demand[few][:limit], supply[few][:limit]
    candidates[demand, supply] = True


def _rank(values: Ints) -> Ints:
    """How many equal values stand before each."""
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
    rank = np.empty(len(values), dtype=np.int64)
    rank[order] = np.arange(len(values)) - np.repeat(starts, np.diff(np.r_[starts, len(values)]))
    return rank


def near_pairs(priced: Priced, within: float) -> Bools:
    """Pairs that earn at least −`within` at these prices: a better plan is made of such pairs."""
    near: Bools = priced.reduced > max(-within * SCALE, NEVER_PAYS + 1)
    return near
