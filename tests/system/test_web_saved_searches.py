"""Watching a search on the site: it is saved from its results, tells of new entries, and is dropped again."""

from datetime import timedelta

import pytest

from services.chassis.clock import SetClock
from services.chassis.identity import Role
from tests.house import TestHouse
from tests.system.browser import Browser, open_browser
from tests.system.street import Street, Word, publish_need


@pytest.fixture
def own_street(house: TestHouse) -> Street:
    return Street(house)


@pytest.fixture
def firm(own_street: Street) -> Browser:
    return open_browser(own_street, Role.ENTERPRISE, "org-firm")


def publish(street: Street, year: int, name: str) -> None:
    boss = street.organizer
    given = {
        "year": year,
        "scope": Word("shanghai"),
        "title": f"{year} 年度推荐目录",
        "documentNumber": "沪信〔2030〕1号",
    }
    edition = boss.do("mutation createEdition", "{ id version }", input=given)
    entry = {"name": name, "company": name, "category": Word("industrial_security")}
    boss.do("mutation admitEntry", "{ id }", editionId=edition["id"], input=entry)
    version = boss.do("edition", "{ version }", id=edition["id"])["version"]
    boss.do("mutation publishEdition", "{ id }", id=edition["id"], version=version)
    street.house.come_to_rest()


def test_a_search_is_watched_from_its_results_until_it_is_dropped(own_street: Street, firm: Browser) -> None:
    saved = firm.get("/search?category=industrial_security").press("关注这次检索")
    publish(own_street, 2030, "某某安全监测")

    desk = firm.get("/desk")
    told = desk.follow("关注的检索（新 1）")
    seen = told.press("标为看过：工业信息安全服务")
    dropped = seen.press("不再关注：工业信息安全服务")

    assert "关注以来还没有新的条目符合" in saved.text
    assert "条件：工业信息安全服务" in saved.text
    assert "某某安全监测" in told.links
    assert "未看" in told.text
    assert "未看" not in seen.text
    assert "某某安全监测" in seen.links
    assert "h2 还没有关注的检索" in dropped.headings


def test_a_visitor_is_not_offered_to_watch_and_cannot(own_street: Street) -> None:
    visitor = open_browser(own_street)

    assert "关注这次检索" not in visitor.get("/search?q=联网").text
    assert visitor.get("/saved-searches").status == 401
    assert own_street.visitor.refused("savedSearches", "{ id }")["code"] == "UNAUTHENTICATED"


def test_the_whole_catalogue_is_not_offered_to_watch(firm: Browser) -> None:
    assert "关注这次检索" not in firm.get("/search").text


def test_the_owner_of_a_need_is_told_of_newcomers_until_the_news_was_seen(
    own_street: Street, firm: Browser, clock: SetClock
) -> None:
    publish(own_street, 2030, "老牌安全监测")
    need = publish_need(
        own_street, own_street.firm, text="要做工控系统的安全监测和漏洞扫描。", categories=[Word("industrial_security")]
    )
    own_street.house.tick()
    clock.pass_time(timedelta(hours=1))
    publish(own_street, 2031, "新锐安全监测")
    own_street.house.tick()

    desk = firm.get("/desk")
    told = desk.follow("老产线设备联网")
    seen = told.press("标为看过")

    assert "新相符的服务商 1 家" in desk.text
    assert "h2 相符的服务商 1 家 新 1" in told.headings
    assert seen.address.startswith(f"/needs/{need['id']}")
    assert "h2 相符的服务商 1 家" in seen.headings
    assert "新 1" not in open_browser(own_street).get(f"/needs/{need['id']}").text
