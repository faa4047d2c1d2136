"""Cuts (瓶颈): groups of parties whose minimums cannot all be met, found as the tight side of a maximum flow."""

from collections import defaultdict
from collections.abc import Iterator

import numpy as np
from ortools.graph.python import max_flow

from services.conference.formats.plan import Cut
from services.conference.solver.arrays import Bools, Ints
from services.conference.solver.problem import Problem
from services.conference.solver.tally import Tally

_AT_ONCE = 50_000


def find_cuts(problem: Problem, tally: Tally) -> tuple[list[Cut], dict[int, int]]:
    """The cuts of a plan with missing floor seats, and for each party in a cut the first that names it."""
    short = tally.count < problem.roster.least
    cuts: list[Cut] = []
    cut_of: dict[int, int] = {}
    if not short.any():
        return cuts, cut_of
    meetable = _Meetable(problem)
    for side in ("demand", "supply"):
        mine, _ = meetable.sides(side)
        if short[mine].any():
            for parties, cut in [*_partner_cuts(problem, meetable, side), *_place_cuts(problem, meetable, side)]:
                for party in parties:
                    cut_of.setdefault(party, len(cuts))
                cuts.append(cut)
    return cuts, cut_of


class _Meetable:
    """All pairs that could meet in some slot."""

    def __init__(self, problem: Problem) -> None:
        demand, supply = np.nonzero(problem.affinity.eligible)
        can = [
            problem.allowed(demand[k : k + _AT_ONCE], supply[k : k + _AT_ONCE]).any(axis=1)
            for k in range(0, len(demand), _AT_ONCE)
        ]
        some = np.concatenate(can) if can else np.zeros(0, dtype=bool)
        self._border = problem.roster.demand
        self._parties = np.arange(problem.parties)
        self.demand, self.supply = demand[some], supply[some]
        self.group = problem.groups(self.demand, self.supply)

    def sides(self, side: str) -> tuple[Ints, Ints]:
        """Party numbers of the side and of the other side."""
        both = self._parties[: self._border], self._parties[self._border :]
        return both if side == "demand" else both[::-1]

    def ends(self, side: str) -> tuple[Ints, Ints]:
        """Party numbers of each pair's end on the side and on the other."""
        both = self.demand, self.supply + self._border
        return both if side == "demand" else both[::-1]


def _partner_cuts(problem: Problem, meetable: _Meetable, side: str) -> Iterator[tuple[list[int], Cut]]:
    """Too few free diaries on the other side, one cut for each connected group."""
    roster = problem.roster
    (mine, theirs), (one, other) = meetable.sides(side), meetable.ends(side)
    tight = _tight_side(
        problem.parties,
        [(one, other, np.ones_like(one))],
        source=(mine, roster.least[mine]),
        sink=(theirs, np.minimum(roster.most, roster.free.sum(axis=1))[theirs]),
    )
    needy = tight & (roster.least > 0) & np.isin(np.arange(len(tight)), mine)
    inside = needy[one] & tight[other]
    outside: defaultdict[int, set[int]] = defaultdict(set)
    for party, group in zip(
        one[needy[one] & ~tight[other]].tolist(), meetable.group[needy[one] & ~tight[other]].tolist(), strict=True
    ):
        outside[party].add(group)
    for parties, counterparts in _components(np.flatnonzero(needy), one[inside], other[inside]):
        when = roster.free[parties].any(axis=0)
        available = sum(min(int(roster.most[party]), int((roster.free[party] & when).sum())) for party in counterparts)
        available += sum(len(outside[party]) for party in parties)
        needed = int(roster.least[parties].sum())
        if needed > available:
            names = tuple(roster.ids[party] for party in parties), tuple(roster.ids[party] for party in counterparts)
            yield parties, Cut("partners", side, *names, needed, available)


def _components(parties: Ints, one: Ints, other: Ints) -> Iterator[tuple[list[int], list[int]]]:
    """Connected groups of the pairs (one, other), each as its sorted parties and counterparts."""
    near: defaultdict[int, set[int]] = defaultdict(set)
    for a, b in zip(one.tolist(), other.tolist(), strict=True):
        near[a].add(b)
        near[b].add(a)
    home, seen = set(parties.tolist()), set[int]()
    for start in parties.tolist():
        if start in seen:
            continue
        group, ahead = {start}, [start]
        while ahead:
            fresh = near[ahead.pop()] - group
            group |= fresh
            ahead.extend(sorted(fresh))
        seen |= group
        yield sorted(group & home), sorted(group - home)


def _place_cuts(problem: Problem, meetable: _Meetable, side: str) -> Iterator[tuple[list[int], Cut]]:
    """Too few tables in the slots in which a group can come."""
    roster = problem.roster
    mine, _ = meetable.sides(side)
    places = problem.places.usable.sum(axis=0, dtype=np.int64)
    slots = problem.parties + np.arange(len(problem.slots))
    row, slot = np.nonzero(roster.free[mine])
    tight = _tight_side(
        problem.parties + len(slots),
        [(mine[row], slots[slot], np.ones_like(row))],
        source=(mine, roster.least[mine]),
        sink=(slots, places),
    )
    parties = [party for party in mine.tolist() if tight[party] and roster.least[party] > 0]
    needed = int(roster.least[parties].sum())
    available = int(np.minimum(roster.free[parties].sum(axis=0), places).sum())
    if needed > available:
        yield parties, Cut("places", side, tuple(roster.ids[party] for party in parties), None, needed, available)


def _tight_side(
    nodes: int, arcs: list[tuple[Ints, Ints, Ints]], *, source: tuple[Ints, Ints], sink: tuple[Ints, Ints]
) -> Bools:
    """The nodes on the source side of a minimum cut."""
    flow = max_flow.SimpleMaxFlow()
    start, end = nodes, nodes + 1
    flow.add_arcs_with_capacity(np.full(len(source[0]), start), *source)
    flow.add_arcs_with_capacity(sink[0], np.full(len(sink[0]), end), sink[1])
    for tails, heads, capacities in arcs:
        flow.add_arcs_with_capacity(tails, heads, capacities)
    tight = np.zeros(nodes, dtype=bool)
    if flow.solve(start, end) == flow.OPTIMAL:
        reached = np.array(flow.get_source_side_min_cut(), dtype=np.int64)
        tight[reached[reached < nodes]] = True
    return tight
