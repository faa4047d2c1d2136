"""The linear relaxation of a master, solved again and again as columns arrive, each time from where it stood."""

from dataclasses import dataclass

import numpy as np

from services.conference.solver.arrays import Bools, Floats, Ints, find
from services.conference.solver.lp import AT_LOWER_BOUND, BASIC, CLOSE, Added, Basis, Program, maximise
from services.conference.solver.master import Master
from services.conference.solver.problem import Problem

_FEW = 0.05
"""The share of new columns below which they are few."""


@dataclass(frozen=True, slots=True)
class Relaxed:
    """A fractional solution: how much of each meeting, what it is worth, the price of each row."""

    master: Master
    x: Floats
    value: float
    price: Floats

    @property
    def fractional(self) -> Bools:
        """[column] neither in nor out."""
        return (self.x > CLOSE) & (self.x < 1 - CLOSE)


@dataclass(frozen=True, slots=True)
class _Memory:
    """Statuses of the last optimum, found again by keys."""

    columns: Ints
    column_status: Ints
    rows: Ints
    row_status: Ints
    step_status: Ints


class Relaxation:
    """Solves masters of one grid and room; remembers the basis from one to the next."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._memory: _Memory | None = None

    def solve(self, master: Master) -> Relaxed:
        """The optimum of the relaxation. Rows that cannot bind are left out; their price is 0."""
        program, meetings = master.program, len(master.columns)
        binding = np.flatnonzero(_can_bind(master))
        part = Program(
            program.matrix[binding], program.profit, program.low[binding], program.high[binding], program.upper
        )
        column_keys, row_keys = master.columns.keys(self._problem), _row_keys(master, binding)
        optimum = maximise(part, self._start(column_keys, row_keys), added=self._added(len(column_keys)))
        by_column, by_row = np.argsort(column_keys), np.argsort(row_keys)
        self._memory = _Memory(
            columns=column_keys[by_column],
            column_status=optimum.basis.columns[:meetings][by_column],
            rows=row_keys[by_row],
            row_status=optimum.basis.rows[by_row],
            step_status=optimum.basis.columns[meetings:],
        )
        price = np.zeros(len(program.high))
        price[binding] = optimum.price
        return Relaxed(master, optimum.x[:meetings], optimum.value, price)

    def _added(self, columns: int) -> Added:
        new = columns - (0 if self._memory is None else len(self._memory.columns))
        return "rows" if new == 0 else "few columns" if new < _FEW * columns else "columns"

    def _start(self, column_keys: Ints, row_keys: Ints) -> Basis | None:
        if self._memory is None:
            return None
        columns = _recall(self._memory.columns, self._memory.column_status, column_keys, AT_LOWER_BOUND)
        rows = _recall(self._memory.rows, self._memory.row_status, row_keys, BASIC)
        return Basis(np.r_[columns, self._memory.step_status], rows)


def _recall(known: Ints, statuses: Ints, wanted: Ints, otherwise: int) -> Ints:
    if not len(known):
        return np.full(len(wanted), otherwise, dtype=np.int64)
    place, found = find(known, wanted)
    return np.where(found, statuses[place], otherwise)


def _row_keys(master: Master, binding: Ints) -> Ints:
    groups = master.rows.groups
    if not len(groups):
        return binding
    group = groups[np.minimum(binding, len(groups) - 1)] + (1 << 50)
    return np.where(binding < len(groups), group, binding - len(groups))


def _can_bind(master: Master) -> Bools:
    program, rows = master.program, master.rows
    most = np.asarray(program.matrix.sum(axis=1)).ravel()
    bind = (most > program.high + 0.5) | (program.low > 0)
    bind[rows.degrees : rows.sessions] = np.diff(program.matrix.indptr)[rows.degrees : rows.sessions] > 0
    filled: Bools = np.diff(program.matrix.indptr) > 0
    return bind & filled
