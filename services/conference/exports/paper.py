"""What all sheets share: the plan's look-ups, the formats, the print set-up, the words for times and sides."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from services.chassis.clock import SHANGHAI

FONT = "微软雅黑"
SIDES = {"demand": "需求方", "supply": "供给方"}
STATES = {"draft": "草案", "provisional": "征求意见", "published": "已发布", "replaced": "已被替换"}
WEEKDAYS = "一二三四五六日"
_FACE = {"font_name": FONT, "font_size": 10, "valign": "vcenter", "text_wrap": True}
_BOX = {**_FACE, "border": 1, "border_color": "#9AA5A0"}
FORMATS: Mapping[str, Mapping[str, Any]] = {
    "title": {"font_name": FONT, "font_size": 16, "bold": True},
    "caption": {"font_name": FONT, "font_size": 10, "font_color": "#55605B"},
    "text": _FACE,
    "cell": _BOX,
    "quoted": {**_BOX, "num_format": "@"},
    "number": {**_BOX, "align": "right", "num_format": "#,##0"},
    "center": {**_BOX, "align": "center"},
    "small": {**_BOX, "font_size": 8, "align": "center"},
    "head": {**_BOX, "bold": True, "bg_color": "#E4EAE6", "align": "center"},
    "side": {**_BOX, "bold": True, "bg_color": "#F2F5F3"},
    "closed": {**_BOX, "bg_color": "#E9E9E9", "font_color": "#777777", "align": "center", "font_size": 8},
}


class Paper:
    """A workbook under way and the plan that goes into it."""

    def __init__(self, book: Any, plan: Mapping[str, Any]) -> None:
        self.book = book
        self.plan = plan
        self.formats = {name: book.add_format(dict(said)) for name, said in FORMATS.items()}
        self.slots: Sequence[Mapping[str, Any]] = plan["slots"]
        self.tables: Sequence[Mapping[str, Any]] = plan["tables"]
        self.parties = sorted(
            plan["parties"], key=lambda party: (party["side"] != "demand", party["name"], party["id"])
        )
        self.numbers = {party["id"]: number for number, party in enumerate(self.parties, 1)}
        self.sessions = {session["id"]: session for session in plan["sessions"]}
        self.meetings_of: dict[str, dict[str, Mapping[str, Any]]] = {party["id"]: {} for party in self.parties}
        for meeting in plan["meetings"]:
            for side in ("demand", "supply"):
                self.meetings_of[meeting[side]["id"]][meeting["slot"]["id"]] = meeting

    def sheet(self, name: str, *, landscape: bool = False, a3: bool = False) -> Any:
        """A new sheet, set up for printing: one page wide, the plan's state and the page number in the footer."""
        sheet = self.book.add_worksheet(name)
        sheet.set_paper(8 if a3 else 9)
        if landscape:
            sheet.set_landscape()
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        sheet.fit_to_pages(1, 0)
        state = STATES.get(self.plan["plan_state"], "草案")
        # An ampersand begins a command in a footer, so the title's own are doubled.
        title = self.plan["conference"]["title"].replace("&", "&&")
        sheet.set_footer(f"&L&9{title}  {state}  {self.plan['run_id'][-6:]}&R&9第 &P 页，共 &N 页")
        sheet.hide_gridlines(2)
        return sheet

    def write(self, sheet: Any, row: int, column: int, value: Any, form: str = "cell") -> None:
        """A cell: numbers as numbers, everything else as text."""
        if isinstance(value, int | float) and not isinstance(value, bool):
            sheet.write_number(row, column, value, self.formats["number" if form == "cell" else form])
        else:
            sheet.write_string(row, column, "" if value is None else str(value), self.formats[form])

    def write_row(self, sheet: Any, row: int, values: Sequence[Any], form: str = "cell") -> None:
        """A row of cells from the first column on."""
        for column, value in enumerate(values):
            self.write(sheet, row, column, value, form)

    def other(self, meeting: Mapping[str, Any], party_id: str) -> Mapping[str, Any]:
        """The party that the other one meets."""
        other: Mapping[str, Any] = meeting["supply" if meeting["demand"]["id"] == party_id else "demand"]
        return other


def day_of(slot: Mapping[str, Any]) -> str:
    """The day of a slot: 11月28日（周四）."""
    day = _local(slot["starts_at"])
    return f"{day.month}月{day.day}日（周{WEEKDAYS[day.weekday()]}）"


def times_of(slot: Mapping[str, Any]) -> str:
    """The times of a slot: 09:20–09:50."""
    return f"{_local(slot['starts_at']):%H:%M}–{_local(slot['ends_at']):%H:%M}"


def start_of(slot: Mapping[str, Any]) -> str:
    """When a slot begins: 09:20."""
    return f"{_local(slot['starts_at']):%H:%M}"


def _local(moment: str) -> datetime:
    return datetime.fromisoformat(moment).astimezone(SHANGHAI)
