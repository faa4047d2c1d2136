"""Calendars of parties: names that stay, versions that grow only when a meeting changes, rules of RFC 5545 and 5546."""

from typing import Any

from icalendar import Calendar

from services.conference.exports.archive import pick
from services.conference.exports.calendars import write_calendars

REQUIRED = {"UID", "DTSTAMP", "DTSTART", "ORGANIZER", "SUMMARY", "SEQUENCE"}
"""What an event must have that is published."""


def release(number: int, meetings: list[tuple[str, str, int, str]], **changes: Any) -> dict[str, Any]:
    """A published list: (demand, supply, slot, table)."""
    slots = [
        {"id": f"s{one}", "starts_at": f"2019-11-28T0{one}:00:00Z", "ends_at": f"2019-11-28T0{one}:20:00Z"}
        for one in range(1, 5)
    ]
    names = {"d1": "工厂甲，分号;逗号,与反斜线\\" + "长" * 60, "d2": "工厂乙", "s1": "服务商甲"}
    parties = [
        {"id": one, "side": "demand" if one[0] == "d" else "supply", "name": name, "organisation_name": name}
        for one, name in names.items()
    ]
    frozen = {
        "conference": {"id": "c1", "title": "2019 年度大会", "venue": "世博展览馆"},
        "slots": slots,
        "tables": [{"id": one, "name": f"{one} 号桌"} for one in ("1", "2")],
        "parties": parties,
        **changes,
    }
    rows = [{"demand": one, "supply": other, "slot": f"s{slot}", "table": at} for one, other, slot, at in meetings]
    return {"published_at": f"2019-11-0{number}T02:00:00Z", "frozen": frozen, "plan": {"meetings": rows}}


def calendar_of(party_id: str, *releases: dict[str, Any]) -> bytes:
    content = pick(write_calendars({**releases[-1]["frozen"]}, releases), party_id)
    assert content is not None
    return content


def events_of(party_id: str, *releases: dict[str, Any]) -> list[Any]:
    return list(Calendar.from_ical(calendar_of(party_id, *releases)).events)


FIRST = release(1, [("d1", "s1", 1, "1"), ("d2", "s1", 2, "1")])


def test_a_party_has_one_event_a_meeting_in_shanghais_time() -> None:
    one, other = events_of("s1", FIRST)
    (mine,) = events_of("d2", FIRST)

    assert [event["SUMMARY"][:6] for event in (one, other, mine)] == ["洽谈：工厂甲", "洽谈：工厂乙", "洽谈：服务商"]
    assert mine["LOCATION"] == "世博展览馆 1 号桌"
    assert (mine.start.isoformat(), mine.end.isoformat()) == ("2019-11-28T10:00:00+08:00", "2019-11-28T10:20:00+08:00")
    assert mine["DTSTART"].params["TZID"] == "Asia/Shanghai"
    assert mine["UID"] == other["UID"] != one["UID"]


def test_a_moved_meeting_keeps_its_name_and_grows_its_version_and_others_stay() -> None:
    second = release(2, [("d1", "s1", 3, "2"), ("d2", "s1", 2, "1")])

    before = {event["UID"]: event for event in events_of("s1", FIRST)}
    after = {event["UID"]: event for event in events_of("s1", FIRST, second)}

    assert set(before) == set(after)
    assert sorted((int(one["SEQUENCE"]), one.start.hour) for one in before.values()) == [(0, 9), (0, 10)]
    assert sorted((int(one["SEQUENCE"]), one.start.hour) for one in after.values()) == [(0, 10), (1, 11)]
    kept = next(uid for uid, event in after.items() if int(event["SEQUENCE"]) == 0)
    assert after[kept].to_ical() == before[kept].to_ical()


def test_a_dropped_meeting_is_cancelled_for_the_rest_of_the_event_and_may_come_back() -> None:
    second, third = release(2, [("d1", "s1", 1, "1")]), release(3, [("d1", "s1", 1, "1"), ("d2", "s1", 2, "1")])

    def told(*releases: dict[str, Any]) -> list[tuple[str, int]]:
        return [(str(one["STATUS"]), int(one["SEQUENCE"])) for one in events_of("d2", *releases)]

    assert told(FIRST) == [("CONFIRMED", 0)]
    assert told(FIRST, second) == [("CANCELLED", 1)]
    assert told(FIRST, second, {**second, "published_at": "2019-11-04T02:00:00Z"}) == [("CANCELLED", 1)]
    assert told(FIRST, second, third) == [("CONFIRMED", 2)]


def test_a_calendar_keeps_the_rules_of_its_format() -> None:
    content = calendar_of("s1", FIRST)
    calendar = Calendar.from_ical(content)

    assert (str(calendar["METHOD"]), str(calendar["VERSION"])) == ("PUBLISH", "2.0")
    assert content.count(b"\n") == content.count(b"\r\n")
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    assert content.decode().count("BEGIN:VTIMEZONE") == 1
    assert all(set(event) >= REQUIRED for event in calendar.events)
    assert str(calendar.events[0]["SUMMARY"]) == "洽谈：工厂甲，分号;逗号,与反斜线\\" + "长" * 60
    assert b"\\;" in content
    assert b"\\," in content
    assert calendar_of("s1", FIRST) == content


def test_whoever_has_left_finds_its_meetings_cancelled() -> None:
    left = [party for party in FIRST["frozen"]["parties"] if party["id"] != "d2"]
    second = release(2, [("d1", "s1", 1, "1")], parties=left)

    assert [str(event["STATUS"]) for event in events_of("d2", FIRST, second)] == ["CANCELLED"]
