"""The input of a run as an Excel workbook (排期输入): the same sheets that `python -m deploy pair EVENT.xlsx` reads."""

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import xlsxwriter

from services.conference.exports.paper import SIDES
from services.conference.exports.workbook import MADE_AT, SAFE
from services.conference.imports.event import LOCK_WORDS, LOCKS, MET, RULE_NAMES, RULES, SCORES, SLOTS, TABLES, TITLE
from services.conference.imports.parties import CLOSED, PARTIES, WISHES

STRENGTHS = {"must": "必见", "want": "想见", "never": "不见"}

Row = Sequence[Any]


def write_event_book(event: Mapping[str, Any]) -> bytes:
    """The workbook of an event of format 1.0; scores in the dense layout become rows, zeros left out."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, SAFE) as book:
        book.set_properties({"title": event.get("title") or event["event_id"], "created": MADE_AT})
        head = book.add_format({"bold": True, "bg_color": "#E4EAE6", "border": 1})
        plain = book.add_format({"quote_prefix": True})
        for name, (heads, rows) in _sheets(event).items():
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 1)
            sheet.set_column(0, len(heads) - 1, 18)
            for column, text in enumerate(heads):
                sheet.write_string(0, column, text, head)
            for number, row in enumerate(rows, 1):
                for column, value in enumerate(row):
                    if isinstance(value, int):
                        sheet.write_number(number, column, value)
                    elif value:
                        sheet.write_string(number, column, str(value), plain)
    return buffer.getvalue()


def _sheets(event: Mapping[str, Any]) -> dict[str, tuple[Row, Iterable[Row]]]:
    slots = [slot["id"] for slot in event["slots"]]
    titles = {session["id"]: session.get("title", "") for session in event["sessions"]}
    closed = [
        [party["id"], *("×" if slot in set(party.get("unavailable", ())) else "" for slot in slots)]
        for party in event["parties"]
        if party.get("unavailable")
    ]
    return {
        PARTIES: (["编号", "侧", "名称", "单位编号", "最少场数", "最多场数"], map(_party, event["parties"])),
        WISHES: (
            ["参会方", "对方", "意愿"],
            [[wish["from"], wish["to"], STRENGTHS[wish["kind"]]] for wish in event["wishes"]],
        ),
        CLOSED: (["参会方", *slots], closed),
        SLOTS: (
            ["编号", "场次", "场次名称", "开始", "结束"],
            [
                [one["id"], one["session"], titles[one["session"]], _moment(one["start"]), _moment(one["end"])]
                for one in event["slots"]
            ],
        ),
        TABLES: (
            ["编号", "固定参会方", "停用时段"],
            [[one["id"], one.get("party") or "", ";".join(one.get("unavailable", ()))] for one in event["tables"]],
        ),
        SCORES: (["需求方", "供给方", "分数"], _scores(event["scores"])),
        MET: (
            ["需求方单位", "供给方单位"],
            [[one["demand_organisation"], one["supply_organisation"]] for one in event["met_before"]],
        ),
        LOCKS: (["类别", "需求方", "供给方", "时段", "洽谈桌"], [_lock(one) for one in event["locks"]]),
        RULES: (
            ["规则", "取值"],
            [
                [TITLE, event.get("title", "")],
                *([name, _rule(event["rules"], path)] for name, path in RULE_NAMES.items()),
            ],
        ),
    }


def _party(party: Mapping[str, Any]) -> Row:
    names = [party["id"], SIDES[party["side"]], party.get("name") or party["id"], party["organisation"]]
    return [*names, party["min_meetings"], party["max_meetings"]]


def _moment(text: str) -> str:
    moment = datetime.fromisoformat(text)
    return f"{moment:%Y-%m-%d %H:%M}" if text.endswith("+08:00") else text


def _scores(scores: Mapping[str, Any]) -> Iterable[Row]:
    if scores["layout"] == "sparse":
        return list(scores["entries"])
    return (
        (demand, supply, score)
        for demand, row in zip(scores["demand"], scores["rows"], strict=True)
        for supply, score in zip(scores["supply"], row, strict=True)
        if score
    )


def _lock(lock: Mapping[str, Any]) -> Row:
    return [LOCK_WORDS[lock["kind"]], lock["demand"], lock["supply"], lock.get("slot", ""), lock.get("table", "")]


def _rule(rules: Mapping[str, Any], path: str) -> Any:
    value: Any = rules
    for step in path.split("."):
        value = value[step]
    if isinstance(value, bool):
        return "是" if value else "否"
    return "" if value is None else value
