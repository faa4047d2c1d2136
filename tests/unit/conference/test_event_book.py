"""Events from Excel: out and back without loss, and every fault with its cell."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from openpyxl import Workbook, load_workbook

from deploy.commands.pair import pair
from services.chassis.refusal import Invalid
from services.conference.exports.event_book import write_event_book
from services.conference.imports.event import read_event
from tests.unit.conference.events import an_event


def edited(*changes: tuple[str, str, Any], drop: str = "") -> bytes:
    """The workbook of a small event with some cells written anew: (sheet, cell, value)."""
    book = load_workbook(BytesIO(write_event_book(an_event())))
    for sheet, cell, value in changes:
        book[sheet][cell].value = value
    if drop:
        del book[drop]
    return saved(book)


def saved(book: Workbook) -> bytes:
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def faults_of(content: bytes) -> list[tuple[str, str]]:
    return [(one.cell.place, one.code) for one in read_event(content, "e")[1]]


def entries(scores: dict[str, Any]) -> list[tuple[str, str, int]]:
    if scores["layout"] == "sparse":
        return sorted((one, other, score) for one, other, score in scores["entries"])
    return sorted(
        (demand, supply, score)
        for demand, row in zip(scores["demand"], scores["rows"], strict=True)
        for supply, score in zip(scores["supply"], row, strict=True)
        if score
    )


def test_an_event_goes_through_excel_unchanged() -> None:
    event = an_event()

    read, faults = read_event(write_event_book(event), event["event_id"])

    assert faults == []
    assert entries(read.pop("scores")) == entries(event.pop("scores"))
    for party in event["parties"]:
        party.setdefault("unavailable", [])
    assert {name: read[name] for name in ("parties", "slots", "wishes", "rules", "locks")} == {
        name: event[name] for name in ("parties", "slots", "wishes", "rules", "locks")
    }


def test_the_command_reads_a_workbook_and_writes_one(tmp_path: Path) -> None:
    source, out, plain = tmp_path / "春季.xlsx", tmp_path / "plan.xlsx", tmp_path / "plan.json"
    source.write_bytes(write_event_book(an_event()))

    done = CliRunner().invoke(pair, [str(source), "--out", str(out)])
    again = CliRunner().invoke(pair, [str(source), "--out", str(plain)])

    assert (done.exit_code, again.exit_code) == (0, 0), done.stderr
    assert load_workbook(BytesIO(out.read_bytes())).sheetnames[:2] == ["总览", "未满足"]
    assert plain.read_bytes().startswith(b'{"format":"pairing-plan"')


@pytest.mark.parametrize(
    ("change", "place", "code"),
    [
        (("参会方", "B2", "中间方"), "参会方!B2", "not-listed"),
        (("参会方", "E2", "两场"), "参会方!E2", "not-a-count"),
        (("参会方", "E2", 9), "参会方!E2", "event-refused"),
        (("参会方", "E2", "=1+1"), "参会方!E2", "formula-cell"),
        (("参会方", "D2", 123456789012345678), "参会方!D2", "digits-lost"),
        (("匹配分", "C2", 1001), "匹配分!C2", "not-a-count"),
        (("匹配分", "B2", "没有的"), "匹配分!B2", "unknown-party-name"),
        (("时段", "D2", "九点"), "时段!D2", "not-a-moment"),
        (("规则", "A3", "没有的规则"), "规则!A3", "not-listed"),
        (("参会方", "G1", "电话"), "参会方!G1", "unexpected-column"),
    ],
)
def test_a_fault_is_told_with_its_cell(change: tuple[str, str, Any], place: str, code: str) -> None:
    assert (place, code) in faults_of(edited(change))


def test_full_width_digits_and_dates_of_excel_are_read_as_they_are_meant() -> None:
    assert faults_of(edited(("参会方", "E2", "０"), ("匹配分", "C2", "５００"))) == []


def test_a_workbook_without_what_an_event_needs_is_refused_by_the_sheet(tmp_path: Path) -> None:
    source, out = tmp_path / "e.xlsx", tmp_path / "plan.json"
    source.write_bytes(edited(drop="洽谈桌"))

    result = CliRunner().invoke(pair, [str(source), "--out", str(out)])

    assert result.exit_code == 2
    assert result.stderr.startswith("missing-sheet 洽谈桌!A1: 缺少工作表“洽谈桌”。")
    assert not out.exists()


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"no zip", "not-a-workbook"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1..", "old-workbook"), (b"", "not-a-workbook")],
)
def test_what_is_no_workbook_is_refused_in_one_sentence(content: bytes, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_event(content, "e")

    assert refused.value.code == code
