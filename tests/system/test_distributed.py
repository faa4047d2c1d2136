"""The main story of the house, every part a process as the compose file has it, through HTTP alone."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import create_engine

from tests.contract.servers import POSTGRESQL, on_servers
from tests.system.apart import DOORS, WORKERS, Apart, house_apart, until

pytestmark = on_servers

NEED = """mutation { createNeed(input: {kind: enterprise, title: "老产线设备联网",
    text: "产线上四十台数控设备没有联网，需要设备联网与数据采集，并与现有系统集成。",
    organisationName: "上海某机床厂", industry: "装备制造与汽车",
    contact: {person: "王工", phone: "021-5550000"}}) { id version } }"""
SEARCH = """{ search(text: "设备联网 集成", filters: {category: ["system_integration"]}, first: 10) {
    totalCount edges { node { entry { company } } } } }"""
SUGGESTIONS = """{ need(id: "%s") { suggestions(first: 5) { score parts { name } reasons { kind }
    entry { id category } } } }"""
RUN = '{ run(id: "%s") { state progress xlsxUrl plan { meetingCount } } }'


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Apart]:
    with house_apart(tmp_path_factory.mktemp("apart")) as opened:
        opened.once("seed")
        yield opened


@pytest.fixture(scope="module")
def tokens(house: Apart) -> dict[str, str]:
    return {
        "organizer": house.run("token", "organizer"),
        "firm": house.run("token", "enterprise", "--organisation", "org-firm"),
    }


def publish_need(house: Apart, tokens: dict[str, str]) -> str:
    need = house.do(NEED, token=tokens["firm"])
    submit = 'mutation {{ submitNeed(id: "{id}", version: {version}) {{ id version }} }}'
    need = house.do(submit.format(**need), token=tokens["firm"], door=DOORS[1])
    publish = 'mutation {{ publishNeed(id: "{id}", version: {version}) {{ id status }} }}'
    published = house.do(publish.format(**need), token=tokens["organizer"])
    assert published["status"] == "published"
    return str(published["id"])


def test_the_probes_of_the_compose_file_tell_who_is_up(house: Apart) -> None:
    with ThreadPoolExecutor(4) as asking:
        assert all(asking.map(house.is_healthy, house.roles))


def test_what_is_planted_through_the_doors_is_found_at_both(house: Apart) -> None:
    for door in DOORS:
        found = until(lambda door=door: full(house.do(SEARCH, door=door)), "four integrators")  # type: ignore[misc]
        assert len(found["edges"]) == found["totalCount"] == 4


def full(search: dict[str, Any]) -> dict[str, Any]:
    return search if search["totalCount"] == 4 else {}


def test_a_published_need_gets_suggestions_with_reasons(house: Apart, tokens: dict[str, str]) -> None:
    need = publish_need(house, tokens)

    suggestions = until(lambda: house.do(SUGGESTIONS % need, door=DOORS[1])["suggestions"], "suggestions")
    assert suggestions[0]["entry"]["category"] == "system_integration"
    assert all(one["parts"] and one["reasons"] for one in suggestions)


def test_a_conference_is_paired_in_a_worker_and_fetched_as_excel(house: Apart, tokens: dict[str, str]) -> None:
    boss = tokens["organizer"]
    conference = house.do("{ conferences(first: 1) { edges { node { id } } } }", token=boss)["edges"][0]["node"]["id"]
    run = house.do(f'mutation {{ startRun(conferenceId: "{conference}", seed: 7) {{ id }} }}', token=boss)["id"]

    done = until(lambda: ended(house.do(RUN % run, token=boss, door=DOORS[1])), "the run to end")
    assert (done["state"], done["progress"]) == ("done", 100)
    assert done["plan"]["meetingCount"] > 0
    file = house.pool.request(
        "GET", house.roles[DOORS[0]].address + done["xlsxUrl"], headers={"Authorization": f"Bearer {boss}"}
    )
    assert (file.status, file.data[:2]) == (200, b"PK")


def ended(run: dict[str, Any]) -> dict[str, Any]:
    return run if run["state"] in {"done", "failed"} else {}


def test_one_of_two_relays_sends_and_nothing_is_left_behind(house: Apart) -> None:
    def behind() -> float:
        told = [house.figures(name) for name in WORKERS]
        return sum(
            value
            for figures in told
            for series, value in figures.items()
            if series.startswith(("gongxu_relay_unsent", "gongxu_worker_lag", "gongxu_worker_parked"))
        )

    until(lambda: behind() == 0, "an empty backlog")
    active = [house.figures(name)['gongxu_relay_active{service="catalogue"}'] for name in WORKERS]
    assert sorted(active) == [0.0, 1.0]


def test_a_killed_worker_is_followed_by_the_other(house: Apart, tokens: dict[str, str]) -> None:
    house.kill(WORKERS[0])
    need = publish_need(house, tokens)

    assert until(lambda: house.do(SUGGESTIONS % need)["suggestions"], "suggestions")
    house.start(WORKERS[0])
    house.wait_until_ready(WORKERS[0])


def test_a_door_says_that_it_is_ending_before_it_ends(house: Apart) -> None:
    door = house.roles[DOORS[1]]
    assert door.process is not None
    door.process.terminate()

    until(lambda: house.readiness(DOORS[1]) == (503, "ending"), "the door to say so", 5.0)
    assert house.do("{ editions { year } }", door=DOORS[1]) == [{"year": 2018}]
    assert door.process.wait(20.0) == 0
    house.start(DOORS[1])
    house.wait_until_ready(DOORS[1])


def test_a_door_answers_what_it_can_while_a_service_is_gone(house: Apart) -> None:
    house.kill("search")
    assert not house.is_healthy("search")
    answer = house.ask('{ editions { year } search(text: "联网", first: 1) { totalCount } }')

    assert answer["data"]["editions"] == [{"year": 2018}]
    assert answer["data"]["search"] is None
    assert [error["extensions"]["code"] for error in answer["errors"]] == ["UPSTREAM_UNAVAILABLE"]
    house.start("search")
    house.wait_until_ready("search")
    assert house.do(SEARCH)["totalCount"] == 4


def test_the_doctor_finds_a_whole_house_and_a_rebuild_loses_no_search(house: Apart) -> None:
    told = house.run("doctor", "--patience", "30")
    assert "BAD" not in told
    assert "shadows: 0 differ" in told

    totals: list[int] = []
    with ThreadPoolExecutor(1) as apart:
        rebuilding = apart.submit(house.run, "rebuild", "search")
        while not rebuilding.done():
            totals.append(house.do(SEARCH)["totalCount"])
    assert rebuilding.result().startswith("search: ")
    assert set(totals) == {4}


def test_repair_mends_copies_that_were_lost(house: Apart) -> None:
    engine = create_engine(POSTGRESQL)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"DELETE FROM {house.mark}_matching.known_entry")
        connection.exec_driver_sql(f"UPDATE {house.mark}_search.editions SET version = version + 7")
    engine.dispose()

    assert house.run("repair").endswith("0 differ")
