"""An indexer that is killed again and again, while entries change: in the end the index is what the catalogue says."""

import random
import threading
from pathlib import Path
from typing import Any

from deploy.house import House, build_house
from deploy.settings import Settings
from search.engines.index import open_index
from search.indexer import INDEX_NAME
from services.chassis.clock import SetClock
from services.chassis.identity import Role
from tests.house import SECRET, Someone, open_test_house
from tests.system.killing import kill, spawn, until

KILLS = 10
ENTRIES = 12
SEED = 20181119
PROFILE = {"capabilities": ["设备联网"], "industries": ["汽车制造业"], "service_regions": ["上海市"]}


def work_on_search(settings: Settings) -> None:
    """Child: the working role of search, until killed."""
    house = build_house(settings, services=["search"], migrated=True)
    working = house.working("search")
    assert working.worker is not None
    working.worker.run(threading.Event())


def versions_of_truth(organizer: Someone) -> dict[str, int]:
    rows = organizer.get("catalogue", "/entries?first=100").json["items"]
    return {row["id"]: row["version"] for row in rows}


def versions_of_shadow(house: House) -> dict[str, int]:
    index = open_index(house.ports["search"].options["index_url"], INDEX_NAME)
    found = index.versions()
    index.close()
    return found


def open_catalogue(organizer: Someone) -> list[dict[str, Any]]:
    edition = organizer.post(
        "catalogue", "/editions", {"year": 2019, "scope": "shanghai", "title": "2019 年目录", "document_number": "无"}
    ).json
    entries = []
    for number in range(ENTRIES):
        body = {
            "name": f"服务商{number}",
            "company": f"试验服务商{number}",
            "kind": "provider",
            "category": "cloud_services",
        }
        answer = organizer.post("catalogue", f"/editions/{edition['id']}/entries", body)
        assert answer.status == 201, answer.body
        entries.append(answer.json)
    published = organizer.post("catalogue", f"/editions/{edition['id']}/publish", version=edition["version"])
    assert published.status == 200, published.body
    return entries


def test_an_indexer_killed_at_any_moment_loses_no_change_and_doubles_none(tmp_path: Path, clock: SetClock) -> None:
    chance = random.Random(SEED)
    with open_test_house(tmp_path, clock) as house:
        organizer = house.as_(Role.ORGANIZER, person="organizer-1")
        entries = open_catalogue(organizer)
        relay = house.working("catalogue").relay
        assert relay is not None
        settings = Settings(var=tmp_path, secret=SECRET)
        versions = versions_of_truth(organizer)

        def change_one() -> None:
            entry = chance.choice(entries)["id"]
            body = {**PROFILE, "description": f"第 {chance.random()} 版说明"}
            answer = organizer.put("catalogue", f"/entries/{entry}/profile", body, version=versions[entry])
            assert answer.status == 200, answer.body
            versions[entry] = answer.json["version"]
            relay.step()

        child = spawn(work_on_search, settings)
        for _ in range(KILLS):
            before = versions_of_shadow(house)

            def has_worked(before: dict[str, int] = before) -> bool:
                change_one()
                return versions_of_shadow(house) != before

            until(has_worked, "the indexer works")
            for _ in range(chance.randint(0, 3)):
                change_one()
            kill(child)
            child = spawn(work_on_search, settings)

        assert versions_of_truth(organizer) == versions
        until(lambda: versions_of_shadow(house) == versions, "the last indexer does the rest")
        kill(child)
        found = house.visitor.post("search", "/search", {"text": "服务商", "first": 100, "facets": False}).json
        assert found["total"] == ENTRIES
