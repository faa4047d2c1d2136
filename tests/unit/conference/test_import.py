"""Parties, wishes and closed slots from Excel: all of a workbook or nothing, every fault with its cell."""

from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from services.chassis.identity import Role
from services.conference.phrases import PHRASES
from tests.house import Answer, TestHouse
from tests.unit.conference.setup import find_entry, plan, publish_need, set_timetable
from tests.unit.conference.test_runs import prepare

PARTIES = ("编号", "侧", "名称", "单位全称", "单位编号", "需求或条目编号", "最少场数", "最多场数")
Rows = list[tuple[Any, ...]]


def a_book(parties: Rows, wishes: Rows = (), closed: Rows = ()) -> bytes:  # type: ignore[assignment]
    """A workbook as somebody without the template would write it; rows of parties are (side, name, more by heading)."""
    book = Workbook()
    book.remove(book.worksheets[0])
    sheets = {"参会方": [PARTIES, *parties], "意愿": [("参会方", "对方", "意愿"), *wishes], "不便时段": list(closed)}
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return saved(book)


def saved(book: Workbook) -> bytes:
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def row(side: str, name: str | None, **more: Any) -> tuple[Any, ...]:
    said = {"侧": side, "名称": name, **more}
    return tuple(said.get(heading) for heading in PARTIES)


def send(house: TestHouse, conference: dict[str, Any], content: bytes, tail: str = "") -> Answer:
    return house.organizer.upload("conference", f"/conferences/{conference['id']}/parties/import{tail}", content)


def template(house: TestHouse, conference: dict[str, Any]) -> bytes:
    return house.organizer.get("conference", f"/conferences/{conference['id']}/parties.xlsx").body


def parties_of(house: TestHouse, conference: dict[str, Any]) -> dict[str, dict[str, Any]]:
    items = house.organizer.get("conference", f"/conferences/{conference['id']}/parties?first=100").json["items"]
    return {one["name"]: one for one in items}


@pytest.fixture
def conference(house: TestHouse) -> dict[str, Any]:
    """A conference with a timetable and nobody in it; two firms could come."""
    publish_need(house, "工厂乙")
    find_entry(house, "服务商甲")
    found: dict[str, Any] = set_timetable(house, plan(house)).json
    return found


GOOD: Rows = [row("需求方", "工厂乙", 最少场数=1, 最多场数="３"), row("供给方", "服务商甲")]
WISHES: Rows = [("工厂乙", "服务商甲", "必见")]
CLOSED: Rows = [("参会方", "11月28日 09:00", "11月28日 09:30"), ("工厂乙", "×", None)]


def test_parties_wishes_and_closed_slots_are_read_in_and_a_second_time_change_nothing(
    house: TestHouse, conference: dict[str, Any]
) -> None:
    content = a_book(GOOD, WISHES, CLOSED)

    tried = send(house, conference, content, "?dry_run=true").json
    nobody = parties_of(house, conference)
    done = send(house, conference, content)
    again = send(house, conference, content).json

    counts = ("added_count", "changed_count", "unchanged_count", "wish_count", "errors")
    assert [tried[name] for name in counts] == [2, 0, 0, 1, []]
    assert nobody == {}
    assert (done.status, done.json) == (200, {**tried, "dry_run": False})
    assert [again[name] for name in counts] == [0, 0, 2, 1, []]
    parties = parties_of(house, conference)
    firm, supplier = parties["工厂乙"], parties["服务商甲"]
    assert (firm["side"], firm["organisation_id"], firm["min_meetings"], firm["max_meetings"]) == (
        "demand",
        "org-工厂乙",
        1,
        3,
    )
    assert firm["unavailable"] == ["d1s1-01"]
    assert firm["wishes"] == [{"party_id": supplier["id"], "strength": "must"}]
    assert supplier["entry_ids"] == [find_entry(house, "服务商甲")]


def test_the_workbook_to_fill_in_holds_what_there_is_and_changes_nothing_when_it_comes_back(house: TestHouse) -> None:
    conference = prepare(house)
    before = parties_of(house, conference)
    content = template(house, conference)

    report = send(house, conference, content).json

    book = load_workbook(BytesIO(content))
    assert book.sheetnames == ["参会方", "意愿", "不便时段", "说明"]
    assert [cell.value for cell in book["参会方"]["C"]][1:] == sorted(before, key=lambda name: before[name]["id"])
    assert report["errors"] == []
    assert (report["added_count"], report["changed_count"], report["unchanged_count"]) == (0, 0, 4)
    assert parties_of(house, conference) == before


def test_an_edited_workbook_changes_only_what_was_edited(house: TestHouse) -> None:
    conference = prepare(house)
    before = parties_of(house, conference)
    book = load_workbook(BytesIO(template(house, conference)))
    for cells in book["参会方"].iter_rows(min_row=2):
        if cells[2].value == "工厂甲":
            cells[2].value, cells[7].value = "工厂甲（总部）", 5
    for cells in book["不便时段"].iter_rows(min_row=2):
        if cells[0].value == "工厂甲":
            cells[0].value, cells[1].value = "工厂甲（总部）", "x"
    for cells in book["意愿"].iter_rows(min_row=2):
        for cell in cells:
            cell.value = "工厂甲（总部）" if cell.value == "工厂甲" else cell.value

    report = send(house, conference, saved(book)).json

    after = parties_of(house, conference)
    changed = before["工厂甲"] | {"name": "工厂甲（总部）", "max_meetings": 5, "unavailable": ["d1s1-01"], "version": 3}
    assert (report["changed_count"], report["unchanged_count"]) == (1, 3)
    assert after.pop("工厂甲（总部）") == changed
    assert after == {name: one for name, one in before.items() if name != "工厂甲"}


@pytest.mark.parametrize(
    ("parties", "wishes", "closed", "cell", "code"),
    [
        ([*GOOD, row("中间方", "某厂")], [], [], "参会方!B4", "not-listed"),
        ([*GOOD, row("需求方", None, 单位全称="某厂")], [], [], "参会方!C4", "required-cell"),
        ([*GOOD, row("需求方", "没有需求的厂")], [], [], "参会方!D4", "no-ground"),
        ([*GOOD, row("需求方", "工厂乙", 单位全称="工厂乙")], [], [], "参会方!C4", "repeated-party"),
        ([row("需求方", "工厂乙", 需求或条目编号="n-none")], [], [], "参会方!F2", "unknown-ground"),
        ([row("需求方", "工厂乙", 编号="p-gone")], [], [], "参会方!A2", "unknown-key"),
        ([row("需求方", "工厂乙", 最少场数=4, 最多场数=3)], [], [], "参会方!G2", "min-above-max"),
        ([row("需求方", "工厂乙", 最少场数="1.38E+10")], [], [], "参会方!G2", "digits-lost"),
        ([row("需求方", "工厂乙", 最少场数="=1+1")], [], [], "参会方!G2", "formula-cell"),
        (GOOD, [("工厂乙", "没有的", "必见")], [], "意愿!B2", "unknown-party-name"),
        (GOOD, [("工厂乙", "服务商甲", "很想")], [], "意愿!C2", "not-listed"),
        (GOOD, [*WISHES, ("工厂乙", "服务商甲", "想见")], [], "意愿!B3", "repeated-wish"),
        (GOOD, [("工厂乙", "工厂乙", "想见")], [], "意愿!B2", "wish-own-side"),
        (GOOD, [], [("参会方", "11月29日 09:00")], "不便时段!B1", "unknown-slot-head"),
        (GOOD, [], [*CLOSED, ("服务商甲", "也许", None)], "不便时段!B3", "not-a-mark"),
        (GOOD, [], [*CLOSED, CLOSED[1]], "不便时段!A3", "repeated-row"),
    ],
)
def test_a_fault_anywhere_is_told_with_its_cell_and_nothing_is_read_in(
    house: TestHouse, conference: dict[str, Any], parties: Rows, wishes: Rows, closed: Rows, cell: str, code: str
) -> None:
    content = a_book(parties, wishes, closed)

    refused = send(house, conference, content)
    tried = send(house, conference, content, "?dry_run=true").json

    assert (refused.status, refused.code) == (422, "import-refused")
    assert [(one["cell"], one["code"]) for one in tried["errors"]] == [(cell, code)]
    assert refused.json["facts"]["report"]["errors"] == tried["errors"]
    assert parties_of(house, conference) == {}


def test_the_same_workbook_comes_back_with_a_column_of_problems(house: TestHouse, conference: dict[str, Any]) -> None:
    content = a_book([*GOOD, row("需求方", "没有需求的厂"), row("需求方", "=HYPERLINK(1)")], WISHES)

    marked = send(house, conference, content, "/marked")
    twice = send(house, conference, marked.body, "/marked")

    sheet = load_workbook(BytesIO(marked.body))["参会方"]
    assert [cell.value for cell in sheet[1]] == [*PARTIES, "问题"]
    assert [sheet.cell(number, 3).value for number in (2, 3, 4)] == ["工厂乙", "服务商甲", "没有需求的厂"]
    assert [sheet.cell(number, 9).value for number in (2, 3)] == [None, None]
    assert str(sheet["I4"].value).startswith("D4 没有找到该单位已发布的需求")
    assert (sheet["I5"].value, sheet["I5"].data_type) == ("C5 是公式，请粘贴为数值。", "s")
    assert sheet["D4"].fill.fgColor.rgb == "00F8D7D4"
    again = load_workbook(BytesIO(twice.body))["参会方"]
    assert [[cell.value for cell in one] for one in again] == [[cell.value for cell in one] for one in sheet]
    assert parties_of(house, conference) == {}


def test_a_name_that_cannot_be_printed_is_read_in_with_a_doubt(house: TestHouse, conference: dict[str, Any]) -> None:
    publish_need(house, "马𪚥厂")

    report = send(house, conference, a_book([row("需求方", "马𪚥厂")])).json

    (doubt,) = report["warnings"]
    assert (doubt["cell"], doubt["code"]) == ("参会方!C2", "unprintable-character")
    assert "“𪚥”（U+2A6A5）" in doubt["title"]
    assert set(parties_of(house, conference)) == {"马𪚥厂"}


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "not-a-workbook"), (b"side,name", "not-a-workbook"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old-workbook")],
)
def test_what_is_no_workbook_is_refused(
    house: TestHouse, conference: dict[str, Any], content: bytes, code: str
) -> None:
    answer = send(house, conference, content)

    assert (answer.status, answer.code, answer.json["title"]) == (422, code, PHRASES[code][0])


def test_only_an_organizer_imports(house: TestHouse, conference: dict[str, Any]) -> None:
    path = f"/conferences/{conference['id']}/parties"

    for someone in (house.as_(Role.ENTERPRISE, "org-工厂乙"), house.as_(Role.AUDITOR)):
        for tail in ("/import", "/import/marked"):
            assert someone.upload("conference", path + tail, a_book(GOOD)).code == "forbidden"
    assert house.as_(Role.ENTERPRISE, "org-工厂乙").get("conference", f"{path}.xlsx").code == "forbidden"
    assert parties_of(house, conference) == {}
