"""Pages of the day, in front of services on paper."""

from typing import Any

import pytest
from werkzeug.test import Client

from gateway.auth import SESSION_COOKIE
from gateway.service import create_gateway
from services.chassis.identity import Actor, Role
from tests.system.browser import Browser
from tests.unit.gateway.paper import CLOCK, KEYRING, ORGANIZER, Paper, page

Json = dict[str, Any]
SLOT = {"id": "s1", "starts_at": "2019-11-28T01:00:00Z", "ends_at": "2019-11-28T01:30:00Z", "session_id": "am"}
TABLE = {"id": "T1", "name": "1 号桌"}
FIRM: Json = {"id": "p-1", "conference_id": "c-1", "side": "demand", "name": "某厂", "organisation_name": "某厂"}
SHOP: Json = {"id": "p-2", "conference_id": "c-1", "side": "supply", "name": "某商", "organisation_name": "某商"}
SEAT = {"slot": SLOT, "table": TABLE}
RUN: Json = {"id": "r-1", "conference_id": "c-1", "state": "done", "number": 1, "mode": "all", "version": 2}
RUN |= {"plan_state": "published", "progress": 100, "figures": {}, "based_on": None}
REPAIR = RUN | {"id": "r-2", "number": 2, "mode": "repair", "plan_state": "draft", "version": 1, "based_on": "r-1"}
INCIDENT: Json = {"id": "i-1", "conference_id": "c-1", "kind": "cancelled", "party_id": "p-1", "table_id": None}
INCIDENT |= {"slots": ["s1"], "note": "来电", "reported_at": "2019-11-28T00:30:00Z", "reported_by": "organizer-1"}
INCIDENT |= {"kind_text": "取消参会", "kind_text_en": "cancelled", "withdrawn_at": None, "version": 1}
MEETING = {"id": "p-1:p-2", "demand": FIRM, "supply": SHOP, **SEAT}
DAY: Json = {
    "conference_id": "c-1",
    "run": RUN,
    "proposal": REPAIR,
    "slot_id": "s1",
    "incidents": [INCIDENT | {"state": "open", "meetings": [MEETING]}],
    "open_count": 1,
    "changed": [{"party_id": "p-2", "closed": ["s1"], "opened": [], "meetings": [MEETING]}],
    "overdue": ["p-2"],
    "arrivals": [
        {"party_id": "p-1", "conference_id": "c-1", "people": 2, "arrived_at": "2019-11-28T00:50:00Z", "version": 1}
    ],
}
DROPPED: Json = {"change": "dropped", "demand": FIRM, "supply": SHOP, "before": SEAT, "after": None}
DROPPED |= {"reason": "party_gone", "incident_id": "i-1", "text": "一方不再参会", "text_en": "One of them is gone"}
CONFERENCE: Json = {
    "id": "c-1",
    "title": "2019 大会",
    "slots": [SLOT],
    "tables": [TABLE | {"party_id": ""}],
    "version": 1,
}
ANSWERS: Json = {
    "conference GET /conferences/c-1": CONFERENCE,
    "conference GET /conferences/c-1/day": DAY,
    "conference GET /conferences/c-1/parties": page([FIRM, SHOP]),
    "conference GET /conferences/c-1/runs": page([RUN]),
    "conference POST /conferences/c-1/incidents": (201, INCIDENT),
    "conference POST /conferences/c-1/repairs": (202, REPAIR),
    "conference POST /incidents/i-1/withdraw": INCIDENT,
    "conference GET /runs/r-2/repair": {
        "run": REPAIR,
        "parent": RUN,
        "incidents": [INCIDENT],
        "unconsidered": ["i-9"],
        "is_current": True,
        "counts": {"kept": 5, "moved": 0, "reseated": 0, "new": 0, "dropped": 1},
        "meetings": [DROPPED],
    },
    "conference POST /runs/r-2/approve": REPAIR | {"plan_state": "published"},
    "conference GET /runs/r-2/reprints": {
        "run": REPAIR,
        "since": RUN,
        "parties": [{"party": FIRM, "number": 1, "meeting_count": 0, "changes": [DROPPED]}],
        "tables": [{"table": TABLE, "changes": [DROPPED]}],
        "unchanged": 7,
        "hall": True,
    },
    "conference GET /conferences/c-1/standby": {
        "run": RUN,
        "items": [
            {"slot_id": "s1", "place": 1, "demand_id": "p-1", "supply_id": "p-2", "score": 700, "wish": "want"}
            | {"free_tables": 3}
        ],
    },
    "conference POST /parties/p-2/check-in": (201, DAY["arrivals"][0] | {"party_id": "p-2"}),
    "conference DELETE /parties/p-1/check-in": (204, None),
    "conference GET /parties/p-1": FIRM,
}
FIRMS = Actor("somebody", "org-1", frozenset({Role.ENTERPRISE}))
AUDITOR = Actor("auditor-1", "", frozenset({Role.AUDITOR}))


@pytest.fixture
def paper() -> Paper:
    return Paper(dict(ANSWERS))


def sign_in(paper: Paper, actor: Actor = ORGANIZER) -> Browser:
    gateway = create_gateway(
        peers=paper.peers, keyring=KEYRING, clock=CLOCK, address="http://localhost", trouble=lambda: ""
    )
    browser = Browser(Client(gateway))
    browser.client.set_cookie(SESSION_COOKIE, KEYRING.mint(actor, audience="gateway", now=CLOCK.now()))
    return browser


def sent(paper: Paper, call: str) -> tuple[Any, str]:
    """What a service was sent, and the version that went along."""
    (one,) = [asked for asked in paper.asked if f"{asked.service} {asked.call}" == call]
    return one.body, one.headers.get("If-Match", "").strip('"')


def test_the_day_shows_what_is_open_and_what_waits(paper: Paper) -> None:
    day = sign_in(paper).get("/conferences/c-1/day")

    assert day.status == 200
    assert "取消参会：某厂" in day.text
    assert "h2 登记的情况 1 项" in day.headings
    assert "h2 名单发布后改了可用时段的参会方 1 方" in day.headings
    assert "h2 该到未到 1 方" in day.headings
    assert {"查看差异和理由", "签到", "候补", "登记情况"} <= set(day.links)
    assert day.problems == []


def test_an_auditor_sees_the_day_without_its_buttons(paper: Paper) -> None:
    day = sign_in(paper, AUDITOR).get("/conferences/c-1/day")

    assert day.status == 200
    assert "登记情况" not in day.links
    assert [verb for form in day.forms for verb in form.verbs if verb not in {"退出登录", "搜索"}] == []


def test_an_incident_is_reported_taken_over_and_withdrawn(paper: Paper) -> None:
    browser = sign_in(paper)
    form = browser.get("/conferences/c-1/incidents/new")

    form.press("登记", kind="late", party_id="p-1", from_slot="s1", note="堵车")
    paper.answers["conference POST /conferences/c-1/incidents"] = (201, INCIDENT)
    first = sent(paper, "conference POST /conferences/c-1/incidents")[0]
    paper.asked.clear()
    browser.get("/conferences/c-1/day").press("列为待处理：某商")
    browser.get("/conferences/c-1/day").press("撤销：某厂")

    assert first == {"kind": "late", "party_id": "p-1", "from_slot": "s1", "note": "堵车"}
    assert sent(paper, "conference POST /conferences/c-1/incidents")[0] == {"kind": "availability", "party_id": "p-2"}
    assert sent(paper, "conference POST /incidents/i-1/withdraw")[1] == "1"


def test_a_repair_is_read_and_approved_at_the_version_that_was_seen(paper: Paper) -> None:
    repair = sign_in(paper).get("/runs/r-2/repair")

    reprints = repair.press("批准并发布")

    assert "一方不再参会" in repair.text
    assert "又登记了 1 项情况" in repair.text
    assert sent(paper, "conference POST /runs/r-2/approve")[1] == "1"
    assert "其余 7 份单子照旧" in reprints.text
    assert "收回旧单，没有洽谈" in reprints.text
    assert "h2 桌牌 1 张" in reprints.headings


def test_a_repair_of_an_old_list_has_no_button(paper: Paper) -> None:
    old = ANSWERS["conference GET /runs/r-2/repair"] | {"is_current": False}
    paper.answers["conference GET /runs/r-2/repair"] = old

    repair = sign_in(paper).get("/runs/r-2/repair")

    assert "名单已经换版" in repair.text
    assert "批准并发布" not in [verb for form in repair.forms for verb in form.verbs]


def test_the_desk_checks_in_and_undoes_it(paper: Paper) -> None:
    browser = sign_in(paper)

    browser.get("/conferences/c-1/check-in").press("签到：某商", people="3")
    browser.get("/conferences/c-1/check-in").press("撤销：某厂")

    assert sent(paper, "conference POST /parties/p-2/check-in")[0] == {"people": 3}
    assert sent(paper, "conference DELETE /parties/p-1/check-in")[1] == "1"
    assert "没有名称含“没有的”的参会方。" in browser.get("/conferences/c-1/check-in?name=没有的").text


def test_standby_is_shown_by_slot(paper: Paper) -> None:
    shown = sign_in(paper).get("/conferences/c-1/standby?present=yes")

    assert "空桌 3 张" in shown.text
    assert "想见" in shown.text
    (asked,) = [one for one in paper.asked if one.call.endswith("/standby")]
    assert asked.params == {"present": "true"}


@pytest.mark.parametrize(
    "address",
    [
        *("/conferences/c-1/day", "/conferences/c-1/check-in", "/conferences/c-1/standby", "/runs/r-2/repair"),
        *("/runs/r-2/reprints", "/conferences/c-1/incidents/new"),
    ],
)
def test_the_organizers_pages_are_refused_to_others(paper: Paper, address: str) -> None:
    assert sign_in(paper, FIRMS).get(address).status == 403
    assert Browser(Client(sign_in(paper).client.application)).get(address).status == 401
    assert paper.asked == []
