"""A sheet as a table: the heading of each column, the field it fills, and the rows below by field."""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.conference.imports.cells import BLANK, Cell, Fault, Unusable
from services.conference.imports.workbook import PROBLEM, Rows

HEAD_ROWS = 10
IGNORED = frozenset({"", "序号", "备注", PROBLEM})
"""Columns that say nothing."""


@dataclass(frozen=True)
class Column:
    """A column: the field it fills, its heading and what else it may be called, how a cell of it is read."""

    field: str
    heading: str
    read: Callable[[Cell], Any]
    also: tuple[str, ...] = ()
    is_required: bool = False
    hint: str = ""
    width: int = 18


@dataclass(frozen=True)
class Record:
    """A row below the head: what its cells say by field, and where each stands; `marks` are cells of other columns."""

    row: int
    values: Mapping[str, Any]
    cells: Mapping[str, Cell]
    marks: Mapping[str, Cell]

    def fault(self, field: str, code: str, **facts: object) -> Fault:
        """A fault of one of its cells."""
        return Fault(self.cells[field], code, facts)


def fold(text: object) -> str:
    """A heading as it is compared: without blanks, stars and the difference of wide characters."""
    return "".join(unicodedata.normalize("NFKC", str(text or "")).strip(BLANK).rstrip("*:").lower().split())


def read_table(
    sheet: str, rows: Rows, columns: Sequence[Column], faults: list[Fault], *, takes_marks: bool = False
) -> list[Record]:
    """The records of a sheet; what is wrong with head or cells is added to `faults`, and such a row is left out."""
    if not rows:
        return []
    by_name = {fold(name): column for column in columns for name in (column.heading, column.field, *column.also)}
    found: dict[str, Column] = {}
    marks: dict[str, str] = {}
    head = find_head(rows, columns)
    for cell in rows[head]:
        column = by_name.get(fold(cell.value))
        if column is not None and column not in found.values():
            found[cell.column] = column
        elif column is not None:
            faults.append(Fault(cell, "repeated-column", {"value": cell.shown}))
        elif fold(cell.value) not in IGNORED and takes_marks:
            marks[cell.column] = str(cell.value)
        elif fold(cell.value) not in IGNORED:
            listed = "、".join(one.heading for one in columns)
            faults.append(Fault(cell, "unexpected-column", {"value": cell.shown, "listed": listed}))
    lacking = [one for one in columns if one.is_required and one not in found.values()]
    faults += [Fault(rows[head][0], "missing-column", {"heading": one.heading}) for one in lacking]
    if lacking:
        return []
    records = [_read_row(sheet, row, found, columns, marks, faults) for row in rows[head + 1 :]]
    return [record for record in records if record is not None]


def find_head(rows: Rows, columns: Sequence[Column]) -> int:
    """The place of the row that names most columns: a title may stand above it."""
    names = {fold(name) for column in columns for name in (column.heading, column.field, *column.also)}
    scores = [sum(fold(cell.value) in names for cell in row) for row in rows[:HEAD_ROWS]]
    return scores.index(max(scores))


def _read_row(
    sheet: str,
    row: Sequence[Cell],
    found: Mapping[str, Column],
    columns: Sequence[Column],
    marks: Mapping[str, str],
    faults: list[Fault],
) -> Record | None:
    number, here = row[0].row, {cell.column: cell for cell in row}
    cells = {column.field: here.get(letters, Cell(sheet, number, letters)) for letters, column in found.items()}
    if all(cell.is_blank for cell in cells.values()):
        return None
    values: dict[str, Any] = {}
    before = len(faults)
    for column in columns:
        cell = cells.setdefault(column.field, Cell(sheet, number, "A"))
        try:
            values[column.field] = column.read(cell)
        except Unusable as fault:
            faults.append(Fault(cell, fault.code, fault.facts))
        else:
            if column.is_required and values[column.field] in ("", None, ()):
                faults.append(Fault(cell, "required-cell", {"heading": column.heading}))
    if len(faults) > before:
        return None
    return Record(number, values, cells, {name: here[letters] for letters, name in marks.items() if letters in here})
