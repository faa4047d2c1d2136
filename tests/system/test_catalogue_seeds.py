"""What a house starts with: planted once, whole after any crash, every demo need answered by the official list."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from deploy.seeds.needs import read_needs
from deploy.seeds.plant import plant
from services.chassis.clock import SetClock
from services.chassis.peers import Answer, Peer, Peers, ProcessTransport, Transport
from tests.house import TestHouse, open_test_house

SERVICES = ("catalogue", "needs", "conference", "search", "matching")
IDENTIFIERS = {"id", "version", "expires_on", "published_at", "opened_at", "history", "need_ids", "wishes", "year"}


class PowerCut(Exception):
    """The lights went out."""


@dataclass
class Cut:
    """Carries requests until so many have been written, then no more; the last one is done but never answered."""

    inner: Transport
    left: list[int]

    def send(self, method: str, path: str, headers: Mapping[str, str], body: bytes, timeout: float) -> Answer:
        answer = self.inner.send(method, path, headers, body, timeout)
        if method != "GET":
            self.left[0] -= 1
            if self.left[0] <= 0:
                raise PowerCut
        return answer


def cut_after(house: TestHouse, writes: int) -> Peers:
    left = [writes]

    def peer(name: str) -> Peer:
        return Peer(name, Cut(ProcessTransport(lambda: house.app(name)), left), house.keyring, house.clock)

    return Peers({name: peer(name) for name in SERVICES})


def is_planted(house: TestHouse) -> bool:
    """Start once more; whether it came to its end before the lights went out."""
    try:
        plant(house)
    except PowerCut:
        return False
    return True


def needs_of(house: TestHouse) -> list[dict[str, Any]]:
    needs: list[dict[str, Any]] = house.organizer.get("needs", "/needs?first=100").json["items"]
    return sorted(needs, key=lambda need: str(need["organisation_id"]))


def parties_of(house: TestHouse) -> list[dict[str, Any]]:
    conferences = house.organizer.get("conference", "/conferences").json["items"]
    assert len(conferences) == 1
    path = f"/conferences/{conferences[0]['id']}/parties?first=100"
    parties: list[dict[str, Any]] = house.organizer.get("conference", path).json["items"]
    return parties


def picture_of(house: TestHouse) -> dict[str, Any]:
    """Everything planted, without the identifiers that are new in every house."""
    parties = parties_of(house)
    names = {party["id"]: party["name"] for party in parties}
    conference = house.organizer.get("conference", "/conferences").json["items"][0]
    return {
        "entries": house.organizer.get("catalogue", "/entries?first=100&status=all").json["items"],
        "needs": [{name: said for name, said in need.items() if name not in IDENTIFIERS} for need in needs_of(house)],
        "conference": (conference["title"], conference["slots"], conference["tables"]),
        "parties": sorted(
            (
                party["side"],
                party["organisation_id"],
                party["entry_ids"],
                sorted((names[wish["party_id"]], wish["strength"]) for wish in party["wishes"]),
            )
            for party in parties
        ),
    }


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestHouse]:
    """A house after its first start, come to rest; read by the tests of this file and never changed."""
    with open_test_house(tmp_path_factory.mktemp("planted"), SetClock(datetime(2019, 4, 1, 2, 0, tzinfo=UTC))) as house:
        plant(house)
        house.come_to_rest()
        yield house


def test_ten_needs_and_two_parks_needs_are_published_and_plainly_fictional(planted: TestHouse) -> None:
    needs = planted.visitor.get("needs", "/needs?status=published&first=100").json["items"]

    kinds = [need["kind"] for need in needs]
    assert (kinds.count("enterprise"), kinds.count("park"), len(needs)) == (10, 2, 12)
    assert all(need["demo"] and "演示" in need["title"] for need in needs)
    assert all(need["organisation_name"].startswith("演示") for need in needs)
    assert all(need["organisation_name"].endswith("（虚构）") for need in needs)


def test_every_demo_need_has_an_answer_among_the_official_entries(planted: TestHouse) -> None:
    answers = {need["organisation_id"]: set(need["answers"]) for need in read_needs()}
    without = []
    for need in needs_of(planted):
        told = planted.visitor.get("matching", f"/suggestions?need={need['id']}&first=10").json["items"][0]
        found = [one["entry_id"] for one in told["items"] if one["reasons"]]
        if not answers[need["organisation_id"]] & set(found[: 3 if need["kind"] == "enterprise" else 10]):
            without.append(need["title"])

    assert without == []


def test_the_demo_conference_is_small_and_marked_and_waits_only_for_wishes(planted: TestHouse) -> None:
    conference = planted.organizer.get("conference", "/conferences").json["items"][0]
    parties = parties_of(planted)
    readiness = planted.organizer.get("conference", f"/conferences/{conference['id']}/readiness").json["items"]

    assert (conference["demo"], "演示" in conference["title"], "虚构" in conference["venue"]) == (True, True, True)
    demand = [party for party in parties if party["side"] == "demand"]
    supply = [party for party in parties if party["side"] == "supply"]
    assert len(demand) == 12
    assert 10 <= len(supply) <= 20
    assert all(party["organisation_name"].endswith("（虚构）") for party in demand)
    assert all(one.startswith("shanghai-2018-") for party in supply for one in party["entry_ids"])
    # Real firms are given no wishes, and one demand party has said nothing yet.
    assert [party["wishes"] for party in supply] == [[]] * len(supply)
    assert sum(not party["wishes"] for party in demand) == 1
    assert {missing["code"] for row in readiness for missing in row["missing"]} == {"no-wishes"}


def test_a_second_start_plants_nothing_new_and_undoes_nothing(tmp_path: Path, clock: SetClock) -> None:
    with open_test_house(tmp_path, clock) as house:
        plant(house)
        need = needs_of(house)[0]
        closed = {"outcome": "no_result", "note": "试"}
        house.organizer.post("needs", f"/needs/{need['id']}/close", closed, version=need["version"])
        party = parties_of(house)[-1]
        house.organizer.patch("conference", f"/parties/{party['id']}", {"name": "改名"}, version=party["version"])
        before = picture_of(house)

        plant(house)

        assert picture_of(house) == before
        assert needs_of(house)[0]["status"] == "closed"


def test_a_start_that_is_cut_off_after_every_single_write_plants_the_same_in_the_end(
    planted: TestHouse, tmp_path: Path, clock: SetClock
) -> None:
    with open_test_house(tmp_path, clock) as house:
        whole, cuts = house.peers, 0
        house.peers = cut_after(house, 1)
        while not is_planted(house):
            cuts += 1
            assert cuts < 200
            house.peers = cut_after(house, 1)
        house.peers = whole

        assert cuts > 60
        assert picture_of(house) == picture_of(planted)


def test_without_demo_data_only_the_official_edition_is_planted(house: TestHouse) -> None:
    plant(house, demo=False)

    assert house.organizer.get("catalogue", "/entries?first=100").json["total"] == 30
    assert needs_of(house) == []
    assert house.organizer.get("conference", "/conferences").json["total"] == 0
