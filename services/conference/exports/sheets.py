"""Paper for people: the desk's list in the order of pinyin, and one sheet for each party."""

from collections.abc import Mapping
from typing import Any

from services.conference.exports.measure import row_height
from services.conference.exports.paper import (
    SIDES,
    Paper,
    day_of,
    initials_of,
    name_in_full,
    spell,
    start_of,
    times_of,
)

DESK = (("拼音", 12), ("参会方", 38), ("侧", 9), ("序号", 7), ("场数", 6), ("首场", 24), ("洽谈桌", 11), ("签到", 14))
OWN = (("日期", 17), ("时间", 14), ("洽谈桌", 12), ("对方", 34), ("记录", 26))
LETTERS = 8
"""Initials shown at the desk; more do not help to find a name."""


def write_desk_list(paper: Paper) -> None:
    """For the desk at the door (签到台): every party by pinyin, its number, its first meeting, room to sign."""
    sheet = paper.sheet("签到台名单", landscape=True)
    for column, (_, width) in enumerate(DESK):
        sheet.set_column(column, column, width)
    paper.write_row(sheet, 0, [head for head, _ in DESK], "head")
    sheet.freeze_panes(1, 2)
    sheet.repeat_rows(0)
    for row, party in enumerate(sorted(paper.parties, key=lambda one: (spell(one["name"]), one["id"])), 1):
        number = paper.numbers[party["id"]]
        meetings = _in_order(paper, party)
        first = meetings[0] if meetings else None
        paper.write(sheet, row, 0, initials_of(party["name"])[:LETTERS])
        paper.write(sheet, row, 1, party["name"])
        paper.write(sheet, row, 2, SIDES[party["side"]], "center")
        paper.write_link(sheet, row, 3, number, number, "boxed link")
        paper.write(sheet, row, 4, len(meetings))
        when = f"{day_of(first['slot'])} {start_of(first['slot'])}" if first else "没有洽谈"
        paper.write(sheet, row, 5, when)
        paper.write(sheet, row, 6, first["table"]["name"] if first else "")
        paper.write(sheet, row, 7, "")
        sheet.set_row(row, row_height([(party["name"], DESK[1][1])], 10, least=22))


def write_party_sheet(paper: Paper, party: Mapping[str, Any]) -> None:
    """One party's own plan, to be handed to it: its meetings in time order, whom it meets where, room for notes.

    What was not met and what others wished is not for its eyes and stands on the organizer's sheets alone.
    """
    number = paper.numbers[party["id"]]
    sheet = paper.sheet(number)
    for column, (_, width) in enumerate(OWN):
        sheet.set_column(column, column, width)
    meetings = _in_order(paper, party)
    paper.write(sheet, 0, 0, paper.occasion, "caption")
    paper.write_wide(sheet, 1, (0, len(OWN) - 1), name_in_full(party), "title")
    sheet.set_row(1, row_height([(name_in_full(party), sum(width for _, width in OWN))], 16, least=28))
    paper.write(sheet, 2, 0, f"{SIDES[party['side']]} · 共 {len(meetings)} 场洽谈 · 序号 {number}", "caption")
    paper.write_row(sheet, 4, [head for head, _ in OWN], "head")
    row = 4
    for meeting in meetings:
        row += 1
        slot, other = meeting["slot"], name_in_full(paper.other(meeting, party["id"]))
        paper.write(sheet, row, 0, day_of(slot), "large center")
        paper.write(sheet, row, 1, times_of(slot), "large center")
        paper.write(sheet, row, 2, meeting["table"]["name"], "large center")
        paper.write(sheet, row, 3, other, "large")
        paper.write(sheet, row, 4, "", "cell")
        sheet.set_row(row, row_height([(other, OWN[3][1])], 12, least=44))
    if not meetings:
        row += 1
        paper.write_wide(sheet, row, (0, len(OWN) - 1), "本次未安排洽谈。", "cell")
    sheet.print_area(0, 0, row, len(OWN) - 1)
    paper.write_link(sheet, 0, len(OWN) + 1, "总览", "← 总览")


def _in_order(paper: Paper, party: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    meetings = paper.meetings_of[party["id"]]
    return [meetings[slot["id"]] for slot in paper.slots if slot["id"] in meetings]
