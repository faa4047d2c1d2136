"""Latent topics of the catalogue itself (潜在语义): related wordings meet although they share no word.

No model is downloaded: the directions are the strongest eigenvectors of the entries' own term vectors.
"""

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]

DIRECTIONS = 60
# More entries than this do not make better directions, only slower ones.
LEARNT_FROM = 1500


class Topics:
    """Learns directions from the term counts of the entries; places any term counts among them."""

    def __init__(self, entries: Sequence[Counter[str]]) -> None:
        learnt_from = entries[:LEARNT_FROM]
        spread = Counter(term for counts in learnt_from for term in counts)
        shared = sorted(term for term, entry_count in spread.items() if entry_count >= 2)
        self._columns = {term: column for column, term in enumerate(shared)}
        self._rarity = np.array([math.log(len(learnt_from) / spread[term]) for term in shared])
        rows = self._rows(learnt_from)
        # The eigenvectors of the small matrix of entry likenesses give those of the large matrix of terms.
        values, vectors = np.linalg.eigh(rows @ rows.T)
        strongest = np.argsort(-values)[: min(DIRECTIONS, len(learnt_from))]
        strongest = strongest[values[strongest] > 1e-9]
        self._directions: Vector = (rows.T @ vectors[:, strongest]) / np.sqrt(values[strongest])

    def place(self, texts: Sequence[Counter[str]]) -> Vector:
        """Return one unit row per text; a text without a known term is a row of zeros."""
        placed = np.zeros((len(texts), self._directions.shape[1]))
        for row, counts in enumerate(texts):
            # A text holds few of the terms: gathering their rows is far cheaper than a product with mostly zeros.
            columns = [self._columns[term] for term in counts if term in self._columns]
            weights = np.array([1 + math.log(counts[term]) for term in counts if term in self._columns])
            if columns:
                placed[row] = (weights * self._rarity[columns]) @ self._directions[columns]
        return _unit(placed)

    def _rows(self, texts: Sequence[Counter[str]]) -> Vector:
        rows = np.zeros((len(texts), len(self._columns)))
        for row, counts in enumerate(texts):
            for term, count in counts.items():
                column = self._columns.get(term)
                if column is not None:
                    rows[row, column] = 1 + math.log(count)
        return _unit(rows * self._rarity)


def _unit(rows: Vector) -> Vector:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, 1e-9))
