"""The doctor finds what is wrong with a house, and repair brings its shadows back to the truth."""

from collections.abc import Sequence

import pytest

from deploy.doctor import examine
from deploy.shadows import Difference, drop_copies, find_differences
from deploy.telling import tell_again
from search.store import EDITIONS
from services.matching import tables as known
from tests.house import TestHouse

EDITION = {"year": 2019, "scope": "shanghai", "title": "上海市工业互联网平台和专业服务商推荐目录（2019年度）"}
ENTRY = {
    "name": "某某数字科技有限公司",
    "company": "某某数字科技有限公司",
    "category": "system_integration",
}


@pytest.fixture
def filled(house: TestHouse) -> TestHouse:
    """A house with an edition and two entries that everybody has heard of."""
    edition = house.organizer.post("catalogue", "/editions", EDITION).json
    for name in ("甲", "乙"):
        entry = {**ENTRY, "name": f"{name}公司", "company": f"{name}公司"}
        answer = house.organizer.post("catalogue", f"/editions/{edition['id']}/entries", entry)
        assert answer.status == 201, answer.body
    house.come_to_rest()
    return house


def bad(house: TestHouse) -> Sequence[str]:
    return [one.about for one in examine(house, patience_s=0) if not one.is_well]


def test_nothing_is_wrong_with_a_house_at_rest(filled: TestHouse) -> None:
    assert bad(filled) == []


def test_what_has_not_arrived_is_a_difference_and_old_facts_are_a_finding(filled: TestHouse) -> None:
    filled.organizer.post("catalogue", "/editions", {**EDITION, "year": 2020})
    assert bad(filled) == ["shadows"]

    with filled.ports["catalogue"].store.write() as connection:
        connection.exec_driver_sql("UPDATE outbox SET created_at = created_at - 100 WHERE sent_at IS NULL")
    assert bad(filled) == ["catalogue outbox", "shadows"]


def test_lost_and_foreign_copies_are_mended(filled: TestHouse) -> None:
    with filled.ports["matching"].store.write() as connection:
        connection.execute(known.ENTRY.delete())
    with filled.ports["search"].store.write() as connection:
        connection.execute(EDITIONS.update().values(version=99))
    found = find_differences(filled)
    assert sorted((one.shadow, one.noun, one.shown) for one in found) == [
        ("matching", "entry", None),
        ("matching", "entry", None),
        ("search", "edition", 99),
    ]

    assert drop_copies(filled, found) == 1
    assert tell_again(filled, "entry", {one.id for one in found if one.noun == "entry"}) == 2
    assert tell_again(filled, "edition", {one.id for one in found if one.noun == "edition"}) == 1
    filled.come_to_rest()
    assert find_differences(filled) == []


def test_an_id_its_owner_does_not_know_is_not_told(filled: TestHouse) -> None:
    assert tell_again(filled, "need", {"unknown"}) == 0
    assert tell_again(filled, "entry") == 2


@pytest.mark.parametrize(("truth", "shown", "behind"), [(2, 1, True), (2, None, True), (1, 2, False), (None, 1, False)])
def test_a_shadow_is_behind_when_telling_again_would_help(truth: int | None, shown: int | None, behind: bool) -> None:
    assert Difference("matching", "entry", "e", truth, shown).is_behind == behind


def test_facts_that_are_parked_are_named(filled: TestHouse) -> None:
    record = next(iter(filled.log.replay("catalogue.entry")))
    worker = filled.working("matching").worker
    assert worker is not None
    worker._parking.park(record, "a reason")

    finding = next(one for one in examine(filled, patience_s=0) if one.about == "matching parked")
    assert (finding.is_well, finding.text) == (False, f"1: catalogue.entry {record.key}: a reason")
