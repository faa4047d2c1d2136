"""A house with a small published catalogue and an enterprise with a published need."""

from dataclasses import dataclass
from typing import Any

import pytest

from services.chassis.identity import Role
from tests.house import Answer, Someone, TestHouse

OWNER, NETWORKER, CONSULTANT = "org-five-metals", "org-networker", "org-consultant"


@dataclass(frozen=True)
class Town:
    """People, entries and a need, and the ways to ask about them."""

    house: TestHouse
    owner: Someone
    networker: Someone
    consultant: Someone
    edition_id: str
    entries: dict[str, str]
    need_id: str

    def suggestions(self, *, someone: Someone | None = None, first: int = 10, need: str = "") -> Answer:
        """The suggestions of the need."""
        asker = someone or self.house.visitor
        return asker.get("matching", f"/suggestions?need={need or self.need_id}&first={first}")

    def suggested(self) -> list[str]:
        """The suggested entries, best first."""
        return [item["entry_id"] for item in self.suggestions().json["items"][0]["items"]]

    def ask(self, someone: Someone, entry: str = "networker", kind: str = "meeting", **more: Any) -> Answer:
        """Ask about the need and an entry."""
        body = {"need_id": self.need_id, "entry_id": self.entries[entry], "kind": kind, **more}
        return someone.post("matching", "/requests", body)

    def requests(self) -> list[dict[str, Any]]:
        """All requests as the organizer sees them."""
        items: list[dict[str, Any]] = self.house.organizer.get("matching", "/requests").json["items"]
        return items


def publish_edition(
    house: TestHouse, year: int, *entries: dict[str, Any], demo: bool = False, scope: str = "shanghai"
) -> tuple[str, list[str]]:
    """Publish an edition with entries; answers its id and theirs."""
    edition = {
        "year": year,
        "scope": scope,
        "title": f"{year} 年度目录",
        "document_number": f"文〔{year}〕1号",
        "demo": demo,
    }
    opened = house.organizer.post("catalogue", "/editions", edition)
    assert opened.status == 201, opened.json
    edition_id = opened.json["id"]
    ids = []
    for entry in entries:
        admitted = house.organizer.post("catalogue", f"/editions/{edition_id}/entries", entry)
        assert admitted.status == 201, admitted.json
        ids.append(admitted.json["id"])
    at = house.organizer.get("catalogue", f"/editions/{edition_id}").json["version"]
    published = house.organizer.post("catalogue", f"/editions/{edition_id}/publish", version=at)
    assert published.status == 200, published.json
    return edition_id, ids


def networker(**more: Any) -> dict[str, Any]:
    return {
        "name": "联机工业互联",
        "company": "联机工业互联（上海）有限公司",
        "kind": "provider",
        "category": "system_integration",
        "organisation_id": NETWORKER,
        **more,
    }


def consultant(**more: Any) -> dict[str, Any]:
    return {
        "name": "策远管理咨询",
        "company": "策远管理咨询有限公司",
        "kind": "provider",
        "category": "gbt23001_consulting",
        "organisation_id": CONSULTANT,
        **more,
    }


def publish_need(house: TestHouse, owner: Someone, **said: Any) -> str:
    """Write, submit and publish a need; answers its id."""
    body = {
        "title": "老设备联网",
        "text": "奉贤小五金厂，想把冲床车床联网看开机率。",
        "organisation_name": "五金厂",
        **said,
    }
    written = owner.post("needs", "/needs", {"organisation_id": owner.actor.organisation, **body})
    assert written.status == 201, written.json
    need_id: str = written.json["id"]
    submitted = owner.post("needs", f"/needs/{need_id}/submit", version=written.json["version"])
    published = house.organizer.post("needs", f"/needs/{need_id}/publish", version=submitted.json["version"])
    assert published.status == 200, published.json
    return need_id


@pytest.fixture
def town(house: TestHouse) -> Town:
    """Two entries of 2018, the need of a factory, all told to everybody."""
    owner = house.as_(Role.ENTERPRISE, organisation=OWNER)
    edition_id, ids = publish_edition(house, 2018, networker(), consultant())
    need_id = publish_need(house, owner)
    house.come_to_rest()
    house.tick()
    return Town(
        house,
        owner,
        house.as_(Role.PROVIDER, organisation=NETWORKER),
        house.as_(Role.PROVIDER, organisation=CONSULTANT),
        edition_id,
        dict(zip(("networker", "consultant"), ids, strict=True)),
        need_id,
    )
