"""The files of plans: made by a worker, waited for, refused, made anew when the plan moves on."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from sqlalchemy import update

from services.chassis.clock import SetClock
from services.chassis.identity import Role
from services.conference import file_routes
from services.conference.exports.making import make_file
from services.conference.file_store import PLAN_FILE
from tests.house import Answer, TestHouse, open_test_house
from tests.unit.conference.test_exports import edge
from tests.unit.conference.test_runs import move, prepare, start, work_here

Done = tuple[TestHouse, dict[str, Any], dict[str, Any]]


@pytest.fixture(autouse=True)
def no_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_routes, "PATIENCE_SECONDS", 0.0)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Done]:
    """A house with one published list whose files are made: only for reading."""
    clock = SetClock(datetime(2019, 4, 1, 2, 0, tzinfo=UTC))
    with open_test_house(Path(tmp_path_factory.mktemp("files")), clock) as house:
        conference = prepare(house)
        run = start(house, conference)
        work_here(house, run)
        assert move(house, run, "publish").status == 200
        make_here(house)
        yield house, conference, run


def make_here(house: TestHouse) -> None:
    """Work all files that wait without their child, whose start takes most of the time."""
    ports = house.ports["conference"]
    kind = ports.service.runs[1]
    with ports.store.read() as connection:
        waiting = connection.execute(PLAN_FILE.select().where(PLAN_FILE.c.state == "queued")).all()
    for row in waiting:
        kind.conclude(ports, row.id, make_file(kind.prepare(ports, row.id), lambda *_, **__: None))
        set_file(house, row.id, state="done", progress=100, finished_at=house.clock.now())


def set_file(house: TestHouse, file_id: str, **values: Any) -> None:
    with house.ports["conference"].store.write() as connection:
        connection.execute(update(PLAN_FILE).where(PLAN_FILE.c.id == file_id).values(**values))


def fetch(house: TestHouse, run: dict[str, Any], name: str) -> Answer:
    return house.organizer.get("conference", f"/runs/{run['id']}/{name}")


def caution_of(workbook: Answer) -> str:
    """What stands above every page of a workbook."""
    return edge(load_workbook(BytesIO(workbook.body))["001"], "oddHeader", "right")


def list_files(house: TestHouse, run: dict[str, Any]) -> dict[str, str]:
    items = fetch(house, run, "files").json["items"]
    return {one["form"]: one["state"] for one in items}


def test_publishing_has_workbook_sheets_hall_and_calendars_made(published: Done) -> None:
    house, _, run = published

    found = {name: fetch(house, run, name) for name in ("plan.xlsx", "sheets.pdf", "hall.pdf", "calendars.zip")}

    assert list_files(house, run) == dict.fromkeys(("calendars", "hall", "sheets", "workbook"), "done")
    assert {name: answer.body[:4] for name, answer in found.items()} == {
        "plan.xlsx": b"PK\x03\x04",
        "sheets.pdf": b"%PDF",
        "hall.pdf": b"%PDF",
        "calendars.zip": b"PK\x03\x04",
    }
    assert found["sheets.pdf"].headers["Content-Type"] == "application/pdf"
    assert found["sheets.pdf"].headers["Content-Disposition"] == f'attachment; filename="{run["id"]}-sheets.pdf"'
    assert caution_of(found["plan.xlsx"]) == ""


def test_a_party_gets_its_own_calendar_and_sheet_and_nobody_elses(published: Done) -> None:
    house, conference, run = published
    mine, other = (conference["parties"][name]["id"] for name in ("工厂乙", "工厂甲"))
    owner = house.as_(Role.ENTERPRISE, "org-工厂乙")
    path = f"/runs/{run['id']}/parties"

    calendar = owner.get("conference", f"{path}/{mine}/calendar.ics")
    waiting = owner.get("conference", f"{path}/{mine}/sheet.pdf")
    make_here(house)
    sheet = owner.get("conference", f"{path}/{mine}/sheet.pdf")

    assert calendar.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert calendar.body.count(b"BEGIN:VEVENT") == 1
    assert "SUMMARY:洽谈：服务商甲" in calendar.body.decode()
    assert (waiting.status, waiting.code) == (409, "file-preparing")
    assert sheet.body.startswith(b"%PDF")
    for name in ("calendar.ics", "sheet.pdf"):
        assert owner.get("conference", f"{path}/{other}/{name}").code == "forbidden"
        assert owner.get("conference", f"{path}/p-nobody/{name}").code == "forbidden"
        assert house.visitor.get("conference", f"{path}/{mine}/{name}").code == "unauthenticated"
        assert house.organizer.get("conference", f"{path}/p-nobody/{name}").code == "not-found"
    for name in ("plan.xlsx", "sheets.pdf", "hall.pdf", "calendars.zip", "files"):
        assert owner.get("conference", f"/runs/{run['id']}/{name}").code == "forbidden"


def test_calendars_lie_in_one_archive_under_number_and_name(published: Done) -> None:
    house, _, run = published

    with ZipFile(BytesIO(fetch(house, run, "calendars.zip").body)) as archive:
        names = archive.namelist()

    assert names == ["001-工厂甲.ics", "002-工厂乙.ics", "003-服务商甲.ics", "004-服务商乙.ics"]


def test_a_draft_has_its_workbook_at_once_and_other_files_when_asked(house: TestHouse) -> None:
    run = start(house, prepare(house))
    nothing = fetch(house, run, "plan.xlsx")
    work_here(house, run)

    caution = caution_of(fetch(house, run, "plan.xlsx"))
    before = list_files(house, run)
    asked = house.organizer.post("conference", f"/runs/{run['id']}/files", {"form": "hall"})
    again = house.organizer.post("conference", f"/runs/{run['id']}/files", {"form": "hall"})
    early = fetch(house, run, "calendars.zip")
    strange = house.organizer.post("conference", f"/runs/{run['id']}/files", {"form": "poster"})
    nobody = house.organizer.post("conference", f"/runs/{run['id']}/files", {"form": "sheet"})

    assert (nothing.status, nothing.code) == (409, "no-plan")
    assert caution == "草案，仅供主办方核对，请勿分发"
    assert before == {"workbook": "done"}
    assert (asked.status, asked.json["state"], again.json["id"]) == (202, "queued", asked.json["id"])
    assert (early.status, early.code) == (409, "wrong-run-state")
    assert {strange.code, nobody.code} == {"unknown-form"}
    assert list_files(house, run) == {"workbook": "done", "hall": "queued"}


def test_a_plan_that_moves_on_has_its_files_made_anew(house: TestHouse, clock: SetClock) -> None:
    run = start(house, prepare(house))
    work_here(house, run)
    clock.pass_time(timedelta(minutes=1))

    move(house, run, "propose")
    waiting = list_files(house, run), fetch(house, run, "plan.xlsx").code
    make_here(house)
    caution = caution_of(fetch(house, run, "plan.xlsx"))

    assert waiting == (dict.fromkeys(("hall", "sheets", "workbook"), "queued"), "file-preparing")
    assert caution == "征求意见稿，以正式发布的名单为准"
    with house.ports["conference"].store.read() as connection:
        kept = connection.execute(PLAN_FILE.select()).all()
    assert sorted((one.form, one.plan_state) for one in kept) == [
        ("hall", "provisional"),
        ("sheets", "provisional"),
        ("workbook", "provisional"),
    ]


def test_a_file_for_a_state_that_has_passed_is_not_made(house: TestHouse) -> None:
    run = start(house, prepare(house))
    work_here(house, run)
    asked = house.organizer.post("conference", f"/runs/{run['id']}/files", {"form": "hall"}).json
    move(house, run, "propose")

    house.working("conference").loops[1].step()

    with house.ports["conference"].store.read() as connection:
        row = connection.execute(PLAN_FILE.select().where(PLAN_FILE.c.id == asked["id"])).one()
    assert (row.state, row.error, row.content) == ("failed", "file-outdated", None)


def test_a_file_that_failed_says_why_and_is_tried_again(house: TestHouse) -> None:
    run = start(house, prepare(house))
    work_here(house, run)
    path = f"/runs/{run['id']}/files"
    asked = house.organizer.post("conference", path, {"form": "hall"}).json
    set_file(house, asked["id"], state="failed", error="solver-died")

    refused = fetch(house, run, "hall.pdf")
    listed = next(one for one in fetch(house, run, "files").json["items"] if one["form"] == "hall")
    again = house.organizer.post("conference", path, {"form": "hall"}).json
    make_here(house)

    assert (refused.status, refused.code) == (409, "file-not-made")
    assert listed["error_text"] == "制作进程中断了三次，请再试一次。"
    assert (again["id"], again["state"], again["error"]) == (asked["id"], "queued", "")
    assert fetch(house, run, "hall.pdf").body.startswith(b"%PDF")


def test_a_worker_makes_a_file_in_its_child(house: TestHouse) -> None:
    run = start(house, prepare(house))
    work_here(house, run)
    house.organizer.post("conference", f"/runs/{run['id']}/files", {"form": "sheets"})

    assert house.working("conference").loops[1].step()

    assert list_files(house, run) == {"sheets": "done", "workbook": "done"}
    assert fetch(house, run, "sheets.pdf").body.startswith(b"%PDF")
