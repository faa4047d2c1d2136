"""Parties as numbers: demand first, then supply, each in the order of the event."""

from dataclasses import dataclass

import numpy as np

from services.conference.formats.nouns import Event
from services.conference.solver.arrays import Bools, Ints, ints


@dataclass(frozen=True, slots=True)
class Roster:
    """Who comes, when, and how many meetings each wants; rows of all arrays are party numbers."""

    ids: tuple[str, ...]
    demand: int
    """How many parties stand on the demand side; they have the numbers 0 … demand − 1."""
    organisation: Ints
    organisations: dict[str, int]
    free: Bools
    least: Ints
    most: Ints
    cap: Ints
    """The most meetings a party can have: its maximum, or fewer when it has fewer free slots."""
    number: dict[str, int]

    @property
    def supply(self) -> int:
        """How many parties stand on the supply side."""
        return len(self.ids) - self.demand

    def pair(self, one: str, other: str) -> tuple[int, int]:
        """The pair of two party ids of different sides, whichever comes first."""
        low, high = sorted((self.number[one], self.number[other]))
        return low, high - self.demand


def read_roster(event: Event, slot_number: dict[str, int]) -> Roster:
    """Number the parties of an event."""
    parties = sorted(event.parties, key=lambda party: party.side != "demand")
    free = np.ones((len(parties), len(slot_number)), dtype=bool)
    organisations: dict[str, int] = {}
    for row, party in enumerate(parties):
        free[row, [slot_number[slot] for slot in party.unavailable]] = False
        organisations.setdefault(party.organisation, len(organisations))
    most = ints([party.max_meetings for party in parties])
    return Roster(
        ids=tuple(party.id for party in parties),
        demand=sum(party.side == "demand" for party in parties),
        organisation=ints([organisations[party.organisation] for party in parties]),
        organisations=organisations,
        free=free,
        least=ints([party.min_meetings for party in parties]),
        most=most,
        cap=np.minimum(most, free.sum(axis=1)),
        number={party.id: row for row, party in enumerate(parties)},
    )
