"""What is left to give away once some seats are taken: diaries, pool tables, meetings, groups."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.conference.solver.arrays import Bools, Ints, Seat
from services.conference.solver.problem import Problem
from services.conference.solver.tally import tally_seats


@dataclass(frozen=True, slots=True)
class Leftover:
    """The room that a part of the problem is solved in."""

    free: Bools
    """[party, slot] the party can still meet there"""
    pool: Ints
    """[slot] pool tables left"""
    met: Ints
    """[party] meetings it has already"""
    per_session: Ints
    """[party, session] meetings it has already"""
    groups: Ints
    """Sorted groups that have their meeting already."""


def usable_slots(problem: Problem) -> Bools:
    """[party, slot]: free, and some table could serve the party there."""
    roster, places = problem.roster, problem.places
    usable = places.own | ((places.pool > 0) & ~places.host[:, None])
    demand, supply = slice(0, roster.demand), slice(roster.demand, None)
    for side, other in ((demand, supply), (supply, demand)):
        usable[side] |= places.own[other].any(axis=0)
    return roster.free & usable


def leave(problem: Problem, seats: Sequence[Seat] = ()) -> Leftover:
    """The room beside the seats."""
    tally = tally_seats(problem, seats)
    return Leftover(
        free=usable_slots(problem) & ~tally.busy,
        pool=problem.places.pool - tally.pool,
        met=tally.count,
        per_session=tally.per_session,
        groups=tally.groups,
    )
