"""Reading a grid from delimited text (CSV), in the encodings that spreadsheet programs write."""

import csv
import io

from services.catalogue.sheets.grid import MAX_COLUMNS, MAX_ROWS, Cell, Grid, column_letters
from services.chassis.refusal import Invalid

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_GUESSES = ("utf-8", "gb18030")
_DELIMITERS = ",\t;"


def read_delimited(content: bytes) -> Grid:
    """The rows of delimited text. Raises Invalid("unknown-encoding", "malformed-csv" or "too-many-rows")."""
    text = _decode(content)
    first_line = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(_DELIMITERS, key=first_line.count)
    rows = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for number, values in enumerate(reader, start=1):
            row = [Cell(value, number, column_letters(place)) for place, value in enumerate(values[:MAX_COLUMNS])]
            if not all(cell.is_blank for cell in row):
                rows.append(row)
            if len(rows) > MAX_ROWS + 10:
                raise Invalid("too-many-rows", "file", {"limit": MAX_ROWS})
    except csv.Error as fault:
        raise Invalid("malformed-csv", "file", {"line": reader.line_num}) from fault
    return Grid(rows)


def _decode(content: bytes) -> str:
    encodings = [encoding for mark, encoding in _MARKS if content.startswith(mark)] or _GUESSES
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Invalid("unknown-encoding", "file")
