"""Latent topics of the catalogue itself (潜在语义): related wordings meet although they share no word.

No model is downloaded: the directions are the strongest eigenvectors of the entries' own term vectors.
"""

import math
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]

DIRECTIONS = 60
# More entries than this do not make better directions, only slower ones.
LEARNT_FROM = 1500
# So many terms at a time are laid out as a full matrix.
BLOCK = 1000


class Topics:
    """Learns directions from the term counts of the entries; places any term counts among them."""

    def __init__(self, entries: Sequence[Counter[str]]) -> None:
        learnt_from = entries[:LEARNT_FROM]
        spread = Counter(term for counts in learnt_from for term in counts)
        shared = sorted(term for term, entry_count in spread.items() if entry_count >= 2)
        self._columns = {term: column for column, term in enumerate(shared)}
        self._rarity = np.array([math.log(len(learnt_from) / spread[term]) for term in shared])
        cells = self._cells(learnt_from)
        likeness = np.zeros((len(learnt_from), len(learnt_from)))
        for _, block in cells.blocks():
            likeness += block @ block.T
        # The eigenvectors of the small matrix of entry likenesses give those of the large matrix of terms.
        values, vectors = np.linalg.eigh(likeness)
        strongest = np.argsort(-values)[: min(DIRECTIONS, len(learnt_from))]
        strongest = strongest[values[strongest] > 1e-9]
        self._directions: Vector = np.zeros((len(shared), len(strongest)))
        for start, block in cells.blocks():
            self._directions[start : start + block.shape[1]] = block.T @ vectors[:, strongest]
        self._directions /= np.sqrt(values[strongest])

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

    def _cells(self, texts: Sequence[Counter[str]]) -> "_Cells":
        rows, columns, weights = array("I"), array("I"), array("d")
        for row, counts in enumerate(texts):
            for term, count in counts.items():
                column = self._columns.get(term)
                if column is not None:
                    rows.append(row)
                    columns.append(column)
                    weights.append((1 + math.log(count)) * self._rarity[column])
        lengths = np.sqrt(np.bincount(rows, np.square(weights), len(texts))) if rows else np.zeros(len(texts))
        found = _Cells(len(texts), len(self._columns), np.array(rows), np.array(columns), np.array(weights))
        return found.scaled(1 / np.maximum(lengths, 1e-9))


class _Cells(NamedTuple):
    """A matrix of entries and terms that is mostly zeros: the cells that are not."""

    height: int
    width: int
    rows: NDArray[np.uint32]
    columns: NDArray[np.uint32]
    weights: Vector

    def scaled(self, factors: Vector) -> "_Cells":
        """Return the matrix with each row multiplied, its cells in the order of their columns."""
        order = np.argsort(self.columns, kind="stable")
        rows = self.rows[order]
        return self._replace(rows=rows, columns=self.columns[order], weights=self.weights[order] * factors[rows])

    def blocks(self) -> Iterator[tuple[int, Vector]]:
        """Yield the matrix block by block of columns: the whole of it would take hundreds of megabytes."""
        for start in range(0, self.width, BLOCK):
            first, last = np.searchsorted(self.columns, [start, start + BLOCK])
            block = np.zeros((self.height, min(BLOCK, self.width - start)))
            block[self.rows[first:last], self.columns[first:last] - start] = self.weights[first:last]
            yield start, block


def _unit(rows: Vector) -> Vector:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, 1e-9))
