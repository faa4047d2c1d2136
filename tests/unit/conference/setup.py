"""A conference set up through its own door, as tests need it."""

from typing import Any

from tests.house import Answer, TestHouse

DAY = {
    "date": "2019-11-28",
    "sessions": [
        {"title": "上午", "starts_at": "2019-11-28T01:00:00Z", "ends_at": "2019-11-28T03:00:00Z"},
        {"title": "下午", "starts_at": "2019-11-28T05:30:00Z", "ends_at": "2019-11-28T07:00:00Z"},
    ],
}


def plan(house: TestHouse, **changes: Any) -> dict[str, Any]:
    """A conference without timetable, tables and parties."""
    body = {"title": "2019 年度供需对接大会", "year": 2019, "starts_on": "2019-11-28", **changes}
    answer = house.organizer.post("conference", "/conferences", body)
    assert answer.status == 201, answer.body
    conference: dict[str, Any] = answer.json
    return conference


def set_timetable(house: TestHouse, conference: dict[str, Any], **changes: Any) -> Answer:
    """Two sessions with slots of 30 minutes."""
    body = {"days": [DAY], "slot_minutes": 30, "buffer_minutes": 0, **changes}
    path = f"/conferences/{conference['id']}/timetable"
    return house.organizer.put("conference", path, body, version=conference["version"])


def set_tables(house: TestHouse, conference: dict[str, Any], **body: Any) -> Answer:
    """Tables, by number or one by one."""
    path = f"/conferences/{conference['id']}/tables"
    return house.organizer.put("conference", path, body, version=conference["version"])


def add_party(house: TestHouse, conference: dict[str, Any], side: str, name: str, **changes: Any) -> dict[str, Any]:
    """A party of an organisation of the same name."""
    ground = {"need_id": f"n-{name}"} if side == "demand" else {"entry_id": f"e-{name}"}
    body = {"side": side, "organisation_id": f"org-{name}", "organisation_name": name, **ground, **changes}
    answer = house.organizer.post("conference", f"/conferences/{conference['id']}/parties", body)
    assert answer.status == 201, answer.body
    party: dict[str, Any] = answer.json
    return party


def read(house: TestHouse, conference: dict[str, Any]) -> dict[str, Any]:
    """The conference as it is now."""
    found: dict[str, Any] = house.organizer.get("conference", f"/conferences/{conference['id']}").json
    return found
