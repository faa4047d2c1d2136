"""The questions of a conference's forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gateway.web.forms import Field
from gateway.web.showing import show_time, show_weekday
from gateway.web.words import SCOPES, WORDS

CONFERENCE = (
    Field("title", "名称", hint="如：2019 年度工业互联网供需对接大会", required=True),
    Field("year", "年度", kind="number", width="w-s", required=True),
    Field("scope", "范围", kind="choice", options=tuple(SCOPES.items()), required=True),
    Field("starts_on", "开始日期", kind="day", hint="写成 2019-11-28", width="w-m", required=True),
    Field("venue", "地点"),
    Field("min_meetings", "每方最少洽谈几场", kind="number", hint="没有单独约定的参会方用这个数", width="w-s"),
    Field("max_meetings", "每方最多洽谈几场", kind="number", width="w-s"),
)
TIMETABLE = (
    Field("dates", "日期", kind="days", hint="几天之间用顿号隔开，如：2019-11-28、2019-11-29", required=True),
    Field("morning_from", "上午开始", kind="time", hint="如：09:00；上午不安排就空着", width="w-s"),
    Field("morning_to", "上午结束", kind="time", hint="如：11:40", width="w-s"),
    Field("afternoon_from", "下午开始", kind="time", hint="如：13:00；下午不安排就空着", width="w-s"),
    Field("afternoon_to", "下午结束", kind="time", hint="如：15:40", width="w-s"),
    Field("slot_minutes", "每场洽谈几分钟", kind="number", width="w-s", required=True),
    Field("buffer_minutes", "两场之间间隔几分钟", kind="number", width="w-s"),
)
TABLES = (
    Field(
        "arrangement",
        "怎样用桌",
        kind="choice",
        options=(("free", "按场次分配，参会方换桌"), ("fixed", "供给方固定一桌，需求方换桌")),
        required=True,
    ),
    Field("count", "洽谈桌数", kind="number", hint="固定桌时按供给方的家数，不用填", width="w-s"),
)
PARTY = (
    Field("side", "哪一侧", kind="choice", options=(("demand", "需求侧"), ("supply", "供给侧")), required=True),
    Field("name", "名称", hint="名单上的写法", required=True),
    Field("organisation_name", "单位全称"),
    Field("organisation_id", "单位编号", width="w-m", required=True),
    Field("entry_id", "目录条目编号", hint="供给侧填写，在条目页的地址里", width="w-m"),
    Field("need_id", "需求编号", hint="需求侧填写，在需求页的地址里", width="w-m"),
)
PARTIES_UPLOAD = (
    Field("file", "参会方文件", hint=".xlsx，不超过 10 MB。可先下载模板，里面有现有的参会方。", required=True),
)
LIMITS = (
    Field("min_meetings", "最少洽谈几场", kind="number", width="w-s"),
    Field("max_meetings", "最多洽谈几场", kind="number", width="w-s"),
)
MODES = (("all", "整体排期：重新安排全部洽谈"), ("fill", "只补空档：已有的洽谈都不动，只在空档里添加"))
RUN = (
    Field("mode", "怎样排", kind="choice", options=MODES, required=True),
    Field("keep_locks", "整体排期时保留手工的锁定和取消", kind="tick", hint="不勾选则从头排起"),
    Field("effort", "多改进空等", kind="tick", hint="再多花几倍时间减少参会方的空等，匹配结果同样好"),
    Field("seed", "种子", kind="number", hint="同样的输入和种子得到同样的名单；不填由系统选定", width="w-s"),
)
"""How a run is started; `mode` and what it keeps matter once there is a list."""


def run_input(typed: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed, as the schema takes it."""
    said = {**typed, "effort": "polish" if typed["effort"] else "proof"}
    return {name: value for name, value in said.items() if value is not None}


def list_change_fields(
    parties: Sequence[Mapping[str, Any]], slots: Sequence[Mapping[str, Any]], tables: Sequence[Mapping[str, Any]]
) -> tuple[Field, ...]:
    """The questions of one change by hand."""
    sides = {
        side: tuple((one["id"], str(one["name"])) for one in parties if one["side"] == side)
        for side in ("demand", "supply")
    }
    times = tuple((slot["id"], f"{show_weekday(slot['startsAt'])} {show_time(slot['startsAt'])}") for slot in slots)
    seats = (("", "由系统选一张空桌"), *((one["id"], str(one["name"])) for one in tables))
    return (
        Field("act", "做什么", kind="choice", options=tuple(WORDS["list_act"].items()), required=True),
        Field("demand", "需求方", kind="choice", options=sides["demand"], required=True),
        Field("supply", "供给方", kind="choice", options=sides["supply"], required=True),
        Field("slot", "时段", kind="choice", options=times, hint="加入和移动时填写"),
        Field("table", "洽谈桌", kind="choice", options=seats),
    )


CHANGES = tuple(one for one in CONFERENCE if one.name not in {"year", "scope"})
"""What may still change of a conference."""

_SESSIONS = (("上午", "morning"), ("下午", "afternoon"))
_ZONE = "+08:00"


def timetable_input(typed: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed, as the schema takes it: the same sessions on every day, in Shanghai's time."""
    parts = [
        (title, typed[f"{part}From"], typed[f"{part}To"])
        for title, part in _SESSIONS
        if typed[f"{part}From"] and typed[f"{part}To"]
    ]
    days = [
        {
            "date": day,
            "sessions": [
                {"title": title, "startsAt": f"{day}T{start}:00{_ZONE}", "endsAt": f"{day}T{end}:00{_ZONE}"}
                for title, start, end in parts
            ],
        }
        for day in typed["dates"]
    ]
    return {
        "days": days,
        "slotMinutes": typed["slotMinutes"],
        "bufferMinutes": typed["bufferMinutes"] or 0,
    }


def timetable_values(timetable: Mapping[str, Any] | None) -> dict[str, Any]:
    """A timetable as it stands in the form; the sessions of its first day."""
    if not timetable or not timetable["days"]:
        return {"slotMinutes": 20, "bufferMinutes": 0, "morningFrom": "09:00", "morningTo": "11:40"}
    values: dict[str, Any] = {
        "dates": [day["date"] for day in timetable["days"]],
        "slotMinutes": timetable["slotMinutes"],
        "bufferMinutes": timetable["bufferMinutes"],
    }
    for session in timetable["days"][0]["sessions"]:
        start, end = show_time(session["startsAt"]), show_time(session["endsAt"])
        part = "morning" if start < "12:00" else "afternoon"
        values[f"{part}From"], values[f"{part}To"] = start, end
    return values


def uneven(timetable: Mapping[str, Any] | None) -> bool:
    """Whether days differ or have more than a morning and an afternoon, so that this form would level them."""
    days = [_times(day["sessions"]) for day in (timetable or {}).get("days") or ()]
    return any(day != days[0] or len(day) > len(_SESSIONS) for day in days)


def _times(sessions: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    return [(show_time(one["startsAt"]), show_time(one["endsAt"])) for one in sessions]
