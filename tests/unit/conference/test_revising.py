"""Lists changed by hand and lists whose gaps are filled, through the service's door."""

from typing import Any

import pytest

from services.chassis.identity import Role
from services.conference.history_answers import ConflictOut, RevisedOut
from services.conference.run_answers import HandChangeOut, LostOut
from tests.house import Answer, TestHouse
from tests.unit.conference.test_runs import look, prepare, start, work, work_here

Row = dict[str, Any]


@pytest.fixture
def conference(house: TestHouse) -> Row:
    """A conference of two by two with one list."""
    found = prepare(house)
    first = start(house, found)
    work_here(house, first)
    return {**found, "first": look(house, first)}


def seats(house: TestHouse, run: Row) -> dict[tuple[str, str], tuple[str, bool]]:
    """Names of a pair -> its slot, and whether it is locked."""
    made = house.organizer.get("conference", f"/runs/{run['id']}/plan").json
    return {
        (one["demand"]["name"], one["supply"]["name"]): (one["slot"]["id"], one["locked"]) for one in made["meetings"]
    }


def revise(house: TestHouse, run: Row, *changes: Row, version: int | None = None, dry: bool = False) -> Answer:
    seen = run["version"] if version is None else version
    path = f"/runs/{run['id']}/changes" + ("?dry_run=true" if dry else "")
    return house.organizer.post("conference", path, {"changes": list(changes)}, version=None if dry else seen)


def a_change(conference: Row, act: str, demand: str, supply: str, **more: Any) -> Row:
    ids = conference["parties"]
    return {"act": act, "demand": ids[demand]["id"], "supply": ids[supply]["id"], **more}


def free_slot(house: TestHouse, conference: Row, run: Row) -> str:
    taken = {slot for slot, _ in seats(house, run).values()}
    return next(str(slot["id"]) for slot in conference["slots"] if slot["id"] not in taken)


def test_a_change_makes_a_new_draft_and_leaves_the_list_it_came_from(house: TestHouse, conference: Row) -> None:
    first = conference["first"]
    before, slot = seats(house, first), free_slot(house, conference, first)
    moved = a_change(conference, "move", "工厂甲", "服务商甲", slot=slot)

    answer = revise(house, first, moved)
    work_here(house, answer.json["run"])

    second = look(house, answer.json["run"])
    assert (answer.status, set(answer.json)) == (202, set(RevisedOut().fields))
    assert (second["number"], second["mode"], second["based_on"]) == (2, "hand", first["id"])
    assert (second["state"], second["plan_state"]) == ("done", "draft")
    assert seats(house, second) == {**before, ("工厂甲", "服务商甲"): (slot, True)}
    assert seats(house, first) == before
    assert look(house, first)["version"] == first["version"] + 1
    (told,) = house.organizer.get("conference", f"/runs/{second['id']}/plan").json["changes"]
    assert set(told) == set(HandChangeOut().fields)
    assert (told["act"], told["after"]["slot"], told["conflicts"]) == ("move", slot, [])


def test_a_worker_describes_and_checks_what_was_changed(house: TestHouse, conference: Row) -> None:
    dropped = a_change(conference, "drop", "工厂甲", "服务商甲")

    answer = revise(house, conference["first"], dropped)
    worked = work(house)

    run = look(house, answer.json["run"])
    made = house.organizer.get("conference", f"/runs/{run['id']}/plan").json
    assert (worked, run["state"], run["error"]) == (True, "done", "")
    assert [(one["code"], one["level"]) for one in answer.json["conflicts"]] == [("must_dropped", "warn")]
    assert ("must", "excluded") in [(one["kind"], one["reason"]) for one in made["unmet"]]
    ids = conference["parties"]
    assert made["excluded"] == [{"demand": ids["工厂甲"]["id"], "supply": ids["服务商甲"]["id"]}]
    assert made["gap"] >= 0
    assert house.organizer.get("conference", f"/runs/{run['id']}/plan.xlsx").status == 200


def test_what_was_decided_by_hand_survives_a_run_of_everything(house: TestHouse, conference: Row) -> None:
    first = conference["first"]
    slot = free_slot(house, conference, first)
    changes = [
        a_change(conference, "drop", "工厂甲", "服务商乙"),
        a_change(conference, "move", "工厂甲", "服务商甲", slot=slot),
    ]
    revised = revise(house, first, *changes).json["run"]
    work_here(house, revised)

    kept, fresh = start(house, conference), None
    work_here(house, kept)
    fresh = start(house, conference, keep_locks=False)
    work_here(house, fresh)

    assert look(house, kept)["based_on"] == revised["id"]
    again = seats(house, kept)
    assert again[("工厂甲", "服务商甲")] == (slot, True)
    assert ("工厂甲", "服务商乙") not in again
    assert look(house, fresh)["based_on"] is None
    assert ("工厂甲", "服务商乙") in seats(house, fresh)
    assert not any(locked for _, locked in seats(house, fresh).values())


def test_filling_keeps_every_meeting_and_tells_what_cannot_stay(house: TestHouse, conference: Row) -> None:
    first = conference["first"]
    before = seats(house, first)
    lost, kept = ("工厂甲", "服务商甲"), ("工厂乙", "服务商甲")
    party = conference["parties"]["工厂甲"]
    path = f"/parties/{party['id']}/availability"
    house.organizer.put("conference", path, {"unavailable": [before[lost][0]]}, version=2)

    run = start(house, conference, mode="fill", based_on=first["id"])
    work_here(house, run)

    after = seats(house, run)
    made = house.organizer.get("conference", f"/runs/{run['id']}/plan").json
    assert (look(house, run)["mode"], after[kept]) == ("fill", before[kept])
    assert after[("工厂甲", "服务商乙")] == before[("工厂甲", "服务商乙")]
    assert after[lost][0] != before[lost][0]
    assert not any(locked for _, locked in after.values())
    (told,) = made["lost"]
    assert set(told) == set(LostOut().fields)
    assert (told["slot"], told["reason"], told["text"]) == (
        before[lost][0],
        "demand_absent",
        "需求方在这一时段没有空。",
    )


@pytest.mark.parametrize("dry", [True, False])
def test_a_blocked_change_is_refused_and_nothing_changes(house: TestHouse, conference: Row, dry: bool) -> None:
    first = conference["first"]
    taken = seats(house, first)[("工厂乙", "服务商甲")][0]
    blocked = a_change(conference, "move", "工厂甲", "服务商甲", slot=taken)

    answer = revise(house, first, blocked, dry=dry)

    if dry:
        assert set(answer.json["conflicts"][0]) == set(ConflictOut().fields)
        assert [(one["code"], one["level"]) for one in answer.json["conflicts"]] == [
            ("supply_busy", "block"),
            ("no_table", "block"),
        ]
        assert answer.json["run"] is None
    else:
        assert (answer.status, answer.code, answer.field) == (409, "change-blocked", "changes.0")
        assert "供给方在这一时段已有洽谈。" in answer.json["title"]
    assert look(house, first) == first
    assert house.organizer.get("conference", f"/conferences/{conference['id']}/runs").json["total"] == 1


def test_a_conflict_that_can_be_released_waits_for_the_word_of_the_organizer(house: TestHouse, conference: Row) -> None:
    first = conference["first"]
    slot = free_slot(house, conference, first)
    never = a_change(conference, "add", "工厂乙", "服务商乙", slot=slot)

    refused = revise(house, first, never)
    released = revise(house, first, {**never, "release": ["never"]})
    work_here(house, released.json["run"])
    later = start(house, conference)
    work_here(house, later)

    assert (refused.status, refused.code, refused.field) == (409, "release-needed", "changes.0.release")
    assert seats(house, released.json["run"])[("工厂乙", "服务商乙")] == (slot, True)
    assert seats(house, later)[("工厂乙", "服务商乙")] == (slot, True)


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"demand": "p-nobody"}, "unknown-party", "changes.0.demand"),
        ({"slot": "s-never"}, "unknown-slot", "changes.0.slot"),
        ({"slot": ""}, "slot-needed", "changes.0.slot"),
        ({"table": "T-none"}, "unknown-table", "changes.0.table"),
    ],
)
def test_a_change_of_what_the_list_does_not_know_is_refused(
    house: TestHouse, conference: Row, change: Row, code: str, field: str
) -> None:
    slot = conference["slots"][0]["id"]
    asked = {**a_change(conference, "move", "工厂甲", "服务商甲", slot=slot), **change}

    answer = revise(house, conference["first"], asked)

    assert (answer.status, answer.code, answer.field) == (422, code, field)
    assert look(house, conference["first"]) == conference["first"]


def test_two_who_change_one_list_do_not_lose_each_others_change(house: TestHouse, conference: Row) -> None:
    first = conference["first"]
    dropped = a_change(conference, "drop", "工厂乙", "服务商甲")
    work_here(house, revise(house, first, dropped).json["run"])

    late = revise(house, first, a_change(conference, "drop", "工厂甲", "服务商甲"))
    none = house.organizer.post("conference", f"/runs/{first['id']}/changes", {"changes": [dropped]})

    assert (late.status, late.code) == (412, "stale-version")
    assert (none.status, none.code) == (428, "if-match-required")
    assert house.organizer.get("conference", f"/conferences/{conference['id']}/runs").json["total"] == 2


def test_only_organizers_change_lists(house: TestHouse, conference: Row) -> None:
    first, change = conference["first"], a_change(conference, "drop", "工厂乙", "服务商甲")
    for someone in (house.as_(Role.ENTERPRISE, "org-工厂乙"), house.as_(Role.AUDITOR)):
        path = f"/runs/{first['id']}/changes"
        assert someone.post("conference", path, {"changes": [change]}, version=1).code == "forbidden"
        assert someone.post("conference", f"{path}?dry_run=true", {"changes": [change]}).code == "forbidden"


def test_filling_needs_a_list_of_the_same_conference(house: TestHouse) -> None:
    empty = prepare(house)
    path = f"/conferences/{empty['id']}/runs"

    without = house.organizer.post("conference", path, {"mode": "fill"})
    other = prepare(house, title="另一次大会")
    run = start(house, other)
    strange = house.organizer.post("conference", path, {"mode": "fill", "based_on": run["id"]})
    unready = house.organizer.post("conference", f"/conferences/{other['id']}/runs", {"based_on": run["id"]})

    assert (without.status, without.code, without.field) == (409, "no-plan", "based_on")
    assert (strange.status, strange.code, strange.field) == (422, "other-conference", "based_on")
    assert (unready.status, unready.code) == (409, "run-active")
    assert house.organizer.get("conference", path).json["total"] == 0
