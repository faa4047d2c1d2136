"""A plan (对接名单) as people read it: the hall by table and slot, the day of every party, the proof in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from gateway.web.showing import day_of, shorten, show_count, show_percent

Row = Mapping[str, Any]

SHORT, LONGEST = 4, 12
"""Characters of a short name: as many as fit a cell of the hall, and the most before the full name is used."""


@dataclass
class Line:
    """One table of one day: its meetings by slot, and the party that keeps it all day, if one does."""

    table: Row
    keeper: str = ""
    cells: dict[str, Row] = field(default_factory=dict)


@dataclass(frozen=True)
class Hall:
    """One day of the hall."""

    day: str
    slots: list[Row]
    breaks: frozenset[str]
    """Slots after which there is a pause."""
    lines: list[Line]

    @property
    def keeps_tables(self) -> bool:
        """Whether every table that is used has one party all day, so that a cell names only the visitor."""
        return all(line.keeper for line in self.lines if line.cells)


def slots_by_day(slots: Iterable[Row]) -> dict[str, list[Row]]:
    """Slots by their calendar day, in order."""
    days: dict[str, list[Row]] = defaultdict(list)
    for slot in sorted(slots, key=lambda one: str(one["startsAt"])):
        days[day_of(slot["startsAt"])].append(slot)
    return dict(days)


def make_halls(slots: Sequence[Row], tables: Sequence[Row], meetings: Sequence[Row]) -> list[Hall]:
    """The hall day by day. A slot or table that only a meeting knows of is shown all the same."""
    known_slots = {one["id"]: one for one in [*slots, *(meeting["slot"] for meeting in meetings)]}
    known_tables = {one["id"]: one for one in [*tables, *(meeting["table"] for meeting in meetings)]}
    days = slots_by_day(known_slots.values())
    return [_hall(day, of_day, list(known_tables.values()), meetings) for day, of_day in days.items()]


def _hall(day: str, slots: list[Row], tables: list[Row], meetings: Sequence[Row]) -> Hall:
    ids = {slot["id"] for slot in slots}
    lines = {table["id"]: Line(table) for table in tables}
    for meeting in meetings:
        if meeting["slot"]["id"] in ids:
            lines[meeting["table"]["id"]].cells[meeting["slot"]["id"]] = meeting
    for line in lines.values():
        suppliers = {meeting["supply"]["name"] for meeting in line.cells.values()}
        line.keeper = suppliers.pop() if len(suppliers) == 1 else ""
    pauses = [
        slot["id"]
        for slot, following in pairwise(slots)
        if _minutes(following["startsAt"]) - _minutes(slot["endsAt"]) >= 30
    ]
    return Hall(day, slots, frozenset(pauses), list(lines.values()))


def _minutes(moment: object) -> int:
    text = str(moment).partition("T")[2] or str(moment)
    return int(text[:2]) * 60 + int(text[3:5])


@dataclass(frozen=True)
class PartyDay:
    """One party and its meetings in order."""

    party: Row
    side: str
    meetings: list[Row]


def by_party(meetings: Sequence[Row]) -> list[PartyDay]:
    """Every party that meets somebody, supply first, with whom it meets and when."""
    found: dict[tuple[str, str], PartyDay] = {}
    for meeting in sorted(meetings, key=lambda one: (str(one["slot"]["startsAt"]), str(one["table"]["name"]))):
        for side in ("supply", "demand"):
            party = meeting[side]
            one = found.setdefault((side, party["id"]), PartyDay(party, side, []))
            one.meetings.append(meeting)
    return sorted(found.values(), key=lambda one: (one.side == "demand", str(one.party["name"])))


def short_names(meetings: Sequence[Row]) -> dict[str, str]:
    """Id of a party -> a name of four characters; those that would be alike keep as many more as tell them apart."""
    names = {meeting[side]["id"]: str(meeting[side]["name"]) for meeting in meetings for side in ("demand", "supply")}
    return _told_apart(names, SHORT)


def _told_apart(names: Mapping[str, str], length: int) -> dict[str, str]:
    groups: dict[str, dict[str, str]] = defaultdict(dict)
    for one, name in names.items():
        groups[shorten(name, length)][one] = name
    short: dict[str, str] = {}
    for shortened, group in groups.items():
        is_told = len(set(group.values())) == 1
        if is_told or length >= LONGEST:
            short.update(dict.fromkeys(group, shortened) if is_told else group)
        else:
            short.update(_told_apart(group, length + 1))
    return short


def prove(plan: Row) -> str:
    """What value, bound and gap say, as a sentence."""
    value, bound, gap = plan["value"], plan["bound"], gap_of(plan)
    if gap is None:
        return "这次没有得出理论上限。"
    got, most = show_count(round(value)), show_count(round(bound))
    if gap <= 0:
        return f"洽谈总分 {got}，已经到达理论上限：在现有意愿、时段和桌数下，没有更好的排法。"
    return f"洽谈总分 {got}，任何排法都不会超过 {most}：距理论上限最多 {show_percent(gap)}。"


def gap_of(plan: Row) -> float | None:
    """How much better than this plan another could be at most, as a share of its value."""
    value, bound = plan["value"], plan["bound"]
    return None if value is None or bound is None else max(bound - value, 0) / max(value, 1)
