"""Ranking entries for a need (推荐排序): by score, certified first at equal score, then by a recorded seed."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from services.matching.scoring.assessment import Assessment, Part
from services.matching.scoring.nouns import Entry


@dataclass(frozen=True, slots=True)
class Match:
    """An entry with its score 0–1000 and the parts that add up to it.

    `certified_first`: it stands before an equal because of its GB/T 23001 certificate (同等条件优先).
    """

    entry_id: str
    row: int
    score: int
    parts: tuple[Part, ...]
    certified_first: bool


@dataclass(frozen=True, slots=True)
class Ranking:
    """The answer to one need, best first. `is_weak`: nothing answers it clearly. `seed` broke the ties."""

    need_id: str
    policy: str
    seed: str
    is_weak: bool
    matches: tuple[Match, ...]


def rank(
    assessment: Assessment, *, seed: str, first: int, is_allowed: Callable[[Entry], bool] = lambda entry: True
) -> Ranking:
    """Return the best `first` allowed entries; scores of 0 are no answers."""
    entries, scores = assessment.collection.entries, assessment.scores
    rows = [row for row in map(int, np.flatnonzero(scores > 0)) if is_allowed(entries[row])]
    rows.sort(key=lambda row: (-scores[row], not entries[row].gbt23001_certified, tie_break(seed, entries[row].id)))
    matches = []
    for place, row in enumerate(rows[:first]):
        equals_behind = (entries[other] for other in rows[place + 1 :] if scores[other] == scores[row])
        certified_first = entries[row].gbt23001_certified and any(not e.gbt23001_certified for e in equals_behind)
        matches.append(
            Match(entries[row].id, row, int(scores[row]), assessment.shown_parts(row), certified_first=certified_first)
        )
    need = assessment.understood.need
    return Ranking(need.id, assessment.policy.version, seed, assessment.is_weak, tuple(matches))


def tie_break(seed: str, entry_id: str) -> str:
    """Return the place of an entry among its equals; neither list position nor name has a say."""
    return hashlib.sha256(f"{seed}\n{entry_id}".encode()).hexdigest()
