"""What stands beside a plan: use of entries, blocking pairs, sole offers, and all of it in words."""

import re
from typing import Any

import pytest

from services.parks import phrases
from services.parks.formats.event import load_event
from services.parks.formats.plan import ConsortiumPlan
from services.parks.solver.explain import BlockingPair, Explanation, explain
from services.parks.solver.solve import solve
from services.parks.telling import Telling
from tests.unit.parks.events import a_need, a_park, a_provider, an_event

Json = dict[str, Any]


def explained(event: Json) -> tuple[ConsortiumPlan, Explanation, Telling]:
    read = load_event(event)
    plan = solve(read)
    return plan, explain(read, plan), Telling(read, plan)


def one_identifier_service() -> Json:
    """Three parks need identifier resolution, and one entry offers it, to two of them at most."""
    return an_event(
        work_items=[{"id": "W3", "title": "标识解析应用"}],
        parks=[a_park(park, [a_need("W3")]) for park in ("K1", "K2", "K3")],
        providers=[a_provider("V1", ["W3"], name="标识服务商"), a_provider("V2", ["W3"])],
        scores=[[park, "W3", "V1", quality] for park, quality in (("K1", 300), ("K2", 500), ("K3", 400))],
    )


def test_a_work_item_with_one_provider_is_told_in_words() -> None:
    plan, explanation, telling = explained(one_identifier_service())

    assert explanation.sole == {"W3": "V1"}
    assert telling.sole_offers(explanation)[0][0].startswith("“标识解析应用”只有 标识服务商 一家可承担")
    assert telling.uncovered(plan.consortia[0]) == [
        (
            "能承担“标识解析应用”的条目都已达到承接上限：标识服务商。",
            "Every entry that offers “标识解析应用” is at its limit of parks: 标识服务商.",
        )
    ]


def test_an_entry_is_told_how_often_it_is_used_and_why_not_more() -> None:
    _, explanation, telling = explained(one_identifier_service())

    used = {entry.provider: (entry.used, entry.most, entry.kept_out) for entry in explanation.entries}
    assert used == {"V1": (2, 2, {"full": 1}), "V2": (0, 2, {})}
    assert telling.entry(explanation.entries[0]) == (
        "参加 2 个园区，最多承接 2 个。1 个园区因其已达承接上限而未选。",
        "Parks that have it: 2 of 2 at most. Other parks: at its limit: 1.",
    )


def test_one_more_place_at_a_full_entry_is_worth_what_the_waiting_park_would_gain() -> None:
    plan, explanation, telling = explained(one_identifier_service())

    load = next(price for price in plan.consortia[0].rule_prices or () if price.rule == "load")
    assert (load.change, load.gain) == ("V1", 2 * 900 - 30)
    assert telling.rule_price(load) == (
        "标识服务商 多承接一个园区，可多得 1770 分。",
        "one more place at 标识服务商: 1770 points more.",
    )
    assert 1770 <= explanation.entries[0].place_worth <= 2 * 1000 - 30


def test_no_park_and_entry_with_a_place_left_would_both_prefer_each_other() -> None:
    _, explanation, _ = explained(an_event())

    assert explanation.blocking == ()


def test_a_pair_blocks_when_the_whole_is_better_served_without_it() -> None:
    """K1 gains more by V1 than K2 loses by it; but K2 has nobody else, so V1 goes there and both K1 and V1 object."""
    event = an_event(
        work_items=[{"id": "W1"}],
        parks=[a_park("K1", [a_need("W1", 3)]), a_park("K2", [a_need("W1", 2)])],
        providers=[a_provider("V1", ["W1"], max_parks=1), a_provider("V2", ["W1"])],
        scores=[["K1", "W1", "V1", 1000], ["K1", "W1", "V2", 900], ["K2", "W1", "V1", 800]],
    )

    plan, explanation, _ = explained(event)

    assert [one.chosen.members for one in plan.consortia] == [("V2",), ("V1",)]
    assert explanation.blocking == (BlockingPair("K1", "V1", 300),)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"exclude": ["V1", "V2"]}, "能承担“建设内容 W1”的条目都被本园区排除：V1、V2。"),
        ({"budget": 150, "include": ["V3"]}, "剩余预算 50，能承担“建设内容 W1”的条目最低报价 100。"),
        ({"max_members": 1, "include": ["V3"]}, "联合体已满 1 家，无法再为“建设内容 W1”增加成员。"),
    ],
)
def test_an_uncovered_need_is_told_with_its_facts(changes: Json, words: str) -> None:
    event = an_event(parks=[{**an_event()["parks"][0], **changes}])
    event["scores"] = [row for row in event["scores"] if row[0] == "K1"]

    plan, _, telling = explained(event)

    assert telling.uncovered(plan.consortia[0])[0][0] == words


def test_an_alternative_is_told_by_what_it_differs_in() -> None:
    plan, _, telling = explained(an_event())

    chosen, other = plan.consortia[0].chosen, (plan.consortia[0].alternatives or ())[0]
    zh, en = telling.difference(chosen, other)
    assert set(chosen.members) - set(other.members) == {"V1"}
    assert (zh, en) == ("去掉 V1，费用 -100，分值 -770", "V1 out, cost -100, value -770")


TABLES = {
    name: value if isinstance(value, dict) else {name: value} for name, value in vars(phrases).items() if name.isupper()
}


@pytest.mark.parametrize("table", sorted(TABLES))
def test_every_sentence_is_there_in_both_languages_with_the_same_places(table: str) -> None:
    def places(sentence: str) -> set[str]:
        return set(re.findall(r"\{(\w+)\}", sentence))

    wrong = [
        code
        for code, (zh, en) in TABLES[table].items()
        if not re.search(r"[一-鿿]", zh) or re.search(r"[一-鿿]", en) or places(zh) != places(en)
    ]

    assert wrong == []
