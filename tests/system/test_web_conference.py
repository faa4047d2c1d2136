"""A conference on the site, from its first form to the published list."""

import pytest

from services.chassis.identity import Role
from tests.system.browser import Browser, open_browser
from tests.system.street import Street, publish_need


@pytest.fixture
def organizer(street: Street) -> Browser:
    return open_browser(street, Role.ORGANIZER)


@pytest.fixture
def conference(street: Street, organizer: Browser) -> str:
    publish_need(street, street.firm, title="要上大会的需求")
    page = organizer.get("/conferences/new").press(
        "新建大会",
        title="网页上的大会",
        year="2019",
        scope="shanghai",
        starts_on="2019-11-28",
        venue="松江",
        min_meetings="0",
        max_meetings="3",
    )
    assert page.status == 200
    return page.address.partition("?")[0]


def set_up(organizer: Browser, conference: str) -> None:
    organizer.get(f"{conference}/timetable").press(
        "保存", dates="2019-11-28", morning_from="09:00", morning_to="10:00", slot_minutes="20", buffer_minutes="0"
    )
    page = organizer.get(f"{conference}/parties")
    page.press(next(verb for form in page.forms for verb in form.verbs if verb.startswith("邀请")))
    organizer.get(f"{conference}/tables").press("保存", arrangement="free", count="4")


def test_what_is_missing_stands_on_the_page_until_it_is_there(organizer: Browser, conference: str) -> None:
    empty = organizer.get(conference)
    set_up(organizer, conference)
    ready = organizer.get(conference)

    assert "h2 排期前还要做" in empty.headings
    assert "未设置日程" in empty.text
    assert "开始排期" not in empty.links
    assert "h2 排期前还要做" not in ready.headings
    assert "上午 09:00–10:00" in ready.text
    assert "开始排期" in ready.links


def test_a_time_that_cannot_be_read_is_refused_and_kept(organizer: Browser, conference: str) -> None:
    page = organizer.get(f"{conference}/timetable").press(
        "保存", dates="2019-11-28", morning_from="9点", morning_to="10:00", slot_minutes="20"
    )

    assert page.status == 422
    assert page.links["上午开始：请按时:分书写，如：09:00"] == "#f-morning_from"
    assert page.forms[1].values["morning_from"] == ["9点"]
    assert "时段0" in organizer.get(conference).text


def test_a_party_says_when_and_whom(organizer: Browser, conference: str) -> None:
    set_up(organizer, conference)
    parties = organizer.get(f"{conference}/parties")
    name = next(words for words in parties.links if words.startswith("上海某机床厂"))
    party = parties.follow(name)
    wish = next(field for form in party.forms for field in form.values if field.startswith("wish-"))

    party = party.press("保存意愿", **{wish: "must"})
    party = party.press("保存时段", unavailable=_first_slot(party.html))
    limits = party.follow("改场数").press("保存", min_meetings="1", max_meetings="2")

    assert f'name="{wish}"><option value="">由系统安排</option><option value="must" selected>' in limits.html
    assert limits.html.count(" checked") == 1
    assert "洽谈 1–2 场" in limits.text


def _first_slot(html: str) -> list[str]:
    return [html.partition('name="unavailable" value="')[2].partition('"')[0]]


def test_a_run_is_watched_read_and_published(street: Street, organizer: Browser, conference: str) -> None:
    set_up(organizer, conference)

    waiting = organizer.get(f"{conference}/runs/new").press("开始排期", seed="7")
    street.house.come_to_rest()
    plan = organizer.get(waiting.address)
    published = plan.press("发布这一版")

    assert "h2 排期进度" in waiting.headings
    assert "data-reload" in waiting.html
    assert "data-reload" not in plan.html
    assert "h1 对接名单" in plan.headings
    assert "洽谈总分" in plan.text
    assert "种子7" in plan.text
    assert "某机床厂" in plan.text
    assert "名单已发布。" in published.text
    assert "发布这一版" not in [verb for form in published.forms for verb in form.verbs]
    by_party = organizer.get(f"{plan.address}?view=parties")
    assert "上海某机床厂" in by_party.text
    assert "正在准备" in published.text
    assert "data-reload" in published.html
    street.house.come_to_rest()
    ready = organizer.get(plan.address)
    found = {words: organizer.get(href).response.data for words, href in ready.links.items() if "下载" in words}
    assert {words: data[:2] for words, data in found.items()} == {
        "下载 Excel": b"PK",
        "下载 Excel：名单工作簿": b"PK",
        "下载 PDF：全部参会方日程，一方一页": b"%P",
        "下载 PDF：会场总图，A3": b"%P",
        "下载 ICS：全部参会方日历": b"PK",
    }


def test_conferences_are_none_of_a_visitors_or_a_firms_business(street: Street, conference: str) -> None:
    assert open_browser(street).get(conference).status == 401
    assert open_browser(street, Role.ENTERPRISE, "org-rival").get(conference).status == 403


def test_an_auditor_reads_and_changes_nothing(street: Street, conference: str) -> None:
    auditor = open_browser(street, Role.AUDITOR)

    page = auditor.get(conference)

    assert page.status == 200
    assert "修改" not in page.links
    assert auditor.get(f"{conference}/runs/new").status == 403
