"""How finely a program sees time: slot by slot, or whole sessions."""

from dataclasses import dataclass

import numpy as np

from services.conference.solver.arrays import Bools, Ints, ints
from services.conference.solver.problem import Problem


@dataclass(frozen=True, slots=True)
class Grid:
    """Buckets of slots; a bucket never crosses sessions."""

    slots: tuple[Ints, ...]
    """The slots of each bucket."""
    bucket: Ints
    """[slot] its bucket, −1 outside the grid"""
    session: Ints
    """[bucket] its session"""

    @property
    def count(self) -> int:
        """How many buckets there are."""
        return len(self.slots)

    def sum(self, values: Ints | Bools) -> Ints:
        """[…, slot] → [party, bucket]: sums over the slots of each bucket."""
        if self.fine:
            return values[:, [slots[0] for slots in self.slots]].astype(np.int64)
        return np.stack([values[:, slots].sum(axis=1, dtype=np.int64) for slots in self.slots], axis=1)

    @property
    def fine(self) -> bool:
        """Whether every bucket is a single slot."""
        return all(len(slots) == 1 for slots in self.slots)


def by_session(problem: Problem) -> Grid:
    """One bucket for each session that has slots."""
    used = np.unique(problem.session)
    slots = tuple(np.flatnonzero(problem.session == session) for session in used)
    return Grid(slots, np.searchsorted(used, problem.session), used)


def by_slot(problem: Problem, slots: Ints | None = None) -> Grid:
    """One bucket for each slot, or for each of the given slots."""
    chosen = np.arange(len(problem.slots)) if slots is None else slots
    bucket = np.full(len(problem.slots), -1, dtype=np.int64)
    bucket[chosen] = np.arange(len(chosen))
    return Grid(tuple(ints([slot]) for slot in chosen), bucket, problem.session[chosen])
