"""Which table each meeting gets: own tables first, and people stay where they sat when they can."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from services.conference.solver.arrays import Pair, Seat
from services.conference.solver.problem import Problem
from services.conference.solver.resettling import resettle


def seat_meetings(problem: Problem, seats: Sequence[Seat]) -> dict[Pair, int]:
    """Pair -> table number; the seats fit the tables, so every meeting gets one."""
    by_slot: defaultdict[int, list[Pair]] = defaultdict(list)
    for demand, supply, slot in sorted(seats):
        by_slot[slot].append((demand, supply))
    seating: dict[Pair, int] = {}
    last: dict[int, int] = {}
    for slot in sorted(by_slot):
        placed = _settled(problem, by_slot[slot], slot)
        waiting = [pair for pair in by_slot[slot] if pair not in placed]
        free = set(np.flatnonzero(problem.places.usable[:, slot] & (problem.places.owner < 0)).tolist())
        placed |= _keep_places(problem, waiting, free - set(placed.values()), last)
        for (demand, supply), table in placed.items():
            last[demand] = last[problem.roster.demand + supply] = table
        seating |= placed
    return resettle(problem, seats, seating)


def _settled(problem: Problem, pairs: Sequence[Pair], slot: int) -> dict[Pair, int]:
    """Locked tables, and tables of a host: the supply side's first."""
    places, placed = problem.places, {}
    for pair in pairs:
        if pair in problem.wishes.locked_table:
            placed[pair] = problem.wishes.locked_table[pair]
            continue
        for host in (problem.roster.demand + pair[1], pair[0]):
            own = np.flatnonzero((places.owner == host) & places.usable[:, slot])
            if places.host[host] and len(own):
                placed[pair] = int(own[0])
                break
    return placed


def _keep_places(problem: Problem, waiting: Sequence[Pair], free: set[int], last: dict[int, int]) -> dict[Pair, int]:
    """Pool tables: the supply side stays, else the demand side stays, else a table nobody used last."""
    placed: dict[Pair, int] = {}
    for side in ("supply", "demand"):
        for pair in waiting:
            table = last.get(problem.roster.demand + pair[1] if side == "supply" else pair[0], -1)
            if pair not in placed and table in free:
                placed[pair] = table
                free.discard(table)
    recent = set(last.values())
    rest = sorted(free, key=lambda table: (table in recent, table))
    newcomers = [pair for pair in waiting if pair not in placed]
    return placed | dict(zip(newcomers, rest, strict=False))
