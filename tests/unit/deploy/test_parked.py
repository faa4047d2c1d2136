"""`python -m deploy parked`: what could not be worked is listed, tried again or given up, one key at a time."""

from collections.abc import Callable, Sequence

import pytest
from click.testing import CliRunner

from deploy.cli import main
from events.parking import Parking
from tests.house import SECRET, TestHouse

EDITION = {"year": 2019, "scope": "shanghai", "title": "推荐目录（2019年度）"}
TOPIC = "catalogue.entry"
Command = Callable[..., str]


@pytest.fixture
def keys(house: TestHouse) -> Sequence[str]:
    """Two entries whose facts matching has parked, and does not know."""
    edition = house.organizer.post("catalogue", "/editions", EDITION).json
    found = []
    for name in ("甲公司", "乙公司"):
        entry = {"name": name, "company": name, "category": "system_integration"}
        found.append(house.organizer.post("catalogue", f"/editions/{edition['id']}/entries", entry).json["id"])
    house.working("catalogue").step()
    parking = Parking(house.ports["matching"].store.engine, "matching")
    for record in house.log.replay(TOPIC):
        parking.park(record, "a reason")
    return found


@pytest.fixture
def parked(house: TestHouse, monkeypatch: pytest.MonkeyPatch) -> Command:
    """The command, as an operator calls it for matching beside the house."""
    monkeypatch.setenv("GONGXU_VAR", str(house.settings.var))
    monkeypatch.setenv("GONGXU_SECRET", SECRET)

    def call(*words: str, code: int = 0) -> str:
        done = CliRunner().invoke(main, ["parked", "matching", *words])
        assert done.exit_code == code, done.output
        return done.output

    return call


def known_to_matching(house: TestHouse) -> set[str]:
    with house.ports["matching"].store.read() as connection:
        return set(connection.exec_driver_sql("SELECT id FROM known_entry").scalars())


def test_what_is_parked_is_listed_with_its_reason(parked: Command, keys: Sequence[str]) -> None:
    lines = parked().splitlines()

    assert [line.split("  ")[2:] for line in lines] == [[TOPIC, key, "a reason"] for key in keys]


def test_what_is_tried_again_has_its_effect_and_is_parked_no_more(
    house: TestHouse, parked: Command, keys: Sequence[str]
) -> None:
    assert known_to_matching(house) == set()

    assert parked("--redrive") == "2 done\n"
    assert known_to_matching(house) == set(keys)
    assert parked() == ""


def test_one_key_is_given_up_and_the_others_stay(house: TestHouse, parked: Command, keys: Sequence[str]) -> None:
    assert "needs --topic and --key" in parked("--discard", "--topic", TOPIC, code=2)
    assert len(parked().splitlines()) == 2

    told = parked("--discard", "--topic", TOPIC, "--key", keys[0])
    assert told.splitlines()[0] == "1 discarded"
    assert [line.split("  ")[3] for line in parked().splitlines()] == [keys[1]]
    assert known_to_matching(house) == set()


def test_what_the_log_refused_is_listed_and_sent_again(house: TestHouse, parked: Command) -> None:
    edition = house.organizer.post("catalogue", "/editions", EDITION).json
    with house.ports["catalogue"].store.write() as connection:
        connection.exec_driver_sql("UPDATE outbox SET error = 'too large'")

    def ask(*words: str) -> list[str]:
        return CliRunner().invoke(main, ["parked", "catalogue", *words]).output.splitlines()

    assert ask() == [f"refused  catalogue.edition  {edition['id']}  too large"]
    assert ask("--requeue") == ["1 queued again"]
    house.come_to_rest()
    assert [record.key for record in house.log.replay("catalogue.edition")] == [edition["id"]]
