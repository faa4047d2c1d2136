"""Fewer table changes (少换桌): slot after slot, pool tables are given out anew to whom they save most changes.

A meeting would best sit where its two parties sat before and will sit next. What is best for one slot, the others
staying as they are, is an assignment; passes over all slots go on while they save changes.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
from ortools.graph.python import min_cost_flow

from services.conference.solver.arrays import Pair, Seat
from services.conference.solver.problem import Problem

_PASSES = 6


def resettle(problem: Problem, seats: Sequence[Seat], seating: Mapping[Pair, int]) -> dict[Pair, int]:
    """The seating with fewer table changes; own tables and locked tables stay."""
    movable = _movable(problem, seats)
    moving = {pair for pairs in movable.values() for pair in pairs}
    settled = {(slot, seating[demand, supply]) for demand, supply, slot in seats if (demand, supply) not in moving}
    beside = _beside(problem, seats)
    best, now = dict(seating), dict(seating)
    least = count_table_changes(problem, seats, best)
    for _ in range(_PASSES):
        for slot, pairs in movable.items():
            free = [table for table in _pool(problem, slot) if (slot, table) not in settled]
            now |= _assign(pairs, free, beside, now)
        changes = count_table_changes(problem, seats, now)
        if changes >= least:
            break
        best, least = dict(now), changes
    return best


def count_table_changes(problem: Problem, seats: Sequence[Seat], seating: Mapping[Pair, int]) -> int:
    """Two consecutive meetings of a party at different tables, over all parties."""
    last: dict[int, int] = {}
    changes = 0
    for demand, supply, _ in sorted(seats, key=lambda seat: seat[2]):
        table = seating[demand, supply]
        for party in (demand, problem.roster.demand + supply):
            changes += last.get(party, table) != table
            last[party] = table
    return changes


def _movable(problem: Problem, seats: Sequence[Seat]) -> dict[int, list[Pair]]:
    """Slot -> its pairs that may sit at any pool table."""
    movable: defaultdict[int, list[Pair]] = defaultdict(list)
    host = problem.places.host
    for demand, supply, slot in sorted(seats, key=lambda seat: (seat[2], seat[0], seat[1])):
        owns = host[demand] or host[problem.roster.demand + supply]
        if not owns and (demand, supply) not in problem.wishes.locked_table:
            movable[slot].append((demand, supply))
    return dict(movable)


def _pool(problem: Problem, slot: int) -> list[int]:
    places = problem.places
    tables: list[int] = np.flatnonzero(places.usable[:, slot] & (places.owner < 0)).tolist()
    return tables


def _beside(problem: Problem, seats: Sequence[Seat]) -> dict[Pair, list[Pair]]:
    """Pair -> the meetings that its two parties have just before and just after."""
    diaries: defaultdict[int, list[Pair]] = defaultdict(list)
    for demand, supply, _ in sorted(seats, key=lambda seat: seat[2]):
        for party in (demand, problem.roster.demand + supply):
            diaries[party].append((demand, supply))
    beside: defaultdict[Pair, list[Pair]] = defaultdict(list)
    for diary in diaries.values():
        for before, after in pairwise(diary):
            beside[before].append(after)
            beside[after].append(before)
    return beside


def _assign(
    pairs: Sequence[Pair], free: Sequence[int], beside: Mapping[Pair, list[Pair]], seating: Mapping[Pair, int]
) -> dict[Pair, int]:
    """Give the pairs of one slot the free tables, each where most of the meetings beside it sit."""
    saved: list[tuple[int, int, int]] = []
    place = {table: number for number, table in enumerate(free)}
    for number, pair in enumerate(pairs):
        wanted: defaultdict[int, int] = defaultdict(int)
        for other in beside.get(pair, ()):
            if seating[other] in place:
                wanted[seating[other]] += 1
        saved += [(number, place[table], count) for table, count in sorted(wanted.items())]
    assigned = {pairs[one]: free[other] for one, other in _most_saving(len(pairs), len(free), saved)}
    rest = sorted(set(free) - set(assigned.values()))
    for pair in pairs:
        if pair not in assigned and seating[pair] in rest:
            assigned[pair] = seating[pair]
            rest.remove(seating[pair])
    return assigned | dict(zip([pair for pair in pairs if pair not in assigned], rest, strict=False))


def _most_saving(pairs: int, tables: int, saved: Sequence[tuple[int, int, int]]) -> list[tuple[int, int]]:
    """The assignment of pairs to tables that saves most, as (pair, table); who saves nothing is left out."""
    if not saved:
        return []
    one, other, count = np.array(saved, dtype=np.int64).T
    source, sink = pairs + tables, pairs + tables + 1
    flow = min_cost_flow.SimpleMinCostFlow()
    arcs = flow.add_arcs_with_capacity_and_unit_cost(one, pairs + other, np.ones_like(one), -count)
    for tails, heads in (
        (np.full(pairs, source), np.arange(pairs)),
        (pairs + np.arange(tables), np.full(tables, sink)),
    ):
        flow.add_arcs_with_capacity_and_unit_cost(tails, heads, np.ones_like(tails), np.zeros_like(tails))
    most = min(pairs, tables)
    flow.add_arc_with_capacity_and_unit_cost(source, sink, most, 0)
    flow.set_node_supply(source, most)
    flow.set_node_supply(sink, -most)
    if flow.solve() != flow.OPTIMAL:
        return []
    used = flow.flows(arcs) > 0
    return list(zip(one[used].tolist(), other[used].tolist(), strict=True))
