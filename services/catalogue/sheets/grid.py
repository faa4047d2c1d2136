"""A list as rows of cells, whatever file it came in; every cell knows where it stands, so that a fault can say so."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 5000
MAX_COLUMNS = 64
BLANK = " \t\r\n\u00a0\u3000\u200b\ufeff"
"""What a cell may hold and still be blank: spaces of all kinds and marks without width that pasting leaves behind."""


@dataclass(frozen=True)
class Cell:
    """One cell. `fault` is the code of what makes its value unusable, such as a formula."""

    value: Any
    row: int
    column: str
    fault: str = ""

    @property
    def coordinate(self) -> str:
        """The place as a spreadsheet says it (`B3`); `3.name` for a list without columns."""
        if self.column.isupper():
            return f"{self.column}{self.row}"
        return f"{self.row}.{self.column}" if self.column else str(self.row)

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing in it."""
        if self.fault:
            return False
        return self.value is None or (isinstance(self.value, str) and not self.value.strip(BLANK))

    @property
    def shown(self) -> str:
        """The value as a report shows it."""
        return "" if self.value is None else str(self.value)[:120]


@dataclass(frozen=True)
class Fault:
    """What is wrong with one cell: a refusal's code, its field and the facts of its sentence."""

    cell: Cell
    field: str
    code: str
    facts: dict[str, object] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True)
class Grid:
    """The rows of a sheet that are not blank. `doubts` are places worth a second look, such as hidden rows."""

    rows: Sequence[Sequence[Cell]]
    doubts: Sequence[Fault] = ()


@dataclass(frozen=True)
class Record:
    """One row of a list by field name, such as `category` or `profile.contact.phone`."""

    row: int
    cells: dict[str, Cell]
    faults: Sequence[Fault] = ()


def text_fault(value: Any) -> str:
    """The fault of a value in JSON, where a number is no text by accident: "not-text", or "" for a usable one."""
    return "not-text" if isinstance(value, int | float) and not isinstance(value, bool) else ""


def column_letters(index: int) -> str:
    """The name of a column counted from 0: A … Z, AA …"""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """The count from 0 of a column's name."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1
