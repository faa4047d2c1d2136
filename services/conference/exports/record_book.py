"""A provider's record of a year (成效材料) as an Excel workbook: figures with what they count, every meeting."""

import io
from collections.abc import Mapping
from typing import Any

import xlsxwriter

from services.conference.exports.measure import row_height
from services.conference.exports.paper import A4, FONT, FORMATS, day_of, start_of
from services.conference.exports.record_words import CATEGORIES, amount_of, caption_of, result_of, title_of
from services.conference.exports.workbook import MADE_AT, SAFE

Row = Mapping[str, Any]
FIGURES = (("指标", 22), ("数值", 12), ("口径", 70))
MEETINGS = (("大会", 34), ("时间", 24), ("洽谈桌", 10), ("对方", 34), ("结果", 12), ("达成", 10), ("金额（万元）", 12))


def write_record(record: Row) -> bytes:
    """The workbook; the same record always gives the same bytes, and what users typed is never a formula."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, SAFE) as book:
        book.set_properties({"title": title_of(record), "subject": "成效材料", "created": MADE_AT})
        formats = {name: book.add_format(dict(said)) for name, said in FORMATS.items()}
        _write_summary(book, formats, record)
        _write_meetings(book, formats, record)
    return buffer.getvalue()


def _sheet(book: Any, name: str, columns: tuple[tuple[str, int], ...], record: Row) -> Any:
    sheet = book.add_worksheet(name)
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(2)
    for column, (_, width) in enumerate(columns):
        sheet.set_column(column, column, width)
    # An ampersand begins a command in a footer.
    name_in_footer = title_of(record)[:60].replace("&", "&&")
    sheet.set_footer(f'&L&"{FONT},Regular"&9 {name_in_footer}&R&9 第 &P 页，共 &N 页')
    return sheet


def _write_row(sheet: Any, formats: Row, row: int, values: tuple[Any, ...], form: str = "cell") -> None:
    for column, value in enumerate(values):
        if value is None or value == "":
            sheet.write_blank(row, column, None, formats[form])
        elif isinstance(value, int):
            sheet.write_number(row, column, value, formats["number"])
        else:
            sheet.write_string(row, column, str(value), formats[form])


def _write_summary(book: Any, formats: Row, record: Row) -> None:
    sheet = _sheet(book, "汇总", FIGURES, record)
    sheet.write_string(0, 0, title_of(record), formats["title"])
    sheet.set_row(0, 28)
    sheet.write_string(1, 0, caption_of(record), formats["caption"])
    _write_row(sheet, formats, 3, tuple(head for head, _ in FIGURES), "head")
    row = 3
    for figure in record["figures"]:
        row += 1
        _write_row(sheet, formats, row, (figure["label"], figure["value"], figure["definition"]))
    row += 2
    sheet.write_string(row, 0, "目录条目", formats["heading"])
    row += 1
    _write_row(sheet, formats, row, ("名称", "类别", "目录与文号"), "head")
    for entry in record["entries"]:
        row += 1
        listed = " ".join(filter(None, (entry["edition"], entry["document_number"])))
        _write_row(sheet, formats, row, (entry["name"], CATEGORIES.get(entry["category"], entry["category"]), listed))
        sheet.set_row(row, row_height([(entry["name"], FIGURES[0][1]), (listed, FIGURES[2][1])], 10, least=18))
    if not record["entries"]:
        sheet.write_string(row + 1, 0, "没有目录条目。", formats["caption"])


def _write_meetings(book: Any, formats: Row, record: Row) -> None:
    sheet = _sheet(book, "洽谈明细", MEETINGS, record)
    _write_row(sheet, formats, 0, tuple(head for head, _ in MEETINGS), "head")
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    for row, one in enumerate(record["meetings"], 1):
        when = f"{day_of(one)} {start_of(one)}"
        values = (one["conference"], when, one["table"], one["demand_name"], one["held_text"], result_of(one))
        _write_row(sheet, formats, row, (*values, amount_of(one)))
        wide = [(one["conference"], MEETINGS[0][1]), (one["demand_name"], MEETINGS[3][1])]
        sheet.set_row(row, row_height(wide, 10, least=18))
