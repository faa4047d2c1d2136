"""Filling gaps only (只补空档): every meeting of a plan stays where it is, and the engine may only add to it.

The plan's meetings become locks of the event, so the plan that follows is judged like any other, and its proof says
that nothing better can be added. What can no longer take place is left out and told with the reason.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from services.conference.formats.event import load_event
from services.conference.solver.affinity import FORBIDDEN, MET_BEFORE
from services.conference.solver.arrays import Pair, ints
from services.conference.solver.problem import Problem, read_problem

Json = dict[str, Any]
REASONS = (
    *("gone", "never", "excluded", "same_organisation", "excluded_slot", "locked_otherwise", "organisation_pair"),
    *("demand_full", "supply_full", "session_full", "demand_absent", "supply_absent", "demand_busy", "supply_busy"),
    "no_table",
)
"""Why a meeting cannot stay; the first that holds is told."""


@dataclass(frozen=True, slots=True)
class Lost:
    """A meeting of the plan that can no longer take place, and why: one of `REASONS`."""

    meeting: Json
    reason: str


@dataclass(frozen=True, slots=True)
class Filling:
    """The event to solve, the meetings that are locked in it, and those that are not."""

    event: Json
    kept: tuple[Json, ...]
    lost: tuple[Lost, ...]


def fill_gaps_only(event: Json, meetings: Sequence[Json]) -> Filling:
    """The event in which all `meetings` (rows of a plan: demand, supply, slot, table) are locked as they are.

    The event's own locks win over meetings. A table that cannot be used any more is given up, the slot is kept.
    The meetings worth most are locked first, should not all of them fit. `event` itself stays as it is.
    Raises EventError when the event cannot be used; solving raises it when own locks find no room beside the plan.
    """
    keeper = _Keeper(read_problem(load_event(event)))
    kept, lost, locks = [], [], []
    for meeting in sorted(meetings, key=keeper.rank):
        reason = keeper.why_not(meeting)
        if reason is None:
            kept.append(meeting)
            locks.append(keeper.keep(meeting))
        else:
            lost.append(Lost(meeting, reason))
    pairs = {(lock["demand"], lock["supply"]) for lock in locks}
    own = [
        lock for lock in event["locks"] if lock["kind"] == "exclude" or (lock["demand"], lock["supply"]) not in pairs
    ]
    return Filling({**event, "locks": [*own, *locks]}, tuple(kept), tuple(lost))


class _Keeper:
    """What the meetings kept so far, and the event's own locks, take up."""

    def __init__(self, problem: Problem) -> None:
        self._problem, self._wishes = problem, problem.wishes
        self._slot = {name: number for number, name in enumerate(problem.slots)}
        self._table = {name: number for number, name in enumerate(problem.places.ids)}
        self._busy: set[tuple[int, int]] = set()
        self._seated: set[tuple[int, int]] = set()
        self._count: Counter[int] = Counter()
        self._per_session: Counter[tuple[int, int]] = Counter()
        self._pool: Counter[int] = Counter()
        self._groups: dict[int, Pair] = dict(problem.locked_groups)
        for pair, slot in self._wishes.locked.items():
            self._take(pair, slot)

    def rank(self, meeting: Json) -> tuple[int, str, str]:
        """Own locks first, then by falling worth, then by ids."""
        pair = self._pair(meeting)
        worth = -1 if pair is None else int(self._problem.affinity.profit[pair])
        locked = pair in self._wishes.locked
        return (-(1 << 60) if locked else -worth, meeting["demand"], meeting["supply"])

    def why_not(self, meeting: Json) -> str | None:
        """The first reason that forbids the meeting, None when it can stay."""
        pair, slot = self._pair(meeting), self._slot.get(meeting["slot"])
        if pair is None or slot is None:
            return "gone"
        why = int(self._problem.affinity.why[pair])
        if why not in (0, MET_BEFORE):
            return FORBIDDEN[why]
        if self._wishes.locked.get(pair, -1) >= 0:
            return None if self._wishes.locked[pair] == slot else "locked_otherwise"
        if slot in self._wishes.closed.get(pair, ()):
            return "excluded_slot"
        if self._groups.get(self._group(pair), pair) != pair:
            return "organisation_pair"
        return self._no_room(pair, slot)

    def _no_room(self, pair: Pair, slot: int) -> str | None:
        problem, roster = self._problem, self._problem.roster
        both = tuple(zip(("demand", "supply"), (pair[0], roster.demand + pair[1]), strict=True))
        most, session = problem.event.rules.max_per_session, int(problem.session[slot])
        counted = pair in self._wishes.locked
        told = [f"{side}_full" for side, party in both if not counted and self._count[party] >= roster.most[party]]
        if most is not None and any(self._per_session[party, session] >= most for _, party in both):
            told.append("session_full")
        told += [f"{side}_absent" for side, party in both if not roster.free[party, slot]]
        told += [f"{side}_busy" for side, party in both if (party, slot) in self._busy]
        if self._in_pool(pair):
            table = self._pool[slot] < problem.places.pool[slot]
        else:
            table = bool(problem.places.own[[party for _, party in both], slot].any())
        told += [] if table else ["no_table"]
        return told[0] if told else None

    def keep(self, meeting: Json) -> Json:
        """The lock of a meeting that can stay; with its table while that can be used."""
        pair, slot = self._pair(meeting), self._slot[meeting["slot"]]
        assert pair is not None
        if pair not in self._wishes.locked:
            self._take(pair, slot)
        elif self._wishes.locked[pair] < 0:
            self._enter(pair, slot)
        lock = {"kind": "meeting", "demand": meeting["demand"], "supply": meeting["supply"], "slot": meeting["slot"]}
        table = self._wishes.locked_table.get(pair, self._table.get(meeting["table"], -1))
        if self._serves(table, pair, slot):
            self._seated.add((table, slot))
            lock["table"] = self._problem.places.ids[table]
        return lock

    def _serves(self, table: int, pair: Pair, slot: int) -> bool:
        places, roster = self._problem.places, self._problem.roster
        if table < 0 or not places.usable[table, slot] or (table, slot) in self._seated:
            return False
        hosts = {party for party in (pair[0], roster.demand + pair[1]) if places.host[party]}
        return int(places.owner[table]) in (hosts or {-1})

    def _take(self, pair: Pair, slot: int) -> None:
        for party in (pair[0], self._problem.roster.demand + pair[1]):
            self._count[party] += 1
        self._groups[self._group(pair)] = pair
        if slot >= 0:
            self._enter(pair, slot)

    def _enter(self, pair: Pair, slot: int) -> None:
        for party in (pair[0], self._problem.roster.demand + pair[1]):
            self._busy.add((party, slot))
            self._per_session[party, int(self._problem.session[slot])] += 1
        self._pool[slot] += self._in_pool(pair)

    def _pair(self, meeting: Json) -> Pair | None:
        roster = self._problem.roster
        one, other = (roster.number.get(meeting[side], -1) for side in ("demand", "supply"))
        return (one, other - roster.demand) if 0 <= one < roster.demand <= other else None

    def _group(self, pair: Pair) -> int:
        return int(self._problem.groups(ints([pair[0]]), ints([pair[1]]))[0])

    def _in_pool(self, pair: Pair) -> bool:
        return bool(self._problem.in_pool(ints([pair[0]]), ints([pair[1]]))[0])
