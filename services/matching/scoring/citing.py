"""Which words of the need a piece of evidence answers (需求引文)."""

from collections.abc import Iterator
from dataclasses import dataclass

from search.language.analysis import analyse
from search.language.vocabulary import Kind, Mention
from services.matching.scoring.assessment import Assessment
from services.matching.scoring.clauses import Span
from services.matching.scoring.pieces import Piece

CLOSE_ENOUGH = 0.5
MAX_CLAUSE = 40
# A fact answers an ask, not the trade or the place that the need names beside it.
_ANSWERS: dict[str, tuple[Kind, ...]] = {
    "industry": ("industry",),
    "region": ("region",),
    "application_mode": ("application_mode",),
    "category": ("category", "capability", "work_item"),
    "edition": ("capability", "category", "work_item"),
}
_FACT_ANSWERS: tuple[Kind, ...] = ("capability", "work_item")


@dataclass(frozen=True, slots=True)
class Citation:
    """Words of the need: `text[start:end] == words`; `concept` is the preferred term they stand for, if any."""

    start: int
    end: int
    words: str
    concept: str = ""
    concept_id: str = ""


def cite(assessment: Assessment, piece: Piece) -> Citation | None:
    """Return the words of the need that a piece answers: a shared concept, else the clause that shares rare pairs."""
    kinds = _ANSWERS.get(piece.kind, _FACT_ANSWERS)
    found = _by_concept(assessment, piece, kinds)
    if found is not None or piece.kind in ("industry", "region", "application_mode"):
        return found
    return _by_clause(assessment, piece)


def _by_concept(assessment: Assessment, piece: Piece, kinds: tuple[Kind, ...]) -> Citation | None:
    vocabulary, understood = assessment.collection.vocabulary, assessment.understood
    told = list(_told(assessment, piece, kinds))
    best: tuple[float, Mention] | None = None
    for mention in understood.mentions:
        if mention.kind not in kinds:
            continue
        ask = understood.weight_at(mention.start) * mention.weight
        closeness = max((_closeness(assessment, mention.concept_id, one) for one in told), default=0.0)
        if ask * closeness >= CLOSE_ENOUGH and (best is None or ask * closeness > best[0]):
            best = (ask * closeness, mention)
    if best is None:
        return None
    mention = best[1]
    concept = vocabulary.get(mention.concept_id)
    return Citation(mention.start, mention.end, mention.surface, concept.preferred, concept.id)


def _told(assessment: Assessment, piece: Piece, kinds: tuple[Kind, ...]) -> Iterator[str]:
    """Yield the concepts that the words of a piece tell."""
    vocabulary = assessment.collection.vocabulary
    for mention in vocabulary.find(piece.words):
        if mention.kind in kinds:
            yield mention.concept_id


def _closeness(assessment: Assessment, asked: str, told: str) -> float:
    vocabulary = assessment.collection.vocabulary
    if vocabulary.get(told).kind == "category":
        # A category answers the concepts it sells.
        return 1.0 if vocabulary.get(asked).category == vocabulary.get(told).category else 0.0
    return vocabulary.closeness(asked, told)


def _by_clause(assessment: Assessment, piece: Piece) -> Citation | None:
    understood, statistics = assessment.understood, assessment.collection.statistics
    text = understood.need.text
    told = set(analyse([piece.words])[0].bigrams)
    spans = [_trim(text, span) for span, _ in understood.clauses]
    best, where = 0.0, None
    tokens = analyse([text[span.start : span.end] for span in spans])
    for (_, weight), span, terms in zip(understood.clauses, spans, tokens, strict=True):
        shared = weight * sum(statistics.rarity("all", "bigrams", term) for term in told & set(terms.bigrams))
        if shared > best:
            best, where = shared, span
    if where is None:
        return None
    return Citation(where.start, where.end, text[where.start : where.end])


def _trim(text: str, span: Span) -> Span:
    start, end = span.start, min(span.end, span.start + MAX_CLAUSE)
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
