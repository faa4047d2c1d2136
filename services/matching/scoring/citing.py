"""Which words of the need a piece of evidence answers (需求引文)."""

from collections.abc import Sequence
from dataclasses import dataclass

from search.language.vocabulary import Kind, Mention
from services.matching.scoring.assessment import Assessment
from services.matching.scoring.pieces import ReasonKind

CLOSE_ENOUGH = 0.5
SURE = 0.8
# Between two asked concepts, the one whose clause shares more of its words with the evidence is meant.
SHARED_WITH_CLAUSE = 1.0
# Beside the lead a concept counts nearly as much.
BESIDE = 0.9
# A clause of which this share stands in the evidence is what it answers.
TAKEN_UP, LEAST_PAIRS = 0.3, 2
# A fact answers an ask, not the trade or the place that the need names beside it.
_ANSWERS: dict[str, tuple[Kind, ...]] = {
    "industry": ("industry",),
    "region": ("region",),
    "application_mode": ("application_mode",),
    "category": ("category", "capability", "work_item"),
    "edition": ("capability", "category", "work_item"),
}
_CIRCUMSTANCES = ("industry", "region", "application_mode")
_FACT_ANSWERS: tuple[Kind, ...] = ("capability", "work_item")


@dataclass(frozen=True, slots=True)
class Citation:
    """Words of the need: `text[start:end] == words`; `concept` is the preferred term they stand for, if any."""

    start: int
    end: int
    words: str
    concept: str = ""
    concept_id: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """The words of a piece of evidence, read: the concepts they name and their pairs of characters."""

    mentions: tuple[Mention, ...]
    pairs: frozenset[str]


def cite(assessment: Assessment, kind: ReasonKind, lead: Read, beside: Sequence[Read] = ()) -> Citation | None:
    """Return the words of the need that a reason answers.

    They are an asked concept that the lead shares, else the clause that it takes up in so many words, else a concept
    that the facts beside it share, else the clause that shares most.
    """
    kinds = _ANSWERS.get(kind, _FACT_ANSWERS)
    found = _by_concept(assessment, [lead], kinds, SURE)
    if found is not None:
        return found
    share, clause = (0.0, None) if kind in _CIRCUMSTANCES else _by_clause(assessment, lead)
    if clause is not None and share >= TAKEN_UP:
        return clause
    return _by_concept(assessment, [lead, *beside], kinds, CLOSE_ENOUGH) or clause


def _by_concept(
    assessment: Assessment, reads: Sequence[Read], kinds: tuple[Kind, ...], least: float
) -> Citation | None:
    vocabulary, understood = assessment.collection.vocabulary, assessment.understood
    pairs = frozenset(pair for read in reads for pair in read.pairs)
    best: tuple[float, Mention] | None = None
    for mention in understood.mentions:
        if mention.kind not in kinds:
            continue
        met, believed = _met(assessment, mention.concept_id, reads, kinds)
        ask = understood.weight_at(mention.start) * mention.weight
        if ask * (believed if least == SURE else met) < least:
            continue
        worth = ask * believed + SHARED_WITH_CLAUSE * _shared_with_clause(assessment, mention.start, pairs)
        if best is None or worth > best[0]:
            best = (worth, mention)
    if best is None:
        return None
    mention = best[1]
    concept = vocabulary.get(mention.concept_id)
    return Citation(mention.start, mention.end, mention.surface, concept.preferred, concept.id)


def _met(assessment: Assessment, asked: str, reads: Sequence[Read], kinds: tuple[Kind, ...]) -> tuple[float, float]:
    """Return how close an asked concept is to what is told, and how far that is believed, beside the lead less."""
    close = believed = 0.0
    for number, read in enumerate(reads):
        for told in read.mentions:
            if told.kind in kinds:
                met = _closeness(assessment, asked, told.concept_id) * (BESIDE if number else 1.0)
                close, believed = max(close, met), max(believed, met * told.weight)
    return close, believed


def _closeness(assessment: Assessment, asked: str, told: str) -> float:
    vocabulary = assessment.collection.vocabulary
    if vocabulary.get(told).kind == "category":
        # A category answers the concepts it sells.
        return 1.0 if vocabulary.get(asked).category == vocabulary.get(told).category else 0.0
    return vocabulary.closeness(asked, told)


def _shared_with_clause(assessment: Assessment, position: int, pairs: frozenset[str]) -> float:
    """Return which share of the clause at this position, by rarity, the evidence holds."""
    demands = assessment.demands
    for clause in demands.clauses:
        if clause.span.start <= position < clause.span.end:
            return demands.rarity_of(clause.pairs & pairs) / (demands.rarity_of(clause.pairs) or 1.0)
    return 0.0


def _by_clause(assessment: Assessment, read: Read) -> tuple[float, Citation | None]:
    """Return the clause that shares most with the evidence and which share of the clause that is."""
    demands, text = assessment.demands, assessment.understood.need.text
    best, found = 0.0, None
    for clause in demands.clauses:
        shared = clause.weight * demands.rarity_of(clause.asks & read.pairs)
        if shared > best:
            best, found = shared, clause
    if found is None:
        return 0.0, None
    start, end = found.span
    is_taken_up = len(found.asks & read.pairs) >= LEAST_PAIRS
    share = best / (found.weight * demands.rarity_of(found.asks)) if is_taken_up else 0.0
    return share, Citation(start, end, text[start:end])
