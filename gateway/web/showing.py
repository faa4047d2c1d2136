"""How values are written on a page: days, times, money, figures and marked text, as Jinja filters."""

import html
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from markupsafe import Markup, escape

from gateway.web.words import tone, word
from services.chassis.clock import SHANGHAI

MISSING = "未填"
_WEEKDAYS = "一二三四五六日"
_ESCAPED_MARKS = re.compile(r"&lt;(/?)mark&gt;")
_LEGAL = re.compile(r"^演示|（[^）]*）|(股份)?有限(责任)?公司|^上海市?")
_TRADE = re.compile(r"(?<=..)(科技|信息技术|系统工程|工业互联网)$")


def show_day(value: object) -> str:
    """`2019-11-28` as 2019 年 11 月 28 日."""
    found = _day(value)
    return f"{found.year} 年 {found.month} 月 {found.day} 日" if found else MISSING


def show_weekday(value: object) -> str:
    """`2019-11-28` as 11 月 28 日（周四）."""
    found = _day(value)
    return f"{found.month} 月 {found.day} 日（周{_WEEKDAYS[found.weekday()]}）" if found else MISSING


def show_moment(value: object) -> str:
    """A moment as 11 月 28 日 09:20, in Shanghai."""
    found = _moment(value)
    return f"{found.month} 月 {found.day} 日 {found:%H:%M}" if found else MISSING


def show_time(value: object) -> str:
    """A moment as 09:20, in Shanghai; `09:20` stays as it is."""
    found = _moment(value)
    return f"{found:%H:%M}" if found else str(value or MISSING)


def day_of(value: object) -> str:
    """The calendar day of a moment in Shanghai, `YYYY-MM-DD`."""
    found = _moment(value)
    return found.date().isoformat() if found else ""


def show_money(low: object, high: object) -> str:
    """A budget in 万元: 80–120 万元, 至少 80 万元, 不超过 120 万元."""
    if low is not None and high is not None:
        return f"{low} 万元" if low == high else f"{low}–{high} 万元"
    if low is not None:
        return f"至少 {low} 万元"
    return MISSING if high is None else f"不超过 {high} 万元"


def show_count(value: object) -> str:
    """A whole number with its thousands set apart."""
    return f"{value:,}" if isinstance(value, int) else str(MISSING if value is None else value)


def show_percent(share: object) -> str:
    """A share of one as a percentage with one decimal; what is not quite nothing is never written as 0%."""
    if not isinstance(share, int | float):
        return MISSING
    percent = 100 * share
    if 0 < percent < 0.1:
        return "不到 0.1%"
    return f"{percent:.1f}".removesuffix(".0") + "%"


def show_list(values: object, kind: str = "") -> str:
    """Several values with 、 between them; identifiers become words of `kind`."""
    listed = [word(kind, value) if kind else str(value) for value in values] if isinstance(values, list | tuple) else []
    return "、".join(listed) or MISSING


def show_marked(fragment: object) -> Markup:
    """A highlighted fragment. Whatever it contains is escaped again here, and only `<mark>` is let through."""
    safe = escape(html.unescape(str(fragment)))
    return Markup(_ESCAPED_MARKS.sub(r"<\1mark>", str(safe)))


def mark_spans(text: str, spans: list[tuple[int, int]]) -> Markup:
    """A text with some of its spans marked; overlapping ones are joined, those outside are left out."""
    pieces, at = [], 0
    for start, end in sorted(spans):
        start, end = max(start, at), min(end, len(text))
        if start >= end:
            continue
        pieces += [escape(text[at:start]), Markup("<mark>"), escape(text[start:end]), Markup("</mark>")]
        at = end
    return Markup("").join([*pieces, escape(text[at:])])


def show_size(size: int | None) -> str:
    """The size of a file in words: 340 KB, 1.2 MB."""
    kilobytes = max(1, round((size or 0) / 1000))
    return f"{kilobytes} KB" if kilobytes < 1000 else f"{kilobytes / 1000:.1f} MB"


def shorten(name: object, limit: int = 6) -> str:
    """A short name for the cell of a table: without the legal form and the city, at most `limit` characters."""
    full = str(name or "")
    short = _TRADE.sub("", _LEGAL.sub("", _LEGAL.sub("", full))).strip() or full
    return short if len(short) <= limit else short[:limit]


def _day(value: object) -> date | None:
    if not value:
        return None
    text = str(value)
    return date.fromisoformat(text) if len(text) == 10 else getattr(_moment(value), "date", lambda: None)()


def _moment(value: object) -> datetime | None:
    if isinstance(value, datetime):
        return value.astimezone(SHANGHAI)
    text = str(value or "")
    if "T" not in text and len(text) < 16:
        return None
    return datetime.fromisoformat(text).astimezone(SHANGHAI)


FILTERS: Mapping[str, Callable[..., Any]] = {
    "day": show_day,
    "weekday": show_weekday,
    "moment": show_moment,
    "clock": show_time,
    "day_of": day_of,
    "count": show_count,
    "percent": show_percent,
    "listed": show_list,
    "marked": show_marked,
    "shorten": shorten,
    "size": show_size,
    "tone": tone,
}
