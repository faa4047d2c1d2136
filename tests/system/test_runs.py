"""The history of lists through the one door and on the site: compared, filled, changed by hand, objected to."""

from __future__ import annotations

from typing import Any

import pytest

from services.chassis.identity import Role
from tests.house import TestHouse
from tests.system.browser import open_browser
from tests.system.street import Street, Word
from tests.unit.conference.test_runs import prepare, set_run, start, work_here


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


def one_list(house: TestHouse) -> tuple[dict[str, Any], dict[str, Any]]:
    """A conference with one list."""
    conference = prepare(house)
    run = start(house, conference)
    work_here(house, run)
    return conference, run


LIST = """{ number mode basedOn version plan { changes { act demand { name } conflicts } excluded { supply { name } }
    lost { demand { name } text }
    meetings { edges { node { locked demand { name } supply { name } slot { id } } } } } }"""


def test_a_list_is_changed_by_hand_and_filled_in_the_schema(town: Street) -> None:
    conference, first = one_list(town.house)
    ids = {name: party["id"] for name, party in conference["parties"].items()}
    never = {"act": Word("drop"), "demand": ids["工厂甲"], "supply": ids["服务商甲"]}

    told = town.organizer.do(
        "mutation changeList",
        "{ run { id } conflicts { code level text } }",
        id=first["id"],
        changes=[never],
        dryRun=True,
    )
    made = town.organizer.do("mutation changeList", "{ run { id } }", id=first["id"], version=1, changes=[never])
    work_here(town.house, made["run"])
    late = town.organizer.refused("mutation changeList", "{ run { id } }", id=first["id"], version=1, changes=[never])
    filled = town.organizer.do(
        "mutation startRun",
        "{ id basedOn }",
        conferenceId=conference["id"],
        mode=Word("fill"),
        basedOn=made["run"]["id"],
    )
    work_here(town.house, filled)

    text = "有一方必见对方。"
    assert told == {"run": None, "conflicts": [{"code": "must_dropped", "level": "warn", "text": text}]}
    changed, full = (town.organizer.do("run", LIST, id=one["id"]) for one in (made["run"], filled))
    assert (changed["number"], changed["mode"], changed["basedOn"]) == (2, "hand", first["id"])
    assert changed["plan"]["changes"] == [{"act": "drop", "demand": {"name": "工厂甲"}, "conflicts": ["must_dropped"]}]
    assert changed["plan"]["excluded"] == full["plan"]["excluded"] == [{"supply": {"name": "服务商甲"}}]
    assert late["problem"] == "stale-version"
    assert (full["mode"], full["plan"]["lost"]) == ("fill", [])
    kept = [edge["node"] for edge in changed["plan"]["meetings"]["edges"]]
    assert [one for one in kept if one not in [edge["node"] for edge in full["plan"]["meetings"]["edges"]]] == []


def test_a_list_is_changed_by_hand_on_the_site(town: Street) -> None:
    conference, first = one_list(town.house)
    ids = {name: party["id"] for name, party in conference["parties"].items()}
    organizer = open_browser(town, Role.ORGANIZER)
    page = organizer.get(f"/runs/{first['id']}").follow("手工调整")
    slot = free_slot(town, first, conference)

    asked = {"act": "add", "demand": ids["工厂乙"], "supply": ids["服务商乙"], "slot": slot}
    checked = page.press("检查冲突", **asked)
    refused = checked.press("确定改动", step="do")
    done = checked.press("确定改动", step="do", release="never")

    assert "h2 有 1 处冲突" in checked.headings
    assert "须放行：有一方表示不见。" in checked.text
    assert refused.status == 422
    assert "没有改动名单。" in refused.text
    assert "另存为新的一版草案" in done.text
    town.house.come_to_rest()
    after = organizer.get(done.address)
    assert "手工改动 1 项" in after.text
    assert "加入一场：工厂乙 与 服务商乙" in after.text
    assert [one.problems for one in (page, checked, refused, after)] == [[], [], [], []]
    by_party = organizer.get(f"{done.address.partition('?')[0]}?view=parties")
    assert "（已锁定）" in by_party.text
    assert "调整与服务商乙的洽谈" in by_party.links
    assert "调整" not in open_browser(town, Role.AUDITOR).get(f"/runs/{first['id']}?view=parties").text


def free_slot(town: Street, run: dict[str, Any], conference: dict[str, Any]) -> str:
    """A slot in which nobody meets."""
    plan = town.house.organizer.get("conference", f"/runs/{run['id']}/plan").json
    taken = {meeting["slot"]["id"] for meeting in plan["meetings"]}
    return next(str(slot["id"]) for slot in conference["slots"] if slot["id"] not in taken)


def test_gaps_are_filled_on_the_site(town: Street) -> None:
    conference, first = one_list(town.house)
    organizer = open_browser(town, Role.ORGANIZER)

    waiting = organizer.get(f"/conferences/{conference['id']}/runs/new").press("开始排期", mode="fill")
    town.house.come_to_rest()
    filled = organizer.get(waiting.address)

    assert "只补空档" in filled.text
    assert "与第 1 次比较" in filled.links
    assert "两版的洽谈完全相同。" in filled.follow("与第 1 次比较").text
    assert town.house.organizer.get("conference", f"/runs/{first['id']}").json["plan_state"] == "draft"


def test_changes_since_a_list_was_made_are_told(town: Street) -> None:
    conference, (first, second) = two_lists(town.house)
    organizer = open_browser(town, Role.ORGANIZER)

    told = town.organizer.do("inputChanges", "{ kind partyName text }", id=first["id"])
    page = organizer.get(f"/runs/{first['id']}").follow("看变更")
    fresh = organizer.get(f"/runs/{second['id']}").follow("核对资料变更")

    assert told == [{"kind": "availability", "partyName": "工厂甲", "text": "空闲时段有变：少 7 个，多 0 个。"}]
    assert "h2 有 1 处变更" in page.headings
    assert "资料没有变更" in fresh.text
    assert "资料已变更" in organizer.get(f"/conferences/{conference['id']}/runs").text
    assert page.problems == []


def test_a_party_objects_on_its_own_page_and_the_organizer_answers(town: Street) -> None:
    _, first = one_list(town.house)
    town.organizer.do("mutation proposeRun", "{ planState }", id=first["id"])
    party, organizer = (
        open_browser(town, Role.ENTERPRISE, "org-工厂乙"),
        open_browser(town, Role.ORGANIZER),
    )

    own = party.get("/desk").follow("本单位的洽谈")
    raised = own.press("提交意见", text="上午赶不到。")
    listed = organizer.get(f"/runs/{first['id']}").follow("意见")
    early = organizer.get(f"/runs/{first['id']}").press("发布这一版")
    unsaid = listed.press("采纳", state="accepted")
    answered = listed.press("采纳", state="accepted", answer="已改到下午。")
    published = organizer.get(f"/runs/{first['id']}").press("发布这一版")
    read = party.get("/own-meetings")

    assert "服务商甲" in own.text
    assert "征求意见" in own.text
    assert "意见已提交" in raised.text
    assert "撤回意见" in [verb for form in raised.forms for verb in form.verbs]
    assert "上午赶不到。" in listed.text
    assert "还有 1 条意见没有处理" in early.text
    assert unsaid.status == 422
    assert "h2 已处理 1 条" in answered.headings
    assert "名单已发布。" in published.text
    assert "主办方答复：已改到下午。" in read.text
    assert "工厂乙的日历" in read.links
    assert [page.problems for page in (own, raised, listed, answered, read)] == [[], [], [], [], []]


def test_an_earlier_list_is_taken_up_again_on_the_site(town: Street) -> None:
    conference, (first, second) = two_lists(town.house)
    town.organizer.do("mutation publishRun", "{ planState }", id=second["id"])
    organizer = open_browser(town, Role.ORGANIZER)

    again = organizer.get(f"/conferences/{conference['id']}/runs").press("恢复：第 1 次的名单，另存为草案")

    assert "已恢复为新的一版草案" in again.text
    assert "恢复旧版" in again.text
    run_id = again.address.partition("?")[0].rpartition("/")[2]
    assert town.organizer.do("run", "{ number mode basedOn planState }", id=run_id) == {
        "number": 3,
        "mode": "back",
        "basedOn": first["id"],
        "planState": "draft",
    }
    assert town.organizer.do("run", "{ planState }", id=second["id"]) == {"planState": "published"}
    refused = town.organizer.refused("mutation reuseList", "{ id }", id=first["id"], version=1)
    assert refused["problem"] == "stale-version"


def test_the_price_list_of_rules_is_asked_for_and_read(town: Street) -> None:
    _, first = one_list(town.house)
    organizer = open_browser(town, Role.ORGANIZER)

    empty = organizer.get(f"/runs/{first['id']}").follow("规则代价")
    waiting = empty.press("计算规则代价")
    town.house.come_to_rest()
    done = organizer.get(empty.address)

    assert "data-reload" in waiting.html
    assert "不见的意愿" in done.text
    assert "两次都已证明最优。" in done.text
    assert [page.problems for page in (empty, waiting, done)] == [[], [], []]
    told = town.organizer.do("rulePrices", "{ state items { rule exact lifted { eventSha256 } } }", runId=first["id"])
    assert told["state"] == "done"
    assert {len(one["lifted"]["eventSha256"]) for one in told["items"]} == {64}
    assert town.firm.refused("rulePrices", "{ state }", runId=first["id"])["code"] == "FORBIDDEN"


def test_the_best_so_far_and_its_bound_stand_beside_the_progress(town: Street) -> None:
    conference = prepare(town.house)
    run = start(town.house, conference)
    set_run(town.house, run, state="running", progress=40, figures={"best": 900, "bound": 1000})

    page = open_browser(town, Role.ORGANIZER).get(f"/runs/{run['id']}")

    assert "目前最好 900 分，任何排法不超过 1,000 分，相差 100 分" in page.text
    assert "停止排期" in [verb for form in page.forms for verb in form.verbs]
