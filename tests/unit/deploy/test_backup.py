"""A backup taken while the house is in use makes a house again."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.backup import BackupFault, back_up, restore
from deploy.house import build_house
from deploy.settings import Settings
from deploy.shadows import find_differences
from services.chassis.clock import SetClock
from tests.house import SECRET, TestHouse

# Members in a copy of the log live until their session has run out.
LOG_URL = "sqlite:///{var}/log.db?session_s=0.3"
EDITION = {"year": 2019, "scope": "shanghai", "title": "推荐目录（2019年度）"}


@pytest.fixture
def house(tmp_path: Path, clock: SetClock) -> Iterator[TestHouse]:
    opened = open_again(Settings(var=tmp_path / "var", secret=SECRET, log_url=LOG_URL), clock)
    yield opened
    opened.close()


def open_again(settings: Settings, clock: SetClock) -> TestHouse:
    built = build_house(settings, clock=clock)
    return TestHouse(**{name: getattr(built, name) for name in TestHouse.__dataclass_fields__})


def test_a_house_is_made_again_with_what_was_written_and_nothing_differs(
    house: TestHouse, clock: SetClock, tmp_path: Path
) -> None:
    heard = house.organizer.post("catalogue", "/editions", EDITION).json
    house.come_to_rest()
    # This one has not left its outbox when the backup is taken; the next is written after it.
    unsent = house.organizer.post("catalogue", "/editions", {**EDITION, "year": 2020}).json
    backup = tmp_path / "backup"
    back_up(house.settings, backup)
    house.organizer.post("catalogue", "/editions", {**EDITION, "year": 2021})

    settings = Settings(var=tmp_path / "restored", secret=SECRET)
    restore(settings, backup)
    again = open_again(settings, clock)
    try:
        again.come_to_rest()
        found = {one["id"] for one in again.organizer.get("catalogue", "/editions").json["items"]}
        assert found == {heard["id"], unsent["id"]}
        assert find_differences(again) == []
    finally:
        again.close()


def test_a_service_that_was_copied_before_it_heard_hears_it_again(
    house: TestHouse, clock: SetClock, tmp_path: Path
) -> None:
    backup = tmp_path / "backup"
    back_up(house.settings, backup)
    (backup / "log.db").unlink()
    house.organizer.post("catalogue", "/editions", EDITION)
    house.come_to_rest()
    late = tmp_path / "late"
    back_up(house.settings, late)
    # Matching is of a moment before the fact, the log and the catalogue of a moment after it was read.
    (late / "matching.db").write_bytes((backup / "matching.db").read_bytes())

    settings = Settings(var=tmp_path / "restored", secret=SECRET)
    restore(settings, late)
    again = open_again(settings, clock)
    try:
        assert [one.shadow for one in find_differences(again)] == ["matching"]
        again.come_to_rest()
        assert find_differences(again) == []
    finally:
        again.close()


def test_neither_a_backup_nor_a_house_is_overwritten(house: TestHouse, tmp_path: Path) -> None:
    backup = tmp_path / "backup"
    back_up(house.settings, backup)

    with pytest.raises(BackupFault, match="exists already"):
        back_up(house.settings, backup)
    with pytest.raises(BackupFault, match="holds a house already"):
        restore(house.settings, backup)
    (backup / "needs.db").unlink()
    with pytest.raises(BackupFault, match="needs is missing"):
        restore(Settings(var=tmp_path / "new", secret=SECRET), backup)
    assert not (tmp_path / "new").exists()


def test_a_house_on_servers_is_not_copied_as_files(tmp_path: Path) -> None:
    settings = Settings(var=tmp_path, store_url="postgresql+psycopg://x/y?schema={service}")

    with pytest.raises(BackupFault, match="on servers"):
        back_up(settings, tmp_path / "backup")
