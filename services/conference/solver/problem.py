"""One event as arrays: everything the engine needs to know, and nothing it decides."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from services.conference.formats.nouns import Event
from services.conference.solver.affinity import Affinity, read_affinity
from services.conference.solver.arrays import Bools, Ints, Pair, find, ints
from services.conference.solver.overlap import Overlap, read_overlap
from services.conference.solver.places import Places, read_places
from services.conference.solver.roster import Roster, read_roster
from services.conference.solver.wishes import Wishes, read_wishes


@dataclass(frozen=True, slots=True)
class Problem:
    """The numbers of one event. Parties are numbered through; a pair counts each side from 0."""

    event: Event
    slots: tuple[str, ...]
    session: Ints
    """[slot] number of its session"""
    idle_unit: Ints
    """[slot] number of the session, day or event within which idle gaps count"""
    roster: Roster
    places: Places
    wishes: Wishes
    affinity: Affinity
    overlap: Overlap
    locked_groups: dict[int, Pair]
    """Group that has a locked pair -> that pair."""
    _restricted: tuple[Ints, Bools] = field(repr=False)
    """Sorted keys of pairs with slots of their own, and those slots."""
    _published: tuple[Ints, Ints] = field(repr=False)
    """Sorted keys of the pairs of the baseline, and their slots."""

    @property
    def parties(self) -> int:
        """How many parties there are on both sides together."""
        return len(self.roster.ids)

    @property
    def sessions(self) -> int:
        """How many sessions there are, also those without slots."""
        return len(self.event.sessions)

    @property
    def constant(self) -> int:
        """What the composite loses before any meeting: every must unmet, every published meeting dropped."""
        penalties = self.event.rules.penalties
        return -penalties.must * len(self.wishes.musts) - penalties.dropped * self.wishes.baseline_count

    def keys(self, demand: Ints, supply: Ints) -> Ints:
        """One number for each pair."""
        return demand * self.roster.supply + supply

    def groups(self, demand: Ints, supply: Ints) -> Ints:
        """The group of each pair: at most one pair of a group can be in a plan."""
        if not self.event.rules.organisation_pair_once:
            return self.keys(demand, supply)
        one, other = self.roster.organisation[demand], self.roster.organisation[self.roster.demand + supply]
        return np.minimum(one, other) * len(self.roster.organisations) + np.maximum(one, other)

    def outlocked(self, demand: Ints, supply: Ints) -> Bools:
        """Whether another pair of the group is locked, so that this one cannot meet."""
        locked = sorted(self.locked_groups.items())
        place, found = find(ints([group for group, _ in locked]), self.groups(demand, supply))
        key = ints([self.roster.supply * d + s for _, (d, s) in locked] or [0])
        differs: Bools = key[place] != self.keys(demand, supply)
        return found & differs

    def in_pool(self, demand: Ints, supply: Ints) -> Bools:
        """Whether each pair uses a pool table: neither side has a table of its own."""
        host = self.places.host
        return ~(host[demand] | host[self.roster.demand + supply])

    def allowed(self, demand: Ints, supply: Ints) -> Bools:
        """[pair, slot]: both are free, a table can be used, and no lock says otherwise."""
        free, places, other = self.roster.free, self.places, self.roster.demand + supply
        pooled = self.in_pool(demand, supply)
        table = np.where(pooled[:, None], places.pool > 0, places.own[demand] | places.own[other])
        slots: Bools = free[demand] & free[other] & table
        place, found = find(self._restricted[0], self.keys(demand, supply))
        slots[found] &= self._restricted[1][place[found]]
        return slots

    def moved(self, demand: Ints, supply: Ints) -> Ints:
        """[pair, slot]: the penalty for giving a pair of the published plan another slot."""
        penalty = np.zeros((len(demand), len(self.slots)), dtype=np.int64)
        place, found = find(self._published[0], self.keys(demand, supply))
        penalty[found] = self.event.rules.penalties.moved
        rows, slots = np.flatnonzero(found), self._published[1][place[found]]
        penalty[rows[slots >= 0], slots[slots >= 0]] = 0
        return penalty


def read_problem(event: Event) -> Problem:
    """Turn the names of an event into numbers."""
    slot_number = {slot.id: number for number, slot in enumerate(event.slots)}
    session_number = {session: number for number, session in enumerate(event.sessions)}
    roster = read_roster(event, slot_number)
    wishes = read_wishes(event, roster, slot_number)
    session = ints([session_number[slot.session] for slot in event.slots])
    places = read_places(event, roster, slot_number)
    problem = Problem(
        event=event,
        slots=tuple(slot_number),
        session=session,
        idle_unit=_idle_units(event, session),
        roster=roster,
        places=places,
        wishes=wishes,
        affinity=read_affinity(event, roster, wishes),
        overlap=read_overlap(roster, places),
        locked_groups={},
        _restricted=_restrictions(wishes, roster, len(slot_number)),
        _published=_published(wishes, roster),
    )
    locked = sorted(wishes.locked)
    groups = problem.groups(ints([d for d, _ in locked]), ints([s for _, s in locked]))
    problem.locked_groups.update(zip(groups.tolist(), locked, strict=True))
    return problem


def _idle_units(event: Event, session: Ints) -> Ints:
    if event.rules.idle_scope == "session":
        return session
    if event.rules.idle_scope == "event":
        return np.zeros_like(session)
    return np.unique([slot.day for slot in event.slots], return_inverse=True)[1].astype(np.int64)


def _restrictions(wishes: Wishes, roster: Roster, slots: int) -> tuple[Ints, Bools]:
    pairs = sorted({*wishes.closed, *(pair for pair, slot in wishes.locked.items() if slot >= 0)})
    allowed = np.ones((len(pairs), slots), dtype=bool)
    for row, pair in enumerate(pairs):
        if wishes.locked.get(pair, -1) >= 0:
            allowed[row] = np.arange(slots) == wishes.locked[pair]
        allowed[row, sorted(wishes.closed.get(pair, ()))] = False
    return _pair_keys(pairs, roster), allowed


def _published(wishes: Wishes, roster: Roster) -> tuple[Ints, Ints]:
    pairs = sorted(wishes.baseline)
    return _pair_keys(pairs, roster), ints([wishes.baseline[pair] for pair in pairs])


def _pair_keys(pairs: Iterable[Pair], roster: Roster) -> Ints:
    return ints([demand * roster.supply + supply for demand, supply in pairs])
