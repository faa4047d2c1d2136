"""The history of lists through the one door and on the site: compared, filled, changed by hand, objected to."""

from __future__ import annotations

from typing import Any

import pytest

from services.chassis.identity import Role
from tests.house import TestHouse
from tests.system.browser import open_browser
from tests.system.street import Street
from tests.unit.conference.test_runs import prepare, start, work_here


@pytest.fixture
def town(house: TestHouse) -> Street:
    """People in front of a house with one small conference of their own."""
    return Street(house)


def two_lists(house: TestHouse) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A conference with a list made before a party lost its afternoon, and one made after."""
    conference = prepare(house)
    runs = [start(house, conference)]
    work_here(house, runs[0])
    party, slots = conference["parties"]["工厂甲"], [slot["id"] for slot in conference["slots"]]
    house.organizer.put("conference", f"/parties/{party['id']}/availability", {"unavailable": slots}, version=2)
    runs.append(start(house, conference))
    work_here(house, runs[1])
    return conference, runs


def test_two_lists_are_compared_in_the_schema(town: Street) -> None:
    _, (first, second) = two_lists(town.house)

    told = town.organizer.do(
        "runComparison",
        """{ sameInput dropped moved after { number mode } figures { name before after }
            meetings(first: 1) { totalCount edges { node { change demand { name } after { slot { id } } } } }
            parties { edges { node { change countAfter party { name } } } } }""",
        id=second["id"],
        withId=first["id"],
    )

    assert (told["sameInput"], told["dropped"]) == (False, 2)
    assert told["after"] == {"number": 2, "mode": "all"}
    assert {"name": "meetings", "before": 3, "after": 1} in told["figures"]
    assert told["meetings"]["totalCount"] == told["dropped"] + told["moved"]
    assert len(told["meetings"]["edges"]) == 1
    assert {"change": "lost", "countAfter": 0, "party": {"name": "工厂甲"}} in [
        edge["node"] for edge in told["parties"]["edges"]
    ]
    asked = {"id": second["id"], "withId": first["id"]}
    assert town.visitor.refused("runComparison", "{ dropped }", **asked)["code"] == "UNAUTHENTICATED"
    assert town.firm.refused("runComparison", "{ dropped }", **asked)["code"] == "FORBIDDEN"


def test_history_and_comparison_stand_on_the_site(town: Street) -> None:
    conference, (first, second) = two_lists(town.house)
    organizer = open_browser(town, Role.ORGANIZER)

    history = organizer.get(f"/conferences/{conference['id']}/runs")
    chosen = history.press("比较两版", **{"with": first["id"], "run": second["id"]})
    linked = organizer.get(f"/runs/{second['id']}").follow("与第 1 次比较")

    assert "第 2 次" in history.links
    assert "第 1 次" in history.links
    assert "h1 名单比较" in chosen.headings
    assert chosen.html == linked.html
    assert "取消2 场" in chosen.text
    assert "两版的输入不同" in chosen.text
    assert "少于最少场次" in chosen.text
    assert chosen.problems == []
    assert history.problems == []
    assert open_browser(town, Role.ENTERPRISE, "org-工厂甲").get(linked.address).status == 403
