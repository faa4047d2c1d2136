"""`make run` as a newcomer sees it: the documents of the contract run, the house survives kills and ends cleanly."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.system.apart import until
from tests.system.running import Running, descendants, is_alive, running_house

SEARCH = """
{ search(text: "设备联网 集成", filters: {category: ["system_integration"]}, first: 10) {
    totalCount notices
    facets { name buckets { value label count selected } }
    edges { cursor node { score entry { id name company kind category edition { year scope }
      prerequisites { year category met basis } } highlights { field fragments } } }
    pageInfo { hasNextPage endCursor } } }
"""
NEEDS = """
{ needs(status: PUBLISHED, first: 5) { edges { node { id title status expiresOn
    suggestions(first: 5) { score parts { name value weight } reasons { kind text evidence }
      entry { id name category } } } } } }
"""
EDITIONS = "{ editions { year scope status entryCount categories { category count } } }"
CONFERENCES = """
{ conferences(first: 1) { edges { node { id title runs(first: 3) { edges { node { id state progress
    plan { meetingCount value bound gap unmet { party { name } kind reason }
      meetings(first: 50) { edges { node { slot { startsAt } table { name } demand { name } supply { name } } } } }
} } } } } } }
"""
INTEGRATORS = {
    "上海华虹计通智能系统股份有限公司",
    "昂华（上海）自动化工程股份有限公司",
    "上海科致电气自动化股份有限公司",
    "上海威士顿信息技术股份有限公司",
}


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running_house(tmp_path_factory.mktemp("up") / "var") as house:
        yield house


def nodes(connection: dict[str, Any]) -> list[dict[str, Any]]:
    return [edge["node"] for edge in connection["edges"]]


def test_it_prints_the_address_and_a_login_link_that_works(running: Running) -> None:
    link = running.await_output(rf"http://localhost:{running.port}(/login\?token=\S+)")

    answer = running.get(link.group(1))
    assert answer.status in {302, 303}
    assert "HttpOnly" in answer.headers["Set-Cookie"]


def test_the_search_document_finds_the_four_official_integrators(running: Running) -> None:
    answer = running.ask(SEARCH)

    assert "errors" not in answer
    search = answer["data"]["search"]
    found = nodes(search)
    assert {hit["entry"]["company"] for hit in found} >= INTEGRATORS
    assert {hit["entry"]["category"] for hit in found} == {"system_integration"}
    assert {(hit["entry"]["edition"]["year"], hit["entry"]["edition"]["scope"]) for hit in found} == {
        (2018, "shanghai")
    }
    assert search["totalCount"] == len(found) == 4
    selected = [bucket for facet in search["facets"] for bucket in facet["buckets"] if bucket["selected"]]
    assert [(bucket["value"], bucket["count"]) for bucket in selected] == [("system_integration", 4)]


def test_the_needs_document_shows_suggestions_with_reasons(running: Running) -> None:
    answer = running.ask(NEEDS)

    assert "errors" not in answer
    needs = nodes(answer["data"]["needs"])
    assert len(needs) == 5
    for need in needs:
        assert need["status"] in {"published", "PUBLISHED"}
        assert need["suggestions"], need["title"]
        for suggestion in need["suggestions"]:
            assert suggestion["parts"]
            assert suggestion["reasons"]
            assert all(reason["text"] for reason in suggestion["reasons"])


def test_the_editions_document_counts_the_thirty_entries(running: Running) -> None:
    (edition,) = running.ask(EDITIONS)["data"]["editions"]

    counts = {row["category"]: row["count"] for row in edition["categories"] if row["count"]}
    assert (edition["year"], edition["scope"], edition["entryCount"]) == (2018, "shanghai", 30)
    assert counts == {
        "platform": 8,
        "platform_services": 2,
        "cloud_services": 6,
        "identifier_resolution": 1,
        "gbt23001_consulting": 5,
        "system_integration": 4,
        "industrial_security": 4,
    }


def test_the_conferences_document_is_the_organizers_alone(running: Running) -> None:
    refused = running.ask(CONFERENCES)
    wrong = running.ask(CONFERENCES, token=running.token("enterprise", "org-x"))
    (conference,) = nodes(running.ask(CONFERENCES, token=running.token("organizer"))["data"]["conferences"])

    assert refused["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    assert wrong["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    assert "演示" in conference["title"]


def test_a_visitor_reads_pages_and_no_contact(running: Running) -> None:
    home = running.get("/")

    assert home.status == 200
    assert "text/html" in home.headers["Content-Type"]
    assert "供需" in home.data.decode()


def test_the_house_comes_back_when_a_role_is_killed(running: Running) -> None:
    for role in ("work", "web"):
        pid = running.roles()[role]
        os.kill(pid, signal.SIGKILL)
        while is_alive(pid) or running.roles().get(role, pid) == pid:
            assert running.process.poll() is None
        running.wait_until_ready()

    assert running.ask(EDITIONS)["data"]["editions"][0]["entryCount"] == 30


def test_sigterm_ends_it_within_ten_seconds_and_leaves_nobody(tmp_path: Path) -> None:
    with running_house(tmp_path / "var") as house:
        assert len(descendants(house.process.pid)) >= 2

        code, seconds, left = house.end()

    assert (code, left) == (0, [])
    assert seconds <= 10


def test_a_killed_supervisor_leaves_nobody(tmp_path: Path) -> None:
    with running_house(tmp_path / "var") as house:
        children = descendants(house.process.pid)
        assert len(children) >= 2

        house.process.kill()
        house.process.wait()

        until(lambda: not any(map(is_alive, children)), "all that it had started to end", 30.0)
