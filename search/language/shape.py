"""How the shape of a short text fits a query (形状): its order, what else it speaks of, where it begins, its numbers.

A title that answers a query is short, begins with what is asked, keeps its order and names its numbers. A long text has
no such shape; there only a sentence has.
"""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from search.language.frequencies import Frequencies

_LETTERS = re.compile(r"[\W_]+")
_NUMBER = re.compile(r"[0-9]+")


class Shape(NamedTuple):
    """The shape of a text beside a query, each part 0–1."""

    # How much of the query stands in its order.
    order: float = 0.0
    # How much of what the text speaks of the query holds, by rarity and by mere length.
    focus: float = 0.0
    length: float = 0.0
    # How late the first of what is asked stands, and how many numbers of the query it lacks: both speak against it.
    lateness: float = 0.0
    missing_numbers: float = 0.0


class Shaper:
    """Measures short texts beside one query."""

    def __init__(self, plain: str, telling: Iterable[str], frequencies: Frequencies) -> None:
        """Take a normalised query and those of its characters that say something."""
        self._letters = _LETTERS.sub("", plain)
        self._telling = tuple(telling)
        self._numbers = frozenset(_NUMBER.findall(plain))
        self._frequencies = frequencies

    def shape(self, plain: str) -> Shape:
        """Return the shape of a normalised text."""
        letters = _LETTERS.sub("", plain)
        if not letters or not self._letters:
            return Shape()
        return Shape(
            longest_common(self._letters, letters) / len(self._letters),
            self._focus(letters),
            min(1.0, len(self._letters) / len(letters)),
            min((at for token in self._telling if (at := letters.find(token)) >= 0), default=0) / len(letters),
            self._missing_numbers(plain),
        )

    def _focus(self, letters: str) -> float:
        weights: Mapping[str, float] = {letter: self._frequencies.idf(letter) for letter in set(letters)}
        total = sum(weights.values())
        held = sum(weight for letter, weight in weights.items() if letter in self._letters)
        return held / total if total else 0.0

    def _missing_numbers(self, plain: str) -> float:
        if not self._numbers:
            return 0.0
        return len(self._numbers - set(_NUMBER.findall(plain))) / len(self._numbers)


def longest_common(one: str, other: str) -> int:
    """Return the length of the longest series of characters that both hold in this order."""
    before = [0] * (len(other) + 1)
    for letter in one:
        row = [0]
        for place, found in enumerate(other):
            row.append(before[place] + 1 if letter == found else max(before[place + 1], row[-1]))
        before = row
    return before[-1]
