"""Which facts of an entry are quoted together (证据组合): few, in its own words, that cover what the need demands.

The lead has really moved the score. Beside it stand the facts that answer most of what is not answered yet, main
business and figures first, until the reason is as long as one reads at a glance.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from services.matching.scoring import clauses
from services.matching.scoring.pieces import Piece

# Thousandths of a score. A told fact that moved it this much may lead before a keyword, which says little.
LEAST_TOLD_FALL = 1.0
MAX_QUOTED = 5
# What counts for a fact: how far it moved the score, how much it answers, each against the best of the entry ...
BY_FALL, BY_ANSWERS = 0.5, 0.5
# ... and where it stands: the first sentences tell what somebody is, a case tells what came of it.
FIRST_SENTENCE, MAIN_SENTENCE, A_CASE, A_KEYWORD = 0.4, 0.15, 0.25, -0.3
ASIDE = 0.5
LEAST_WORTH = 0.2

TOLD = ("description", "cases")


@dataclass(frozen=True, slots=True)
class Fact:
    """A piece of an entry, what the score loses without it, and the demands of the need that it answers."""

    piece: Piece
    fall: float
    answers: Mapping[str, float]
    meets_concept: bool

    @property
    def is_told(self) -> bool:
        """Whether it is a sentence of the entry, not a keyword."""
        return self.piece.field in TOLD

    @property
    def stands_alone(self) -> bool:
        """Whether it can lead: no limit, no side dish, nothing that leans on another sentence."""
        words = self.piece.words
        return not (clauses.is_limit(words) or clauses.is_aside(words) or clauses.leans_on_another(words))


def choose(facts: Sequence[Fact], *, least_fall: float, fits: Callable[[Sequence[Fact]], bool]) -> list[Fact]:
    """Return the facts to quote, the lead first; none where nothing moved the score.

    `fits` tells whether the reason is short enough with these facts.
    """
    scale = _Scale(facts)
    lead = _lead(facts, scale, least_fall)
    if lead is None:
        return []
    chosen = [lead, *_needed_keyword(lead, facts, least_fall)]
    # What the entry tells comes before keywords, which say little beside it.
    for is_told in (True, False):
        while len(chosen) < MAX_QUOTED:
            left = [fact for fact in facts if fact.is_told is is_told and fact not in chosen]
            left = [fact for fact in left if _may_stand_beside(fact, chosen) and fits([*chosen, fact])]
            best = max(left, key=lambda fact: scale.worth(fact, chosen), default=None)
            if best is None or scale.worth(best, chosen) < LEAST_WORTH:
                break
            chosen.append(best)
    return chosen


def _needed_keyword(lead: Fact, facts: Sequence[Fact], least_fall: float) -> list[Fact]:
    """Return the strongest keyword that meets an asked concept where no sentence does: it says what was found."""
    if any(fact.meets_concept and fact.is_told and fact.fall >= LEAST_TOLD_FALL for fact in facts):
        return []
    keywords = [fact for fact in facts if fact.meets_concept and fact.fall >= least_fall and fact is not lead]
    return sorted(keywords, key=lambda fact: -fact.fall)[:1]


class _Scale:
    """Weighs the facts of one entry against each other."""

    def __init__(self, facts: Sequence[Fact]) -> None:
        self._most_fall = max((fact.fall for fact in facts), default=0.0) or 1.0
        self._most_answers = max((math.fsum(fact.answers.values()) for fact in facts), default=0.0) or 1.0

    def worth(self, fact: Fact, chosen: Sequence[Fact]) -> float:
        """Return what a fact adds to the chosen ones."""
        # Exact sums: the demands have no order, and the same input gives the same answer.
        new = math.fsum(
            max(0.0, worth - max((other.answers.get(demand, 0.0) for other in chosen), default=0.0))
            for demand, worth in fact.answers.items()
        )
        share = new / (math.fsum(fact.answers.values()) or 1.0)
        # What moved the score by words that are quoted already moves it no further.
        by_fall = BY_FALL * max(0.0, fact.fall) / self._most_fall * (share if fact.answers else 1.0)
        worth = by_fall + BY_ANSWERS * new / self._most_answers + _standing(fact)
        return worth if fact.stands_alone else ASIDE * worth


def _standing(fact: Fact) -> float:
    if fact.piece.field == "cases":
        return A_CASE
    if fact.piece.field == "capabilities":
        return A_KEYWORD
    if fact.piece.place == 0:
        return FIRST_SENTENCE
    return MAIN_SENTENCE if fact.piece.place < clauses.MAIN_SENTENCES else 0.0


def _lead(facts: Sequence[Fact], scale: _Scale, least_fall: float) -> Fact | None:
    told = [fact for fact in facts if fact.is_told]
    groups = (
        [fact for fact in told if fact.fall >= LEAST_TOLD_FALL and fact.stands_alone],
        [fact for fact in told if fact.fall >= least_fall],
        [fact for fact in facts if fact.fall >= least_fall],
    )
    group = next((group for group in groups if group), [])
    return max(group, key=lambda fact: scale.worth(fact, ()), default=None)


def _may_stand_beside(fact: Fact, chosen: Sequence[Fact]) -> bool:
    if fact.fall <= 0:
        return False
    if fact.piece.field == "description" and clauses.leans_on_another(fact.piece.words):
        return any(one.piece.field == "description" and one.piece.place == fact.piece.place - 1 for one in chosen)
    return True
