"""Column and row generation: price all pairs, bring in those that pay; find crowds, forbid them; until all is met."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from services.conference.solver.arrays import SCALE, Bools, Floats, Ints, Seat, ints
from services.conference.solver.columns import Columns, list_columns
from services.conference.solver.crowds import Crowd
from services.conference.solver.grid import Grid
from services.conference.solver.hall import find_hall_crowds
from services.conference.solver.leftover import leave, usable_slots
from services.conference.solver.master import build_master, diary_caps
from services.conference.solver.prices import NEVER_PAYS, Priced, Prices, price_pairs
from services.conference.solver.problem import Problem
from services.conference.solver.relax import Relaxation, Relaxed
from services.conference.solver.rewards import read_rewards
from services.conference.solver.whole import whole_columns

ROUNDS = 150
_PER_DEMAND, _PER_SUPPLY = 3, 6


@dataclass(frozen=True, slots=True)
class Generated:
    """The best prices found so far, what they prove, and whole meetings near the last relaxation."""

    prices: Prices
    priced: Priced
    chosen: Columns

    @property
    def seats(self) -> list[Seat]:
        """The chosen meetings as seats; of a program slot by slot only."""
        chosen = self.chosen
        return list(zip(chosen.demand.tolist(), chosen.supply.tolist(), chosen.bucket.tolist(), strict=True))


class Generator:
    """A growing program on a grid: columns come in while they pay, crowds while they are broken."""

    def __init__(self, problem: Problem, grid: Grid, candidates: Bools) -> None:
        self.grid = grid
        self._problem = problem
        self._room = leave(problem)
        self._constant = problem.constant + read_rewards(problem).empty
        self._relaxation = Relaxation(problem)
        self._candidates = candidates.copy()
        self._crowds: list[Crowd] = []
        self._best: tuple[Prices, Priced] | None = None
        self._rounds = 0

    def forbid(self, crowds: Sequence[Crowd]) -> None:
        """Let the next run respect these crowds too."""
        self._crowds += crowds

    def run(self, watch: Callable[[int], bool] = lambda bound: False) -> Generated:
        """Generate until the bound is met or nothing pays; `watch(bound)` is asked each round whether to stop."""
        while True:
            self._rounds += 1
            relaxed, priced, bound = self._solve()
            entering = (priced.reduced > 0) & ~self._candidates
            stop = watch(bound) or self._rounds >= ROUNDS
            if stop or not entering.any() or bound <= np.floor(relaxed.value + self._constant + 1e-4):
                chosen = relaxed.master.columns.take(whole_columns(relaxed))
                found = [] if stop or self.grid.fine else find_hall_crowds(self._problem, chosen)
                if not found and self._best is not None:
                    return Generated(*self._best, chosen)
                self.forbid(found)
            self._candidates[best_entering(entering, priced.reduced, int(self._candidates.sum()))] = True

    def _solve(self) -> tuple[Relaxed, Priced, int]:
        columns = list_columns(self._problem, self._room, self.grid, *np.nonzero(self._candidates))
        master = build_master(self._problem, self._room, self.grid, columns, self._crowds)
        relaxed = self._relaxation.solve(master)
        prices = read_prices(self._problem, self.grid, relaxed, self._crowds)
        priced = price_pairs(self._problem, prices)
        if self._best is None or priced.bound < self._best[1].bound:
            self._best = (prices, priced)
        return relaxed, priced, self._best[1].bound


def read_prices(problem: Problem, grid: Grid, relaxed: Relaxed, crowds: Sequence[Crowd] = ()) -> Prices:
    """Round the row prices of a relaxation to integers, each on the rule that its row stands for."""
    rows, room = relaxed.master.rows, leave(problem)
    scaled = SCALE * relaxed.price
    rough = np.maximum(scaled[rows.diaries : rows.tables], 0).reshape(problem.parties, grid.count)
    session = np.zeros((problem.parties, problem.sessions))
    if rows.crowds > rows.sessions:
        session = np.maximum(scaled[rows.sessions : rows.crowds], 0).reshape(session.shape)
    limited = diary_caps(problem, room, grid) < grid.sum(room.free)
    for bucket in range(grid.count):
        session[:, grid.session[bucket]] += np.where(limited[:, bucket], rough[:, bucket], 0)
    diary = np.where(limited, 0, rough)[:, grid.bucket]
    table = np.maximum(scaled[rows.tables : rows.degrees], 0)[grid.bucket]
    for crowd, price in zip(crowds, np.maximum(scaled[rows.crowds :], 0).tolist(), strict=True):
        table = table + price * crowd.table
        for party, weights in crowd.diary.items():
            diary[party] += price * weights
    diary = np.where(usable_slots(problem), diary, 0)
    # A party that may have no meeting at all pays any price for one without cost to the bound.
    most, dearest = read_rewards(problem).cap, SCALE * float(problem.affinity.profit.max(initial=0))
    return Prices(
        diary=_whole(diary),
        table=_whole(np.where(problem.places.pool > 0, table, 0)),
        degree=_whole(np.where(most == 0, dearest, scaled[rows.degrees : rows.sessions])),
        session=_whole(session),
        buckets=_alike(grid, crowds),
    )


def _whole(prices: Floats) -> Ints:
    return np.rint(prices).astype(np.int64)


def _alike(grid: Grid, crowds: Sequence[Crowd]) -> tuple[Ints, ...]:
    """Slots by bucket, and by the weights that crowds give them."""
    kinds: dict[tuple[float, ...], list[int]] = {}
    lines = [line for crowd in crowds for line in (*crowd.diary.values(), crowd.table)]
    weights = np.unique(np.array(lines), axis=0) if lines else np.zeros((0, len(grid.bucket)))
    for slot, bucket in enumerate(grid.bucket.tolist()):
        kinds.setdefault((bucket, *weights[:, slot].tolist()), []).append(slot)
    return tuple(ints(slots) for slots in kinds.values())


def best_entering(entering: Bools, reduced: Ints, known: int) -> tuple[Ints, Ints]:
    """All pairs that pay, or the best few of each party when they are many beside the pairs known so far."""
    limit = max(400, known // 2)
    demand, supply = np.nonzero(entering)
    if len(demand) > limit:
        order = np.argsort(-reduced[demand, supply], kind="stable")
        demand, supply = demand[order], supply[order]
        few = (_rank(demand) < _PER_DEMAND) | (_rank(supply) < _PER_SUPPLY)
        demand, supply = demand[few][:limit], supply[few][:limit]
    return demand, supply


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
