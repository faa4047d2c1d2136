"""Fewest breaks with given pairs, as clauses for CP-SAT's core search (published model: Bofill et al., JAIR).

A break ends where somebody meets, did not meet in the slot before, and has met earlier; those literals are the
objective. People can be busy only as often as they have meetings, and in each slot an even number of people is busy:
both follow from the rest, and both are what makes the search short.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from ortools.sat.python import cp_model

from tests.bench.b2b_instances import Instance

_TIGHT = 0.9
"""From this share of all places on, busy people are counted by clauses instead of a sum."""
_LIMIT = 600.0
"""Deterministic time after which an instance stays unknown; about a quarter of an hour."""


def fewest_breaks(instance: Instance, fairness: int = 2) -> tuple[str, int | None]:
    """`optimal` and the number of breaks, `infeasible`, or `unknown`; break counts differ by at most `fairness`."""
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    solver.parameters.optimize_with_core = True
    solver.parameters.linearization_level = 0
    solver.parameters.max_deterministic_time = _LIMIT
    status = solver.solve(_Model(instance, fairness).model)
    if status == cp_model.OPTIMAL:
        return "optimal", round(solver.objective_value)
    return ("infeasible" if status == cp_model.INFEASIBLE else "unknown"), None


class _Model:
    def __init__(self, instance: Instance, fairness: int) -> None:
        self.instance, self.model = instance, cp_model.CpModel()
        self.mine = [instance.of(person) for person in range(instance.people + 1)]
        self.sits = [{slot: self.model.new_bool_var("") for slot in slots} for slots in instance.allowed]
        for slots in self.sits:
            self.model.add_exactly_one(slots.values())
        self.busy = [self._busy(meetings) for meetings in self.mine]
        self._share_slots()
        self._order()
        ends = [self._break_ends(person) for person in range(1, instance.people + 1) if len(self.mine[person]) > 1]
        self._be_fair(ends, fairness)
        self.model.minimize(sum(end for mine in ends for end in mine))

    def _any_of(self, literals: Sequence[Any]) -> Any:
        """A literal that is true when one of the literals, of which at most one can be, is."""
        if len(literals) == 1:
            return literals[0]
        some = self.model.new_bool_var("")
        self.model.add_exactly_one([*literals, some.negated()])
        return some

    def _busy(self, meetings: Sequence[int]) -> dict[int, Any]:
        """Slot -> whether a person with these meetings has one there."""
        busy = {}
        for slot in range(1, self.instance.slots + 1):
            here = [self.sits[meeting][slot] for meeting in meetings if slot in self.sits[meeting]]
            if here:
                busy[slot] = self._any_of(here)
        if meetings:
            self.model.add(sum(busy.values()) == len(meetings))
        return busy

    def _share_slots(self) -> None:
        """What holds in each slot: tables, and that people are busy in twos."""
        counted = _by_cover(self.instance, self.mine)
        for slot in range(1, self.instance.slots + 1):
            self._share_tables(slot, counted)
            self._pair_people(slot)

    def _share_tables(self, slot: int, counted: Mapping[int, Sequence[int]]) -> None:
        """No more meetings than tables; meetings are counted by a person of theirs, who has one at a time."""
        taken = []
        for person, meetings in counted.items():
            here = [self.sits[meeting][slot] for meeting in meetings if slot in self.sits[meeting]]
            every = sum(slot in self.sits[meeting] for meeting in self.mine[person])
            if here:
                taken.append(self.busy[person][slot] if len(here) == every else self._any_of(here))
        if len(taken) > self.instance.tables:
            self.model.add(sum(taken) <= self.instance.tables)

    def _pair_people(self, slot: int) -> None:
        """Twice as many people are busy as there are meetings."""
        instance = self.instance
        busy = [mine[slot] for mine in self.busy if slot in mine]
        if len(instance.meetings) <= _TIGHT * instance.tables * instance.slots:
            self.model.add(sum(busy) == 2 * self.model.new_int_var(0, instance.tables, ""))
        elif busy:
            self._count_even(busy)

    def _count_even(self, literals: Sequence[Any]) -> None:
        most = 2 * self.instance.tables
        counts = self._sorted(literals, most + 1)
        if len(counts) > most:
            self.model.add_bool_and([counts[most].negated()])
        for odd in range(0, min(len(counts), most), 2):
            if odd + 1 < len(counts):
                self.model.add_implication(counts[odd], counts[odd + 1])
            else:
                self.model.add_bool_and([counts[odd].negated()])

    def _sorted(self, literals: Sequence[Any], most: int) -> list[Any]:
        """Literals of which the n-th says that at least n of the given ones are true, up to `most` (a totalizer)."""
        if len(literals) == 1:
            return list(literals)
        half = 1 << (len(literals) - 1).bit_length() - 1
        return self._merged(self._sorted(literals[:half], most), self._sorted(literals[half:], most), most)

    def _merged(self, one: list[Any], other: list[Any], most: int) -> list[Any]:
        model, size = self.model, min(len(one) + len(other), most)
        counts = [model.new_bool_var("") for _ in range(size)]
        for a in range(len(one) + 1):
            for b in range(len(other) + 1):
                if a + b:
                    reached = [side[n - 1].negated() for n, side in ((a, one), (b, other)) if n]
                    model.add_bool_or([counts[min(a + b, size) - 1], *reached])
                if a + b < size:
                    model.add_bool_or([counts[a + b].negated(), *one[a : a + 1], *other[b : b + 1]])
        for fewer, more in pairwise(counts):
            model.add_implication(more, fewer)
        return counts

    def _order(self) -> None:
        for earlier, later in self.instance.before:
            one, other = self.sits[earlier], self.sits[later]
            for slot, sits in other.items():
                self.model.add_bool_or([*(before for at, before in one.items() if at < slot), sits.negated()])
            for slot, sits in one.items():
                self.model.add_bool_or([*(after for at, after in other.items() if at > slot), sits.negated()])

    def _break_ends(self, person: int) -> list[Any]:
        """The literals of the slots in which a break of the person ends."""
        model, busy = self.model, self.busy[person]
        ends: dict[int, Any] = {}
        met = None
        for slot in sorted(busy):
            if met is not None:
                ends[slot] = self._ends(busy[slot], met, busy.get(slot - 1))
            so_far = busy[slot] if met is None else model.new_bool_var("")
            if met is not None:
                model.add_bool_or([met, busy[slot], so_far.negated()])
                model.add_implication(met, so_far)
                model.add_implication(busy[slot], so_far)
            met = so_far
        # Two breaks cannot end in slots that follow each other; slots between which others lie say nothing.
        for slot, end in ends.items():
            if slot + 1 in ends:
                model.add_bool_or([end.negated(), ends[slot + 1].negated()])
        return list(ends.values())

    def _ends(self, busy: Any, met: Any, before: Any | None) -> Any:
        end = self.model.new_bool_var("")
        self.model.add_bool_or([end, busy.negated(), met.negated(), *([] if before is None else [before])])
        self.model.add_implication(end, busy)
        self.model.add_implication(end, met)
        if before is not None:
            self.model.add_implication(end, before.negated())
        return end

    def _be_fair(self, ends: Sequence[list[Any]], fairness: int) -> None:
        """Who has one meeting, none, or one in every slot has no break, and counts in the comparison."""
        if any(len(mine) < 2 or len(mine) == self.instance.slots for mine in self.mine[1:]):
            for mine in ends:
                self.model.add(sum(mine) <= fairness)
            return
        least = self.model.new_int_var(0, self.instance.slots, "")
        for mine in ends:
            self.model.add(sum(mine) >= least)
            self.model.add(sum(mine) <= least + fairness)


def _by_cover(instance: Instance, mine: Sequence[Sequence[int]]) -> dict[int, list[int]]:
    """Person -> meetings counted with that person; few people who together have all meetings, chosen greedily."""
    left = set(range(len(instance.meetings)))
    counted: defaultdict[int, list[int]] = defaultdict(list)
    while left:
        person = max(range(1, len(mine)), key=lambda one: (sum(meeting in left for meeting in mine[one]), -one))
        counted[person] = [meeting for meeting in mine[person] if meeting in left]
        left -= set(counted[person])
    return dict(sorted(counted.items()))
