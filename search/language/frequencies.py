"""How many documents hold a token (文档频率): counted by the application, the same for every engine.

Characters, character pairs and latin terms are counted exactly; a longer word is taken to be as rare as its rarest
pair. The table is a sorted array of 64-bit keys, so that a reader holds 12 bytes a token.
"""

import hashlib
import math
from collections import Counter
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from search.language.characters import is_han

_LATIN_BIT = 1 << 63
# Queries and short texts ask for the same few thousand tokens over and over.
_REMEMBERED = 20_000
_HEADER = np.dtype("<u8")


class Frequencies:
    """A table of document frequencies; it never changes, `plus` gives a new one."""

    def __init__(
        self,
        documents: int = 0,
        keys: NDArray[np.uint64] | None = None,
        counts: NDArray[np.uint32] | None = None,
    ) -> None:
        """Take sorted keys and their counts."""
        self.documents = documents
        self._keys = np.zeros(0, np.uint64) if keys is None else keys
        self._counts = np.zeros(0, np.uint32) if counts is None else counts
        self._idfs: dict[str, float] = {}

    def of(self, token: str) -> int:
        """Return how many documents hold the token."""
        if len(token) > 2 and is_han(token[0]):
            return min(self._count(token[i : i + 2]) for i in range(len(token) - 1))
        return self._count(token)

    def idf(self, token: str) -> float:
        """Return the token's inverse document frequency as BM25 has it."""
        idf = self._idfs.get(token)
        if idf is None:
            found = self.of(token)
            idf = math.log(1 + (self.documents - found + 0.5) / (found + 0.5))
            if len(self._idfs) < _REMEMBERED:
                self._idfs[token] = idf
        return idf

    def plus(self, counter: "FrequencyCounter") -> "Frequencies":
        """Return the table with newly counted documents."""
        tokens = list(counter.counts)
        keys = np.concatenate([self._keys, np.fromiter(map(_key, tokens), np.uint64, len(tokens))])
        added = np.fromiter(counter.counts.values(), np.uint32, len(tokens))
        unique, inverse = np.unique(keys, return_inverse=True)
        counts = np.zeros(len(unique), np.uint32)
        np.add.at(counts, inverse, np.concatenate([self._counts, added]))
        return Frequencies(self.documents + counter.documents, unique, counts)

    def to_bytes(self) -> bytes:
        """Write the table; `from_bytes` reads it."""
        header = np.array([self.documents, len(self._keys)], _HEADER)
        return header.tobytes() + self._keys.astype("<u8").tobytes() + self._counts.astype("<u4").tobytes()

    @classmethod
    def from_bytes(cls, data: bytes) -> "Frequencies":
        """Read a table written by `to_bytes`."""
        documents, size = (int(number) for number in np.frombuffer(data, _HEADER, 2))
        keys = np.frombuffer(data, "<u8", size, offset=16)
        counts = np.frombuffer(data, "<u4", size, offset=16 + 8 * size)
        return cls(documents, keys.astype(np.uint64, copy=False), counts.astype(np.uint32, copy=False))

    def _count(self, token: str) -> int:
        key = np.uint64(_key(token))
        at = int(np.searchsorted(self._keys, key))
        return int(self._counts[at]) if at < len(self._keys) and self._keys[at] == key else 0


class FrequencyCounter:
    """Counts the tokens of documents as they are written."""

    def __init__(self) -> None:
        """Start from nothing."""
        self.documents = 0
        self.counts: Counter[str] = Counter()

    def add(self, tokens: Iterable[str]) -> None:
        """Count one document that holds these tokens, each once."""
        self.documents += 1
        self.counts.update(set(tokens))


def _key(token: str) -> int:
    """Spell one or two Han characters as their codes; hash everything else."""
    if len(token) <= 2 and is_han(token[0]):
        return ord(token[0]) << 32 | (ord(token[1]) if len(token) == 2 else 0)
    return int.from_bytes(hashlib.blake2b(token.encode(), digest_size=8).digest(), "little") | _LATIN_BIT
