"""The named parts of a score (评分分项): each compares one side of a need with every entry of a batch, 0–1.

`limitation` is the one minus: it lies in -1–0. The weights stand in the policy.
"""

from collections.abc import Mapping

import numpy as np

from search.language.vocabulary import Vocabulary
from services.matching.scoring.collection import SATURATION, Batch, Collection, Statistics
from services.matching.scoring.evidence import TEXT_FIELDS
from services.matching.scoring.postings import Rows, Values
from services.matching.scoring.question import Question
from services.matching.scoring.silent import answers_of_the_silent

# Character pairs and words are two views of one text; single characters carry short needs over spelling.
CLASS_WEIGHTS: Mapping[str, float] = {"unigrams": 1.0, "bigrams": 0.5, "words": 0.5}
DENIED = -0.3
DENIED_INDUSTRY = 0.5
ANY_INDUSTRY = 0.35
SILENT_INDUSTRY = 0.3
SILENT_REGION = 0.6
PLATFORM_FOR_PLATFORM_SERVICES = 0.6
NO_DIFFERENT_TRADE = 0.3
TRACK_RECORD_HALF = 3.0
# Entries looked at closely for their words alone, and how near to an ask a held concept must be to bring its entry.
CANDIDATES_BY_TEXT = 200
HOLDS_WHAT_IS_ASKED = 0.85

Parts = dict[str, Values]


class Scorer:
    """Scores one need against batches of one collection. The text scores are measured by the best of the collection."""

    def __init__(self, question: Question, collection: Collection) -> None:
        self.question = question
        self.collection = collection
        self._of_collection = self._text(collection.batch)
        best = (float(values.max(initial=0.0)) for values in self._of_collection.values())
        self._measure = max(best, default=0.0) or 1.0

    def parts(self, batch: Batch, names: Values) -> Parts:
        """Return every part for every row; `names` is the likeness of the entry's name."""
        return {**self.texts(batch), **self._told(batch, names)}

    def parts_of_collection(self, names: Values) -> Parts:
        """Return every part for every row of the collection; who is no candidate has none."""
        batch = self.collection.batch
        texts = self.texts(batch)
        rows = candidates(self.question, batch, self.collection.vocabulary, np.sum(list(texts.values()), axis=0), names)
        parts = {part: values[rows] for part, values in texts.items()} | self._told(batch.narrowed(rows), names[rows])
        return {part: _spread(values, rows, batch.size) for part, values in parts.items()}

    def texts(self, batch: Batch) -> Parts:
        """Return the parts that compare words: worked out from postings, so that they cost little for many rows."""
        return {
            **{f"text_{field}": values / self._measure for field, values in self._text_of(batch).items()},
            "coverage": _coverage(self.question, batch),
            "semantic": np.maximum(0.0, batch.topics @ self.question.topics),
        }

    def _told(self, batch: Batch, names: Values) -> Parts:
        """Return the parts that compare what entries tell, entry by entry."""
        vocabulary, question = self.collection.vocabulary, self.question
        industry, foreign = _industry(question, batch, vocabulary)
        capability, best, denied = _capability(question, batch, vocabulary)
        limits = denied + foreign + _unmet_limits(question, batch)
        return {
            "capability": capability,
            "best_capability": best,
            "category": _category(question, batch),
            "industry": industry,
            "region": _region(question, batch, vocabulary),
            "application_mode": _application_mode(question, batch),
            "limitation": -np.minimum(1.0, limits),
            "name": names,
            "standing": answers_of_the_silent(question, batch, vocabulary),
            "track_record": _track_record(batch),
        }

    def _text_of(self, batch: Batch) -> dict[str, Values]:
        return self._of_collection if batch is self.collection.batch else self._text(batch)

    def _text(self, batch: Batch) -> dict[str, Values]:
        classes = ("words", "bigrams") if self.question.understood.is_long else tuple(CLASS_WEIGHTS)
        texts = {field: np.zeros(batch.size) for field in TEXT_FIELDS}
        for field, score in texts.items():
            for kind in classes:
                score += CLASS_WEIGHTS[kind] * _bm25(self.question, batch, self.collection.statistics, field, kind)
        return texts


def _bm25(question: Question, batch: Batch, statistics: Statistics, field: str, kind: str) -> Values:
    score = np.zeros(batch.size)
    postings, norms = batch.postings[field, kind], batch.norms[field, kind]
    for term, weight in question.terms[kind].items():
        posting = postings.get(term)
        if posting is not None:
            counts = posting.counts
            share = counts * (SATURATION + 1) / (counts + norms[posting.rows])
            score[posting.rows] += weight * statistics.rarity(field, kind, term) * share
    return score


def _coverage(question: Question, batch: Batch) -> Values:
    """How much of the need's characters, by rarity, the entry holds anywhere outside its limits."""
    covered = np.zeros(batch.size)
    for term, worth in question.unigram_worth.items():
        posting = batch.postings["all", "unigrams"].get(term)
        if posting is not None:
            covered[posting.rows] += worth
    return covered / (sum(question.unigram_worth.values()) or 1.0)


def _unmet_limits(question: Question, batch: Batch) -> Values:
    """How much of the need stands only in what the entry rules out."""
    total = sum(question.bigram_worth.values()) or 1.0
    limits = np.zeros(batch.size)
    for row, evidence in enumerate(batch.evidences):
        for term in evidence.limit_bigrams - evidence.all_bigrams:
            limits[row] += question.bigram_worth.get(term, 0.0) / total
    return limits


def _capability(question: Question, batch: Batch, vocabulary: Vocabulary) -> tuple[Values, Values, Values]:
    """Return how well all asks are met, how well the best-met one is, and what is asked but denied."""
    everything, best, denied = np.zeros(batch.size), np.zeros(batch.size), np.zeros(batch.size)
    for concept_id, weight in question.capabilities.items():
        met = _nearest(concept_id, batch.capabilities, batch.size, vocabulary)
        refused = np.array(
            [concept_id in e.denied_capabilities and concept_id not in e.capabilities for e in batch.evidences]
        )
        met = np.where(refused, DENIED, met)
        share = weight / question.capability_total
        denied += -DENIED * share * refused
        everything += share * met
        best = np.maximum(best, met * weight / question.capability_top)
    return everything, best, denied


def candidates(question: Question, batch: Batch, vocabulary: Vocabulary, texts: Values, names: Values) -> Rows:
    """Return the rows worth a closer look: the best by their words, who holds an asked concept, who is silent.

    Beyond them lie entries that share neither an ask nor many words with the need. A small catalogue is all candidates.
    """
    chosen = names > 0
    chosen[np.argsort(-texts, kind="stable")[:CANDIDATES_BY_TEXT]] = True
    for concept_id in question.capabilities:
        for held, weights in batch.capabilities.items():
            if vocabulary.closeness(concept_id, held) >= HOLDS_WHAT_IS_ASKED:
                chosen |= weights > 0
    chosen |= batch.is_silent & np.isin(batch.categories, list(question.categories))
    return np.flatnonzero(chosen)


def _spread(values: Values, rows: Rows, size: int) -> Values:
    spread = np.zeros(size)
    spread[rows] = values
    return spread


def _nearest(asked: str, held: Mapping[str, Values], size: int, vocabulary: Vocabulary) -> Values:
    """Return the best of closeness times evidence over everything that each row holds."""
    met = np.zeros(size)
    for concept_id, weights in held.items():
        closeness = vocabulary.closeness(asked, concept_id)
        if closeness:
            met = np.maximum(met, closeness * weights)
    return met


def _category(question: Question, batch: Batch) -> Values:
    platform_services = PLATFORM_FOR_PLATFORM_SERVICES * question.categories.get("platform_services", 0.0)
    return np.array(
        [
            max(
                question.categories.get(evidence.entry.category, 0.0),
                platform_services if evidence.entry.kind == "platform" else 0.0,
            )
            for evidence in batch.evidences
        ]
    )


def _industry(question: Question, batch: Batch, vocabulary: Vocabulary) -> tuple[Values, Values]:
    """Return how well the trades fit, and the minus for entries that serve another trade only."""
    wanted = question.understood.wanted("industry")
    fit, foreign = np.zeros(batch.size), np.zeros(batch.size)
    if not wanted:
        return fit, foreign
    any_industry = batch.industries.get("any_industry", np.zeros(batch.size)) > 0
    is_silent = np.array([not evidence.industries for evidence in batch.evidences], dtype=bool)
    refused = np.zeros(batch.size, dtype=bool)
    for concept_id, ask in wanted.items():
        met = _nearest(concept_id, batch.industries, batch.size, vocabulary)
        met = np.maximum(met, np.where(any_industry, ANY_INDUSTRY, np.where(is_silent, SILENT_INDUSTRY, 0.0)))
        refused |= np.array([concept_id in evidence.denied_industries for evidence in batch.evidences], dtype=bool)
        fit = np.maximum(fit, met * min(1.0, ask.weight))
    fit = np.where(refused, 0.0, fit)
    is_exclusive = np.array([evidence.is_exclusive for evidence in batch.evidences], dtype=bool)
    return fit, np.where(refused | (is_exclusive & (fit < NO_DIFFERENT_TRADE)), DENIED_INDUSTRY, 0.0)


def _region(question: Question, batch: Batch, vocabulary: Vocabulary) -> Values:
    """Covered by district, city or delta 1, the next district .5, an entry silent on regions .6."""
    wanted = question.understood.wanted("region")
    narrow = [c for c in wanted if not any(c in vocabulary.above(other) for other in wanted)]
    if not narrow:
        return np.zeros(batch.size)
    return np.array(
        [
            max((vocabulary.closeness(asked, region) for asked in narrow for region in evidence.regions), default=0.0)
            if evidence.regions
            else SILENT_REGION
            for evidence in batch.evidences
        ]
    )


def _application_mode(question: Question, batch: Batch) -> Values:
    wanted = question.understood.wanted("application_mode")
    top = max((ask.weight for ask in wanted.values()), default=1.0)
    return np.array(
        [
            max((ask.weight / top for mode, ask in wanted.items() if mode in evidence.application_modes), default=0.0)
            for evidence in batch.evidences
        ]
    )


def _track_record(batch: Batch) -> Values:
    """Meetings held count little, agreements more; the first few count most."""
    records = np.array([e.entry.meetings_held * 0.25 + e.entry.agreements for e in batch.evidences])
    return np.asarray(records / (records + TRACK_RECORD_HALF))
