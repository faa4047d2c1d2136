"""The whole hall on one sheet: tables by slots, and parties by slots."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from services.conference.exports.measure import PIXELS, row_height
from services.conference.exports.paper import A3, PARTIES_GRID, SIDES, TABLES_GRID, Paper, day_of, start_of

SLOT_WIDTH = 19
SLOTS_A_PAGE = 10
PAGE_PIXELS = 1050
"""Width of the printed part of an A3 page that lies on its side, in pixels; with a third to spare, because programs
that lack the workbook's standard face draw every column wider."""
SIZE = 9
"""Type size in the grid."""


def write_tables_grid(paper: Paper) -> None:
    """Who sits at which table when."""
    sheet = paper.sheet(TABLES_GRID, landscape=True, paper=A3)
    at_table = {(one["table"]["id"], one["slot"]["id"]): one for one in paper.plan["meetings"]}
    _write_heads(paper, sheet, (("洽谈桌", 12),))
    for row, table in enumerate(paper.tables, 2):
        paper.write(sheet, row, 0, table["name"], "side")
        texts = [_both(at_table.get((table["id"], slot["id"]))) for slot in paper.slots]
        for column, text in enumerate(texts, 1):
            paper.write(sheet, row, column, text, "small")
        sheet.set_row(row, row_height([(table["name"], 12), *((text, SLOT_WIDTH) for text in texts)], SIZE, least=30))
    sheet.print_area(0, 0, max(1, len(paper.tables) + 1), max(1, len(paper.slots)))


def write_parties_grid(paper: Paper) -> None:
    """Whom each party meets when; grey where it cannot come."""
    sheet = paper.sheet(PARTIES_GRID, landscape=True, paper=A3)
    heads = (("序号", 6), ("参会方", 26), ("侧", 7), ("场数", 6))
    _write_heads(paper, sheet, heads)
    for row, party in enumerate(paper.parties, 2):
        number, meetings = paper.numbers[party["id"]], paper.meetings_of[party["id"]]
        paper.write_link(sheet, row, 0, number, number, "boxed link")
        paper.write(sheet, row, 1, party["name"], "side")
        paper.write(sheet, row, 2, SIDES[party["side"]], "center")
        paper.write(sheet, row, 3, len(meetings), "number")
        texts = [_one(paper, meetings.get(slot["id"]), party["id"]) for slot in paper.slots]
        for column, (slot, text) in enumerate(zip(paper.slots, texts, strict=True), len(heads)):
            is_closed = not text and slot["id"] in party["unavailable"]
            paper.write(sheet, row, column, "不便" if is_closed else text, "closed" if is_closed else "small")
        sheet.set_row(row, row_height([(party["name"], 26 * 0.8), *((text, SLOT_WIDTH) for text in texts)], SIZE))
    sheet.print_area(0, 0, max(1, len(paper.parties) + 1), len(heads) + max(1, len(paper.slots)) - 1)


def _both(meeting: Mapping[str, Any] | None) -> str:
    return f"{meeting['demand']['name']}\n↔ {meeting['supply']['name']}" if meeting else ""


def _one(paper: Paper, meeting: Mapping[str, Any] | None, party_id: str) -> str:
    return f"{paper.other(meeting, party_id)['name']}\n{meeting['table']['name']}" if meeting else ""


def _write_heads(paper: Paper, sheet: Any, heads: Sequence[tuple[str, float]]) -> None:
    """Two head rows: the session of each slot above, its beginning below; both repeated on every page."""
    for column, (head, width) in enumerate(heads):
        sheet.set_column(column, column, width)
        paper.write(sheet, 0, column, "", "head")
        paper.write(sheet, 1, column, head, "head")
    sheet.set_column(len(heads), len(heads) + max(1, len(paper.slots)) - 1, SLOT_WIDTH)
    column = len(heads)
    for session_id, slots in _sessions(paper):
        title = f"{day_of(slots[0])} {paper.sessions[session_id]['title']}"
        if len(slots) > 1:
            paper.write_wide(sheet, 0, (column, column + len(slots) - 1), title, "head")
        else:
            paper.write(sheet, 0, column, title, "head")
        for slot in slots:
            paper.write(sheet, 1, column, start_of(slot), "head")
            column += 1
    sheet.freeze_panes(2, len(heads))
    sheet.repeat_rows(0, 1)
    sheet.repeat_columns(0, len(heads) - 1)
    _break_pages(paper, sheet, heads)


def _break_pages(paper: Paper, sheet: Any, heads: Sequence[tuple[str, float]]) -> None:
    """Turn the page between sessions when a row is too long to be read on one."""
    pages = split_pages([len(slots) for _, slots in _sessions(paper)])
    if len(pages) < 2:
        return
    width = (sum(width for _, width in heads) + max(pages) * SLOT_WIDTH) * PIXELS
    sheet.set_print_scale(max(40, min(100, int(100 * PAGE_PIXELS / width))))
    sheet.set_v_pagebreaks([len(heads) + sum(pages[:place]) for place in range(1, len(pages))])


def split_pages(lengths: Sequence[int], limit: int = SLOTS_A_PAGE) -> list[int]:
    """Slots on each page, given the slots of each session: whole sessions where they fit, long ones in even pieces."""
    pages: list[int] = []
    for length in lengths:
        if pages and pages[-1] + length <= limit:
            pages[-1] += length
        else:
            pieces = -(-length // limit)
            pages += [length * (place + 1) // pieces - length * place // pieces for place in range(pieces)]
    return pages


def _sessions(paper: Paper) -> list[tuple[str, list[Mapping[str, Any]]]]:
    return [(name, list(slots)) for name, slots in groupby(paper.slots, key=lambda slot: slot["session_id"])]
