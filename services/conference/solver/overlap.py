"""When two parties can meet at all: one bit for each slot in which both are free and a table can serve them."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from services.conference.solver.arrays import Bools, Ints
from services.conference.solver.places import Places
from services.conference.solver.roster import Roster

Words = npt.NDArray[np.uint64]
_BITS = 64


@dataclass(frozen=True, slots=True)
class Overlap:
    """Matrices [demand, supply] of 64 slots each; locks on single slots are not in them."""

    words: tuple[Words, ...]

    def among(self, slots: Ints, rows: slice) -> Bools:
        """[row, supply]: the two can meet in one of these slots."""
        open_ = np.zeros(self.words[0][rows].shape, dtype=bool)
        for place, word in enumerate(self.words):
            mask = sum(1 << int(slot) % _BITS for slot in slots if slot // _BITS == place)
            if mask:
                open_ |= (word[rows] & np.uint64(mask)) != 0
        return open_

    @property
    def any(self) -> Bools:
        """[demand, supply]: the two can meet in some slot."""
        some: Bools = np.bitwise_or.reduce(self.words) != 0
        return some


def read_overlap(roster: Roster, places: Places) -> Overlap:
    """Intersect the diaries and tables of all pairs."""
    border, words = roster.demand, []
    host = places.host[:border, None] | places.host[None, border:]
    slots = roster.free.shape[1]
    for start in range(0, slots, _BITS):
        part = slice(start, start + _BITS)
        free, own = _pack(roster.free[:, part]), _pack(places.own[:, part])
        pool = _pack((places.pool[part] > 0)[None, :])[0]
        both = free[:border, None] & free[None, border:]
        words.append(both & np.where(host, own[:border, None] | own[None, border:], pool))
    return Overlap(tuple(words))


def _pack(bits: Bools) -> Words:
    """[row, slot] → [row], the first slot in the lowest bit."""
    weights = np.uint64(1) << np.arange(bits.shape[1], dtype=np.uint64)
    packed: Words = np.where(bits, weights, np.uint64(0)).sum(axis=1, dtype=np.uint64)
    return packed
