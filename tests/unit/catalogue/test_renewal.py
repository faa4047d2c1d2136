"""What an edition keeps, adds and drops."""

from typing import Any

from services.catalogue.domain import Difference, Dropped, Entry
from services.catalogue.renewal import Choice, Decision, choose, differ, find_previous
from tests.unit.catalogue.making import MOMENT, a_listing, a_published_edition, an_edition, an_entry


def old(number: int, **changes: Any) -> Entry:
    company = f"示例{number}公司"
    return an_entry(a_listing(name=company, company=company), id=f"old-{number}", ordinal=number, **changes)


def new(number: int, **changes: Any) -> Entry:
    company = f"示例{number}公司"
    listing = a_listing(name=company, company=company)
    return an_entry(listing, id=f"new-{number}", edition_id="shanghai-2019", ordinal=number, **changes)


def test_the_previous_edition_is_the_published_one_of_the_year_before_in_the_same_scope() -> None:
    editions = [
        a_published_edition(id="a", year=2016),
        a_published_edition(id="b", year=2018),
        a_published_edition(id="c", year=2018, demo=True),
        an_edition(id="d", year=2019),
        a_published_edition(id="e", year=2021),
    ]

    previous = find_previous(an_edition(id="f", year=2020), editions)

    assert previous is not None
    assert previous.id == "b"


def test_entries_continue_by_what_they_were_carried_from_or_by_company_and_category() -> None:
    renamed = new(7, renewed_from="old-1")

    difference = differ("shanghai-2018", [old(1), old(2), old(3)], [renamed, new(2), new(9)], {})

    assert difference == Difference("shanghai-2018", ("new-7", "new-2"), ("new-9",), (Dropped("old-3", ""),))


def test_a_dropped_entry_brings_the_reason_of_its_decision() -> None:
    decided = {"old-1": Decision("old-1", Choice.DROP, "未参加复核")}

    difference = differ("shanghai-2018", [old(1)], [new(2)], decided)

    assert difference.dropped == (Dropped("old-1", "未参加复核"),)


def test_what_was_withdrawn_before_is_neither_kept_nor_dropped() -> None:
    gone = old(1).withdraw("企业注销", at=MOMENT)

    difference = differ("shanghai-2018", [gone, old(2)], [new(1), new(2)], {})

    assert difference == Difference("shanghai-2018", ("new-2",), ("new-1",), ())


def test_what_the_draft_withdraws_is_dropped() -> None:
    withdrawn = new(1, renewed_from="old-1").withdraw("不再经营", at=MOMENT)

    assert differ("shanghai-2018", [old(1)], [withdrawn], {}).dropped == (Dropped("old-1", "不再经营"),)


def test_an_entry_that_is_listed_again_is_kept_without_being_asked_about() -> None:
    decided = {"old-2": Decision("old-2", Choice.DROP, "退出")}

    choices = choose([old(1), old(2), old(3)], [new(1)], decided)

    assert [(entry.id, decision.choice) for entry, decision in choices] == [
        ("old-1", Choice.KEEP),
        ("old-2", Choice.DROP),
        ("old-3", Choice.OPEN),
    ]
