"""The program of a part of the problem: which candidate pairs meet in which bucket of a grid."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from services.conference.solver.arrays import Floats, Ints
from services.conference.solver.columns import Columns
from services.conference.solver.crowds import Crowd, crowd_rows
from services.conference.solver.grid import Grid
from services.conference.solver.leftover import Leftover
from services.conference.solver.lp import Program
from services.conference.solver.problem import Problem
from services.conference.solver.rewards import read_rewards


@dataclass(frozen=True, slots=True)
class Rows:
    """Where the kinds of rows of a master begin; what is not listed follows the kind before."""

    groups: Ints
    """Sorted groups, one row each from row 0."""
    diaries: int
    tables: int
    degrees: int
    sessions: int
    crowds: int
    end: int


@dataclass(frozen=True, slots=True)
class Master:
    """A program and the meaning of its rows and columns; step columns stand behind the meetings."""

    columns: Columns
    rows: Rows
    program: Program


def build_master(
    problem: Problem, room: Leftover, grid: Grid, columns: Columns, crowds: Sequence[Crowd] = ()
) -> Master:
    """Write the program down: groups, diaries, pool tables, degrees, sessions when they are limited, and crowds."""
    parties = problem.parties
    groups, group = np.unique(problem.groups(columns.demand, columns.supply), return_inverse=True)
    limited = problem.event.rules.max_per_session is not None and grid.fine
    diaries = len(groups)
    tables = diaries + parties * grid.count
    degrees = tables + grid.count
    sessions = degrees + parties
    crowded = sessions + (parties * problem.sessions if limited else 0)
    rows = Rows(groups, diaries, tables, degrees, sessions, crowded, crowded + len(crowds))
    cells = _Cells()
    n = np.arange(len(columns))
    both = (columns.demand, columns.supply + problem.roster.demand)
    cells.add(group, n)
    for party in both:
        cells.add(diaries + party * grid.count + columns.bucket, n)
        cells.add(degrees + party, n)
        if limited:
            cells.add(sessions + party * problem.sessions + grid.session[columns.bucket], n)
    pooled = problem.in_pool(columns.demand, columns.supply)
    cells.add(tables + columns.bucket[pooled], n[pooled])
    for place, (inside, take) in enumerate(crowd_rows(problem, columns, crowds)):
        cells.add(np.full(len(inside), crowded + place), inside, take)
    steps = _steps(problem, room)
    cells.add(degrees + steps.party, len(columns) + np.arange(len(steps.party)), -1.0)
    program = Program(
        matrix=cells.matrix(rows.end, len(columns) + len(steps.party)),
        profit=np.r_[columns.profit, steps.reward],
        low=_low(problem, rows),
        high=_high(problem, room, grid, rows, crowds),
        upper=np.r_[np.ones(len(columns)), steps.most],
    )
    return Master(columns, rows, program)


class _Cells:
    """The non-zero cells of a matrix, gathered kind by kind."""

    def __init__(self) -> None:
        self._rows: list[Ints] = []
        self._columns: list[Ints] = []
        self._values: list[Floats] = []

    def add(self, rows: Ints, columns: Ints, value: Floats | float = 1.0) -> None:
        self._rows.append(rows)
        self._columns.append(columns)
        self._values.append(np.broadcast_to(value, len(rows)))

    def matrix(self, rows: int, columns: int) -> sparse.csr_matrix:
        place = (np.concatenate(self._rows), np.concatenate(self._columns))
        return sparse.csr_matrix((np.concatenate(self._values), place), shape=(rows, columns))


@dataclass(frozen=True, slots=True)
class _Steps:
    """Seats of parties: those of the minimum, then the rest; one by one where counts are levelled."""

    party: Ints
    reward: Floats
    most: Floats


def _steps(problem: Problem, room: Leftover) -> _Steps:
    rewards = read_rewards(problem)
    left = rewards.cap - room.met
    floor = np.minimum(np.maximum(rewards.least - room.met, 0), left)
    even = np.flatnonzero((rewards.level == 0) & (left > 0))
    party, most = [even, even], [floor[even], left[even] - floor[even]]
    reward = [rewards.floor[even].astype(np.float64), np.zeros(len(even))]
    for levelled in np.flatnonzero((rewards.level > 0) & (left > 0)).tolist():
        n = int(left[levelled])
        steps = [rewards.step(levelled, int(room.met[levelled]) + k) for k in range(1, n + 1)]
        party.append(np.full(n, levelled))
        reward.append(np.array(steps, dtype=np.float64))
        most.append(np.ones(n, dtype=np.int64))
    every_most = np.concatenate(most).astype(np.float64)
    real = every_most > 0
    return _Steps(np.concatenate(party)[real], np.concatenate(reward)[real], every_most[real])


def _low(problem: Problem, rows: Rows) -> Floats:
    low = np.full(rows.end, -np.inf)
    low[: rows.diaries][np.isin(rows.groups, list(problem.locked_groups))] = 1
    low[rows.degrees : rows.sessions] = 0
    return low


def _high(problem: Problem, room: Leftover, grid: Grid, rows: Rows, crowds: Sequence[Crowd]) -> Floats:
    high = np.ones(rows.end)
    high[rows.diaries : rows.tables] = diary_caps(problem, room, grid).ravel()
    high[rows.tables : rows.degrees] = grid.sum(room.pool[None, :])[0]
    high[rows.degrees : rows.sessions] = 0
    if rows.crowds > rows.sessions:
        most = problem.event.rules.max_per_session or 0
        high[rows.sessions : rows.crowds] = (most - room.per_session).ravel()
    high[rows.crowds :] = [crowd.room(problem.places.pool) for crowd in crowds]
    return high


def diary_caps(problem: Problem, room: Leftover, grid: Grid) -> Ints:
    """[party, bucket]: free slots, or what the session limit leaves when a bucket is longer than that."""
    caps = grid.sum(room.free)
    most = problem.event.rules.max_per_session
    if most is not None:
        caps = np.minimum(caps, most - room.per_session[:, grid.session])
    return caps
