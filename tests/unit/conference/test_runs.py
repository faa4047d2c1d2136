"""Runs and plans of a conference: frozen, worked, taken over, cancelled, published, shown."""

import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from os import getpid, kill
from pathlib import Path
from signal import SIGKILL
from typing import Any

import orjson
import pytest
from openpyxl import load_workbook
from sqlalchemy import update

from services.chassis.clock import SetClock
from services.chassis.identity import Role
from services.chassis.runs import LEASE
from services.conference.answers import ConferenceOut, PartyOut
from services.conference.checker.check import check
from services.conference.domain import Conference, Party, Side
from services.conference.formats.event import load_event
from services.conference.formats.plan import dump_plan
from services.conference.making import make_plan
from services.conference.rows import tell_conference, tell_party
from services.conference.run_answers import MeetingOut, PlanOut, RunOut, UnmetOut
from services.conference.solver.solve import solve
from services.conference.store import RUN
from tests.house import Answer, TestHouse, open_test_house
from tests.unit.conference.events import a_party, an_event
from tests.unit.conference.setup import add_party, plan, set_tables, set_timetable

WISHES = {"工厂甲": {"服务商甲": "must", "服务商乙": "want"}, "工厂乙": {"服务商甲": "want", "服务商乙": "never"}}


def prepare(house: TestHouse, **changes: Any) -> dict[str, Any]:
    """A conference of two by two, with one table in seven slots and a wish that cannot be met."""
    conference = set_tables(house, set_timetable(house, plan(house, **changes)).json, count=1).json
    parties = {name: add_party(house, conference, "demand", name, max_meetings=2) for name in WISHES}
    parties |= {name: add_party(house, conference, "supply", name) for name in ("服务商甲", "服务商乙")}
    for name, wishes in WISHES.items():
        wish(house, parties[name], {parties[other]["id"]: strength for other, strength in wishes.items()})
    wish(house, parties["服务商乙"], {parties["工厂乙"]["id"]: "want"})
    return {**conference, "parties": parties}


def wish(house: TestHouse, party: dict[str, Any], wishes: dict[str, str], *, version: int = 1) -> None:
    body = {"wishes": [{"party_id": other, "strength": strength} for other, strength in wishes.items()]}
    answer = house.organizer.put("conference", f"/parties/{party['id']}/wishes", body, version=version)
    assert answer.status == 200, answer.body


def start(house: TestHouse, conference: dict[str, Any], **body: Any) -> dict[str, Any]:
    answer = house.organizer.post("conference", f"/conferences/{conference['id']}/runs", body)
    assert answer.status == 202, answer.body
    run: dict[str, Any] = answer.json
    return run


def look(house: TestHouse, run: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = house.organizer.get("conference", f"/runs/{run['id']}").json
    return found


def work(house: TestHouse) -> bool:
    """Work the next run on this thread."""
    return house.working("conference").loops[0].step()


def work_here(house: TestHouse, run: dict[str, Any]) -> None:
    """Work a run without its child, whose start takes most of the time of so small a run."""
    ports = house.ports["conference"]
    kind = ports.service.runs[0]
    kind.conclude(ports, run["id"], make_plan(kind.prepare(ports, run["id"]), lambda *_, **__: None))
    set_run(house, run, state="done", progress=100, finished_at=house.clock.now())


def set_run(house: TestHouse, run: dict[str, Any], **values: Any) -> None:
    with house.ports["conference"].store.write() as connection:
        connection.execute(update(RUN).where(RUN.c.id == run["id"]).values(**values))


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TestHouse, dict[str, Any], dict[str, Any]]]:
    """A house with one run that is done: only for reading."""
    clock = SetClock(datetime(2019, 4, 1, 2, 0, tzinfo=UTC))
    with open_test_house(Path(tmp_path_factory.mktemp("done")), clock) as house:
        conference = prepare(house)
        run = start(house, conference)
        assert work(house)
        yield house, conference, look(house, run)


Done = tuple[TestHouse, dict[str, Any], dict[str, Any]]


def test_a_run_makes_a_plan_that_meets_what_can_be_met_and_says_why_the_rest_is_not(done: Done) -> None:
    house, conference, run = done
    parties = conference["parties"]

    made = house.organizer.get("conference", f"/runs/{run['id']}/plan").json

    assert (run["state"], run["progress"], run["plan_state"], run["error"]) == ("done", 100, "draft", "")
    assert len(run["input_hash"]) == 64
    met = sorted((one["demand"]["name"], one["supply"]["name"]) for one in made["meetings"])
    assert met == [("工厂乙", "服务商甲"), ("工厂甲", "服务商乙"), ("工厂甲", "服务商甲")]
    assert len({(one["slot"]["id"], one["table"]["id"]) for one in made["meetings"]}) == 3
    assert (made["meeting_count"], made["proof"], made["gap"], made["value"] == made["bound"]) == (
        3,
        "optimal",
        0,
        True,
    )
    (unmet,) = made["unmet"]
    assert (unmet["party_id"], unmet["counterpart_id"]) == (parties["服务商乙"]["id"], parties["工厂乙"]["id"])
    assert (unmet["kind"], unmet["reason"]) == ("want", "never")
    assert (unmet["text"], unmet["text_en"]) == ("一方表示不见，意愿让位。", "One of them said never.")


def test_event_and_plan_can_be_taken_away_and_made_and_judged_again(done: Done) -> None:
    house, _, run = done
    event = house.organizer.get("conference", f"/runs/{run['id']}/event.json").json
    made = house.organizer.get("conference", f"/runs/{run['id']}/plan.json").json

    again = dump_plan(solve(load_event(event), effort="proof"))

    assert (event["format"], event["version"], event["event_id"]) == ("pairing-event", "1.0", run["id"])
    assert check(event, made) == []
    assert orjson.dumps(again) == orjson.dumps(made)


def test_answers_say_exactly_what_their_shapes_promise(done: Done) -> None:
    house, _, run = done
    made = house.organizer.get("conference", f"/runs/{run['id']}/plan").json
    meeting, unmet = made["meetings"][0], made["unmet"][0]

    promised = {
        "conference": (ConferenceOut, tell_conference(Conference("c", "大会", 2019, "shanghai", date(2019, 11, 28)))),
        "party": (PartyOut, tell_party(Party("p", "c", Side.DEMAND, "o", "甲", "甲", 1, 2))),
        "run": (RunOut, run),
        "plan": (PlanOut, made),
        "meeting": (MeetingOut, meeting),
        "unmet": (UnmetOut, unmet),
    }

    for shape, told in promised.values():
        assert set(told) == set(shape().fields)


def test_the_workbook_holds_exactly_the_meetings_of_the_plan(done: Done) -> None:
    house, _, run = done
    made = house.organizer.get("conference", f"/runs/{run['id']}/plan").json

    answer = house.organizer.get("conference", f"/runs/{run['id']}/plan.xlsx")

    hall = load_workbook(BytesIO(answer.body))["洽谈桌×时段"]
    heads = [cell.value for cell in hall[2]]
    printed = {
        (heads[column], row[0], *str(text).split("\n↔ "))
        for row in hall.iter_rows(min_row=3, values_only=True)
        for column, text in enumerate(row)
        if column and text
    }
    assert answer.headers["Content-Type"].endswith("spreadsheetml.sheet")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{run["id"]}.xlsx"'
    assert printed == {
        (local_time(one["slot"]["starts_at"]), one["table"]["name"], one["demand"]["name"], one["supply"]["name"])
        for one in made["meetings"]
    }
    assert house.organizer.get("conference", f"/runs/{run['id']}/plan.xlsx").body == answer.body


def local_time(moment: str) -> str:
    return f"{datetime.fromisoformat(moment) + timedelta(hours=8):%H:%M}"


def test_a_party_sees_its_own_meetings_and_nothing_of_the_others_wishes(house: TestHouse) -> None:
    conference = prepare(house)
    run = start(house, conference)
    work_here(house, run)
    owner, stranger = house.as_(Role.ENTERPRISE, "org-工厂乙"), house.as_(Role.PROVIDER, "org-别家")
    path = f"/runs/{run['id']}/plan"
    early = owner.get("conference", path)
    house.organizer.post("conference", f"/runs/{run['id']}/propose")

    mine = owner.get("conference", path).json

    assert (early.status, early.code) == (403, "forbidden")
    (meeting,) = mine["meetings"]
    assert (meeting["demand"]["name"], meeting["supply"]["name"]) == ("工厂乙", "服务商甲")
    assert meeting["demand"]["wishes"] != []
    assert not {"wishes", "unavailable", "min_meetings", "max_meetings"} & set(meeting["supply"])
    assert set(mine) == {"run_id", "conference_id", "plan_state", "conference", "meeting_count", "meetings"}
    assert stranger.get("conference", path).json["meetings"] == []
    assert house.visitor.get("conference", path).code == "unauthenticated"
    for file in ("plan.json", "plan.xlsx", "event.json"):
        assert owner.get("conference", f"/runs/{run['id']}/{file}").code == "forbidden"


def test_a_run_whose_worker_died_is_taken_over_with_the_same_input(house: TestHouse, clock: SetClock) -> None:
    conference = prepare(house)
    run = start(house, conference)
    kind = house.ports["conference"].service.runs[0]
    kind.prepare(house.ports["conference"], run["id"])
    frozen = look(house, run)["input_hash"]
    set_run(house, run, state="running", attempts=1, lease_owner="gone:1:1", lease_until=clock.now() + LEASE)
    wish(house, conference["parties"]["工厂甲"], {}, version=2)

    too_early = work(house)
    clock.pass_time(LEASE + timedelta(seconds=1))
    worked = work(house)

    now = look(house, run)
    assert (too_early, worked) == (False, True)
    assert (now["state"], now["attempts"], now["input_hash"]) == ("done", 2, frozen)
    assert now["figures"]["must_total"] == 1


def test_a_run_whose_child_is_killed_is_worked_again(house: TestHouse) -> None:
    run = start(house, prepare(house))
    before = children()
    working = threading.Thread(target=work, args=(house,))

    working.start()
    while working.is_alive() and not children() - before:
        pass
    for child in children() - before:
        kill(child, SIGKILL)
    working.join(30)
    killed = look(house, run)
    work(house)

    assert (killed["state"], killed["attempts"], killed["error"]) == ("queued", 1, "solver-died")
    assert (look(house, run)["state"], look(house, run)["plan_state"]) == ("done", "draft")


def children() -> set[int]:
    """The processes this one has started."""
    found: set[int] = set()
    for task in Path(f"/proc/{getpid()}/task").iterdir():
        with suppress(FileNotFoundError):
            found |= {int(one) for one in (task / "children").read_text().split()}
    return found


def test_a_queued_run_can_be_cancelled_and_a_finished_one_not(house: TestHouse) -> None:
    conference = prepare(house)
    run = start(house, conference)
    busy = house.organizer.post("conference", f"/conferences/{conference['id']}/runs", {})

    cancelled = house.organizer.post("conference", f"/runs/{run['id']}/cancel")
    again = house.organizer.post("conference", f"/runs/{run['id']}/cancel")

    assert (busy.status, busy.code) == (409, "run-active")
    assert (cancelled.status, cancelled.json["state"]) == (200, "cancelled")
    assert (again.status, again.code) == (409, "wrong-run-state")
    assert work(house) is False
    assert look(house, run) == cancelled.json
    answer = house.organizer.get("conference", f"/runs/{run['id']}/plan")
    assert (answer.status, answer.code) == (409, "no-plan")


def move(house: TestHouse, run: dict[str, Any], verb: str) -> Answer:
    return house.organizer.post("conference", f"/runs/{run['id']}/{verb}")


def test_a_plan_is_proposed_published_and_replaced_by_a_later_one(house: TestHouse, clock: SetClock) -> None:
    conference = prepare(house)
    runs = []
    for _ in range(2):
        runs.append(start(house, conference))
        work_here(house, runs[-1])
        clock.pass_time(timedelta(minutes=1))
    first, second = runs

    steps = [move(house, first, verb) for verb in ("propose", "publish", "propose")]
    clock.pass_time(timedelta(minutes=1))
    replaced = move(house, second, "publish")

    assert [one.status for one in steps] == [200, 200, 409]
    assert [one.json["plan_state"] for one in steps[:2]] == ["provisional", "published"]
    assert steps[2].code == "wrong-run-state"
    assert replaced.json["plan_state"] == "published"
    assert look(house, first)["plan_state"] == "replaced"
    assert [one["id"] for one in house.organizer.get("conference", list_of(conference)).json["items"]] == [
        second["id"],
        first["id"],
    ]
    house.come_to_rest()
    facts = [orjson.loads(record.value or b"") for record in house.log.replay("conference.plan")]
    assert [(one["type"], one["data"]["run_id"], one["data"]["meeting_count"]) for one in facts][-1] == (
        "conference.plan.published",
        second["id"],
        3,
    )
    figures = house.organizer.get("conference", "/figures?year=2019").json["figures"]
    assert {one["name"]: one["value"] for one in figures}["meetings_planned"] == 3


def list_of(conference: dict[str, Any]) -> str:
    return f"/conferences/{conference['id']}/runs"


def test_who_met_by_an_earlier_list_has_met_before(house: TestHouse) -> None:
    earlier = prepare(house)
    run = start(house, earlier)
    work_here(house, run)
    move(house, run, "publish")
    later = prepare(house, title="2020 年度供需对接大会", year=2020, starts_on="2020-11-26")
    next_run = start(house, later)

    work_here(house, next_run)

    event = house.organizer.get("conference", f"/runs/{next_run['id']}/event.json").json
    met = [(one["demand_organisation"], one["supply_organisation"]) for one in event["met_before"]]
    assert len(met) == 3
    named = {party["name"]: party["organisation"] for party in event["parties"]}
    assert sorted(met) == sorted(
        (named[one], named[other])
        for one, other in [("工厂甲", "服务商甲"), ("工厂甲", "服务商乙"), ("工厂乙", "服务商甲")]
    )


def test_locks_that_only_solving_finds_impossible_end_a_run_with_their_field() -> None:
    event = an_event(
        parties=[a_party("D0", "demand", unavailable=["s0", "s1", "s2"]), a_party("S0", "supply")],
        scores={"layout": "sparse", "entries": [["D0", "S0", 500]]},
        locks=[{"kind": "pair", "demand": "D0", "supply": "S0"}],
    )

    made = orjson.loads(make_plan(orjson.dumps({"frozen": {"event": event, "effort": "proof"}}), lambda *_, **__: None))

    assert made == {
        "error": {
            "code": "lock-impossible",
            "field": "locks.0",
            "zh": "锁定无法满足：双方没有共同空闲且有桌的时段",
            "en": "the lock cannot be kept: no slot in which both are free and a table can be used",
        }
    }
