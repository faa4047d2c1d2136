"""Reading and marking Excel workbooks (.xlsx); openpyxl is used here alone."""

import io
import zlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time, timedelta
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from services.chassis.refusal import Invalid
from services.conference.imports.cells import Cell

MAX_BYTES = 10 * 1024 * 1024
MAX_UNPACKED = 200 * 1024 * 1024
MAX_ROWS = 5000
MAX_COLUMNS = 450
"""Columns that are read: a grid has one for each slot."""
MAX_BLANK_ROWS = 200
OLD_FORMAT = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How a file of the old format (.xls) begins, and a workbook that is locked with a password."""
PROBLEM = "问题"
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

Rows = list[list[Cell]]


def read_workbook(content: bytes, *, max_rows: int = MAX_ROWS) -> dict[str, Rows]:
    """The visible sheets of a workbook by name, their blank rows left out.

    Raises Invalid: "too-large", "old-workbook", "not-a-workbook", "unpacked-too-large", "too-many-rows".
    """
    check_file(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        try:
            visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
            return {sheet.title.strip(): _read_sheet(sheet, max_rows) for sheet in visible}
        finally:
            book.close()
    except _UNREADABLE as fault:
        raise Invalid("not-a-workbook", "file") from fault


def check_file(content: bytes) -> None:
    """Refuse a file that is too large, of the old format, or no workbook at all."""
    if len(content) > MAX_BYTES:
        raise Invalid("too-large", "file", {"limit": MAX_BYTES})
    if content.startswith(OLD_FORMAT):
        raise Invalid("old-workbook", "file")
    try:
        packed = ZipFile(io.BytesIO(content))
    except _UNREADABLE as fault:
        raise Invalid("not-a-workbook", "file") from fault
    if sum(one.file_size for one in packed.infolist()) > MAX_UNPACKED:
        raise Invalid("unpacked-too-large", "file", {"limit": MAX_UNPACKED // 1024 // 1024})


def _read_sheet(sheet: Any, max_rows: int) -> Rows:
    # The size a sheet claims may be wrong; the rows that are there decide.
    sheet.reset_dimensions()
    rows: Rows = []
    blank = 0
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        width = max((place for place, cell in enumerate(cells[:MAX_COLUMNS], 1) if cell.value is not None), default=0)
        row = [_read_cell(sheet.title.strip(), cell, number, place) for place, cell in enumerate(cells[:width], 1)]
        if all(cell.is_blank for cell in row):
            blank += 1
            if blank > MAX_BLANK_ROWS:
                break
            continue
        blank = 0
        rows.append(row)
        if len(rows) > max_rows:
            raise Invalid("too-many-rows", "file", {"limit": max_rows})
    return rows


def _read_cell(sheet: str, cell: Any, row: int, place: int) -> Cell:
    value, kind, fault = cell.value, getattr(cell, "data_type", "n"), ""
    if kind == "f":
        value, fault = getattr(value, "text", value), "formula-cell"
    elif kind == "e":
        fault = "error-cell"
    elif isinstance(value, date | time | timedelta):
        fault = "date-cell"
    return Cell(sheet, row, get_column_letter(place), value, fault)


def mark_workbook(content: bytes, problems: Mapping[str, Mapping[int, Sequence[str]]], cells: Iterable[Cell]) -> bytes:
    """The same workbook with a last column 问题 in every sheet that has some: sheet -> row -> sentences.

    The cells at fault are coloured. What stood in an earlier column 问题 is replaced.
    """
    book = load_workbook(io.BytesIO(content))
    at_fault = {(cell.sheet, f"{cell.column}{cell.row}") for cell in cells}
    red, bold = PatternFill("solid", fgColor="F8D7D4"), Font(bold=True, color="A12622")
    for sheet in book.worksheets:
        name = sheet.title.strip()
        earlier = [cell for cell in sheet[1] if str(cell.value or "").strip() == PROBLEM]
        place = int(earlier[0].column or 1) if earlier else (sheet.max_column or 0) + 1
        for row in range(1, (sheet.max_row or 1) + 1) if earlier else ():
            sheet.cell(row, place).value = None
        found = problems.get(name, {})
        if not found:
            continue
        head = sheet.cell(1, place, PROBLEM)
        head.font = bold
        sheet.column_dimensions[get_column_letter(place)].width = 60
        for row, sentences in found.items():
            cell = sheet.cell(row if row > 1 else 1, place)
            text = "；".join(sentences)
            # A sentence may begin with what the user typed, and must not become a formula.
            cell.value, cell.data_type = (f"{PROBLEM}：{text}" if row == 1 else text), "s"
            cell.alignment = Alignment(wrap_text=True, vertical="center")
            cell.font = bold
        for sheet_name, coordinate in at_fault:
            if sheet_name == name:
                sheet[coordinate].fill = red
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
