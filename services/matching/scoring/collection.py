"""The entries a need is compared with (候选集): their term statistics, and arrays to score many at once."""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from search.language.vocabulary import Vocabulary
from services.matching.scoring.evidence import TERM_CLASSES, TEXT_FIELDS, Evidence, EvidenceReader
from services.matching.scoring.names import NameBook
from services.matching.scoring.nouns import Entry
from services.matching.scoring.topics import Topics

Values = NDArray[np.float64]
Rows = NDArray[np.intp]

# BM25, with the usual constants.
SATURATION = 1.2
LENGTH_SHARE = 0.75


class Statistics:
    """What the whole collection knows: how rare a term or concept is, and how long a field usually is."""

    def __init__(self, evidences: Sequence[Evidence]) -> None:
        self.entry_count = len(evidences)
        self._spread: dict[tuple[str, str], Counter[str]] = {}
        self.average_length: dict[tuple[str, str], float] = {}
        for key in ((field, kind) for field in TEXT_FIELDS for kind in TERM_CLASSES):
            self._spread[key] = Counter(term for evidence in evidences for term in evidence.counts[key])
            total = sum(evidence.lengths[key] for evidence in evidences)
            self.average_length[key] = max(total / max(1, self.entry_count), 1e-9)
        for kind, terms in (("unigrams", "all_unigrams"), ("bigrams", "all_bigrams")):
            self._spread["all", kind] = Counter(t for evidence in evidences for t in getattr(evidence, terms))
        self._concept_spread = Counter(concept for evidence in evidences for concept in evidence.capabilities)
        self.topics = Topics([evidence.topic_terms for evidence in evidences])

    def rarity(self, field: str, kind: str, term: str) -> float:
        """Return the idf of a term in a field; the field `all` is the whole entry."""
        return self._idf(self._spread[field, kind].get(term, 0))

    def concept_rarity(self, concept_id: str) -> float:
        """Return the idf of a capability."""
        return self._idf(self._concept_spread.get(concept_id, 0))

    def _idf(self, spread: int) -> float:
        return math.log(1 + (self.entry_count - spread + 0.5) / (spread + 0.5))


@dataclass(frozen=True, slots=True)
class Posting:
    """The rows that hold a term and how often."""

    rows: Rows
    counts: Values


class Batch:
    """Entries laid out for scoring, one row each: a whole collection, or the changed copies of one entry."""

    def __init__(self, evidences: Sequence[Evidence], statistics: Statistics) -> None:
        self.evidences = tuple(evidences)
        self.size = len(self.evidences)
        self._statistics = statistics
        self.postings = {
            key: _postings([evidence.counts[key] for evidence in self.evidences])
            for key in ((field, kind) for field in TEXT_FIELDS for kind in TERM_CLASSES)
        }
        self.norms = {key: self._norm(key) for key in self.postings}
        self.capabilities = _columns([evidence.capabilities for evidence in self.evidences])
        self.industries = _columns([evidence.industries for evidence in self.evidences])
        self.topics = statistics.topics.place([evidence.topic_terms for evidence in self.evidences])

    @cached_property
    def all_unigrams(self) -> Mapping[str, Rows]:
        """The rows of each single character."""
        return _row_sets([evidence.all_unigrams for evidence in self.evidences])

    def _norm(self, key: tuple[str, str]) -> Values:
        lengths = np.array([evidence.lengths[key] for evidence in self.evidences], dtype=float)
        share = LENGTH_SHARE * lengths / self._statistics.average_length[key]
        return np.asarray(SATURATION * (1 - LENGTH_SHARE + share))


class Collection:
    """The entries of the editions in use, read and indexed once; then only read."""

    def __init__(self, entries: Sequence[Entry], vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.entries = tuple(entries)
        self.rows = {entry.id: row for row, entry in enumerate(self.entries)}
        self.reader = EvidenceReader(vocabulary)
        evidences = self.reader.read(self.entries)
        self.statistics = Statistics(evidences)
        self.batch = Batch(evidences, self.statistics)
        self.names = NameBook(self.entries)


def _postings(counters: Sequence[Counter[str]]) -> dict[str, Posting]:
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for row, counter in enumerate(counters):
        for term, count in counter.items():
            found[term].append((row, count))
    return {
        term: Posting(np.array([row for row, _ in pairs]), np.array([count for _, count in pairs], dtype=float))
        for term, pairs in found.items()
    }


def _row_sets(sets: Sequence[frozenset[str]]) -> dict[str, Rows]:
    found: dict[str, list[int]] = defaultdict(list)
    for row, terms in enumerate(sets):
        for term in terms:
            found[term].append(row)
    return {term: np.array(rows) for term, rows in found.items()}


def _columns(weights: Sequence[Mapping[str, float]]) -> dict[str, Values]:
    """Return one full column per concept that any row holds."""
    columns: dict[str, Values] = {}
    for row, held in enumerate(weights):
        for concept_id, weight in held.items():
            columns.setdefault(concept_id, np.zeros(len(weights)))[row] = weight
    return columns
