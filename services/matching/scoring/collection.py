"""The entries a need is compared with (候选集): their term statistics, and arrays to score many at once."""

import copy
import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from search.language.vocabulary import Vocabulary
from services.matching.scoring.evidence import TERM_CLASSES, TEXT_FIELDS, Evidence, EvidenceReader
from services.matching.scoring.names import NameBook
from services.matching.scoring.nouns import Entry
from services.matching.scoring.postings import Postings, PostingsMaker, Rows, Values
from services.matching.scoring.topics import LEARNT_FROM, Topics

# BM25, with the usual constants.
SATURATION = 1.2
LENGTH_SHARE = 0.75
READ_AT_ONCE = 100

_KEYS = tuple((field, kind) for field in TEXT_FIELDS for kind in TERM_CLASSES)


class Layout:
    """What entries hold, taken in one after the other; the texts themselves need not stay."""

    def __init__(self) -> None:
        numbers: dict[str, int] = {}
        keys = (*_KEYS, ("all", "unigrams"), ("all", "bigrams"))
        self._makers = {key: PostingsMaker(numbers) for key in keys}
        self._lengths: dict[tuple[str, str], array[int]] = {key: array("I") for key in _KEYS}
        self._capabilities: dict[str, list[tuple[int, float]]] = defaultdict(list)
        self._industries: dict[str, list[tuple[int, float]]] = defaultdict(list)
        self.size = 0

    def add(self, evidences: Sequence[Evidence]) -> None:
        """Take entries in."""
        for row, evidence in enumerate(evidences, start=self.size):
            for key in _KEYS:
                self._makers[key].add(row, evidence.counts[key])
                self._lengths[key].append(evidence.lengths[key])
            self._makers["all", "unigrams"].add(row, dict.fromkeys(evidence.all_unigrams, 1))
            self._makers["all", "bigrams"].add(row, dict.fromkeys(evidence.all_bigrams, 1))
            for concept_id, weight in evidence.capabilities.items():
                self._capabilities[concept_id].append((row, weight))
            for concept_id, weight in evidence.industries.items():
                self._industries[concept_id].append((row, weight))
        self.size += len(evidences)

    def postings(self) -> dict[tuple[str, str], Postings]:
        """Return where each term stands, by field and kind; the field `all` is the whole entry."""
        return {key: maker.made() for key, maker in self._makers.items()}

    def lengths(self, key: tuple[str, str]) -> Values:
        """Return how long a field of each entry is."""
        return np.array(self._lengths[key], dtype=float)

    def capabilities(self) -> dict[str, Values]:
        """Return one full column per capability that any entry holds."""
        return _columns(self._capabilities, self.size)

    def industries(self) -> dict[str, Values]:
        """Return one full column per industry that any entry names."""
        return _columns(self._industries, self.size)


class Statistics:
    """What the whole collection knows: how rare a term or concept is, and how long a field usually is."""

    def __init__(
        self, layout: Layout, postings: Mapping[tuple[str, str], Postings], spread: Mapping[str, int], topics: Topics
    ) -> None:
        self.entry_count = layout.size
        self.topics = topics
        self._postings, self._concept_spread = postings, spread
        self.average_length = {
            key: max(float(layout.lengths(key).sum()) / max(1, self.entry_count), 1e-9) for key in _KEYS
        }

    def rarity(self, field: str, kind: str, term: str) -> float:
        """Return the idf of a term in a field; the field `all` is the whole entry."""
        return self._idf(self._postings[field, kind].spread(term))

    def concept_rarity(self, concept_id: str) -> float:
        """Return the idf of a capability."""
        return self._idf(self._concept_spread.get(concept_id, 0))

    def _idf(self, spread: int) -> float:
        return math.log(1 + (self.entry_count - spread + 0.5) / (spread + 0.5))


class Batch:
    """Entries laid out for scoring, one row each: a whole collection, or the changed copies of one entry."""

    def __init__(
        self,
        evidences: Sequence[Evidence],
        layout: Layout,
        postings: Mapping[tuple[str, str], Postings],
        statistics: Statistics,
        topics: Values,
    ) -> None:
        self.evidences = tuple(evidences)
        self.size = layout.size
        self.postings = postings
        self.norms = {key: _norm(layout.lengths(key), statistics.average_length[key]) for key in _KEYS}
        self.capabilities, self.industries = layout.capabilities(), layout.industries()
        self.topics = topics

        self.is_silent = np.array([evidence.is_silent for evidence in self.evidences], dtype=bool)
        self.categories = np.array([evidence.entry.category for evidence in self.evidences], dtype=str)

    def narrowed(self, rows: Rows) -> "Batch":
        """Return some of the rows for what is compared entry by entry; words are compared in the whole batch only."""
        batch = copy.copy(self)
        batch.evidences, batch.size = tuple(self.evidences[row] for row in rows), len(rows)
        batch.postings, batch.norms = {}, {}
        batch.capabilities = {name: column[rows] for name, column in self.capabilities.items()}
        batch.industries = {name: column[rows] for name, column in self.industries.items()}
        batch.topics, batch.is_silent, batch.categories = self.topics[rows], self.is_silent[rows], self.categories[rows]
        return batch

    @classmethod
    def of_copies(cls, evidences: Sequence[Evidence], statistics: Statistics) -> "Batch":
        """Lay out changed copies, measured by the statistics of the collection they come from."""
        layout = Layout()
        layout.add(evidences)
        topics = statistics.topics.place([evidence.topic_terms for evidence in evidences])
        return cls(evidences, layout, layout.postings(), statistics, topics)


class Collection:
    """The entries of the editions in use, read and indexed once; then only read."""

    def __init__(self, entries: Sequence[Entry], vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.entries = tuple(entries)
        self.rows = {entry.id: row for row, entry in enumerate(self.entries)}
        self.reader = EvidenceReader(vocabulary)
        self.names = NameBook(self.entries)
        self.batch, self.statistics = self._lay_out()

    def _lay_out(self) -> tuple[Batch, Statistics]:
        """Read the entries block by block: of each block only what scoring asks stays.

        Small blocks, because what is let go between strings that stay cannot be given back to the system.
        """
        layout, spread, topics = Layout(), Counter[str](), None
        evidences: list[Evidence] = []
        places: list[Values] = []
        terms: list[Counter[str]] = []
        for start in range(0, len(self.entries), READ_AT_ONCE):
            block = self.reader.read(self.entries[start : start + READ_AT_ONCE])
            layout.add(block)
            spread.update(concept for evidence in block for concept in evidence.capabilities)
            evidences += [evidence.without_terms() for evidence in block]
            terms += [evidence.topic_terms for evidence in block]
            if topics is None and len(terms) >= LEARNT_FROM:
                topics = Topics(terms)
            if topics is not None:
                places.append(topics.place(terms))
                terms.clear()
            self.reader.forget()
        topics = topics or Topics(terms)
        places.append(topics.place(terms))
        postings = layout.postings()
        statistics = Statistics(layout, postings, spread, topics)
        return Batch(evidences, layout, postings, statistics, np.vstack(places)), statistics


def _norm(lengths: Values, average: float) -> Values:
    return np.asarray(SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * lengths / average))


def _columns(held: Mapping[str, Sequence[tuple[int, float]]], size: int) -> dict[str, Values]:
    columns: dict[str, Values] = {}
    for concept_id, pairs in held.items():
        columns[concept_id] = np.zeros(size)
        columns[concept_id][[row for row, _ in pairs]] = [weight for _, weight in pairs]
    return columns
