"""A conference set up through its own door, as tests need it."""

from typing import Any

from tests.house import Answer, TestHouse
from tests.unit.catalogue.making import admit, open_draft, publish

SUPPLIERS = ("服务商甲", "服务商乙", "工厂甲")

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
    """A party of an organisation of the same name, with a published need or an entry of the current edition."""
    ground = {"need_id": publish_need(house, name)} if side == "demand" else {"entry_id": find_entry(house, name)}
    answer = post_party(house, conference, side, name, **ground, **changes)
    assert answer.status == 201, answer.body
    party: dict[str, Any] = answer.json
    return party


def post_party(house: TestHouse, conference: dict[str, Any], side: str, name: str, **changes: Any) -> Answer:
    """Ask for a party of an organisation of the same name."""
    body = {"side": side, "organisation_id": f"org-{name}", "organisation_name": name, **changes}
    return house.organizer.post("conference", f"/conferences/{conference['id']}/parties", body)


def publish_need(house: TestHouse, name: str, **changes: Any) -> str:
    """A published need of an organisation; answers its id."""
    said = {"title": "设备联网", "text": "三十台注塑机没有联网，想采集运行数据。", "categories": ["system_integration"]}
    body = {**said, "organisation_id": f"org-{name}", "organisation_name": name, **changes}
    need = house.organizer.post("needs", "/needs", body).json
    for step in ("submit", "publish"):
        need = house.organizer.post("needs", f"/needs/{need['id']}/{step}", version=need["version"]).json
    return str(need["id"])


def find_entry(house: TestHouse, name: str) -> str:
    """The entry of a supplier in the current edition, which is published when it is first needed."""
    entries = house.organizer.get("catalogue", "/entries?in_use=true").json["items"] or publish_edition(house)
    return next(str(entry["id"]) for entry in entries if entry["company"] == name)


def publish_edition(house: TestHouse) -> list[dict[str, Any]]:
    """An edition with all suppliers of these tests; answers its entries."""
    edition = open_draft(house, 2019)
    for name in SUPPLIERS:
        admit(house, edition, name=name, company=name, organisation_id=f"org-{name}")
    publish(house, edition)
    listed: list[dict[str, Any]] = house.organizer.get("catalogue", "/entries?in_use=true").json["items"]
    return listed


def read(house: TestHouse, conference: dict[str, Any]) -> dict[str, Any]:
    """The conference as it is now."""
    found: dict[str, Any] = house.organizer.get("conference", f"/conferences/{conference['id']}").json
    return found
