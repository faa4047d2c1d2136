"""The sheet of what could not be met (未满足): every minimum and wish with its reason, and the proofs behind."""

from collections.abc import Mapping
from typing import Any

from services.conference.exports.measure import row_height
from services.conference.exports.paper import Paper

WIDTHS = (30, 10, 30, 76)
ORDER = {"min": 0, "must": 1, "want": 2}
NAMED = 12
"""Parties that a proof calls by name; the others are counted."""


def write_shortfalls(paper: Paper) -> None:
    """Who misses what, towards whom, why, and what helps; below, why some minimums cannot all be met."""
    sheet = paper.sheet("未满足", landscape=True)
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    paper.write_row(sheet, 0, ["参会方", "类别", "对方", "原因与办法"], "head")
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    row = 0
    for one in sorted(paper.plan["unmet"], key=lambda one: _place(paper, one)):
        row += 1
        texts = [
            paper.names[one["party_id"]],
            one["kind_text"],
            paper.names.get(one["counterpart_id"], ""),
            one["text"],
        ]
        paper.write_row(sheet, row, texts)
        sheet.set_row(row, row_height(zip(texts, WIDTHS, strict=True), 10))
    if not row:
        paper.write_wide(sheet, 1, (0, 3), "全部必见、想见与最少场数均已满足。", "cell")
    _write_cuts(paper, sheet, max(row, 1) + 2)


def _place(paper: Paper, one: Mapping[str, Any]) -> tuple[int, str, str]:
    numbers = paper.numbers
    return ORDER[one["kind"]], numbers[one["party_id"]], numbers.get(one["counterpart_id"], "")


def _write_cuts(paper: Paper, sheet: Any, row: int) -> None:
    cuts = paper.plan["cuts"]
    if not cuts:
        return
    paper.write(sheet, row, 0, "为什么这些最少场数不可能同时达到（已证明）", "heading")
    for number, cut in enumerate(cuts, 1):
        text = f"{number}. {tell_cut(paper, cut)}"
        paper.write_wide(sheet, row + number, (0, 3), text, "cell")
        sheet.set_row(row + number, row_height([(text, sum(WIDTHS))], 10))


def tell_cut(paper: Paper, cut: Mapping[str, Any]) -> str:
    """A proof in words: whose minimums need more meetings than there can be."""
    group = _list_names(paper, cut["parties"])
    needed, available = cut["needed"], cut["available"]
    if cut["kind"] == "places":
        return f"{group}最少共需 {needed} 场，他们有空的时段里洽谈桌合计只够 {available} 场；请增加洽谈桌或时段。"
    others = _list_names(paper, cut["counterparts"])
    return (
        f"{group}最少共需 {needed} 场，而{others}的余量加上其余合适的对方合计只够 {available} 场；"
        "请提高对方的最多场数、放宽时段，或降低最少场数。"
    )


def _list_names(paper: Paper, ids: list[str]) -> str:
    names = "、".join(paper.names[one] for one in ids[:NAMED])
    return f"{names}等 {len(ids)} 方" if len(ids) > NAMED else f"{names}（{len(ids)} 方）"
