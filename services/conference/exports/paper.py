"""What all sheets share: the plan's look-ups, the formats, the print set-up, the words for times and sides."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from services.chassis.clock import SHANGHAI

FONT = "微软雅黑"
SIDES = {"demand": "需求方", "supply": "供给方"}
STATES = {"draft": "草案", "provisional": "征求意见", "published": "已发布", "replaced": "已被替换"}
CAUTIONS = {
    "draft": "草案，仅供主办方核对，请勿分发",
    "provisional": "征求意见稿，以正式发布的名单为准",
    "replaced": "已被新名单替换，请勿使用",
}
"""What stands above every page of a plan that does not count."""
WEEKDAYS = "一二三四五六日"
A3, A4 = 8, 9
PARTIES_GRID, TABLES_GRID = "参会方×时段", "洽谈桌×时段"
"""Names of the sheets that show the whole hall."""
GRID_TOP = 3
"""The first row of a grid that is not its head, counted as Excel does."""
TITLE_LIMIT = 60
"""Characters of a conference's title in a footer, which can hold 255 altogether."""

_NUMBER = re.compile(r"\d+")
_FACE = {"font_name": FONT, "font_size": 10, "valign": "vcenter"}
# The quote keeps a text a text when somebody edits its cell.
_TEXT = {**_FACE, "quote_prefix": True}
_BOX = {"text_wrap": True, "border": 1, "border_color": "#9AA5A0"}
_LINK = {"font_color": "#1F5C7A", "underline": 1}
FORMATS: Mapping[str, Mapping[str, Any]] = {
    "title": {**_TEXT, "font_size": 16, "bold": True},
    "heading": {**_TEXT, "font_size": 12, "bold": True},
    "caption": {**_TEXT, "font_color": "#55605B"},
    "link": {**_TEXT, **_LINK},
    "boxed link": {**_TEXT, **_BOX, **_LINK, "align": "center"},
    "cell": {**_TEXT, **_BOX, "indent": 1},
    "center": {**_TEXT, **_BOX, "align": "center"},
    "small": {**_TEXT, **_BOX, "font_size": 9, "align": "center"},
    "large": {**_TEXT, **_BOX, "font_size": 12, "indent": 1},
    "large center": {**_TEXT, **_BOX, "font_size": 12, "align": "center"},
    "head": {**_TEXT, **_BOX, "bold": True, "bg_color": "#E4EAE6", "align": "center"},
    "side": {**_TEXT, **_BOX, "bold": True, "bg_color": "#F2F5F3", "indent": 1},
    "closed": {**_TEXT, **_BOX, "bg_color": "#E9E9E9", "font_color": "#777777", "align": "center", "font_size": 9},
    "number": {**_FACE, **_BOX, "align": "center", "num_format": "#,##0"},
    "mean": {**_FACE, **_BOX, "align": "center", "num_format": "0.0"},
}


class Paper:
    """A workbook under way and the plan that goes into it."""

    def __init__(self, book: Any, plan: Mapping[str, Any]) -> None:
        self.book = book
        self.plan = plan
        self.formats = {name: book.add_format(dict(said)) for name, said in FORMATS.items()}
        self.slots: Sequence[Mapping[str, Any]] = plan["slots"]
        self.tables: Sequence[Mapping[str, Any]] = plan["tables"]
        self.sessions = {session["id"]: session for session in plan["sessions"]}
        self.parties = order_parties(plan["parties"])
        self.names = {party["id"]: party["name"] for party in self.parties}
        self.numbers = {party["id"]: f"{number:03d}" for number, party in enumerate(self.parties, 1)}
        self.meetings_of: dict[str, dict[str, Mapping[str, Any]]] = {party["id"]: {} for party in self.parties}
        for meeting in plan["meetings"]:
            for side in SIDES:
                self.meetings_of[meeting[side]["id"]][meeting["slot"]["id"]] = meeting

    @property
    def state(self) -> str:
        """The state of the plan in words."""
        return STATES[self.plan["plan_state"]]

    @property
    def caution(self) -> str:
        """What everybody must know who holds a sheet, "" for the plan that counts."""
        return CAUTIONS.get(self.plan["plan_state"], "")

    @property
    def occasion(self) -> str:
        """Which conference, on which days, where."""
        return occasion_of(self.plan)

    def sheet(self, name: str, *, landscape: bool = False, paper: int = A4) -> Any:
        """A new sheet, set up for printing: one page wide, the plan's state above, title and page number below."""
        sheet = self.book.add_worksheet(name)
        sheet.set_paper(paper)
        if landscape:
            sheet.set_landscape()
        sheet.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.7)
        sheet.fit_to_pages(1, 0)
        sheet.hide_gridlines(2)
        if self.caution:
            sheet.set_header(f'&R&"{FONT},Regular"&9 {self.caution}')
        # An ampersand begins a command, so the title's own are doubled; the space keeps a leading digit of the title
        # from being read as part of the type size.
        title = self.plan["conference"]["title"][:TITLE_LIMIT].replace("&", "&&")
        left = f'&L&"{FONT},Regular"&9 {title} · {self.state} · {self.plan["run_id"][-6:]}'
        sheet.set_footer(f"{left}&R&9 第 &P 页，共 &N 页")
        return sheet

    def write(self, sheet: Any, row: int, column: int, value: Any, form: str = "cell") -> None:
        """A cell: numbers as numbers, nothing as an empty cell, everything else as text."""
        if value is None or value == "":
            sheet.write_blank(row, column, None, self.formats[form])
        elif isinstance(value, int | float) and not isinstance(value, bool):
            sheet.write_number(row, column, value, self.formats["number" if form == "cell" else form])
        else:
            sheet.write_string(row, column, str(value), self.formats[form])

    def write_row(self, sheet: Any, row: int, values: Sequence[Any], form: str = "cell", *, first: int = 0) -> None:
        """A row of cells from a column on."""
        for column, value in enumerate(values, first):
            self.write(sheet, row, column, value, form)

    def write_link(self, sheet: Any, row: int, column: int, target: str, text: str, form: str = "link") -> None:
        """A cell that leads to another sheet of the workbook."""
        sheet.write_url(row, column, f"internal:'{target}'!A1", self.formats[form], text)

    def write_wide(self, sheet: Any, row: int, columns: tuple[int, int], value: Any, form: str = "cell") -> None:
        """One cell across several columns."""
        sheet.merge_range(row, columns[0], row, columns[1], "", self.formats[form])
        self.write(sheet, row, columns[0], value, form)

    def other(self, meeting: Mapping[str, Any], party_id: str) -> Mapping[str, Any]:
        """The party that the other one meets."""
        other: Mapping[str, Any] = meeting["supply" if meeting["demand"]["id"] == party_id else "demand"]
        return other


def occasion_of(plan: Mapping[str, Any]) -> str:
    """Which conference, on which days, where."""
    days = "、".join(dict.fromkeys(day_of(slot) for slot in plan["slots"]))
    conference = plan["conference"]
    return " · ".join(part for part in (conference["title"], days, conference["venue"]) if part)


def order_parties(parties: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The parties in the order of their numbers: the demand side first, by pinyin."""
    return sorted(parties, key=_place)


def _place(party: Mapping[str, Any]) -> tuple[bool, str, str, str]:
    return party["side"] != "demand", spell(party["name"]), party["name"], party["id"]


def spell(name: str) -> str:
    """The full pinyin of a name, to order by; numbers in it by their size, so that 2 stands before 10."""
    # The readings of all characters weigh 55 MB: only a process that writes sheets carries them.
    from pypinyin import lazy_pinyin

    return _NUMBER.sub(lambda found: found[0].zfill(8), " ".join(lazy_pinyin(name)).lower())


def initials_of(name: str) -> str:
    """The first letters of a name's syllables, as people look it up: 宝信软件 → BXRJ."""
    from pypinyin import Style, lazy_pinyin

    letters = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER))
    return "".join(one for one in letters if one.isalnum()).upper()


def name_in_full(party: Mapping[str, Any]) -> str:
    """A party's name, with its organisation when that is called otherwise."""
    name, organisation = str(party["name"]), party["organisation_name"]
    return name if not organisation or organisation in name else f"{name}（{organisation}）"


def day_of(slot: Mapping[str, Any]) -> str:
    """The day of a slot: 11月28日（周四）."""
    day = local(slot["starts_at"])
    return f"{day.month}月{day.day}日（周{WEEKDAYS[day.weekday()]}）"


def times_of(slot: Mapping[str, Any]) -> str:
    """The times of a slot: 09:20–09:50."""
    return f"{local(slot['starts_at']):%H:%M}–{local(slot['ends_at']):%H:%M}"


def start_of(slot: Mapping[str, Any]) -> str:
    """When a slot begins: 09:20."""
    return f"{local(slot['starts_at']):%H:%M}"


def local(moment: str) -> datetime:
    """A moment on the clock of Shanghai."""
    return datetime.fromisoformat(moment).astimezone(SHANGHAI)
