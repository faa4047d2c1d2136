"""The whole hall on one sheet: tables by slots, and parties by slots."""

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from services.conference.exports.paper import SIDES, Paper, day_of, start_of


def write_tables_grid(paper: Paper) -> None:
    """Who sits at which table when."""
    sheet = paper.sheet("洽谈桌×时段", landscape=True, a3=True)
    at_table = {(one["table"]["id"], one["slot"]["id"]): one for one in paper.plan["meetings"]}
    _write_heads(paper, sheet, ["洽谈桌"])
    for row, table in enumerate(paper.tables, 2):
        paper.write(sheet, row, 0, table["name"], "side")
        sheet.set_row(row, 34)
        for column, slot in enumerate(paper.slots, 1):
            meeting = at_table.get((table["id"], slot["id"]))
            paper.write(sheet, row, column, _both(meeting) if meeting else "", "small")
    _finish(paper, sheet, len(paper.tables), 1)


def write_parties_grid(paper: Paper) -> None:
    """Whom each party meets when; grey where it cannot."""
    sheet = paper.sheet("参会方×时段", landscape=True, a3=True)
    _write_heads(paper, sheet, ["序号", "参会方", "侧", "场数"])
    for row, party in enumerate(paper.parties, 2):
        meetings = paper.meetings_of[party["id"]]
        paper.write(sheet, row, 0, row - 1, "center")
        paper.write(sheet, row, 1, party["name"], "side")
        paper.write(sheet, row, 2, SIDES[party["side"]], "center")
        paper.write(sheet, row, 3, len(meetings), "center")
        sheet.set_row(row, 28)
        for column, slot in enumerate(paper.slots, 4):
            meeting = meetings.get(slot["id"])
            if meeting:
                text = f"{paper.other(meeting, party['id'])['name']}\n{meeting['table']['name']}"
                paper.write(sheet, row, column, text, "small")
            elif slot["id"] in party["unavailable"]:
                paper.write(sheet, row, column, "不便", "closed")
            else:
                paper.write(sheet, row, column, "", "small")
    sheet.set_column(0, 0, 6)
    sheet.set_column(1, 1, 26)
    sheet.set_column(2, 3, 8)
    _finish(paper, sheet, len(paper.parties), 4)


def _both(meeting: Mapping[str, Any]) -> str:
    return f"{meeting['demand']['name']}\n↔ {meeting['supply']['name']}"


def _write_heads(paper: Paper, sheet: Any, heads: list[str]) -> None:
    """Two head rows: the session of each slot above, its beginning below."""
    for column, head in enumerate(heads):
        paper.write(sheet, 0, column, "", "head")
        paper.write(sheet, 1, column, head, "head")
    column = len(heads)
    for session_id, group in groupby(paper.slots, key=lambda slot: slot["session_id"]):
        slots = list(group)
        title = f"{day_of(slots[0])} {paper.sessions[session_id]['title']}"
        if len(slots) > 1:
            sheet.merge_range(0, column, 0, column + len(slots) - 1, "", paper.formats["head"])
        paper.write(sheet, 0, column, title, "head")
        for slot in slots:
            paper.write(sheet, 1, column, start_of(slot), "head")
            column += 1


def _finish(paper: Paper, sheet: Any, rows: int, heads: int) -> None:
    sheet.set_column(heads, heads + max(0, len(paper.slots) - 1), 15)
    if heads == 1:
        sheet.set_column(0, 0, 10)
    sheet.freeze_panes(2, heads)
    sheet.repeat_rows(0, 1)
    sheet.repeat_columns(0, heads - 1)
    sheet.print_area(0, 0, max(1, rows + 1), heads + max(0, len(paper.slots) - 1))
