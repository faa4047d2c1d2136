"""The workbook of a plan, opened again: what it says, how it prints, and that nothing in it can be run."""

import io
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from services.conference.exports.grids import split_pages
from services.conference.exports.measure import count_lines, row_height
from services.conference.exports.workbook import write_workbook
from services.conference.phrases import UNMET
from tests.unit.conference.plans import a_plan, an_unmet, make_objective

HEADS = ["总览", "未满足", "洽谈桌×时段", "参会方×时段", "签到台名单", "候补"]
DANGEROUS = ["=1+1", '=HYPERLINK("http://example.com")', "+86 21 000", "-2", "@SUM(A1)", "http://example.com", "007"]


def open_book(plan: dict[str, Any]) -> Workbook:
    return load_workbook(io.BytesIO(write_workbook(plan)))


def texts(sheet: Worksheet) -> list[str]:
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value not in (None, "")]


def edge(sheet: Worksheet, line: str, place: str) -> str:
    """What stands at the edge of a sheet's pages."""
    return str(getattr(getattr(sheet, line), place).text or "").strip()


def rows(sheet: Worksheet, first: int) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=first)]


def test_sheets_are_the_hall_the_desk_and_one_by_number_for_each_party() -> None:
    book = open_book(a_plan())

    assert book.sheetnames == [*HEADS, "001", "002", "003"]
    assert [book[name]["A2"].value for name in ("001", "002", "003")] == ["工厂甲", "工厂乙", "服务商甲"]


def test_a_party_finds_its_meetings_in_order_with_time_table_and_counterpart() -> None:
    sheet = open_book(a_plan())["003"]

    assert sheet["A1"].value == "2019 年度供需对接大会 · 11月28日（周四） · 世博展览馆"
    assert sheet["A3"].value == "供给方 · 共 2 场洽谈 · 序号 003"
    assert [row[:5] for row in rows(sheet, 5)] == [
        ["日期", "时间", "洽谈桌", "对方", "记录"],
        ["11月28日（周四）", "09:00–09:20", "1 号桌", "工厂甲", None],
        ["11月28日（周四）", "09:20–09:40", "2 号桌", "工厂乙", None],
    ]


def test_the_hall_is_shown_by_table_and_by_party() -> None:
    plan = a_plan()
    plan["parties"][1]["unavailable"] = ["d1s1-3"]
    book = open_book(plan)

    assert [row[:4] for row in rows(book["洽谈桌×时段"], 1)] == [
        [None, "11月28日（周四） d1s1", None, None],
        ["洽谈桌", "09:00", "09:20", "09:40"],
        ["1 号桌", "工厂甲\n↔ 服务商甲", None, None],
        ["2 号桌", None, "工厂乙\n↔ 服务商甲", None],
    ]
    assert [row[:7] for row in rows(book["参会方×时段"], 3)] == [
        ["001", "工厂甲", "需求方", 1, "服务商甲\n1 号桌", None, None],
        ["002", "工厂乙", "需求方", 1, None, "服务商甲\n2 号桌", "不便"],
        ["003", "服务商甲", "供给方", 2, "工厂甲\n1 号桌", "工厂乙\n2 号桌", None],
    ]


def test_the_desk_finds_everybody_by_pinyin() -> None:
    plan = a_plan((["重庆某厂", "安徽某厂", "no latin"], ["宝信软件"]))

    listed = rows(open_book(plan)["签到台名单"], 2)

    assert [row[:5] for row in listed] == [
        ["AHMC", "安徽某厂", "需求方", "001", 1],
        ["BXRJ", "宝信软件", "供给方", "004", 3],
        ["CQMC", "重庆某厂", "需求方", "002", 1],
        ["NOLATIN", "no latin", "需求方", "003", 1],
    ]
    assert listed[0][5:] == ["11月28日（周四） 09:20", "2 号桌", None]


def test_the_overview_says_in_words_how_good_the_plan_is() -> None:
    proved = texts(open_book(a_plan())["总览"])
    near = texts(open_book(a_plan(proof="bounded", gap=0.4398, bound=1004))["总览"])

    assert "已证明最优：在同样的规则下，没有任何排法能得到更高的总分。" in proved
    assert "与可证明的上限相差 0.44%：任何排法最多再高这么多。" in near
    assert "1,000 / 1,004" in near
    assert "全部必见、想见与最少场数均已满足。" in proved


def test_everything_unmet_stands_with_its_reason_on_the_organizers_sheets_alone() -> None:
    unmet = [
        an_unmet("s0", "want", "never", "d1"),
        an_unmet("d0", "want", "supply_full", "s0"),
        an_unmet("d1", "min", "few_partners"),
        an_unmet("d0", "must", "no_common_slot", "s0"),
        an_unmet("d0", "want", "supply_full", "s0"),
    ]
    objective = make_objective(must_total=1, must_unmet=1, wants_total=4, wants_met=1, shortfall_demand=1)

    book = open_book(a_plan(unmet=unmet, objective=objective))

    assert rows(book["未满足"], 2) == [
        ["工厂乙", "最少场数", None, UNMET["few_partners"][0]],
        ["工厂甲", "必见", "服务商甲", UNMET["no_common_slot"][0]],
        ["工厂甲", "想见", "服务商甲", UNMET["supply_full"][0]],
        ["工厂甲", "想见", "服务商甲", UNMET["supply_full"][0]],
        ["服务商甲", "想见", "工厂乙", UNMET["never"][0]],
    ]
    overview = texts(book["总览"])
    assert {"1 个中安排了 0 个", "4 个中安排了 1 个", "合计少 1 场"} <= set(overview)
    handed_out = [text for name in book.sheetnames[2:] for text in texts(book[name])]
    reasons = {UNMET[one["reason"]][0] for one in unmet}
    assert reasons <= set(overview)
    assert not reasons & set(handed_out)


def test_proofs_that_minimums_cannot_all_be_met_are_told_by_name() -> None:
    partners = {"kind": "partners", "parties": ["d0", "d1"], "counterparts": ["s0"], "needed": 4, "available": 3}
    places = {"kind": "places", "parties": ["d0"], "needed": 2, "available": 1}

    told = texts(open_book(a_plan(cuts=[partners, places]))["未满足"])

    assert told[-2:] == [
        "1. 工厂甲、工厂乙（2 方）最少共需 4 场，而服务商甲（1 方）的余量加上其余合适的对方合计只够 3 场；"
        "请提高对方的最多场数、放宽时段，或降低最少场数。",
        "2. 工厂甲（1 方）最少共需 2 场，他们有空的时段里洽谈桌合计只够 1 场；请增加洽谈桌或时段。",
    ]


def test_text_that_people_typed_stays_text_as_they_typed_it() -> None:
    plan = a_plan((DANGEROUS[:4], DANGEROUS[4:]))
    plan["conference"] |= {"title": "=1+1", "venue": "@SUM(A1)"}
    plan["tables"][0]["name"] = "=2+2"

    book = open_book(plan)

    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert set(DANGEROUS) <= {cell.value for cell in cells}
    assert {cell.quotePrefix for cell in cells if cell.value in DANGEROUS} == {True}
    assert [book[f"00{number}"].title for number in range(1, 8)] == [f"00{number}" for number in range(1, 8)]


def test_links_lead_to_sheets_of_the_workbook_only() -> None:
    book = open_book(a_plan((["http://example.com"], ["服务商甲"])))

    links = [cell.hyperlink for sheet in book for row in sheet.iter_rows() for cell in row if cell.hyperlink]

    assert {link.target for link in links} == {None}
    assert {str(link.location).removesuffix("!A1").strip("'") for link in links} == {*HEADS, "001", "002"}


def test_the_same_plan_gives_the_same_bytes() -> None:
    assert write_workbook(a_plan()) == write_workbook(a_plan())
    assert write_workbook(a_plan()) != write_workbook(a_plan(plan_state="draft"))


def test_sheets_are_set_up_for_the_printer() -> None:
    book = open_book(a_plan())
    grid, own, desk = book["参会方×时段"], book["001"], book["签到台名单"]

    assert [grid.page_setup.paperSize, grid.page_setup.orientation, grid.freeze_panes] == [8, "landscape", "E3"]
    assert (grid.print_title_rows, grid.print_title_cols) == ("$1:$2", "$A:$D")
    assert [own.page_setup.paperSize, own.page_setup.fitToHeight, own.print_area] == [9, 0, "'001'!$A$1:$E$6"]
    assert (desk.freeze_panes, desk.print_title_rows) == ("C2", "$1:$1")
    assert edge(own, "oddFooter", "right") == "第 &P 页，共 &N 页"
    assert {cell.font.name for sheet in book for row in sheet.iter_rows() for cell in row if cell.value} == {"微软雅黑"}


@pytest.mark.parametrize(
    ("state", "caution"),
    [
        ("draft", "草案，仅供主办方核对，请勿分发"),
        ("provisional", "征求意见稿，以正式发布的名单为准"),
        ("published", ""),
        ("replaced", "已被新名单替换，请勿使用"),
    ],
)
def test_every_page_of_a_plan_that_does_not_count_says_so(state: str, caution: str) -> None:
    book = open_book(a_plan(plan_state=state))

    assert {edge(sheet, "oddHeader", "right") for sheet in book} == {caution}


def test_a_title_cannot_give_commands_to_the_printer() -> None:
    plan = a_plan()
    plan["conference"]["title"] = "99 &P 号大会" + "长" * 110

    sheet = open_book(plan)["001"]

    assert edge(sheet, "oddFooter", "left").startswith("99 &&P 号大会")


def test_a_plan_without_meetings_can_be_printed() -> None:
    book = open_book(a_plan(meetings=[], meeting_count=0))

    assert "本次未安排洽谈。" in texts(book["001"])
    assert rows(book["签到台名单"], 2)[0][4:6] == [0, "没有洽谈"]


def test_a_long_grid_is_broken_between_sessions() -> None:
    sheet = open_book(a_plan(days=2, slots=7))["洽谈桌×时段"]

    assert [brk.id for brk in sheet.col_breaks.brk] == [8, 15, 22]
    assert sheet.page_setup.fitToWidth is None


@pytest.mark.parametrize(
    ("sessions", "pages"),
    [([], []), ([5, 5], [10]), ([6, 6], [6, 6]), ([3, 3, 3, 3], [9, 3]), ([12], [6, 6]), ([25, 2], [8, 8, 9, 2])],
)
def test_pages_take_whole_sessions_and_even_pieces_of_long_ones(sessions: list[int], pages: list[int]) -> None:
    assert split_pages(sessions, limit=10) == pages


def test_rows_are_as_high_as_their_longest_cell() -> None:
    cells = ("", "上海", "上" * 9, "上" * 10, "一\n二", "a" * 16)
    assert [count_lines(text, 19, 9) for text in cells] == [1, 1, 1, 2, 2, 1]
    assert row_height([("一", 19), ("上" * 40, 19)], 9) > row_height([("上" * 20, 19)], 9) > row_height([], 9)
