"""The workbook to fill in with parties, wishes and closed slots (导入模板): what the conference has stands in it."""

import io
from collections import Counter
from collections.abc import Sequence
from typing import Any

import xlsxwriter

from services.chassis.clock import SHANGHAI
from services.conference.domain import Conference, Party, Side, Slot
from services.conference.exports.workbook import MADE_AT, SAFE
from services.conference.imports.parties import (
    CLOSED,
    CLOSED_COLUMNS,
    PARTIES,
    PARTY_COLUMNS,
    WISH_COLUMNS,
    WISHES,
)
from services.conference.imports.tables import Column, fold

SIDES = {Side.DEMAND: "需求方", Side.SUPPLY: "供给方"}
STRENGTHS = {"must": "必见", "want": "想见", "never": "不见"}
ROOM = 5000
"""Rows in which a choice is offered."""
NOTES = (
    ("怎样填", "在“参会方”每行填一方；在“意愿”填谁想见谁；在“不便时段”来不了的时段填 ×。"),
    ("已有的参会方", "编号不要改；名称、场数可以改。文件里没有的参会方保持不变，不会被删除。"),
    ("新的参会方", "编号空着，按单位全称查找它已发布的需求或在册的目录条目，也可直接填需求或条目编号。"),
    ("意愿与不便时段", "文件里出现的参会方，以文件为准整体替换；没有出现的保持不变。"),
    ("有错时", "一处有错就一行都不导入，逐格指出；可下载带“问题”列的同一份文件，改好再传。"),
    ("公式", "请粘贴为数值；含公式的单元格不读取。"),
)


def name_slot(slot: Slot) -> str:
    """The heading of a slot: 11月28日 09:20."""
    starts_at = slot.starts_at.astimezone(SHANGHAI)
    return f"{starts_at.month}月{starts_at.day}日 {starts_at:%H:%M}"


def write_parties_book(conference: Conference, parties: Sequence[Party]) -> bytes:
    """The workbook; reading it back changes nothing."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, SAFE) as book:
        book.set_properties({"title": f"{conference.title} 参会方", "created": MADE_AT})
        head = book.add_format({"bold": True, "bg_color": "#E4EAE6", "border": 1, "text_wrap": True})
        text = book.add_format({"num_format": "@", "quote_prefix": True})
        labels = _label(parties)
        sheet = _start(book, PARTIES, [_head_of(one) for one in PARTY_COLUMNS], head, text)
        for place, column in enumerate(PARTY_COLUMNS):
            # Text columns keep codes from becoming numbers.
            sheet.set_column(place, place, column.width, None if "meetings" in column.field else text)
        _offer(sheet, 1, list(SIDES.values()))
        _fill(sheet, [_party(party) for party in parties], text)
        sheet = _start(book, WISHES, [_head_of(one) for one in WISH_COLUMNS], head, text)
        _offer(sheet, 2, list(STRENGTHS.values()))
        wishes = [
            [labels[party.id], labels.get(wish.party_id, wish.party_id), STRENGTHS[wish.strength]]
            for party in parties
            for wish in party.wishes
        ]
        sheet.set_column(0, 1, 34, text)
        _fill(sheet, wishes, text)
        slots = [name_slot(slot) for slot in conference.slots]
        sheet = _start(book, CLOSED, [*(_head_of(one) for one in CLOSED_COLUMNS), *slots], head, text)
        sheet.set_column(0, 0, 34, text)
        rows = [
            [labels[party.id], *("×" if slot.id in party.unavailable else "" for slot in conference.slots)]
            for party in parties
        ]
        _fill(sheet, rows, text)
        _write_notes(book)
    return buffer.getvalue()


def _label(parties: Sequence[Party]) -> dict[str, str]:
    """What a party is called on the other sheets: by its name, by its id where several have that name."""
    counted = Counter(fold(party.name) for party in parties)
    return {party.id: party.name if counted[fold(party.name)] == 1 else party.id for party in parties}


def _head_of(column: Column) -> str:
    return f"{column.heading}*" if column.is_required else column.heading


def _party(party: Party) -> list[Any]:
    grounds = ";".join(party.need_ids if party.side is Side.DEMAND else party.entry_ids)
    names = [party.id, SIDES[party.side], party.name, party.organisation_name, party.organisation_id, grounds]
    return [*names, party.min_meetings, party.max_meetings]


def _start(book: Any, name: str, heads: Sequence[str], head: Any, text: Any) -> Any:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, max(0, len(heads) - 1), 14, text)
    for column, heading in enumerate(heads):
        sheet.write_string(0, column, heading, head)
    return sheet


def _offer(sheet: Any, column: int, words: Sequence[str]) -> None:
    sheet.data_validation(1, column, ROOM, column, {"validate": "list", "source": words, "error_type": "warning"})


def _fill(sheet: Any, rows: Sequence[Sequence[Any]], text: Any) -> None:
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            if isinstance(value, int):
                sheet.write_number(number, column, value)
            elif value:
                sheet.write_string(number, column, str(value), text)


def _write_notes(book: Any) -> None:
    sheet = book.add_worksheet("说明")
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 90)
    hints = [
        (column.heading, column.hint) for column in (*PARTY_COLUMNS, *WISH_COLUMNS, *CLOSED_COLUMNS) if column.hint
    ]
    for number, (left, right) in enumerate([*NOTES, *hints]):
        sheet.write_string(number, 0, left)
        sheet.write_string(number, 1, right)
