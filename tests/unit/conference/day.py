"""A conference on its day, as tests need it."""

from typing import Any

from tests.house import Answer, TestHouse
from tests.unit.conference.test_runs import look, prepare, start, work_here

Json = dict[str, Any]


def publish_list(house: TestHouse, **changes: Any) -> tuple[Json, Json]:
    """A conference with a published list of three meetings, and its run."""
    conference = prepare(house, **changes)
    run = start(house, conference)
    work_here(house, run)
    assert house.organizer.post("conference", f"/runs/{run['id']}/publish").status == 200
    return conference, look(house, run)


def meetings_of(house: TestHouse, run: Json) -> set[tuple[str, str, str]]:
    """Who meets whom, from when on."""
    told = house.organizer.get("conference", f"/runs/{run['id']}/plan").json
    return {(one["demand"]["name"], one["supply"]["name"], one["slot"]["id"]) for one in told["meetings"]}


def report(house: TestHouse, conference: Json, kind: str, **body: Any) -> Answer:
    """Report an incident."""
    return house.organizer.post("conference", f"/conferences/{conference['id']}/incidents", {"kind": kind, **body})


def the_day(house: TestHouse, conference: Json) -> Json:
    """The day at a glance."""
    found: Json = house.organizer.get("conference", f"/conferences/{conference['id']}/day").json
    return found


def propose(house: TestHouse, conference: Json) -> Json:
    """A repair that is worked out and waits for approval."""
    answer = house.organizer.post("conference", f"/conferences/{conference['id']}/repairs")
    assert answer.status == 202, answer.body
    work_here(house, answer.json)
    return look(house, answer.json)


def approve(house: TestHouse, run: Json) -> Answer:
    """Approve a repair as it was seen."""
    return house.organizer.post("conference", f"/runs/{run['id']}/approve", version=run["version"])


def party_now(house: TestHouse, party: Json) -> Json:
    """A party as it is now."""
    found: Json = house.organizer.get("conference", f"/parties/{party['id']}").json
    return found
