"""The pairing engine (配对求解): an event in, a plan with its proof out.

Sessions are priced first (a linear program over pairs and sessions that grows until its prices bound every plan),
slots second (a colouring for each session, then small exact repairs), then slots anew so that few wait, tables last.
"""

from collections.abc import Callable
from typing import Literal

from services.conference.formats.nouns import Event
from services.conference.formats.plan import Plan
from services.conference.solver.describe import describe
from services.conference.solver.locks import settle_locks
from services.conference.solver.problem import read_problem
from services.conference.solver.retime import retime
from services.conference.solver.search import Watch, search

Effort = Literal["proof", "polish"]
SEED = 1
_MOVES: dict[Effort, tuple[int, int]] = {"proof": (100, 100_000), "polish": (800, 5_000_000)}
"""Moves tried for each meeting when slots are given anew, and the most of them."""
HALF_ROUNDS = 8
"""Rounds after which half of the work is told as done: nobody knows how many an event will take."""


def solve(
    event: Event,
    *,
    effort: Effort = "proof",
    report: Callable[[float, int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Plan:
    """Make the pairing plan of an event; the same event always gives the same plan.

    `report(done, best, bound)` is told the share of work done, the composite of the best plan so far and the bound.
    `cancelled()` is asked between rounds; once it says yes, the best plan so far is finished and returned.
    Either effort first looks for the best composite until its bound is met or nothing helps, then moves meetings so
    that people wait less; `polish` tries far more such moves. Composites are the same.
    Raises EventError when the locks cannot be kept.
    """
    problem = read_problem(event)
    found = search(problem, settle_locks(problem), seed=SEED, watch=_watching(report, cancelled))
    each, most = _MOVES[effort]
    seats = retime(problem, found.seats, steps=min(each * len(found.seats), most), seed=SEED)
    return describe(problem, seats, found.prices, found.priced.bound, seed=SEED)


def _watching(report: Callable[[float, int, int], None] | None, cancelled: Callable[[], bool] | None) -> Watch:
    rounds = 0

    def watch(best: int, bound: int) -> bool:
        nonlocal rounds
        rounds += 1
        if report is not None:
            report(rounds / (rounds + HALF_ROUNDS), best, bound)
        return cancelled is not None and cancelled()

    return watch
