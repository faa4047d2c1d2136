"""Where terms stand (词项表): for one field, the rows that hold a term and how often, in flat arrays.

A collection has hundreds of thousands of terms; an object for each would weigh more than what it says.
"""

from array import array
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]
Rows = NDArray[np.intp]


class Posting(NamedTuple):
    """The rows that hold a term and how often."""

    rows: Rows
    counts: Values


class Postings:
    """The postings of one field. `numbers` names the place of a term in `starts` and is shared by all fields."""

    def __init__(
        self, numbers: Mapping[str, int], starts: NDArray[np.int64], rows: NDArray[np.int32], counts: NDArray[np.uint16]
    ) -> None:
        self._numbers, self._starts, self._rows, self._counts = numbers, starts, rows, counts

    def get(self, term: str) -> Posting | None:
        """Return where a term stands, or None."""
        start, end = self._bounds(term)
        if start == end:
            return None
        return Posting(self._rows[start:end].astype(np.intp), self._counts[start:end].astype(np.float64))

    def spread(self, term: str) -> int:
        """Return how many rows hold a term."""
        start, end = self._bounds(term)
        return end - start

    def _bounds(self, term: str) -> tuple[int, int]:
        number = self._numbers.get(term, -1)
        # A term that came after this field was laid out stands nowhere in it.
        if not 0 <= number < len(self._starts) - 1:
            return 0, 0
        return int(self._starts[number]), int(self._starts[number + 1])


class PostingsMaker:
    """Takes the terms of one field, row after row."""

    def __init__(self, numbers: dict[str, int]) -> None:
        self._numbers = numbers
        self._terms, self._rows, self._counts = array("I"), array("I"), array("H")

    def add(self, row: int, counts: Mapping[str, int]) -> None:
        """Note the terms of a row."""
        numbers = self._numbers
        self._terms.extend([numbers.setdefault(term, len(numbers)) for term in counts])
        self._rows.extend([row] * len(counts))
        self._counts.extend(counts.values())

    def made(self) -> Postings:
        """Return the postings of the rows so far."""
        terms = np.frombuffer(self._terms, np.uint32) if self._terms else np.zeros(0, np.uint32)
        # Stable: the rows of a term stay in their order.
        order = np.argsort(terms, kind="stable")
        starts = np.concatenate([[0], np.cumsum(np.bincount(terms, minlength=len(self._numbers)))]).astype(np.int64)
        return Postings(
            self._numbers,
            starts,
            np.array(self._rows, np.int32)[order],
            np.array(self._counts, np.uint16)[order],
        )
