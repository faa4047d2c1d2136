"""Column generation: places get prices, every park answers with its best consortia, until no park wants another one."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from services.parks.solver.arrays import SCALE, Ints, Members
from services.parks.solver.lp import Optimum, maximise
from services.parks.solver.master import Columns
from services.parks.solver.problem import ParkView, Problem
from services.parks.solver.search import Task, search

ROUNDS = 80
_EACH = 5
"""Consortia that a park answers with in each round: the best, and runners-up that save rounds."""
_CLOSE = SCALE // 2
"""No plan lies between the linear program and the bound when they are closer than a point."""

Watch = Callable[[int, int], bool]
"""Told the rounds done and the bound; says whether to stop."""


@dataclass(frozen=True, slots=True)
class Priced:
    """Prices of places and what they prove: no plan is worth more than `bound` scaled points."""

    prices: Ints
    """[provider] scaled points"""
    bound: int
    best: tuple[int, ...]
    """[park] what its best consortium nets at these prices"""


def price_task(view: ParkView, prices: Ints) -> Task:
    """The search of a park that pays these prices and may have everybody whom it does not exclude."""
    park = view.park
    return Task(view, view.fee + prices[view.providers], ~view.excluded, view.include, park.budget, park.max_members)


def generate(problem: Problem, columns: Columns, watch: Watch) -> Priced:
    """Fill the columns until their linear program is as good as the bound; the lowest bound and its prices."""
    prices = np.zeros(len(problem.providers), dtype=np.int64)
    lowest: Priced | None = None
    optimum: Optimum | None = None
    for done in range(1, ROUNDS + 1):
        priced, new = _ask_parks(problem, columns, prices)
        lowest = priced if lowest is None or priced.bound < lowest.bound else lowest
        optimum = maximise(columns.program(), optimum)
        value = round(optimum.value * SCALE) + problem.constant * SCALE
        if lowest.bound - value < _CLOSE or watch(done, lowest.bound // SCALE):
            break
        wanted = _read_prices(problem, optimum)
        if not new and (wanted == prices).all():
            break
        # Half the way from the prices that proved most keeps prices from swinging; the whole way when little is new.
        few = new <= len(problem.parks) * _EACH // 20
        prices = wanted if few else (wanted + lowest.prices) // 2
    assert lowest is not None
    return lowest


def _ask_parks(problem: Problem, columns: Columns, prices: Ints) -> tuple[Priced, int]:
    best, new = [], 0
    for park, view in enumerate(problem.parks):
        found = search(price_task(view, prices), places=_EACH)
        best.append(found[0][0])
        new += columns.add(park, (members for _, members in found))
    return Priced(prices, bound_of(problem, prices, best), tuple(best)), new


def bound_of(problem: Problem, prices: Ints, best: list[int]) -> int:
    """The Lagrangian bound in scaled points: every place sold at its price, every park at its best."""
    sold: int = sum(price * load for price, load in zip(prices.tolist(), problem.load.tolist(), strict=True))
    return problem.constant * SCALE + sold + sum(best)


def _read_prices(problem: Problem, optimum: Optimum) -> Ints:
    paid = np.maximum(optimum.price[len(problem.parks) :], 0)
    prices: Ints = np.rint(paid * SCALE).astype(np.int64)
    return prices


def near_best(problem: Problem, priced: Priced, park: int, places: int, within: int) -> list[Members]:
    """The best consortia of a park that lose at most `within` scaled points at the prices."""
    task = price_task(problem.parks[park], priced.prices)
    return [members for _, members in search(task, places=places, floor=priced.best[park] - within - 1)]
