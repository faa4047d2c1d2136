"""What the conference's store promises of the day and of what came of meetings, on every database."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from deploy.services import find_service
from services.chassis.clock import SetClock
from services.chassis.identity import system_actor
from services.chassis.migrations import migrate
from services.chassis.refusal import Conflict, NotFound
from services.chassis.store import Store, open_store
from services.conference.day.checking_in import Arrival
from services.conference.day.domain import Incident, IncidentKind
from services.conference.domain import Conference, Party, PlanState, Run, RunMode, Side
from services.conference.outcomes.domain import (
    Absent,
    By,
    ClosedYear,
    Held,
    Meeting,
    Outcome,
    Pair,
    Result,
    Said,
    Statement,
    TrackRecord,
)
from services.conference.unit_of_work import StoreWork
from tests.contract.servers import drop_schema, fresh_schema, on_servers

NOW = datetime(2019, 11, 28, 2, 0, tzinfo=UTC)
PAIR = Pair("c1", "p1", "p2")


@pytest.fixture(params=["embedded", pytest.param("server", marks=on_servers)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    url = f"sqlite:///{tmp_path}/store.db" if request.param == "embedded" else fresh_schema()
    opened = open_store(url)
    migrate(find_service("conference"), opened)
    with work_in(opened) as work:
        for conference_id, on in (("c1", date(2019, 11, 28)), ("c2", date(2019, 12, 5))):
            work.conferences.add(Conference(conference_id, "大会", 2019, "shanghai", on), at=NOW)
            work.parties.add(Party(f"p1{conference_id}", conference_id, Side.SUPPLY, "org-乙", "乙", "乙", 1, 3))
            work.runs.add(Run(f"r{conference_id}", conference_id, "done", "proof", 1, created_at=NOW, mode=RunMode.ALL))
    yield opened
    opened.close()
    drop_schema(url)


def work_in(store: Store) -> AbstractContextManager[StoreWork]:
    """A unit of work of the service in a transaction of its own."""
    service = find_service("conference")
    return StoreWork.writing(store, service=service, actor=system_actor("conference", "test"), clock=SetClock(NOW))


def an_incident(place: int) -> Incident:
    return Incident(
        f"i{place}",
        "c1",
        IncidentKind.AVAILABILITY,
        NOW + timedelta(minutes=place),
        "主办方",
        party_id="p1",
        slots=("s2", "s1"),
        note="下午才到",
    )


def a_statement(held: Held, *, by: By = By.DEMAND, version: int = 1) -> Statement:
    said = Said(held, rating=5, intent=True, amount=80, follow_up="两周内上门", follow_up_on=date(2019, 12, 12))
    return Statement(PAIR, by, said, "张三", NOW, version)


def a_result(pair: Pair, *, after: int = 0, demo: bool = False, outcome: Outcome | None = None) -> Result:
    meeting = Meeting(
        pair,
        2019,
        demo,
        NOW + timedelta(minutes=after),
        "1 号桌",
        "甲",
        "乙",
        "org-甲",
        "org-乙",
        ("n1",),
        ("e1", "e2"),
    )
    return Result(meeting, outcome or Outcome(Held.HELD, intent=True, rating_supply=4, disputed=("amount",)), NOW)


def test_incidents_come_back_as_they_were_reported_in_the_order_of_their_time(store: Store) -> None:
    reported = [an_incident(2), an_incident(1)]
    with work_in(store) as work:
        for one in reported:
            work.incidents.add(one)

    with work_in(store) as work:
        assert work.incidents.of("c1") == [reported[1], reported[0]]
        assert work.incidents.of("c2") == []
        with pytest.raises(NotFound):
            work.incidents.get("i-none")


def test_an_incident_is_changed_once_by_whoever_saw_its_version(store: Store) -> None:
    withdrawn = replace(an_incident(1), withdrawn_at=NOW, version=2)
    with work_in(store) as work:
        work.incidents.add(an_incident(1))
        work.incidents.change(withdrawn, seen=1)

    with pytest.raises(Conflict) as refused, work_in(store) as work:
        work.incidents.change(replace(an_incident(1), note="再改", version=2), seen=1)

    assert (refused.value.code, refused.value.facts) == ("stale-version", {"current": 2})
    with work_in(store) as work:
        assert work.incidents.get("i1") == withdrawn


def test_who_has_checked_in_is_there_until_it_is_taken_back(store: Store) -> None:
    early, late = Arrival("p2", "c1", 3, NOW), Arrival("p1", "c1", 1, NOW + timedelta(minutes=5))
    with work_in(store) as work:
        for one in (late, early):
            work.arrivals.add(one)

    with work_in(store) as work:
        there = work.arrivals.of("c1")
        work.arrivals.remove("p1")

        assert there == [early, late]
        assert (work.arrivals.get("p1"), work.arrivals.get("p2")) == (None, early)


def test_what_each_side_says_is_kept_apart_and_said_anew_by_version(store: Store) -> None:
    first, again = a_statement(Held.HELD), a_statement(Held.NO_SHOW, version=2)
    other = a_statement(Held.HELD, by=By.SUPPLY)
    with work_in(store) as work:
        for one in (first, other):
            work.statements.put(one, seen=0)
        work.statements.put(again, seen=1)

    with pytest.raises(Conflict) as refused, work_in(store) as work:
        work.statements.put(a_statement(Held.HELD, version=2), seen=1)

    assert (refused.value.code, refused.value.facts) == ("stale-version", {"current": 2})
    with work_in(store) as work:
        assert work.statements.of_meeting(PAIR) == [again, other]
        assert sorted(work.statements.of_conference("c1"), key=lambda one: one.by) == [again, other]
        assert work.statements.find(PAIR, By.ORGANIZER) is None


def test_what_counts_is_replaced_and_demonstrations_are_no_figures(store: Store) -> None:
    later, early = a_result(PAIR, after=30), a_result(Pair("c1", "p3", "p2"), after=5)
    shown = a_result(Pair("c2", "p1", "p2"), demo=True)
    changed = replace(later, outcome=Outcome(Held.NO_SHOW, Absent.SUPPLY))
    with work_in(store) as work:
        for one in (later, early, shown, changed):
            work.results.put(one)

    with work_in(store) as work:
        assert work.results.find(PAIR) == changed
        assert work.results.of_conference("c1") == [early, changed]
        assert (work.results.of_year(2019), work.results.of_year(2018)) == ([early, changed], [])
        assert work.results.of_supplier("org-乙", 2019) == [shown, early, changed]
        assert work.results.years() == [2019]


def test_an_organisation_has_the_conferences_whose_list_is_published_the_latest_first(store: Store) -> None:
    with work_in(store) as work:
        before = work.results.conferences_of("org-乙")
        for run_id in ("rc1", "rc2"):
            work.runs.change(run_id, plan_state=PlanState.PUBLISHED.value)

        assert (before, work.results.conferences_of("org-乙")) == ([], ["c2", "c1"])
        assert work.results.conferences_of("org-甲") == []


def test_a_record_is_empty_until_it_is_written_and_written_again(store: Store) -> None:
    with work_in(store) as work:
        before = work.track_records.get("org-乙")
        for record in (TrackRecord("org-乙", 1, 0, 1), TrackRecord("org-乙", 2, 1, 2)):
            work.track_records.put(record)

    with work_in(store) as work:
        assert before == TrackRecord("org-乙")
        assert work.track_records.get("org-乙") == TrackRecord("org-乙", 2, 1, 2)


def test_a_year_is_frozen_once(store: Store) -> None:
    closed = ClosedYear(2018, {"sections": [{"title": "需求", "missing": False}]}, NOW, "主办方")
    with work_in(store) as work:
        work.closed_years.add(closed)
        work.closed_years.add(replace(closed, year=2019))

    with pytest.raises(Conflict) as refused, work_in(store) as work:
        work.closed_years.add(replace(closed, report={}))

    assert (refused.value.code, refused.value.field) == ("year-closed", "year")
    with work_in(store) as work:
        assert work.closed_years.find(2018) == closed
        assert (list(work.closed_years.all()), work.closed_years.find(2017)) == ([2019, 2018], None)
