"""The columns of an official list: what they are called, and which field each one fills."""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from services.catalogue.sheets import values
from services.catalogue.sheets.grid import BLANK, MAX_ROWS, Cell, Grid, Record
from services.chassis.refusal import Invalid

HEADER_ROWS = 10
"""A title or a document number may stand above the header, within so many rows."""

IGNORED = {"", "序号", "编号", "no", "no.", "备注", "问题", "remarks"}
"""Columns of a list that say nothing about an entry."""


@dataclass(frozen=True)
class Column:
    """A column: the field it fills, its heading and what else it may be called, how its cells are read."""

    field: str
    heading: str
    also: tuple[str, ...]
    read: Callable[[Cell], object]
    hint: str = ""
    width: int = 18


COLUMNS = (
    Column("name", "名称", ("平台名称", "条目名称", "name"), values.read_text, "平台名称；服务商可空，即单位名称", 36),
    Column(
        "company", "申报单位", ("单位名称", "企业名称", "公司", "公司名称", "company"), values.read_text, "必填", 36
    ),
    Column("category", "类别", ("服务类别", "category"), values.read_category, "必填，见“取值”"),
    Column("kind", "类型", ("kind",), values.read_kind, "可空，由类别得出"),
    Column("reach", "平台范围", ("平台级别", "reach"), values.read_reach, "仅平台，可空"),
    Column("short_name", "简称", ("short_name",), values.read_text),
    Column("unified_code", "统一社会信用代码", ("信用代码", "unified_code"), values.read_code, "18 位，文本格式", 24),
    Column("gbt23001_certified", "通过贯标评定", ("贯标", "gbt23001_certified"), values.read_flag, "是 或 否"),
    Column("organisation_id", "机构编号", ("organisation_id",), values.read_code, "可空，由系统给出"),
    Column("profile.description", "简介", ("自述", "description"), values.read_text, width=40),
    Column("profile.capabilities", "能力", ("capabilities",), values.read_words, "用分号隔开", 30),
    Column(
        "profile.industries", "服务行业", ("行业", "industries"), values.read_industries, "GB/T 4754，用分号隔开", 30
    ),
    Column("profile.application_modes", "应用模式", ("application_modes",), values.read_modes, "用分号隔开", 24),
    Column(
        "profile.service_regions", "服务地区", ("地区", "service_regions"), values.read_words, "GB/T 2260，分号隔开", 30
    ),
    Column("profile.cases", "案例", ("cases",), values.read_lines, "一行一个", 40),
    Column("profile.languages", "语言", ("languages",), values.read_languages, "用分号隔开"),
    Column("profile.contact.person", "联系人", ("person",), values.read_text, "不公开"),
    Column("profile.contact.phone", "联系电话", ("电话", "手机", "phone"), values.read_code, "不公开，文本格式"),
    Column("profile.contact.email", "电子邮箱", ("邮箱", "email"), values.read_code, "不公开", 24),
)
REQUIRED = ("company", "category")
BY_FIELD = {column.field: column for column in COLUMNS}
_BY_NAME = {name: column for column in COLUMNS for name in (column.heading, *column.also)}


def read_records(grid: Grid) -> list[Record]:
    """The rows below the header by field name.

    Raises Invalid with every fault of the header as a cause: "missing-column", "unexpected-column", "repeated-column";
    Invalid("too-many-rows") and Invalid("no-rows").
    """
    place = find_header(grid)
    columns = _name_columns(grid.rows[place])
    rows = grid.rows[place + 1 :]
    if not rows:
        raise Invalid("no-rows", "file")
    if len(rows) > MAX_ROWS:
        raise Invalid("too-many-rows", "file", {"limit": MAX_ROWS})
    return [_name_cells(row, columns) for row in rows]


def _name_cells(row: Sequence[Cell], columns: Mapping[str, Column]) -> Record:
    number, cells = row[0].row, {cell.column: cell for cell in row}
    return Record(
        number,
        {column.field: cells.get(letters, Cell(None, number, letters)) for letters, column in columns.items()},
    )


def find_header(grid: Grid) -> int:
    """The place of the row that names most columns. Raises Invalid("missing-column") when no row names any."""
    scores = [sum(_fold(cell) in _BY_NAME for cell in row) for row in grid.rows[:HEADER_ROWS]]
    best = max(scores, default=0)
    if best == 0:
        raise _missing(REQUIRED[0])
    return scores.index(best)


def _name_columns(header: Sequence[Cell]) -> dict[str, Column]:
    found: dict[str, Column] = {}
    causes = []
    for cell in header:
        name = _fold(cell)
        column = _BY_NAME.get(name)
        if column is None and name not in IGNORED:
            known = "、".join(one.heading for one in COLUMNS)
            causes.append(Invalid("unexpected-column", cell.coordinate, {"value": cell.shown, "listed": known}))
        elif column in found.values():
            causes.append(Invalid("repeated-column", cell.coordinate, {"value": cell.shown}))
        elif column is not None:
            found[cell.column] = column
    present = {column.field for column in found.values()}
    causes = [*(_missing(field) for field in REQUIRED if field not in present), *causes]
    if causes:
        first = causes[0]
        raise Invalid(first.code, first.field, first.facts, tuple(causes))
    return found


def _missing(field: str) -> Invalid:
    return Invalid("missing-column", field, {"heading": BY_FIELD[field].heading})


def _fold(cell: Cell) -> str:
    text = unicodedata.normalize("NFKC", cell.shown).strip(BLANK).rstrip("*:").lower()
    return "".join(text.split())
