"""What being listed means, and what it does not."""

from dataclasses import replace

from services.catalogue.domain import Category, Edition, Entry, Listing
from services.catalogue.prerequisite import Prerequisite, state_prerequisite
from tests.unit.catalogue.making import MOMENT, a_listing, a_published_edition, an_edition, an_entry

ENTRY = an_entry(a_listing(category=Category.SYSTEM_INTEGRATION))


def stated(entry: Entry = ENTRY, edition: Edition | None = None, year: int = 2018) -> Prerequisite:
    return state_prerequisite(entry, edition or a_published_edition(), year)


def test_an_entry_meets_the_prerequisite_of_its_year_with_category_and_document() -> None:
    statement = stated()

    assert statement == Prerequisite(
        2018,
        Category.SYSTEM_INTEGRATION,
        True,
        "列入 2018 年度目录，满足当年度同类别专项资金申报的必要条件（不代表获得支持）。"
        "类别：集成服务；文号：沪经信推〔2018〕443号。",
        "Listed in the 2018 edition: meets the prerequisite for that year's special fund in the same category "
        "(no promise of support). Category: system integration; document: 沪经信推〔2018〕443号.",
        "沪经信推〔2018〕443号",
    )


def test_another_year_says_no_and_why() -> None:
    statement = stated(year=2019)

    assert (statement.met, statement.reason) == (False, "another-year")
    assert statement.basis == "列入的是 2018 年度目录，不是 2019 年度目录。"


def test_a_withdrawn_entry_says_no_since_when_and_why() -> None:
    statement = stated(ENTRY.withdraw("企业注销", at=MOMENT))

    assert (statement.met, statement.reason) == (False, "entry-withdrawn")
    assert statement.basis == "已于 2018-11-19 移出 2018 年度目录：企业注销"


def test_the_day_of_withdrawal_is_that_of_shanghai() -> None:
    late = MOMENT.replace(hour=23)

    assert stated(ENTRY.withdraw("企业注销", at=late)).basis.startswith("已于 2018-11-20 移出")


def test_a_draft_and_a_demo_edition_say_no() -> None:
    assert stated(edition=an_edition()).reason == "not-published"
    assert stated(edition=replace(a_published_edition(), demo=True)).reason == "demo-edition"


def test_nothing_but_official_facts_enters_the_statement() -> None:
    rich = an_entry(
        Listing(**{**vars(ENTRY.listing), "gbt23001_certified": True, "unified_code": "91350100M000100Y43"})
    )

    assert stated(rich) == stated()
