"""What came of the meetings through the one door and on the site: stated, counted, closed, taken away."""

from __future__ import annotations

from typing import Any

import pytest

from services.chassis.clock import SetClock
from services.chassis.identity import Role
from tests.house import TestHouse
from tests.system.browser import open_browser
from tests.system.street import Street, Word
from tests.unit.conference.test_outcomes import EVENING, meeting_of, publish


@pytest.fixture
def town(house: TestHouse) -> Street:
    """People in front of a house with one small conference of their own."""
    return Street(house)


@pytest.fixture
def evening(house: TestHouse, clock: SetClock) -> dict[str, Any]:
    """A conference whose meetings are over."""
    conference = publish(house)
    clock.moment = EVENING
    return conference


def test_an_outcome_is_stated_and_counted_in_the_schema(house: TestHouse, evening: dict[str, Any]) -> None:
    town = Street(house)
    firm = town.person(Role.ENTERPRISE, "org-工厂甲")
    provider = town.person(Role.PROVIDER, "org-服务商甲")
    meeting = {"conferenceId": evening["id"], "meetingId": meeting_of(evening, "工厂甲", "服务商甲")}
    said = {"held": Word("held"), "rating": 5, "contract": True, "amount": 120, "followUpOn": "2019-12-12"}

    stated = firm.do(
        "mutation stateOutcome",
        "{ own { by held rating intent version followUpOn } outcome { held } closes { title } }",
        **meeting,
        version=0,
        input=said,
    )
    listed = town.organizer.do(
        "outcomes",
        """{ counts { all held open } meetings(first: 1) { totalCount edges { node {
            demandName outcome { held heldText contract amount } statements { by person } } } } }""",
        conferenceId=evening["id"],
        state=Word("held"),
    )

    assert stated["own"] == {
        "by": "demand",
        "held": "held",
        "rating": 5,
        "intent": True,
        "version": 1,
        "followUpOn": "2019-12-12",
    }
    assert (stated["outcome"], stated["closes"]) == (None, [{"title": "设备联网"}])
    assert listed["counts"] == {"all": 3, "held": 1, "open": 2}
    (edge,) = listed["meetings"]["edges"]
    assert edge["node"]["outcome"] == {"held": "held", "heldText": "已洽谈", "contract": True, "amount": 120}
    other = provider.do("outcome", "{ outcome { amount } statements { amount } own { amount } }", **meeting)
    assert other == {"outcome": None, "statements": [], "own": None}
    stale = firm.refused("mutation stateOutcome", "{ id }", **meeting, version=0, input=said)
    assert (stale["code"], stale["problem"]) == ("CONFLICT", "stale-version")
    wrong = firm.refused("mutation stateOutcome", "{ id }", **meeting, version=1, input={"held": Word("no_show")})
    assert (wrong["code"], wrong["field"]) == ("BAD_USER_INPUT", "absent")
    assert town.visitor.refused("outcome", "{ id }", **meeting)["code"] == "UNAUTHENTICATED"


def test_a_year_is_reported_closed_and_a_record_taken_away(house: TestHouse, evening: dict[str, Any]) -> None:
    town = Street(house)
    meeting = {"conferenceId": evening["id"], "meetingId": meeting_of(evening, "工厂甲", "服务商甲")}
    said = {"held": Word("held"), "contract": True, "amount": 120}
    town.organizer.do("mutation stateOutcome", "{ id }", **meeting, version=0, input=said)
    below = """{ state closedBy sections { name title figures { name value definition } }
        conversion { year } suppliers(first: 1) { totalCount edges { node { name held amount } } } }"""

    report = town.organizer.do("yearReport", below, year=2019)
    closed = town.organizer.do("mutation closeYear", "{ state closedBy }", year=2019)
    provider = town.person(Role.PROVIDER, "org-服务商甲")
    record = provider.do(
        "providerRecord",
        "{ name figures { label value } meetings { totalCount } xlsxUrl pdfUrl }",
        organisationId="org-服务商甲",
        year=2019,
    )

    counted = {one["name"]: one["value"] for section in report["sections"] for one in section["figures"]}
    assert (report["state"], counted["contracts"], counted["needs_published"]) == ("open", 1, 2)
    assert report["suppliers"]["edges"][0]["node"] == {"name": "服务商甲", "held": 1, "amount": 120}
    assert (closed["state"], town.organizer.do("reportYears", "{ years closed }")) == (
        "closed",
        {"years": [2019], "closed": [2019]},
    )
    assert town.organizer.refused("mutation closeYear", "{ state }", year=2019)["problem"] == "year-closed"
    assert (record["name"], record["figures"][1]) == ("服务商甲", {"label": "已洽谈（场）", "value": 1})
    files = [town.client.get(record[name], headers=provider.headers) for name in ("xlsxUrl", "pdfUrl")]
    assert [(one.status_code, one.data[:2]) for one in files] == [(200, b"PK"), (200, b"%P")]
    assert town.client.get(record["pdfUrl"]).status_code == 401
    assert town.firm.refused("yearReport", "{ year }", year=2019)["code"] == "FORBIDDEN"


def test_a_firm_states_its_meeting_on_the_site_and_the_organizer_sees_it(
    house: TestHouse, evening: dict[str, Any]
) -> None:
    town = Street(house)
    firm = open_browser(town, Role.ENTERPRISE, "org-工厂甲")
    listed = firm.get("/desk").follow("大会洽谈与结果").follow("2019 年度供需对接大会")
    form = listed.follow("填写：工厂甲 与 服务商甲")

    wrong = form.press("保存", held="no_show")
    done = form.press("保存", held="held", rating="4", contract="yes", amount="120", follow_up="两周内上门")
    again = done.follow("修改：工厂甲 与 服务商甲")
    seen = open_browser(town, Role.ORGANIZER).get(f"/conferences/{evening['id']}").follow("洽谈结果")

    assert wrong.status == 422
    assert "没有洽谈的，谁没有到：请写明是哪一方没有到场。" in wrong.links
    assert "已记下洽谈结果。" in done.text
    assert "签约 120 万元" in done.text
    assert any(words.startswith("已签约，办结需求") for words in done.links)
    assert "工厂乙" not in done.text
    assert '<option value="4" selected>' in again.html
    assert "签约 120 万元" in seen.text
    assert "待填报 2" in seen.text
    for page in (listed, form, wrong, done, seen):
        assert page.problems == []
    stranger = open_browser(town, Role.PROVIDER, "org-别家").get(form.address)
    assert stranger.status == 404


def test_a_year_is_read_and_closed_on_the_site_and_a_record_looked_at(
    house: TestHouse, evening: dict[str, Any]
) -> None:
    town = Street(house)
    about = {"conferenceId": evening["id"], "meetingId": meeting_of(evening, "工厂甲", "服务商甲")}
    said = {"held": Word("held"), "contract": True, "amount": 120}
    town.organizer.do("mutation stateOutcome", "{ id }", **about, version=0, input=said)
    organizer = open_browser(town, Role.ORGANIZER)

    report = organizer.get("/conferences").follow("年度报告")
    closed = report.press("结账")
    record = closed.follow("服务商甲")
    own = open_browser(town, Role.PROVIDER, "org-服务商甲").get("/outcomes").follow("本单位今年的成效材料")

    assert "h1 2019 年度报告" in report.headings
    assert "签约金额合计（万元）120" in report.text
    assert "已结账，这一年的数字不再变动。" in closed.text
    assert "结账" not in [verb for form in closed.forms for verb in form.verbs]
    assert "h1 服务商甲 2019 年度供需对接成效" in record.headings
    assert organizer.get(record.links["下载 PDF"]).response.data[:4] == b"%PDF"
    assert "签约金额（万元）120" in own.text
    for page in (report, closed, record, own):
        assert page.problems == []
    assert open_browser(town, Role.ENTERPRISE, "org-工厂甲").get("/reports/2019").status == 403
