"""A cell, what a person meant in it, and what is wrong with it."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

BLANK = " \t\r\n\u00a0\u3000\u200b\ufeff"
EXACT_DIGITS = 10**15
"""Numbers of more digits have been rounded by the spreadsheet; what they were cannot be known."""
_SCIENTIFIC = re.compile(r"\d(\.\d+)?E\+?\d+", re.IGNORECASE)
_SEPARATOR = re.compile(r"[;；,，、|\n]")


@dataclass(frozen=True)
class Cell:
    """One cell of a sheet; `fault` is the code of what makes its value unusable, such as a formula."""

    sheet: str
    row: int
    column: str
    value: Any = None
    fault: str = ""

    @property
    def place(self) -> str:
        """Where it stands, as a spreadsheet says it: 参会方!B3."""
        return f"{self.sheet}!{self.column}{self.row}"

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing in it."""
        return not self.fault and (self.value is None or (isinstance(self.value, str) and not self.value.strip(BLANK)))

    @property
    def shown(self) -> str:
        """The value as a report shows it."""
        return "" if self.value is None else str(self.value)[:120]


@dataclass(frozen=True)
class Fault:
    """What is wrong with a cell: a code and the facts of its sentence."""

    cell: Cell
    code: str
    facts: Mapping[str, object] = field(default_factory=dict)


class Unusable(Exception):
    """A cell's value that cannot be used."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts


def read_text(cell: Cell) -> str:
    """Text as it stands, without blanks around it; a number that Excel made of it is written out."""
    if cell.fault:
        raise Unusable(cell.fault)
    value = cell.value
    if cell.is_blank:
        return ""
    if isinstance(value, str):
        return value.strip(BLANK)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Unusable("not-text")
    if abs(value) >= EXACT_DIGITS:
        raise Unusable("digits-lost")
    return str(int(value)) if value == int(value) else str(value)


def read_code(cell: Cell) -> str:
    """An id: full-width characters are folded, a rounded number is refused."""
    text = unicodedata.normalize("NFKC", read_text(cell)).strip(BLANK)
    if _SCIENTIFIC.fullmatch(text):
        raise Unusable("digits-lost")
    return text


def read_codes(cell: Cell) -> tuple[str, ...]:
    """Ids set apart by any separator."""
    parts = (part.strip(BLANK) for part in _SEPARATOR.split(read_code(cell)))
    return tuple(dict.fromkeys(part for part in parts if part))


def read_count(cell: Cell, low: int = 0, high: int = 100) -> int | None:
    """A whole number; None when nothing is said."""
    text = read_code(cell)
    if not text:
        return None
    if not text.removeprefix("-").isascii() or not text.removeprefix("-").isdigit() or not low <= int(text) <= high:
        raise Unusable("not-a-count", low=low, high=high)
    return int(text)


def read_choice(cell: Cell, words: Mapping[str, str]) -> str:
    """What one of a few words stands for; "" when nothing is said."""
    word = read_code(cell).lower()
    if word and word not in words:
        raise Unusable("not-listed", value=cell.shown, listed="、".join(words))
    return words.get(word, "")


def read_moment(cell: Cell) -> datetime | None:
    """A day and a time without a zone: a date of Excel, or 2026-11-26 09:00; None when nothing is said."""
    if isinstance(cell.value, datetime):
        return cell.value.replace(second=0, microsecond=0, tzinfo=None)
    text = read_code(Cell(cell.sheet, cell.row, cell.column, cell.value)).replace("/", "-")
    if not text:
        return None
    for form in ("%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S%z"):
        try:
            moment = datetime.strptime(text, form)
        except ValueError:
            continue
        return moment
    raise Unusable("not-a-moment")
