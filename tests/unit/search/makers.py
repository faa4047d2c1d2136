"""Makers of what search is told: facts of editions and entries, and entries themselves."""

from datetime import UTC, datetime
from typing import Any

from events.envelope import Fact, encode
from events.log import EventLog
from search.entries import Entry

_MOMENT = datetime(2019, 4, 1, tzinfo=UTC)


def an_edition(id: str = "shanghai-2018", **changes: Any) -> dict[str, Any]:
    """The public state of an edition."""
    scope, year = id.split("-")[:2]
    return {
        "id": id,
        "year": int(year),
        "scope": scope,
        "title": f"{year} 年推荐目录",
        "status": "published",
        "demo": False,
        **changes,
    }


def an_entry(id: str, edition: str = "shanghai-2018", **changes: Any) -> dict[str, Any]:
    """The public state of an entry; `profile` replaces single fields of an empty one."""
    profile: dict[str, list[str]] = {
        name: [] for name in ("capabilities", "industries", "application_modes", "service_regions", "cases")
    }
    return {
        "id": id,
        "edition": an_edition(edition),
        "name": f"条目 {id}",
        "short_name": "",
        "company": "",
        "kind": "provider",
        "category": "cloud_services",
        "reach": "",
        "status": "admitted",
        **changes,
        "profile": {"description": "", **profile, **changes.get("profile", {})},
    }


def a_fact(type: str, data: dict[str, Any], version: int = 1) -> Fact:
    """A fact of the catalogue about a noun that carries its id."""
    return Fact(f"{type}-{data['id']}-{version}", type, 1, "/gongxu/catalogue", data["id"], version, _MOMENT, data)


def tell(log: EventLog, *facts: Fact) -> None:
    """Append facts as the catalogue's relay would."""
    for topic in ("catalogue.edition", "catalogue.entry"):
        log.ensure_topic(topic, 4, compacted=True)
    log.append([encode(fact) for fact in facts])


def edition_published(version: int = 1, **edition: Any) -> Fact:
    """The catalogue says: an edition was published."""
    return a_fact("catalogue.edition.published", an_edition(**edition), version)


def entry_admitted(id: str, version: int = 1, **entry: Any) -> Fact:
    """The catalogue says: an entry was admitted."""
    return a_fact("catalogue.entry.admitted", an_entry(id, **entry), version)


def entry_withdrawn(id: str, version: int, **entry: Any) -> Fact:
    """The catalogue says: an entry was withdrawn."""
    return a_fact("catalogue.entry.withdrawn", an_entry(id, status="withdrawn", **entry), version)


def an_indexed(id: str, **fields: Any) -> Entry:
    """An entry as search keeps it."""
    return Entry(**{"id": id, "name": f"条目{id}", "kind": "provider", "edition": "shanghai-2018", **fields})
