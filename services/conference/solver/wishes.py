"""Wishes and settled pairs as numbers."""

from collections import defaultdict
from dataclasses import dataclass

from services.conference.formats.nouns import Event
from services.conference.solver.arrays import Pair
from services.conference.solver.roster import Roster


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the parties and the organizer have said about single pairs."""

    wishing: dict[Pair, set[str]]
    """Pair -> the sides from which a must or a want comes."""
    musts: frozenset[Pair]
    nevers: frozenset[Pair]
    locked: dict[Pair, int]
    """Pair that must be in the plan -> its slot, or −1 when the slot is free."""
    locked_table: dict[Pair, int]
    excluded: frozenset[Pair]
    closed: dict[Pair, frozenset[int]]
    """Pair -> slots in which it may not meet."""
    baseline: dict[Pair, int]
    """Pair of the published plan -> its slot, −1 when that slot is gone."""
    baseline_count: int
    """Meetings of the published plan, also those whose parties are gone."""


def read_wishes(event: Event, roster: Roster, slot_number: dict[str, int]) -> Wishes:
    """Number the wishes, locks and the baseline of an event."""
    wishing, musts, nevers = defaultdict(set), set(), set()
    for wish in event.wishes:
        pair = roster.pair(wish.source, wish.target)
        if wish.kind == "never":
            nevers.add(pair)
            continue
        wishing[pair].add("demand" if roster.number[wish.source] < roster.demand else "supply")
        if wish.kind == "must":
            musts.add(pair)
    locks = _Locks(event, roster, slot_number)
    return Wishes(
        wishing=dict(wishing),
        musts=frozenset(musts),
        nevers=frozenset(nevers),
        locked=locks.locked,
        locked_table=locks.table,
        excluded=frozenset(locks.excluded),
        closed={pair: frozenset(slots) for pair, slots in locks.closed.items()},
        baseline=_read_baseline(event, roster, slot_number),
        baseline_count=len(event.baseline or ()),
    )


class _Locks:
    """The locks sorted by what they do; a meeting lock wins over a pair lock of the same pair."""

    def __init__(self, event: Event, roster: Roster, slot_number: dict[str, int]) -> None:
        table_number = {table.id: number for number, table in enumerate(event.tables)}
        self.locked: dict[Pair, int] = {}
        self.table: dict[Pair, int] = {}
        self.excluded: set[Pair] = set()
        self.closed: defaultdict[Pair, set[int]] = defaultdict(set)
        for lock in event.locks:
            pair = roster.pair(lock.demand, lock.supply)
            if lock.kind == "exclude" and lock.slot is None:
                self.excluded.add(pair)
            elif lock.kind == "exclude" and lock.slot is not None:
                self.closed[pair].add(slot_number[lock.slot])
            elif lock.slot is not None:
                self.locked[pair] = slot_number[lock.slot]
                if lock.table is not None:
                    self.table[pair] = table_number[lock.table]
            else:
                self.locked.setdefault(pair, -1)


def _read_baseline(event: Event, roster: Roster, slot_number: dict[str, int]) -> dict[Pair, int]:
    baseline = {}
    for meeting in event.baseline or ():
        demand, supply = (roster.number.get(party, -1) for party in (meeting.demand, meeting.supply))
        if 0 <= demand < roster.demand <= supply:
            baseline[demand, supply - roster.demand] = slot_number.get(meeting.slot, -1)
    return baseline
