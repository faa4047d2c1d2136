"""Meetings for calendars (日历文件): an iCalendar file a party, whose events keep their names when they are moved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, vCalAddress

from services.conference.exports.archive import pack
from services.conference.exports.paper import order_parties

ZONE = "Asia/Shanghai"
GONE = "退出"
"""Stands for the number of a party that is on the list no more."""
UNFIT = str.maketrans(dict.fromkeys('\\/:*?"<>|\r\n\t', "_"))
"""Characters that some system does not take in the name of a file."""


@dataclass(frozen=True)
class Facts:
    """What a calendar says of a meeting; when any of it changes, the event is a new version."""

    starts_at: str
    ends_at: str
    table: str
    venue: str
    demand: str
    supply: str


@dataclass(frozen=True)
class Entry:
    """A meeting as the lists published so far leave it: its facts, and the release in which it last changed."""

    facts: Facts
    sequence: int
    changed_at: str
    is_cancelled: bool = False


Pair = tuple[str, str]


def write_calendars(plan: Mapping[str, Any], releases: Sequence[Mapping[str, Any]]) -> bytes:
    """An archive with one calendar for everybody who is or was on a published list; equal input, equal bytes."""
    entries = follow(releases)
    names = {party["id"]: party["name"] for one in releases for party in one["frozen"]["parties"]}
    numbers = {party["id"]: f"{number:03d}" for number, party in enumerate(order_parties(plan["parties"]), 1)}
    of_party: dict[str, dict[Pair, Entry]] = {party_id: {} for party_id in names}
    for pair, entry in entries.items():
        for party_id in pair:
            of_party[party_id][pair] = entry
    ordered = sorted(names, key=lambda one: (numbers.get(one, GONE), one))
    return pack(
        (_name_file(numbers.get(one, GONE), names[one]), write_calendar(plan, one, of_party[one]), one)
        for one in ordered
    )


def _name_file(number: str, name: str) -> str:
    return f"{number}-{name.translate(UNFIT)[:60]}.ics"


def follow(releases: Sequence[Mapping[str, Any]]) -> dict[Pair, Entry]:
    """Every meeting that was ever published, as the last release leaves it; what was dropped is cancelled."""
    entries: dict[Pair, Entry] = {}
    for number, release in enumerate(releases):
        listed = _read_release(release)
        for pair, facts in listed.items():
            before = entries.get(pair)
            if before is None or before.is_cancelled or before.facts != facts:
                entries[pair] = Entry(facts, number, release["published_at"])
        for pair, before in entries.items():
            if pair not in listed and not before.is_cancelled:
                entries[pair] = Entry(before.facts, number, release["published_at"], is_cancelled=True)
    return entries


def _read_release(release: Mapping[str, Any]) -> dict[Pair, Facts]:
    frozen = release["frozen"]
    slots, tables, parties = ({one["id"]: one for one in frozen[name]} for name in ("slots", "tables", "parties"))
    return {
        (meeting["demand"], meeting["supply"]): Facts(
            slots[meeting["slot"]]["starts_at"],
            slots[meeting["slot"]]["ends_at"],
            tables[meeting["table"]]["name"],
            frozen["conference"]["venue"],
            parties[meeting["demand"]]["name"],
            parties[meeting["supply"]]["name"],
        )
        for meeting in release["plan"]["meetings"]
    }


def write_calendar(plan: Mapping[str, Any], party_id: str, entries: Mapping[Pair, Entry]) -> bytes:
    """The calendar of one party, its meetings in the order of the day."""
    conference = plan["conference"]
    calendar = Calendar()
    calendar.add("PRODID", "-//Gongxu//对接名单//ZH")
    calendar.add("VERSION", "2.0")
    calendar.add("METHOD", "PUBLISH")
    calendar.add("X-WR-CALNAME", conference["title"])
    calendar.add("X-WR-TIMEZONE", ZONE)
    calendar.add_component(_zone())
    organizer = vCalAddress(f"urn:uuid:{uuid5(NAMESPACE_URL, 'gongxu:' + conference['id'])}")
    organizer.params["CN"] = conference["title"]
    for pair, entry in sorted(entries.items(), key=lambda one: (one[1].facts.starts_at, one[0])):
        event = _write_event(entry, other=entry.facts.supply if pair[0] == party_id else entry.facts.demand)
        event.add("UID", f"{name_meeting(conference['id'], pair)}@gongxu")
        event.add("ORGANIZER", organizer)
        calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written


def name_meeting(conference_id: str, pair: Pair) -> UUID:
    """The name of a meeting for ever: of the conference and of the two who meet, not of time or table."""
    return uuid5(NAMESPACE_URL, f"gongxu:{conference_id}:{pair[0]}:{pair[1]}")


def _write_event(entry: Entry, *, other: str) -> Event:
    facts, changed_at = entry.facts, datetime.fromisoformat(entry.changed_at)
    event = Event()
    event.add("DTSTAMP", changed_at)
    event.add("LAST-MODIFIED", changed_at)
    event.add("SEQUENCE", entry.sequence)
    event.add("DTSTART", _local(facts.starts_at))
    event.add("DTEND", _local(facts.ends_at))
    event.add("SUMMARY", f"洽谈：{other}")
    event.add("LOCATION", " ".join(filter(None, (facts.venue, facts.table))))
    event.add("STATUS", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    return event


def _local(moment: str) -> datetime:
    return datetime.fromisoformat(moment).astimezone(ZoneInfo(ZONE))


@cache
def _zone() -> Timezone:
    return Timezone.from_tzid(ZONE)
