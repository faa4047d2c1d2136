"""The day of a conference on the site: what happens, the repair and why, approval, sheets again, check-in, standby."""

import re

import pytest

from services.chassis.identity import Role
from tests.system.browser import Browser, Page, open_browser
from tests.system.street import Street, Word
from tests.system.test_web_conference import conference, organizer, set_up

__all__ = ["conference", "organizer"]


@pytest.fixture
def published(street: Street, organizer: Browser, conference: str) -> Page:
    """The page of a conference with a published list."""
    set_up(organizer, conference)
    waiting = organizer.get(f"{conference}/runs/new").press("开始排期", seed="7")
    street.house.come_to_rest()
    organizer.get(waiting.address).press("发布这一版")
    return organizer.get(conference)


def choose(page: Page, field: str, words: str) -> str:
    """The value of the option with these words."""
    select = page.html.partition(f'name="{field}"')[2].partition("</select>")[0]
    found = re.search(rf'value="([^"]+)"[^>]*>[^<]*{words}', select)
    assert found is not None, select
    return found[1]


def test_a_firm_that_cancels_leaves_the_list_once_the_organizer_approves(
    street: Street, organizer: Browser, published: Page
) -> None:
    day = published.follow("当日")
    form = day.follow("登记情况")
    reported = form.press("登记", kind="cancelled", party_id=choose(form, "party_id", "某机床厂"), note="来电取消")
    waiting = reported.press("生成调整方案")
    street.house.come_to_rest()
    ready = organizer.get(day.address)
    repair = ready.follow("查看差异和理由")

    reprints = repair.press("批准并发布")

    assert "h2 登记的情况 0 项" in day.headings
    assert "取消参会：上海某机床厂" in reported.text
    assert "来电取消" in reported.text
    assert "名单没有变" in waiting.text
    assert "一方已不参会，没有可用时段。" in repair.text
    assert "调整已批准并发布" in reprints.text
    assert "收回旧单，没有洽谈" in reprints.text
    assert "已反映在名单中" in organizer.get(day.address).text
    listed = organizer.get(f"{ready.links['查看差异和理由'].removesuffix('/repair')}?view=parties").text
    # What it wanted and will not have is still told, below the list.
    assert "某机床厂" not in listed.partition("哪一项与原因")[0]


def test_what_was_not_filled_in_is_said_and_nothing_is_reported(organizer: Browser, published: Page) -> None:
    form = published.follow("当日").follow("登记情况")

    refused = form.press("登记", kind="late", party_id=choose(form, "party_id", "某机床厂"))

    assert refused.status == 422
    assert "请写明从哪个时段起能到场。" in refused.text
    assert "h2 登记的情况 0 项" in published.follow("当日").headings


def test_parties_check_in_and_standby_looks_at_those_who_are_there(organizer: Browser, published: Page) -> None:
    desk = published.follow("当日").follow("签到")
    verb = next(verb for form in desk.forms for verb in form.verbs if verb.startswith("签到"))

    there = desk.press(verb, people="2")
    undone = there.press(next(verb for form in there.forms for verb in form.verbs if verb.startswith("撤销")))
    standby = published.follow("当日").follow("候补")

    assert "已签到 1 方" in there.text
    assert "2 人" in there.text
    assert "已签到 0 方" in undone.text
    assert "h1 候补" in standby.headings
    assert "没有合适又都空着的双方已经签到。" in organizer.get(f"{standby.address}?present=yes").text


def test_the_day_is_the_organizers_and_an_auditor_only_looks(
    street: Street, organizer: Browser, published: Page
) -> None:
    address = published.links["当日"]
    auditor = open_browser(street, Role.AUDITOR).get(address)

    assert auditor.status == 200
    assert "登记情况" not in auditor.links
    assert open_browser(street, Role.ENTERPRISE, "org-rival").get(address).status == 403
    assert open_browser(street).get(address).status == 401


def test_programs_do_the_day_through_the_schema(street: Street, published: Page) -> None:
    conference_id = published.address.rpartition("/")[2]
    organizer = street.person(Role.ORGANIZER)
    below = "{ id state kind meetings { demand { name } } }"
    parties = organizer.answer(
        "query($id: ID!) { conference(id: $id) { parties(first: 50) { edges { node { id side } } } } }",
        id=conference_id,
    )
    party = next(
        edge["node"]["id"]
        for edge in parties["data"]["conference"]["parties"]["edges"]
        if edge["node"]["side"] == "demand"
    )

    said = {"kind": Word("no_show"), "partyId": party}
    incident = organizer.do("mutation reportIncident", below, conferenceId=conference_id, input=said)
    twice = organizer.refused("mutation reportIncident", below, conferenceId=conference_id, input=said)
    day = organizer.do("conferenceDay", "{ openCount incidents { id party { id } } }", conferenceId=conference_id)
    arrival = organizer.do("mutation checkIn", "{ partyId people version }", partyId=party, people=2)
    nobody = street.person(Role.ENTERPRISE, "org-rival").refused(
        "conferenceDay", "{ openCount }", conferenceId=conference_id
    )

    assert (incident["kind"], incident["state"]) == ("no_show", "open")
    assert (twice["problem"], twice["field"]) == ("incident-twice", "kind")
    assert day == {"openCount": 1, "incidents": [{"id": incident["id"], "party": {"id": party}}]}
    assert (arrival["partyId"], arrival["people"]) == (party, 2)
    assert nobody["code"] == "FORBIDDEN"
