"""Reading lists: what is in which cell, what Excel does to it, and which files are none."""

import io
import zipfile
from datetime import date
from typing import Any

import orjson
import pytest

from services.catalogue.sheets import workbook
from services.catalogue.sheets.grid import MAX_BYTES, MAX_ROWS, Cell, column_index, column_letters
from services.catalogue.sheets.reading import ReadList, read_list
from services.catalogue.sheets.template import write_template
from services.chassis.refusal import Invalid
from tests.unit.catalogue.making import HEADER, PLATFORM_ROW, PROVIDER_ROW, a_workbook

CODED = ("申报单位", "类别", "统一社会信用代码", "联系电话")


def faults(read: ReadList) -> list[tuple[str, str, str]]:
    return [(fault.cell.coordinate, fault.field, fault.code) for fault in read.faults]


def doubts(read: ReadList) -> list[tuple[str, str]]:
    return [(fault.cell.coordinate, fault.code) for fault in read.doubts]


def listed(read: ReadList) -> list[tuple[str, str, str]]:
    return [(line.listing.name, line.listing.company, str(line.listing.category)) for line in read.lines]


def refusal_of(content: bytes, form: str | None = None) -> Invalid:
    with pytest.raises(Invalid) as refusal:
        read_list(content, form)
    return refusal.value


BOTH = [
    ("示例工业互联网平台", "示例甲公司", "platform"),
    ("示例乙公司", "示例乙公司", "system_integration"),
]


def test_a_workbook_a_text_and_json_say_the_same() -> None:
    rows = [HEADER, PLATFORM_ROW, PROVIDER_ROW]
    text = "\r\n".join(",".join(row) for row in rows)
    entries = [{"name": row[0], "company": row[1], "category": row[2]} for row in rows[1:]]

    reads = [
        read_list(content, None)
        for content in (
            a_workbook(rows),
            text.encode(),
            b"\xef\xbb\xbf" + text.encode(),
            text.encode("gb18030"),
            text.encode("utf-16"),
            text.replace(",", "\t").encode(),
            orjson.dumps(entries),
            orjson.dumps({"entries": entries}),
        )
    ]

    assert [listed(read) for read in reads] == [BOTH] * 8
    assert [(read.row_count, read.faults) for read in reads] == [(2, [])] * 8


def test_a_list_as_it_is_published_is_read() -> None:
    """A title above the header, numbers before the names, one merged cell for all rows of a category, blank rows."""

    def merge(book: Any, sheet: Any) -> None:
        sheet.merge_range("A1:D1", "2018年度推荐目录")
        sheet.merge_range("D3:D5", "（五）集成服务")
        sheet.write("D3", "集成服务")

    rows: list[tuple[Any, ...]] = [
        (),
        ("序号", "单位名称", "备注", "服务类别*"),
        (1, "示例乙公司", "", ""),
        (2, "示例丙公司　", None, None),
        (3, " 示例丁公司", "", None),
        (None, "\u3000", "", None),
        (),
    ]

    read = read_list(a_workbook(rows, write=merge), "xlsx")

    assert faults(read) == []
    assert listed(read) == [(f"示例{one}公司",) * 2 + ("system_integration",) for one in "乙丙丁"]


def test_the_list_may_stand_on_another_sheet_and_hidden_sheets_are_passed_over() -> None:
    def add(book: Any, sheet: Any) -> None:
        sheet.write("A1", "说明")
        hidden = book.add_worksheet("旧")
        hidden.write_row("A1", HEADER)
        hidden.write_row("A2", ("旧公司", "旧公司", "集成服务"))
        hidden.hide()
        other = book.add_worksheet("名单")
        other.write_row("A1", HEADER)
        other.write_row("A2", PROVIDER_ROW)

    assert listed(read_list(a_workbook([], write=add), "xlsx")) == BOTH[1:]


def test_hidden_rows_are_read_and_said_to_be() -> None:
    def hide(book: Any, sheet: Any) -> None:
        sheet.set_row(2, None, None, {"hidden": True})

    read = read_list(a_workbook([HEADER, PLATFORM_ROW, PROVIDER_ROW], write=hide), "xlsx")

    assert (listed(read), doubts(read)) == (BOTH, [("A3", "hidden-row")])


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (("", "示例甲公司", "工业互联网平台"), ("A2", "name", "required")),
        (("示例乙公司", "", "集成服务"), ("B2", "company", "required")),
        (("示例乙公司", "示例乙公司", ""), ("C2", "category", "required")),
        (("示例乙公司", "示例乙公司", "餐饮服务"), ("C2", "category", "unknown-category")),
        (("示例乙公司", "示例\u0007乙公司", "集成服务"), ("B2", "company", "control-character")),
        (("示例乙公司", "示例\n乙公司", "集成服务"), ("B2", "company", "control-character")),
        (("示例乙公司", "长" * 121, "集成服务"), ("B2", "company", "too-long")),
        ((date(2018, 11, 19), "示例乙公司", "集成服务"), ("A2", "name", "date-cell")),
        ((True, "示例乙公司", "集成服务"), ("A2", "name", "not-text")),
    ],
)
def test_a_wrong_cell_is_told_with_its_place(row: tuple[Any, ...], expected: tuple[str, str, str]) -> None:
    def dated(book: Any, sheet: Any) -> None:
        if isinstance(row[0], date):
            sheet.write_datetime("A2", row[0], book.add_format({"num_format": "yyyy-mm-dd"}))

    # The bell cannot be written into a workbook at all; text files carry it.
    if any(isinstance(value, str) and "\u0007" in value for value in row):
        read = read_list("\n".join(",".join(one) for one in (HEADER, row)).encode(), "csv")
    else:
        read = read_list(a_workbook([HEADER, row], write=dated), "xlsx")

    assert faults(read) == [expected]
    assert read.lines == []


@pytest.mark.parametrize(
    ("heading", "value", "code"),
    [
        ("类型", "机构", "unknown-kind"),
        ("类型", "平台", "kind-mismatch"),
        ("平台范围", "行业级", "reach-of-provider"),
        ("平台范围", "全球", "unknown-reach"),
        ("通过贯标评定", "可能", "not-yes-or-no"),
        ("服务行业", "炼丹业", "unknown-industry"),
        ("服务地区", "蓬莱仙岛", "unknown-region"),
        ("应用模式", "智慧化", "unknown-application-mode"),
        ("语言", "文言文", "not-listed"),
        ("电子邮箱", "张三", "bad-email"),
        ("简称", "长" * 41, "too-long"),
    ],
)
def test_a_value_outside_its_list_is_told_at_its_cell(heading: str, value: str, code: str) -> None:
    read = read_list(a_workbook([("申报单位", "类别", heading), ("示例乙公司", "集成服务", value)]), "xlsx")

    assert [(cell, found) for cell, _, found in faults(read)] == [("C2", code)]


def test_every_fault_of_a_list_is_told_at_once() -> None:
    rows = [HEADER, ("甲", "", "集成服务"), PROVIDER_ROW, ("丙", "丙", "餐饮"), PROVIDER_ROW]

    read = read_list(a_workbook(rows), "xlsx")

    assert faults(read) == [
        ("B2", "company", "required"),
        ("C4", "category", "unknown-category"),
        ("B5", "company", "repeated-row"),
    ]
    assert read.faults[-1].facts["row"] == 3


def test_a_formula_and_an_error_are_no_values() -> None:
    def write(book: Any, sheet: Any) -> None:
        sheet.write_formula("A2", "=B2", None, "示例乙公司")
        sheet.write_formula("C2", "=NA()", None, "#N/A")

    read = read_list(a_workbook([HEADER, ("", "示例乙公司", "")], write=write), "xlsx")

    assert faults(read) == [("A2", "name", "formula-cell"), ("C2", "category", "formula-cell")]


def test_text_that_begins_like_a_formula_stays_text() -> None:
    read = read_list(a_workbook([HEADER, ("=1+1公司", "=1+1公司", "集成服务")]), "xlsx")

    assert listed(read) == [("=1+1公司", "=1+1公司", "system_integration")]


def test_codes_that_became_numbers_are_refused_when_digits_are_lost_and_read_when_not() -> None:
    rows = [
        CODED,
        ("示例甲公司", "云服务", 913501000001000043, 13800000000),
        ("示例乙公司", "云服务", "9.135E+17", "1.38E+10"),
        ("示例丙公司", "云服务", "９１３５０１００Ｍ０００１００Ｙ４３", "　021－6000 0000"),
        ("示例丁公司", "云服务", "", 13800000000),
    ]

    read = read_list(a_workbook(rows), "xlsx")

    assert faults(read) == [
        ("C2", "unified_code", "digits-lost"),
        ("C3", "unified_code", "digits-lost"),
        ("D3", "profile.contact.phone", "digits-lost"),
    ]
    assert [(line.listing.unified_code, line.profile["contact"]["phone"]) for line in read.lines] == [
        ("91350100M000100Y43", "021-6000 0000"),
        ("", "13800000000"),
    ]


def test_a_wrong_check_character_is_a_doubt_and_no_fault() -> None:
    read = read_list(a_workbook([CODED, ("示例甲公司", "云服务", "91350100M000100Y44", "")]), "xlsx")

    assert (faults(read), doubts(read)) == ([], [("C2", "unified-code-check")])


def test_a_list_may_say_reach_for_category_and_carry_profiles() -> None:
    header = ("名称", "申报单位", "类别", "服务行业", "能力", "应用模式", "服务地区", "案例", "语言", "通过贯标评定")
    row = (
        "示例平台", "示例甲公司", "双跨平台", "电力、热力生产和供应业；3110\n电子信息", "MES、SCADA",
        "智能化生产，服务化延伸",
        "宝山区;310115；长三角", "甲厂\n乙厂", "中文、英语", "是",
    )  # fmt: skip

    line = read_list(a_workbook([header, row]), "xlsx").lines[0]

    assert (line.listing.category, line.listing.reach, line.listing.gbt23001_certified) == (
        "platform",
        "cross_sector",
        True,
    )
    assert line.profile == {
        "industries": ["电力、热力生产和供应业", "炼铁", "电子信息"],
        "capabilities": ["MES", "SCADA"],
        "application_modes": ["smart_production", "service_extension"],
        "service_regions": ["宝山区", "浦东新区", "长三角"],
        "cases": ["甲厂", "乙厂"],
        "languages": ["zh", "en"],
    }


def test_faults_in_json_name_the_entry_and_its_field() -> None:
    entries = [
        {"name": "甲", "company": "甲", "category": "餐饮"},
        "乙",
        {"company": "丙", "category": "云服务", "colour": 1, "profile": {"industries": ["电子信息", "炼丹业"], "x": 2}},
        {"company": 5.5, "category": ["云服务"], "profile": {"cases": [1]}},
        {"category": "云服务"},
    ]

    read = read_list(orjson.dumps(entries), "json")

    assert faults(read) == [
        ("1.category", "category", "unknown-category"),
        ("2.entry", "", "not-an-object"),
        ("3.colour", "colour", "unknown-field"),
        ("3.profile.x", "profile.x", "unknown-field"),
        ("4.company", "company", "not-text"),
        ("4.category", "category", "not-text"),
        ("4.profile.cases", "profile.cases", "not-text"),
        ("5.company", "company", "required"),
    ]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (("名称", "申报单位"), [("missing-column", "category")]),
        (("名称", "类别"), [("missing-column", "company")]),
        (("甲", "乙"), [("missing-column", "company")]),
        ((*HEADER, "星座"), [("unexpected-column", "D1")]),
        ((*HEADER, "公司"), [("repeated-column", "D1")]),
        (("名称", "星座", "名称"), [
            ("missing-column", "company"), ("missing-column", "category"), ("unexpected-column", "B1"),
            ("repeated-column", "C1"),
        ]),
    ],
)  # fmt: skip
def test_a_wrong_header_is_refused_with_all_its_faults(
    header: tuple[str, ...], expected: list[tuple[str, str]]
) -> None:
    refusal = refusal_of(a_workbook([header, ("x",) * len(header)]))

    causes = [(cause.code, cause.field) for cause in refusal.causes] or [(refusal.code, refusal.field)]
    assert causes == expected


def _zip_of_something_else() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        packed.writestr("readme.txt", "这不是工作簿")
    return target.getvalue()


GOOD = a_workbook([HEADER, PLATFORM_ROW, PROVIDER_ROW])


@pytest.mark.parametrize(
    ("content", "form", "code"),
    [
        (b"", None, "empty-file"),
        (b" \n", "csv", "empty-file"),
        (workbook.OLD_FORMAT + bytes(512), None, "old-workbook"),
        (workbook.OLD_FORMAT + bytes(512), "xlsx", "old-workbook"),
        ("名称,申报单位".encode(), "xlsx", "not-a-workbook"),
        (b"PK\x03\x04 nothing else", None, "not-a-workbook"),
        (GOOD[: len(GOOD) // 2], None, "not-a-workbook"),
        (_zip_of_something_else(), None, "not-a-workbook"),
        (b"x" * (MAX_BYTES + 1), None, "too-large"),
        (a_workbook([HEADER]), None, "no-rows"),
        (a_workbook([]), None, "missing-column"),
        (b"[", None, "malformed-json"),
        (b"[]", None, "no-rows"),
        (b'{"rows": []}', None, "no-entries"),
        (b'"x"', "json", "no-entries"),
        ('名称,申报单位,类别\n"甲,乙,云服务'.encode(), None, "malformed-csv"),
        (b"\xff\xff\xff\x00\x80", "csv", "unknown-encoding"),
    ],
)
def test_a_file_that_is_no_list_is_refused(content: bytes, form: str | None, code: str) -> None:
    assert refusal_of(content, form).code == code


def test_a_workbook_that_unpacks_to_too_much_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MAX_UNPACKED", 4096)

    assert refusal_of(GOOD).code == "unpacked-too-large"


@pytest.mark.parametrize("form", ["csv", "json"])
def test_too_many_rows_are_refused(form: str) -> None:
    rows = [f"示例{number}公司" for number in range(MAX_ROWS + 1)]
    if form == "json":
        content = orjson.dumps([{"company": name, "category": "云服务"} for name in rows])
    else:
        content = "\n".join(["申报单位,类别", *(f"{name},云服务" for name in rows)]).encode()

    assert refusal_of(content, form).code == "too-many-rows"


def test_a_broken_workbook_never_escapes_as_anything_but_a_refusal() -> None:
    """Every fifth byte in turn is spoilt: the file is read, or refused with one of our codes."""
    codes = set()
    for place in range(0, len(GOOD), 5 * 23):
        spoilt = bytearray(GOOD)
        spoilt[place] ^= 0x55
        try:
            read_list(bytes(spoilt), "xlsx")
        except Invalid as refusal:
            codes.add(refusal.code)

    assert codes <= {"not-a-workbook", "missing-column", "no-rows", "unexpected-column", "unpacked-too-large"}
    assert "not-a-workbook" in codes


def test_the_template_is_the_same_every_time_and_takes_what_it_asks_for() -> None:
    template = write_template()

    assert template == write_template()
    assert refusal_of(template).code == "no-rows"


def test_columns_are_counted_as_spreadsheets_do() -> None:
    assert [column_letters(index) for index in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert [column_index(column_letters(index)) for index in range(800)] == list(range(800))
    assert Cell("x", 3, "B").coordinate == "B3"
