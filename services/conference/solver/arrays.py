"""Array types of the engine and the few array idioms it repeats."""

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.int8]
Pair = tuple[int, int]
"""Demand number, supply number (each counted within its side)."""
Seat = tuple[int, int, int]
"""Demand number, supply number, slot number: a meeting before it has a table."""

SCALE = 10**6
"""Prices of a certificate are integers: price times SCALE."""


def ints(values: object) -> Ints:
    """A 64-bit integer array; an empty list stays an integer array."""
    return np.array(values, dtype=np.int64)


def find(keys: Ints, wanted: Ints) -> tuple[Ints, Bools]:
    """Where each wanted key stands in sorted `keys`: (position, found); the position is 0 where it is not found."""
    if not len(keys):
        return np.zeros(len(wanted), np.int64), np.zeros(len(wanted), bool)
    place = np.searchsorted(keys, wanted)
    place[place == len(keys)] = 0
    return place, keys[place] == wanted


def exact_sum(values: Ints) -> int:
    """The sum as a Python integer, right even when it leaves 64 bits."""
    high, low = values >> 31, values & 0x7FFFFFFF
    return (int(high.sum()) << 31) + int(low.sum())
