"""The empty list to fill in (导入模板), as an Excel workbook; XlsxWriter is used here alone."""

import datetime
import io

import xlsxwriter

from services.catalogue.domain import CATEGORY_NAMES
from services.catalogue.sheets.columns import COLUMNS, REQUIRED
from services.catalogue.sheets.grid import MAX_ROWS

_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_CREATED = datetime.datetime(2018, 11, 19)
"""A fixed day keeps the file the same every time it is made."""
_CHOICES = {
    "category": [name for name, _ in CATEGORY_NAMES.values()],
    "reach": ["双跨", "行业级", "企业级"],
    "kind": ["工业互联网平台", "专业服务商"],
    "gbt23001_certified": ["是", "否"],
}


def write_template() -> bytes:
    """The workbook: a sheet with the headings to fill in, and one that says what each column takes."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, _OPTIONS)
    book.set_properties({"title": "推荐目录导入模板", "created": _CREATED})
    _write_list(book)
    _write_notes(book)
    book.close()
    return target.getvalue()


def _write_list(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet("目录")
    heading = book.add_format({"bold": True, "bg_color": "#E8EEF7", "border": 1})
    text = book.add_format({"num_format": "@"})
    for place, column in enumerate(COLUMNS):
        star = "*" if column.field in REQUIRED else ""
        sheet.write_string(0, place, column.heading + star, heading)
        # Text columns keep codes and telephones from becoming numbers.
        sheet.set_column(place, place, column.width, text)
        if column.field in _CHOICES:
            rule = {"validate": "list", "source": _CHOICES[column.field], "error_type": "warning"}
            sheet.data_validation(1, place, MAX_ROWS, place, rule)
    sheet.freeze_panes(1, 0)


def _write_notes(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet("说明")
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 80)
    rows = [("列", "说明"), *((column.heading, column.hint) for column in COLUMNS), ("", "")]
    rows += [("类别的取值", name) for name in _CHOICES["category"]]
    rows += [("平台范围的取值", name) for name in _CHOICES["reach"]]
    rows += [("公式", "请粘贴为数值；含公式的单元格不读取。"), ("重复导入", "同一文件再次导入不改变任何内容。")]
    for number, (left, right) in enumerate(rows):
        sheet.write_string(number, 0, left)
        sheet.write_string(number, 1, right)
