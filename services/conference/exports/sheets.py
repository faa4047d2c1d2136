"""Paper for people: the desk's list in the order of pinyin, and one sheet for each party."""

from collections.abc import Mapping
from typing import Any

from pypinyin import lazy_pinyin

from services.conference.exports.paper import SIDES, Paper, day_of, times_of


def write_desk_list(paper: Paper) -> None:
    """For the desk at the door: every party by pinyin, its number, its first meeting."""
    sheet = paper.sheet("签到台名单")
    for column, width in enumerate((12, 34, 10, 8, 8, 26, 12)):
        sheet.set_column(column, column, width)
    paper.write_row(sheet, 0, ["拼音", "参会方", "侧", "序号", "场数", "首场", "洽谈桌"], "head")
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    order = {slot["id"]: place for place, slot in enumerate(paper.slots)}
    keyed = sorted((("".join(lazy_pinyin(party["name"])).lower(), party) for party in paper.parties), key=_first)
    for row, (pinyin, party) in enumerate(keyed, 1):
        meetings = sorted(paper.meetings_of[party["id"]].values(), key=lambda one: order[one["slot"]["id"]])
        first = meetings[0] if meetings else None
        paper.write_row(
            sheet,
            row,
            [
                pinyin[:12],
                party["name"],
                SIDES[party["side"]],
                f"{paper.numbers[party['id']]:03d}",
                len(meetings),
                f"{day_of(first['slot'])} {times_of(first['slot'])}" if first else "没有洽谈",
                first["table"]["name"] if first else "",
            ],
        )


def _first(row: tuple[str, Mapping[str, Any]]) -> tuple[str, str]:
    return row[0], row[1]["id"]


def write_party_sheet(paper: Paper, number: int, party: Mapping[str, Any]) -> None:
    """One party's own plan: its meetings in time order with table and counterpart, room for notes below."""
    sheet = paper.sheet(f"{number:03d}")
    for column, width in enumerate((18, 16, 12, 36, 22)):
        sheet.set_column(column, column, width)
    paper.write(sheet, 0, 0, party["name"], "title")
    meetings = paper.meetings_of[party["id"]]
    said = f"{SIDES[party['side']]} · {party['organisation_name']} · 共 {len(meetings)} 场 · 序号 {number:03d}"
    paper.write(sheet, 1, 0, said, "caption")
    paper.write_row(sheet, 3, ["日期", "时间", "洽谈桌", "对方", "记录"], "head")
    row = 3
    for slot in paper.slots:
        meeting = meetings.get(slot["id"])
        if meeting is None:
            continue
        row += 1
        sheet.set_row(row, 36)
        other = paper.other(meeting, party["id"])
        values = [day_of(slot), times_of(slot), meeting["table"]["name"], other["name"], ""]
        paper.write_row(sheet, row, values)
    if not meetings:
        paper.write(sheet, 4, 0, "本次未安排洽谈，原因见“未满足”。", "text")
    unmet = [one for one in paper.plan["unmet"] if one["party_id"] == party["id"]]
    names = {one["id"]: one["name"] for one in paper.parties}
    row += 2
    for one in unmet[:12]:
        target = names.get(one["counterpart_id"], "")
        sheet.merge_range(row, 0, row, 4, "", paper.formats["text"])
        paper.write(sheet, row, 0, f"未安排（{one['kind_text']}）{target}：{one['text']}", "text")
        row += 1
