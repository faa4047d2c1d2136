"""Tables as numbers: the pool of each slot, and the tables that serve one party only."""

from dataclasses import dataclass

import numpy as np

from services.conference.formats.nouns import Event
from services.conference.solver.arrays import Bools, Ints
from services.conference.solver.roster import Roster


@dataclass(frozen=True, slots=True)
class Places:
    """Where meetings can take place."""

    ids: tuple[str, ...]
    usable: Bools
    """[table, slot]"""
    owner: Ints
    """[table] party number, −1 for the pool"""
    pool: Ints
    """[slot] how many pool tables can be used"""
    host: Bools
    """[party] has a table of its own, so that it meets only there"""
    own: Bools
    """[party, slot] one of its own tables can be used"""


def read_places(event: Event, roster: Roster, slot_number: dict[str, int]) -> Places:
    """Number the tables of an event."""
    usable = np.ones((len(event.tables), len(slot_number)), dtype=bool)
    owner = np.full(len(event.tables), -1, dtype=np.int64)
    for row, table in enumerate(event.tables):
        usable[row, [slot_number[slot] for slot in table.unavailable]] = False
        if table.party is not None:
            owner[row] = roster.number[table.party]
    host = np.zeros(len(roster.ids), dtype=bool)
    own = np.zeros_like(roster.free)
    host[owner[owner >= 0]] = True
    for number in np.flatnonzero(owner >= 0).tolist():
        own[owner[number]] |= usable[number]
    return Places(
        ids=tuple(table.id for table in event.tables),
        usable=usable,
        owner=owner,
        pool=usable[owner < 0].sum(axis=0, dtype=np.int64),
        host=host,
        own=own & roster.free,
    )
