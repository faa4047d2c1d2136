"""What a need demands (诉求), piece by piece: asked concepts and rare wordings, each with what it is worth.

Scoring weighs a clause less the later it comes. Reasons do not: a hard condition often stands at the end of a need,
and an entry that answers it should be quoted with that.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from search.language.analysis import analyse
from search.language.vocabulary import Mention
from services.matching.scoring import clauses
from services.matching.scoring.clauses import Span
from services.matching.scoring.collection import Collection
from services.matching.scoring.question import Question

MAX_CLAUSE = 40
# An asked concept that is met says as much as a few shared pairs of characters.
CONCEPT_IN_PAIRS = 4.0
# Farther relatives than one step answer a demand only by chance.
NEAR_ENOUGH = 0.5


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of the need, how much of an ask it is wherever it stands, and its pairs of characters.

    `asks` are the pairs that name neither a trade nor a place.
    """

    span: Span
    weight: float
    pairs: frozenset[str]
    asks: frozenset[str]


class Demands:
    """The demands of one need, worked out once; `worth` maps pairs of characters to their weight times rarity."""

    def __init__(self, question: Question, collection: Collection) -> None:
        self._vocabulary, self._statistics = collection.vocabulary, collection.statistics
        self._capabilities = question.capabilities
        self.clauses = _weigh(question)
        self.worth: dict[str, float] = {}
        for clause in self.clauses:
            for pair in clause.pairs:
                self.worth[pair] = max(self.worth.get(pair, 0.0), clause.weight * self.rarity(pair))

    def rarity_of(self, pairs: Iterable[str]) -> float:
        """Return the summed idf of pairs of characters."""
        # An exact sum: sets have no order, and the same input gives the same answer.
        return math.fsum(map(self.rarity, pairs))

    def rarity(self, pair: str) -> float:
        """Return the idf of a pair of characters in whole entries."""
        return self._statistics.rarity("all", "bigrams", pair)

    def answered_by(
        self, pairs: frozenset[str], mentions: Iterable[Mention]
    ) -> tuple[dict[str, float], dict[str, float]]:
        """Return what a piece of an entry answers, and what each answer is worth: shared pairs, asked concepts."""
        concepts: dict[str, float] = {}
        told = {mention.concept_id: mention.weight for mention in mentions if mention.kind == "capability"}
        for asked, weight in self._capabilities.items() if told else ():
            met = max(self._vocabulary.closeness(asked, one) * belief for one, belief in told.items())
            if met >= NEAR_ENOUGH:
                concepts[asked] = CONCEPT_IN_PAIRS * weight * met
        return {pair: self.worth[pair] for pair in pairs & self.worth.keys()}, concepts


def _weigh(question: Question) -> list[Clause]:
    understood = question.understood
    text = understood.need.text
    spans = [_whole(text, span) for span, _ in understood.clauses]
    bare = text
    for mention in understood.mentions:
        if mention.kind in ("industry", "region"):
            bare = bare[: mention.start] + "，" * (mention.end - mention.start) + bare[mention.end :]
    tokens = analyse([whole[span.start : span.end] for whole in (text, bare) for span in spans])
    return [
        Clause(
            span,
            clauses.ask_weight(text[span.start : span.end], is_long=understood.is_long),
            frozenset(one.bigrams),
            frozenset(asks.bigrams),
        )
        for span, one, asks in zip(spans, tokens[: len(spans)], tokens[len(spans) :], strict=True)
    ]


def _whole(text: str, span: Span) -> Span:
    """Return a clause without blanks around it, not longer than one cites, and not cut within a figure such as 1:1."""
    start, end = span
    while _cuts_a_figure(text, start - 1):
        start = next(place for place in range(start - 2, -1, -1) if place == 0 or not text[place - 1].isdigit())
    while _cuts_a_figure(text, end):
        end = next(place for place in range(end + 1, len(text) + 1) if not text[place : place + 1].isdigit())
    end = min(end, start + MAX_CLAUSE)
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _cuts_a_figure(text: str, place: int) -> bool:
    """Tell whether a mark within a figure stands here: one between two digits."""
    return 0 < place < len(text) - 1 and text[place] in ":：.," and (text[place - 1] + text[place + 1]).isdigit()
