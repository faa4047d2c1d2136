"""Pair selection: as heavy as the best of all, within the loads, with a floor under every row."""

from itertools import combinations, product

import numpy as np
import pytest

from services.conference.solver.selecting import Loads, select_pairs, select_with_floor

WORTH = np.array([[0.9, 0.8, 0.1, 0.2], [0.8, 0.7, 0.3, 0.1], [0.9, 0.6, 0.2, 0.4]])
EACH = 2


def loads(low: int, high: int) -> Loads:
    return Loads(EACH, np.full(4, low), np.full(4, high))


def best_by_trying(low: int, high: int, floor: float) -> float | None:
    """The heaviest of all selections."""
    best = None
    for rows in product(combinations(range(4), EACH), repeat=len(WORTH)):
        used = np.bincount([column for row in rows for column in row], minlength=4)
        sums = [sum(WORTH[place, column] for column in row) for place, row in enumerate(rows)]
        if used.min() >= low and used.max() <= high and min(sums) >= floor - 1e-9:
            best = sum(sums) if best is None else max(best, sum(sums))
    return best


@pytest.mark.parametrize(("low", "high"), [(0, 3), (0, 2), (1, 2), (1, 3)])
@pytest.mark.parametrize("floor", [0.0, 0.9, 1.0])
def test_a_selection_is_as_heavy_as_the_best_of_all(low: int, high: int, floor: float) -> None:
    selection = select_with_floor(WORTH, loads(low, high), floor)

    expected = best_by_trying(low, high, floor)
    if expected is None:
        assert selection is None
        return
    assert selection is not None
    assert selection.sum(axis=1).tolist() == [EACH] * 3
    assert low <= selection.sum(axis=0).min() <= selection.sum(axis=0).max() <= high
    assert (WORTH * selection).sum(axis=1).min() >= floor - 1e-9
    assert (WORTH * selection).sum() == pytest.approx(expected)


def test_loads_that_cannot_be_kept_have_no_selection() -> None:
    assert select_pairs(WORTH, loads(0, 1)) is None
    assert select_pairs(WORTH, loads(2, 3)) is None
    assert select_with_floor(WORTH, loads(0, 3), 1.8) is None
