"""Array types of the engine, and the scale in which prices and worth are whole numbers."""

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Members = tuple[int, ...]
"""Candidates of one park by their place in its own list, in ascending order."""

SCALE = 10**6
"""Prices and worth in the engine are integers: points times SCALE."""


def ints(values: object) -> Ints:
    """A 64-bit integer array; an empty list stays an integer array."""
    return np.array(values, dtype=np.int64)
