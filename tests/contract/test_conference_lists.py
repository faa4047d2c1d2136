"""What the conference's store promises of runs, objections and price lists, on every database."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from deploy.services import find_service
from services.chassis.clock import SetClock
from services.chassis.identity import system_actor
from services.chassis.migrations import migrate
from services.chassis.refusal import Conflict, NotFound
from services.chassis.runs import DONE, QUEUED
from services.chassis.store import Store, open_store
from services.conference.domain import Conference, Party, PlanState, Run, RunMode, Side
from services.conference.objection import Objection, ObjectionState
from services.conference.unit_of_work import StoreWork
from tests.contract.servers import drop_schema, fresh_schema, on_servers

NOW = datetime(2019, 4, 1, 2, 0, tzinfo=UTC)


@pytest.fixture(params=["embedded", pytest.param("server", marks=on_servers)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    url = f"sqlite:///{tmp_path}/store.db" if request.param == "embedded" else fresh_schema()
    opened = open_store(url)
    migrate(find_service("conference"), opened)
    with work_in(opened) as work:
        work.conferences.add(Conference("c1", "大会", 2019, "shanghai", date(2019, 11, 28)), at=NOW)
        work.parties.add(Party("p1", "c1", Side.DEMAND, "org-甲", "甲", "甲", 1, 3))
        for number in (1, 2, 3):
            work.runs.add(a_run(number))
    yield opened
    opened.close()
    drop_schema(url)


def work_in(store: Store) -> Any:
    """A unit of work of the service in a transaction of its own."""
    service = find_service("conference")
    return StoreWork.writing(store, service=service, actor=system_actor("conference", "test"), clock=SetClock(NOW))


def a_run(number: int) -> Run:
    return Run(f"r{number}", "c1", QUEUED, "proof", 1, created_at=NOW, number=number, mode=RunMode.FILL, based_on="r0")


def an_objection(place: int, **changes: Any) -> Objection:
    said: dict[str, Any] = {
        "id": f"o{place}",
        "run_id": "r1",
        "conference_id": "c1",
        "party_id": "p1",
        "party_name": "甲",
        "organisation_id": "org-甲",
        "meeting_id": "p1:p2",
        "counterpart_name": "乙",
        "text": "上午赶不到。\n请改到下午。",
        "state": ObjectionState.OPEN,
        "created_at": NOW + timedelta(minutes=place),
    }
    return Objection(**{**said, **changes})


def test_runs_keep_how_they_came_about_and_are_paged_by_number(store: Store) -> None:
    with work_in(store) as work:
        read = work.runs.get("r2")
        first = work.runs.page("c1", first=2, after="")
        rest = work.runs.page("c1", first=2, after=first.end_cursor)

        assert (read.number, read.mode, read.based_on, read.version) == (2, RunMode.FILL, "r0", 1)
        assert [run.id for run in first.rows] == ["r3", "r2"]
        assert (first.has_next, [run.id for run in rest.rows], rest.has_next) == (True, ["r1"], False)
        assert work.runs.last_number("c1") == 3
        assert work.runs.last_number("c-none") == 0


def test_the_latest_list_is_the_one_with_the_highest_number_that_has_a_plan(store: Store) -> None:
    with work_in(store) as work:
        nothing = work.runs.latest_list("c1")
        for run_id, state in (("r1", PlanState.PUBLISHED), ("r2", PlanState.PROVISIONAL)):
            work.runs.change(run_id, plan_state=state.value, state=DONE)
        latest = work.runs.latest_list("c1")

        assert nothing is None
        assert latest is not None
        assert latest.id == "r2"
        assert [run.id for run in work.runs.shown("c1")] == ["r1", "r2"]


def test_objections_come_back_as_they_were_said_in_the_order_of_their_time(store: Store) -> None:
    said = [an_objection(2), an_objection(1, organisation_id="org-乙", party_id="p2")]
    with work_in(store) as work:
        for one in said:
            work.objections.add(one)

    with work_in(store) as work:
        assert work.objections.of("r1") == [said[1], said[0]]
        assert work.objections.of("r1", "org-甲") == [said[0]]
        assert work.objections.of("r2") == []
        assert (work.objections.count_open("c1"), work.objections.count_open("c1", "p2")) == (2, 1)
        assert list(work.objections.conferences_of("org-甲")) == ["c1"]
        assert list(work.objections.conferences_of("org-丙")) == []


def test_an_objection_is_settled_once_by_whoever_saw_its_version(store: Store) -> None:
    settled = an_objection(1, state=ObjectionState.ACCEPTED, answer="已改。", settled_at=NOW, version=2)
    with work_in(store) as work:
        work.objections.add(an_objection(1))
        work.objections.change(settled, seen=1)

    with pytest.raises(Conflict) as refused, work_in(store) as work:
        work.objections.change(an_objection(1, state=ObjectionState.DECLINED, version=2), seen=1)

    assert refused.value.code == "stale-version"
    with work_in(store) as work:
        assert work.objections.get("o1") == settled
        assert work.objections.count_open("c1") == 0
        with pytest.raises(NotFound):
            work.objections.get("o-none")


def test_a_run_has_one_price_list_that_can_be_queued_again(store: Store) -> None:
    prices = [{"rule": "nevers", "value": 700}]
    with work_in(store) as work:
        nothing = work.prices.of("r1")
        work.prices.add("y1", "r1", at=NOW)
        work.prices.fill("y1", prices)
        work.prices.renew("y1")
        found = work.prices.of("r1")

        assert nothing is None
        assert (found.id, found.run_id, found.state, found.created_at) == ("y1", "r1", QUEUED, NOW)
        assert list(found.prices) == prices
        assert work.prices.run_of("y1") == "r1"
