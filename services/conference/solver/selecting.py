"""Pair selection without time (选对): each row its number of partners, columns within their loads, most worth in all.

The problem of reviewer assignment. By itself a flow answers it exactly; with a floor, no row may have a smaller sum
than the floor, and a linear program over priced columns with a small integer program behind it answers.
"""

from dataclasses import dataclass

import numpy as np
from ortools.graph.python import min_cost_flow
from scipy import sparse

from services.conference.solver.arrays import Bools, Floats, Ints
from services.conference.solver.lp import Program, maximise
from services.conference.solver.mip import choose

_UNIT = 10**6
"""Worth is rounded to millionths for the flow."""
_FIRST = 12
"""The best columns of each row, and the best rows of each column, that the program with a floor starts from."""
_NEAR = 0.02
"""Share of the largest worth that a pair may lose at the final prices and still be offered to the integer program."""
_NODES = 2000


@dataclass(frozen=True, slots=True)
class Loads:
    """Every row takes exactly `each` partners; column j between `low[j]` and `high[j]`."""

    each: int
    low: Ints
    high: Ints


def select_pairs(worth: Floats, loads: Loads) -> Bools | None:
    """The heaviest selection of [row, column]; None when the loads cannot be kept."""
    rows, columns = worth.shape
    row, column = np.divmod(np.arange(rows * columns), columns)
    cost = -np.rint(_UNIT * worth).astype(np.int64).ravel()
    source, sink = rows + columns, rows + columns + 1
    flow = min_cost_flow.SimpleMinCostFlow()
    flow.add_arcs_with_capacity_and_unit_cost(row, rows + column, np.ones_like(row), cost)
    # A seat under a column's minimum is worth more than any selection of pairs.
    prize = int(np.abs(cost).max(initial=0)) * 2 * rows * loads.each + 1
    seat = rows + np.arange(columns)
    for capacity, reward in ((loads.low, -prize), (loads.high - loads.low, 0)):
        flow.add_arcs_with_capacity_and_unit_cost(seat, np.full(columns, sink), capacity, np.full(columns, reward))
    every = np.full(rows, loads.each)
    flow.add_arcs_with_capacity_and_unit_cost(np.full(rows, source), np.arange(rows), every, np.zeros_like(every))
    flow.set_nodes_supplies(np.array([source, sink]), np.array([rows * loads.each, -rows * loads.each]))
    if flow.solve() != flow.OPTIMAL:
        return None
    chosen: Bools = flow.flows(np.arange(rows * columns)).reshape(rows, columns) > 0
    return chosen if (chosen.sum(axis=0) >= loads.low).all() else None


def select_with_floor(worth: Floats, loads: Loads, floor: float) -> Bools | None:
    """The heaviest selection found in which no row has less than `floor`; None when none is found."""
    heaviest = select_pairs(worth, loads)
    if heaviest is None or (worth * heaviest).sum(axis=1).min() >= floor:
        return heaviest
    pairs = heaviest | _best(worth)
    while True:
        program, row, column = _program(worth, loads, floor, pairs)
        try:
            optimum = maximise(program)
        except ArithmeticError:
            if pairs.all():
                return None
            pairs = np.ones_like(pairs)
            continue
        reduced = _reduced(worth, optimum.price)
        entering = (reduced > 1e-7) & ~pairs
        if not entering.any():
            break
        pairs |= entering
    near = reduced > -_NEAR * float(worth.max())
    program, row, column = _program(worth, loads, floor, near)
    chosen = choose(program, len(row), _NODES)
    if chosen is None:
        return None
    selection = np.zeros_like(pairs)
    selection[row[chosen], column[chosen]] = True
    return selection


def _best(worth: Floats) -> Bools:
    best = np.zeros(worth.shape, dtype=bool)
    for axis, size in ((1, worth.shape[1]), (0, worth.shape[0])):
        first = np.argsort(-worth, axis=axis, kind="stable").take(np.arange(min(_FIRST, size)), axis=axis)
        np.put_along_axis(best, first, values=True, axis=axis)
    return best


def _program(worth: Floats, loads: Loads, floor: float, pairs: Bools) -> tuple[Program, Ints, Ints]:
    """Rows of the program: the number and the sum of each row, then the load of each column."""
    rows, columns = worth.shape
    row, column = np.nonzero(pairs)
    take, n = worth[row, column], np.arange(len(row))
    cells = (np.r_[np.ones(len(n)), take, np.ones(len(n))], (np.r_[row, rows + row, 2 * rows + column], np.r_[n, n, n]))
    matrix = sparse.csr_matrix(cells, shape=(2 * rows + columns, len(n)))
    low = np.r_[np.full(rows, loads.each), np.full(rows, floor), loads.low].astype(np.float64)
    high = np.r_[np.full(rows, loads.each), np.full(rows, np.inf), loads.high].astype(np.float64)
    return Program(matrix, take, low, high, np.ones(len(n))), row, column


def _reduced(worth: Floats, price: Floats) -> Floats:
    """What each pair earns after paying the prices of the program's rows."""
    rows = len(worth)
    count, total, load = price[:rows], price[rows : 2 * rows], price[2 * rows :]
    earned: Floats = worth - count[:, None] - total[:, None] * worth - load[None, :]
    return earned
