"""Reading a grid from an Excel workbook (.xlsx); openpyxl is used here alone."""

import datetime
import io
import re
import zlib
from collections.abc import Iterator, Sequence
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook

from services.catalogue.sheets.grid import (
    MAX_COLUMNS,
    MAX_ROWS,
    Cell,
    Fault,
    Grid,
    column_index,
    column_letters,
)
from services.chassis.refusal import Invalid

MAX_UNPACKED = 200 * 1024 * 1024
MAX_BLANK_ROWS = 1000
OLD_FORMAT = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How a file of the old format (.xls) begins, and a workbook that is locked with a password."""

_UNREADABLE = (
    BadZipFile,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    ParseError,
    EOFError,
    OSError,
    RuntimeError,
    OverflowError,
    AssertionError,
    zlib.error,
)
"""What the library raises for a file that is no workbook or a broken one; it has no error of its own for that."""

_MERGED = re.compile(rb'<(?:\w+:)?mergeCell [^>]*?ref="([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)"')
_ROW = re.compile(rb"<(?:\w+:)?row ([^>]*)>")
_HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
_NUMBER = re.compile(rb'\br="(\d+)"')


def read_workbook(content: bytes) -> Iterator[Grid]:
    """The visible sheets of a workbook, one after the other.

    Raises Invalid("old-workbook"), Invalid("not-a-workbook"), Invalid("unpacked-too-large"), Invalid("too-many-rows").
    """
    if content.startswith(OLD_FORMAT):
        raise Invalid("old-workbook", "file")
    try:
        packed = ZipFile(io.BytesIO(content))
        if sum(one.file_size for one in packed.infolist()) > MAX_UNPACKED:
            raise Invalid("unpacked-too-large", "file", {"limit": MAX_UNPACKED // 1024 // 1024})
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        try:
            for sheet in book.worksheets:
                if sheet.sheet_state == "visible":
                    yield _read_sheet(sheet, packed)
        finally:
            book.close()
    except _UNREADABLE as fault:
        raise Invalid("not-a-workbook", "file") from fault


def _read_sheet(sheet: Any, packed: ZipFile) -> Grid:
    # The size a sheet claims may be wrong; the rows that are there decide.
    sheet.reset_dimensions()
    rows, blank = [], 0
    for number, cells in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS), start=1):
        row = [_read_cell(cell, number, place) for place, cell in enumerate(cells)]
        blank = blank + 1 if all(cell.is_blank for cell in row) else 0
        if not blank:
            rows.append(row)
        if blank > MAX_BLANK_ROWS:
            break
        if len(rows) > MAX_ROWS + 10:
            raise Invalid("too-many-rows", "file", {"limit": MAX_ROWS})
    # The reading mode that keeps memory small says nothing of merged cells and hidden rows: the sheet's text does.
    text = packed.read(sheet._worksheet_path)
    return _spread(rows, text)


def _read_cell(cell: Any, row: int, place: int) -> Cell:
    value, kind = cell.value, getattr(cell, "data_type", "n")
    fault = ""
    if kind == "f":
        fault = "formula-cell"
    elif kind == "e":
        fault = "error-cell"
    elif isinstance(value, datetime.date | datetime.time | datetime.timedelta):
        fault = "date-cell"
    return Cell(getattr(value, "text", value) if fault else value, row, column_letters(place), fault)


def _spread(rows: Sequence[Sequence[Cell]], text: bytes) -> Grid:
    """Cells merged downwards all have the value of the first; hidden rows are read, and said to be."""
    by_number = {row[0].row: list(row) for row in rows if row}
    for left, top, right, bottom in _MERGED.findall(text):
        column, first, last = column_index(left.decode()), int(top), int(bottom)
        if left != right or first not in by_number or column >= len(by_number[first]):
            continue
        source = by_number[first][column]
        for number in range(first + 1, min(last, first + MAX_ROWS) + 1):
            row = by_number.get(number)
            if row and column < len(row):
                row[column] = Cell(source.value, number, source.column, source.fault)
    hidden = {int(found[1]) for tag in _ROW.findall(text) if _HIDDEN.search(tag) and (found := _NUMBER.search(tag))}
    doubts = [Fault(row[0], "", "hidden-row") for number, row in by_number.items() if number in hidden]
    return Grid(list(by_number.values()), doubts)
