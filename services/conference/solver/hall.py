"""Crowds of one diary or of the pool, by Hall's theorem: more meetings than slots in the slots that they share."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
from ortools.graph.python import max_flow

from services.conference.solver.arrays import Bools, Ints
from services.conference.solver.columns import Columns
from services.conference.solver.crowds import Crowd
from services.conference.solver.problem import Problem


def find_hall_crowds(problem: Problem, chosen: Columns) -> list[Crowd]:
    """The crowds among chosen meetings, none when each diary and the pool, taken alone, could hold its meetings."""
    return [*_diary_crowds(problem, chosen), *_pool_crowds(problem, chosen)]


def _diary_crowds(problem: Problem, chosen: Columns) -> Iterator[Crowd]:
    slots = [np.flatnonzero(row).tolist() for row in chosen.slots]
    diaries: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for parties in (chosen.demand, chosen.supply + problem.roster.demand):
        for column, key in enumerate(zip(parties.tolist(), chosen.bucket.tolist(), strict=True)):
            diaries[key].append(column)
    nothing = np.zeros(len(problem.slots))
    for (party, bucket), columns in diaries.items():
        crowded = _match([slots[column] for column in columns])
        if crowded:
            weights = nothing.copy()
            weights[list(crowded)] = 1
            yield Crowd(bucket, {party: weights}, nothing)


def _match(wanted: Sequence[Sequence[int]]) -> set[int]:
    """Give each meeting a slot of its own; the slots that are too few when that fails."""
    holder: dict[int, int] = {}

    def place(meeting: int, seen: set[int]) -> bool:
        for slot in wanted[meeting]:
            if slot not in seen:
                seen.add(slot)
                if slot not in holder or place(holder[slot], seen):
                    holder[slot] = meeting
                    return True
        return False

    for meeting in range(len(wanted)):
        seen: set[int] = set()
        if not place(meeting, seen):
            return seen
    return set()


def _pool_crowds(problem: Problem, chosen: Columns) -> Iterator[Crowd]:
    pooled = chosen.take(problem.in_pool(chosen.demand, chosen.supply))
    for bucket in np.unique(pooled.bucket):
        masks, count = np.unique(pooled.slots[pooled.bucket == bucket], axis=0, return_counts=True)
        crowded = _overflow(masks, count.astype(np.int64), problem.places.pool)
        if crowded.any():
            yield Crowd(int(bucket), {}, crowded.astype(np.float64))


def _overflow(masks: Bools, count: Ints, pool: Ints) -> Bools:
    """The slots whose tables are too few for the meetings that have no other slot; all false when they suffice."""
    kinds, slots = masks.shape
    source, sink = kinds + slots, kinds + slots + 1
    flow = max_flow.SimpleMaxFlow()
    kind, slot = np.nonzero(masks)
    flow.add_arcs_with_capacity(np.full(kinds, source), np.arange(kinds), count)
    flow.add_arcs_with_capacity(kind, kinds + slot, count[kind])
    flow.add_arcs_with_capacity(kinds + np.arange(slots), np.full(slots, sink), pool)
    flow.solve(source, sink)
    tight = np.zeros(slots, dtype=bool)
    if flow.optimal_flow() < count.sum():
        reached = np.array(flow.get_source_side_min_cut(), dtype=np.int64)
        tight[reached[(reached >= kinds) & (reached < source)] - kinds] = True
    return tight
