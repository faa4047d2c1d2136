"""How much room text takes in a cell: Excel does not fit a row to wrapped text that a program has written."""

import math
import unicodedata
from collections.abc import Iterable

PIXELS = 7
"""Width of one column unit in pixels."""
PADDING = 16
"""Pixels of a cell that stay empty: its edges and the indent."""
LEADING = 1.45
"""Height of a line as a multiple of its type size."""


def count_lines(text: str, width: float, size: float) -> int:
    """How many lines a text takes in a column of `width` units at a type size in points."""
    room = max(1.0, width * PIXELS - PADDING)
    return sum(max(1, math.ceil(_pixels(line, size) / room)) for line in text.split("\n"))


def row_height(cells: Iterable[tuple[str, float]], size: float, *, least: float = 18) -> float:
    """The height in points of a row whose cells are (text, column width)."""
    lines = max((count_lines(text, width, size) for text, width in cells), default=1)
    return max(least, math.ceil(lines * size * LEADING + 4))


def _pixels(line: str, size: float) -> float:
    em = size * 4 / 3
    return sum(em if unicodedata.east_asian_width(one) in "WF" else em * 0.6 for one in line)
