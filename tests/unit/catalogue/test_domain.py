"""The rules of editions and entries."""

from datetime import timedelta
from typing import Any

import pytest

from services.catalogue.domain import (
    Category,
    Difference,
    Edition,
    Kind,
    Reach,
    Scope,
    edition_id,
    fold,
    organisation_of,
    settle_use,
)
from services.chassis.refusal import Conflict, Invalid
from tests.unit.catalogue.making import MOMENT, a_listing, a_published_edition, an_edition, an_entry


def test_admitting_gives_the_entry_its_place_in_the_list() -> None:
    entry = an_edition().admit(a_listing(), an_entry().profile, ordinal=7, taken=(), at=MOMENT)

    assert (entry.id, entry.ordinal, entry.version, entry.is_admitted) == ("shanghai-2018-007", 7, 1, True)


def test_admitting_into_a_published_edition_is_refused() -> None:
    with pytest.raises(Conflict) as refusal:
        a_published_edition().admit(a_listing(), an_entry().profile, ordinal=1, taken=(), at=MOMENT)

    assert refusal.value.code == "edition-closed"


@pytest.mark.parametrize("company", ["示例乙公司", "示例乙公司 ", "示例 乙公司"])
def test_a_company_is_admitted_once_in_a_category_however_it_is_typed(company: str) -> None:
    taken = {a_listing().key}

    with pytest.raises(Conflict) as refusal:
        an_edition().admit(a_listing(company=company), an_entry().profile, ordinal=2, taken=taken, at=MOMENT)

    assert (refusal.value.code, refusal.value.field) == ("already-admitted", "company")


def test_a_company_may_stand_in_two_categories_and_run_two_platforms() -> None:
    integrator = a_listing()
    cloud = a_listing(category=Category.CLOUD_SERVICES)
    first = a_listing(name="甲平台", category=Category.PLATFORM)
    second = a_listing(name="乙平台", category=Category.PLATFORM)

    assert len({one.key for one in (integrator, cloud, first, second)}) == 4


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"kind": Kind.PLATFORM}, "kind-mismatch", "kind"),
        ({"kind": Kind.PROVIDER, "category": Category.PLATFORM}, "kind-mismatch", "kind"),
        ({"reach": Reach.SECTOR}, "reach-of-provider", "reach"),
    ],
)
def test_facts_that_contradict_each_other_are_refused(changes: dict[str, Any], code: str, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        a_listing(**changes)

    assert (refusal.value.code, refusal.value.field) == (code, field)


def test_all_entries_of_a_company_have_one_organisation() -> None:
    spellings = [
        "昂华（上海）自动化工程股份有限公司",
        "昂华(上海)自动化工程股份有限公司",
        " 昂华（上海） 自动化工程股份有限公司",
    ]

    assert len({organisation_of(one) for one in spellings}) == 1
    assert organisation_of("示例甲公司") != organisation_of("示例乙公司")
    assert a_listing(organisation_id="org-1").organisation_id == "org-1"


def test_folding_keeps_what_tells_names_apart() -> None:
    assert fold("COSMOPlat　工业互联网平台\u200b") == "cosmoplat工业互联网平台"


def test_withdrawing_keeps_the_entry_with_its_reason() -> None:
    withdrawn = an_entry().withdraw("企业注销", at=MOMENT)

    assert (withdrawn.is_admitted, withdrawn.withdrawn_reason, withdrawn.withdrawn_at) == (False, "企业注销", MOMENT)
    assert withdrawn.version == 2
    with pytest.raises(Conflict) as refusal:
        withdrawn.withdraw("再次", at=MOMENT)
    assert refusal.value.code == "entry-withdrawn"


def test_publishing_twice_is_refused() -> None:
    published = an_edition().publish(Difference(), at=MOMENT)

    with pytest.raises(Conflict) as refusal:
        published.publish(Difference(), at=MOMENT + timedelta(days=1))

    assert refusal.value.code == "edition-closed"


def test_the_newest_published_edition_is_in_use_and_never_a_demo() -> None:
    old = a_published_edition(id="shanghai-2018", in_use=True, version=3)
    new = a_published_edition(id="shanghai-2019", year=2019)
    demo = a_published_edition(id="shanghai-2024-demo", year=2024, demo=True)
    draft = an_edition(id="shanghai-2020", year=2020)

    changed: list[Edition] = settle_use([old, new, demo, draft])

    assert [(one.id, one.in_use, one.version) for one in changed] == [
        ("shanghai-2018", False, 4),
        ("shanghai-2019", True, 2),
    ]


def test_publishing_an_older_year_leaves_the_newer_one_in_use() -> None:
    current = a_published_edition(id="shanghai-2019", year=2019, in_use=True)
    older = a_published_edition(id="shanghai-2018")

    assert settle_use([current, older]) == []


def test_an_edition_has_a_readable_identifier() -> None:
    assert edition_id(Scope.SHANGHAI, 2018, demo=False) == "shanghai-2018"
    assert edition_id(Scope.DELTA, 2024, demo=True) == "delta-2024-demo"
