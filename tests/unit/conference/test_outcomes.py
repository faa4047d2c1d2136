"""What came of meetings: stated by both sides and the organizer, what counts when they differ, and who sees it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from events.envelope import Fact, decode
from services.chassis.clock import SetClock
from services.chassis.identity import Role
from services.chassis.refusal import Invalid
from services.conference.exports.record_book import write_record
from services.conference.exports.record_print import print_record
from services.conference.outcomes.domain import (
    Absent,
    By,
    Held,
    Outcome,
    Pair,
    Said,
    Statement,
    TrackRecord,
    check_said,
    settle,
)
from tests.house import Answer, Someone, TestHouse, open_test_house
from tests.unit.conference.test_runs import move, prepare, start, work_here

PAIR = Pair("c", "d", "s")
EVENING = datetime(2019, 11, 28, 10, tzinfo=UTC)


def says(by: By, said: Said) -> Statement:
    return Statement(PAIR, by, said, "somebody", EVENING)


def publish(house: TestHouse, **changes: Any) -> dict[str, Any]:
    """A conference with a published list, in the morning before it."""
    conference = prepare(house, **changes)
    run = start(house, conference)
    work_here(house, run)
    assert move(house, run, "publish").status == 200
    return conference


@pytest.fixture
def evening(house: TestHouse, clock: SetClock) -> dict[str, Any]:
    """A conference whose meetings are over."""
    conference = publish(house)
    clock.moment = EVENING
    return conference


def meeting_of(conference: dict[str, Any], demand: str, supply: str) -> str:
    parties = conference["parties"]
    return f"{parties[demand]['id']}:{parties[supply]['id']}"


def put(who: Someone, conference: dict[str, Any], meeting: str, version: int = 0, **said: Any) -> Answer:
    path = f"/conferences/{conference['id']}/outcomes/{meeting}"
    return who.put("conference", path, {"held": "held", **said}, version=version)


def look(who: Someone, conference: dict[str, Any], query: str = "") -> Answer:
    return who.get("conference", f"/conferences/{conference['id']}/outcomes{query}")


def firm(house: TestHouse, name: str = "工厂甲") -> Someone:
    return house.as_(Role.ENTERPRISE, organisation=f"org-{name}")


def provider(house: TestHouse, name: str = "服务商甲") -> Someone:
    return house.as_(Role.PROVIDER, organisation=f"org-{name}")


def test_what_one_says_counts_until_the_other_differs_and_the_organizer_decides() -> None:
    demand = says(By.DEMAND, Said(Held.HELD, rating=4, intent=True))
    supply = says(By.SUPPLY, Said(Held.HELD, rating=5, intent=True, contract=True, amount=80))
    word = says(By.ORGANIZER, Said(Held.HELD, intent=True, contract=True, amount=75))

    assert settle([]) == Outcome()
    assert settle([demand]) == Outcome(Held.HELD, intent=True, rating_demand=4)
    both = settle([demand, supply])
    assert (both.held, both.intent, both.contract, both.disputed) == (Held.HELD, True, False, ("contract",))
    assert settle([demand, supply, word]) == Outcome(
        Held.HELD, intent=True, contract=True, amount=75, rating_demand=4, rating_supply=5
    )


def test_who_names_no_amount_does_not_deny_that_of_the_other() -> None:
    signed = Said(Held.HELD, intent=True, contract=True)

    settled = settle([says(By.DEMAND, signed), says(By.SUPPLY, Said(Held.HELD, intent=True, contract=True, amount=80))])

    assert (settled.amount, settled.disputed) == (80, ())


def test_two_who_differ_on_whether_they_met_count_nothing() -> None:
    missed = says(By.SUPPLY, Said(Held.NO_SHOW, absent=Absent.DEMAND))

    settled = settle([says(By.DEMAND, Said(Held.HELD, intent=True)), missed])

    assert (settled.held, settled.intent, settled.is_agreed) == (Held.UNKNOWN, False, False)
    assert "held" in settled.disputed


SAID = st.builds(
    Said,
    held=st.sampled_from(list(Held)),
    absent=st.sampled_from(list(Absent)),
    rating=st.none() | st.integers(1, 5),
    intent=st.booleans(),
    contract=st.booleans(),
    amount=st.none() | st.integers(0, 100),
    follow_up_on=st.none() | st.just(date(2019, 12, 1)),
)


@given(st.dictionaries(st.sampled_from(list(By)), SAID), st.dictionaries(st.sampled_from(list(By)), SAID))
def test_a_record_is_what_its_outcomes_add_up_to(before: dict[By, Said], after: dict[By, Said]) -> None:
    was, now = (settle(says(by, said) for by, said in one.items()) for one in (before, after))

    record = TrackRecord("o").change(None, was).change(was, now)

    assert (record.meetings_held, record.agreements) == (now.held is Held.HELD, now.is_agreed)
    assert not (now.is_agreed and now.held is not Held.HELD)


@pytest.mark.parametrize(
    ("said", "code", "field"),
    [
        (Said(Held.UNKNOWN), "required", "held"),
        (Said(Held.NO_SHOW), "absent-missing", "absent"),
        (Said(Held.HELD, absent=Absent.BOTH), "held-but-absent", "absent"),
        (Said(Held.NO_SHOW, absent=Absent.BOTH, rating=3), "not-held", "rating"),
        (Said(Held.NO_SHOW, absent=Absent.BOTH, contract=True), "not-held", "contract"),
        (Said(Held.HELD, intent=True, amount=1), "amount-without-contract", "amount"),
    ],
)
def test_what_does_not_go_together_is_refused_by_its_field(said: Said, code: str, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_said(said)

    assert (refused.value.code, refused.value.field) == (code, field)


def test_both_sides_and_the_organizer_state_and_each_sees_its_own(house: TestHouse, evening: dict[str, Any]) -> None:
    meeting = meeting_of(evening, "工厂甲", "服务商甲")
    asked: dict[str, Any] = {"rating": 4, "intent": True, "follow_up": "两周内上门调研", "follow_up_on": "2019-12-12"}

    by_firm = put(firm(house), evening, meeting, **asked)
    by_provider = put(provider(house), evening, meeting, contract=True, amount=120, rating=5)
    seen_by_firm = look(firm(house), evening).json
    seen = look(house.organizer, evening, "?state=disputed").json

    assert by_firm.status == 200, by_firm.body
    assert (by_provider.json["own"]["intent"], by_provider.json["own"]["version"]) == (True, 1)
    assert by_firm.json["outcome"] is None
    assert {one["demand_name"] for one in seen_by_firm["items"]} == {"工厂甲"}
    assert [one["by"] for one in seen_by_firm["items"][0]["statements"] + seen_by_firm["items"][1]["statements"]] == [
        "demand"
    ]
    assert b"120" not in look(firm(house), evening).body
    (one,) = seen["items"]
    assert {said["by"] for said in one["statements"]} == {"demand", "supply"}
    assert (one["outcome"]["held"], one["outcome"]["disputed"]) == ("held", ["contract"])
    assert seen["counts"] == {"all": 3, "open": 2, "held": 0, "no_show": 0, "disputed": 1}

    decided = put(house.organizer, evening, meeting, contract=True, amount=120).json

    assert (decided["outcome"]["contract"], decided["outcome"]["amount"], decided["outcome"]["disputed"]) == (
        True,
        120,
        [],
    )
    assert decided["closes"] == evening["parties"]["工厂甲"]["need_ids"]


def test_a_word_is_changed_by_the_version_that_was_seen(house: TestHouse, evening: dict[str, Any]) -> None:
    meeting = meeting_of(evening, "工厂甲", "服务商甲")
    assert put(firm(house), evening, meeting, rating=2).status == 200

    again = put(firm(house), evening, meeting, 0, rating=5)
    later = put(firm(house), evening, meeting, 1, rating=5)

    assert (again.status, again.code) == (412, "stale-version")
    assert (later.json["own"]["rating"], later.json["own"]["version"]) == (5, 2)


def test_nothing_is_stated_before_the_meeting_begins(house: TestHouse, clock: SetClock) -> None:
    conference = publish(house)
    meeting = meeting_of(conference, "工厂甲", "服务商甲")

    early = put(house.organizer, conference, meeting)

    assert (early.status, early.code, early.field) == (409, "meeting-ahead", "meeting_id")
    assert look(house.organizer, conference).json["counts"]["open"] == 3
    assert not look(house.organizer, conference).json["items"][0]["can_state"]


def test_strangers_state_and_see_nothing(house: TestHouse, evening: dict[str, Any]) -> None:
    meeting = meeting_of(evening, "工厂甲", "服务商甲")
    path = f"/conferences/{evening['id']}/outcomes/{meeting}"

    assert put(firm(house, "工厂乙"), evening, meeting).status == 403
    assert put(house.as_(Role.AUDITOR), evening, meeting).status == 403
    assert put(house.visitor, evening, meeting).status == 401
    assert put(provider(house), evening, "p-1:p-2").status == 404
    assert firm(house, "工厂乙").get("conference", path).status == 404
    assert look(house.visitor, evening).status == 401
    assert look(house.as_(Role.AUDITOR), evening).json["counts"]["open"] == 3


def test_what_is_refused_changes_nothing(house: TestHouse, evening: dict[str, Any]) -> None:
    meeting = meeting_of(evening, "工厂甲", "服务商甲")

    refused = [
        put(firm(house), evening, meeting, held="no_show"),
        put(firm(house), evening, meeting, amount=5),
        put(firm(house), evening, meeting, rating=6),
    ]

    assert [(one.status, one.field) for one in refused] == [(422, "absent"), (422, "amount"), (422, "rating")]
    assert look(house.organizer, evening).json["counts"]["open"] == 3


def test_outcomes_are_read_page_by_page_in_the_order_of_the_day(house: TestHouse, evening: dict[str, Any]) -> None:
    whole = look(house.organizer, evening).json["items"]
    first = look(house.organizer, evening, "?first=2").json
    rest = look(house.organizer, evening, f"?first=2&after={first['end_cursor']}").json

    assert [one["id"] for one in first["items"] + rest["items"]] == [one["id"] for one in whole]
    assert (first["has_next"], rest["has_next"], first["total"]) == (True, False, 3)
    assert [one["starts_at"] for one in whole] == sorted(one["starts_at"] for one in whole)


def test_a_contract_is_told_as_a_record_without_its_amount(house: TestHouse, evening: dict[str, Any]) -> None:
    meeting = meeting_of(evening, "工厂甲", "服务商甲")

    put(house.organizer, evening, meeting, contract=True, amount=120)
    put(house.organizer, evening, meeting, 1, held="no_show", absent="demand")
    put(house.organizer, evening, meeting_of(evening, "工厂乙", "服务商甲"))
    house.come_to_rest()

    told = [one for one in records_told(house) if one.subject == "org-服务商甲"]
    assert [(one.data["meetings_held"], one.data["agreements"]) for one in told] == [(1, 1), (0, 0), (1, 0)]
    assert [one.version for one in told] == [1, 2, 3]
    assert all(set(one.data) == {"organisation_id", "meetings_held", "agreements"} for one in told)


def test_a_demonstration_counts_in_no_record(house: TestHouse, clock: SetClock) -> None:
    conference = publish(house, demo=True)
    clock.moment = EVENING

    put(house.organizer, conference, meeting_of(conference, "工厂甲", "服务商甲"), contract=True)
    house.come_to_rest()

    assert records_told(house) == []
    assert figures(house)["contracts"] == 0


def records_told(house: TestHouse) -> list[Fact]:
    return [decode(record) for record in house.log.replay("conference.record")]


def figures(house: TestHouse, year: int = 2019) -> dict[str, int]:
    listed = house.organizer.get("conference", f"/figures?year={year}").json["figures"]
    return {one["name"]: one["value"] for one in listed}


def report(house: TestHouse, year: int = 2019) -> dict[str, Any]:
    found: dict[str, Any] = house.organizer.get("conference", f"/reports/{year}").json
    return found


def state_all(house: TestHouse, conference: dict[str, Any]) -> None:
    """One contract, one meeting held without result, one that was missed."""
    put(house.organizer, conference, meeting_of(conference, "工厂甲", "服务商甲"), contract=True, amount=120)
    put(house.organizer, conference, meeting_of(conference, "工厂甲", "服务商乙"))
    put(house.organizer, conference, meeting_of(conference, "工厂乙", "服务商甲"), held="no_show", absent="demand")


def test_the_figures_of_a_year_count_what_came_of_its_meetings(house: TestHouse, evening: dict[str, Any]) -> None:
    state_all(house, evening)

    counted = figures(house)

    assert (counted["meetings_planned"], counted["meetings_stated"], counted["meetings_held"]) == (3, 3, 2)
    assert (counted["meetings_missed"], counted["intents"], counted["contracts"], counted["amount"]) == (1, 1, 1, 120)
    assert (counted["attending_demand"], counted["attending_supply"]) == (1, 2)


def test_the_report_brings_every_service_together_and_what_came_of_earlier_years(
    house: TestHouse, evening: dict[str, Any], clock: SetClock
) -> None:
    state_all(house, evening)

    this, following = report(house), report(house, 2020)

    sections = {one["name"]: {figure["name"]: figure["value"] for figure in one["figures"]} for one in this["sections"]}
    assert set(sections) == {"catalogue", "needs", "matching", "conference", "coverage"}
    assert sections["needs"]["needs_published"] == 2
    assert sections["catalogue"]["entries_listed"] == 3
    assert sections["conference"]["contracts"] == 1
    assert sections["coverage"]["categories_covered"] == 1
    assert all(
        figure["definition"] and figure["definition_en"] for one in this["sections"] for figure in one["figures"]
    )
    assert [(one["name"], one["planned"], one["held"], one["amount"]) for one in this["suppliers"]] == [
        ("服务商甲", 2, 1, 120),
        ("服务商乙", 1, 1, 0),
    ]
    assert (this["state"], this["conversion"]) == ("open", [])
    assert following["conversion"] == [{"year": 2019, "held": 2, "intents": 1, "contracts": 1, "amount": 120}]


def test_a_closed_year_is_frozen_while_its_conversion_goes_on(house: TestHouse, evening: dict[str, Any]) -> None:
    put(house.organizer, evening, meeting_of(evening, "工厂甲", "服务商乙"))
    closed = house.organizer.post("conference", "/reports/2019/close")

    put(house.organizer, evening, meeting_of(evening, "工厂甲", "服务商乙"), 1, contract=True, amount=30)

    assert (closed.status, closed.json["state"], closed.json["closed_by"]) == (200, "closed", "organizer-1")
    assert report(house) == closed.json
    assert report(house, 2020)["conversion"] == [{"year": 2019, "held": 1, "intents": 1, "contracts": 1, "amount": 30}]
    assert house.organizer.get("conference", "/reports").json == {"years": [2019], "closed": [2019]}
    again = house.organizer.post("conference", "/reports/2019/close")
    assert (again.status, again.code) == (409, "year-closed")


def test_a_year_to_come_is_not_closed_and_nobody_but_organizers_closes(house: TestHouse) -> None:
    ahead = house.organizer.post("conference", "/reports/2020/close")

    assert (ahead.status, ahead.code, ahead.field) == (409, "year-ahead", "year")
    assert house.as_(Role.AUDITOR).post("conference", "/reports/2019/close").status == 403
    assert house.as_(Role.AUDITOR).get("conference", "/reports/2019").status == 200
    assert firm(house).get("conference", "/reports/2019").status == 403
    assert house.organizer.get("conference", "/reports").json["closed"] == []


@pytest.fixture(scope="module")
def stated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TestHouse, dict[str, Any]]]:
    """A house with a conference whose outcomes are stated: only for reading."""
    clock = SetClock(datetime(2019, 4, 1, 2, 0, tzinfo=UTC))
    with open_test_house(Path(tmp_path_factory.mktemp("stated")), clock) as house:
        conference = publish(house)
        clock.moment = EVENING
        state_all(house, conference)
        yield house, conference


def test_a_providers_record_has_its_meetings_and_what_was_counted(stated: tuple[TestHouse, dict[str, Any]]) -> None:
    house, _ = stated

    record = provider(house).get("conference", "/records/org-服务商甲?year=2019").json

    assert (record["name"], record["year"], record["made_on"]) == ("服务商甲", 2019, "2019-11-28")
    assert {one["name"]: one["value"] for one in record["figures"]} == {
        "planned": 2,
        "held": 1,
        "intents": 1,
        "contracts": 1,
        "amount": 120,
    }
    assert {(one["demand_name"], one["held_text"], one["amount"]) for one in record["meetings"]} == {
        ("工厂甲", "已洽谈", 120),
        ("工厂乙", "未洽谈", None),
    }
    assert [one["name"] for one in record["entries"]] == ["服务商甲"]


def test_a_record_is_its_owners_the_organizers_and_the_auditors(stated: tuple[TestHouse, dict[str, Any]]) -> None:
    house, _ = stated
    path = "/records/org-服务商甲?year=2019"

    assert house.as_(Role.AUDITOR).get("conference", path).status == 200
    assert provider(house, "服务商乙").get("conference", path).status == 403
    assert firm(house).get("conference", path).status == 403
    none = house.organizer.get("conference", "/records/org-服务商甲?year=2018")
    assert (none.status, none.code) == (404, "no-record")


def test_a_record_is_had_as_excel_and_as_a_document_to_hand_in(stated: tuple[TestHouse, dict[str, Any]]) -> None:
    house, _ = stated
    book, document = (
        provider(house).get("conference", f"/records/org-服务商甲/{name}?year=2019")
        for name in ("record.xlsx", "record.pdf")
    )

    sheets = load_workbook(BytesIO(book.body))
    assert sheets.sheetnames == ["汇总", "洽谈明细"]
    assert sheets["汇总"]["A1"].value == "服务商甲 2019 年度供需对接成效"
    rows = [[cell.value for cell in row] for row in sheets["汇总"]["A5:C9"]]
    assert [row[:2] for row in rows] == [
        ["安排洽谈（场）", 2],
        ["已洽谈（场）", 1],
        ["达成意向（场）", 1],
        ["签约（场）", 1],
        ["签约金额（万元）", 120],
    ]
    assert all(row[2] for row in rows)
    detail = [[cell.value for cell in row] for row in sheets["洽谈明细"].iter_rows(min_row=2)]
    assert {(row[3], row[4], row[5], row[6]) for row in detail} == {
        ("工厂甲", "已洽谈", "签约", 120),
        ("工厂乙", "未洽谈", None, None),
    }
    assert (document.status, document.body[:4], document.headers["Content-Type"]) == (200, b"%PDF", "application/pdf")
    again = provider(house).get("conference", "/records/org-服务商甲/record.pdf?year=2019")
    assert again.body == document.body
    assert firm(house).get("conference", "/records/org-服务商甲/record.pdf?year=2019").status == 403


def test_a_name_that_looks_like_a_formula_stays_a_text() -> None:
    meeting = {
        "conference": "=1+1",
        "starts_at": "2019-11-28T01:00:00Z",
        "table": "1 号桌",
        "demand_name": "=HYPERLINK(1)",
        "held_text": "已洽谈",
        "intent": False,
        "contract": False,
        "amount": None,
        "is_disputed": False,
    }
    record = {"name": "甲", "year": 2019, "made_on": "2019-11-28", "figures": [], "entries": [], "meetings": [meeting]}

    sheet = load_workbook(BytesIO(write_record(record)))["洽谈明细"]

    assert (sheet["A2"].value, sheet["A2"].data_type, sheet["D2"].data_type) == ("=1+1", "s", "s")
    assert print_record(record)[:4] == b"%PDF"
