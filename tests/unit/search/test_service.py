"""The search service from outside: facts in, answers out."""

from typing import Any

import pytest

from services.chassis.identity import Role
from tests.house import TestHouse
from tests.unit.search.makers import a_fact, an_edition, edition_published, entry_admitted, entry_withdrawn, tell


def given(house: TestHouse, *facts: Any) -> None:
    tell(house.log, *facts)
    house.come_to_rest()


def search(house: TestHouse, text: str = "", **asked: Any) -> dict[str, Any]:
    answer = house.visitor.post("search", "/search", {"text": text, **asked})
    assert answer.status == 200, answer.json
    return dict(answer.json)


def ids(answer: dict[str, Any]) -> list[str]:
    return [hit["entry_id"] for hit in answer["hits"]]


def counts(answer: dict[str, Any], facet: str) -> dict[str, int]:
    found = next(one for one in answer["facets"] if one["field"] == facet)
    return {bucket["value"]: bucket["count"] for bucket in found["buckets"]}


def codes(answer: dict[str, Any]) -> list[str]:
    return [notice["code"] for notice in answer["notices"]]


def test_nothing_is_found_before_anything_was_told(house: TestHouse) -> None:
    answer = search(house, "设备联网")

    assert (answer["hits"], answer["total"], answer["has_next"]) == ([], 0, False)
    assert codes(answer) == ["nothing-found"]
    assert house.visitor.get("search", "/status").json["documents"] == 0


def test_an_admitted_entry_is_found_and_a_withdrawn_one_is_not(house: TestHouse) -> None:
    given(house, edition_published(), entry_admitted("a", name="观安安全"), entry_admitted("b", name="宝信平台"))
    before = ids(search(house, "宝信"))
    given(house, entry_withdrawn("b", 2, name="宝信平台"))

    assert before == ["b"]
    assert ids(search(house, "宝信", exact=True)) == []
    assert ids(search(house)) == ["a"]


def test_a_latecomer_neither_revives_nor_sets_back_an_entry(house: TestHouse) -> None:
    given(house, edition_published(), entry_admitted("a", 3, name="新名"), entry_withdrawn("b", 5))
    given(house, entry_admitted("a", 2, name="旧名"), entry_admitted("b", 4))

    assert ids(search(house, "新名", exact=True)) == ["a"]
    assert ids(search(house)) == ["a"]


def test_only_editions_in_use_are_searched_unless_one_is_named(house: TestHouse) -> None:
    given(
        house,
        edition_published(id="shanghai-2018"),
        edition_published(id="shanghai-2019"),
        edition_published(id="delta-2018"),
        edition_published(id="delta-2024-demo", demo=True),
        a_fact("catalogue.edition.opened", an_edition("shanghai-2020", status="draft")),
        entry_admitted("old", edition="shanghai-2018"),
        entry_admitted("new", edition="shanghai-2019"),
        entry_admitted("delta", edition="delta-2018"),
        entry_admitted("demo", edition="delta-2024-demo"),
        entry_admitted("draft", edition="shanghai-2020"),
    )

    assert sorted(ids(search(house))) == ["delta", "new"]
    assert sorted(ids(search(house, include_demo=True))) == ["delta", "demo", "new"]
    assert sorted(ids(search(house, filters={"edition_year": [2018]}))) == ["delta", "old"]
    assert sorted(ids(search(house, filters={"scope": ["shanghai"]}))) == ["new", "old"]
    assert ids(search(house, filters={"edition": ["delta-2024-demo"]})) == ["demo"]
    assert ids(search(house, filters={"edition": ["shanghai-2020"]})) == []
    assert counts(search(house), "edition") == {"delta-2018": 1, "shanghai-2019": 1}


def test_an_edition_goes_out_of_use_when_a_newer_one_is_published(house: TestHouse) -> None:
    opened = a_fact("catalogue.edition.opened", an_edition("shanghai-2019", status="draft"))
    given(house, edition_published(), opened, entry_admitted("old"), entry_admitted("new", edition="shanghai-2019"))
    before = ids(search(house))
    given(house, edition_published(2, id="shanghai-2019"))

    assert (before, ids(search(house))) == (["old"], ["new"])


def test_facets_count_without_their_own_filter_and_keep_what_was_chosen(house: TestHouse) -> None:
    given(
        house,
        edition_published(),
        entry_admitted("a", category="cloud_services", profile={"industries": ["钢铁"]}),
        entry_admitted("b", category="cloud_services"),
        entry_admitted("c", category="data_services"),
    )

    answer = search(house, filters={"category": ["cloud_services"], "reach": ["sector"]}, exact=True)
    category = next(facet for facet in answer["facets"] if facet["field"] == "category")
    chosen = next(facet for facet in search(house, filters={"category": ["cloud_services"]})["facets"])

    assert answer["total"] == 0
    assert category["buckets"] == [
        {"value": "cloud_services", "label": "云服务", "count": 0, "selected": True},
    ]
    assert chosen["buckets"] == [
        {"value": "cloud_services", "label": "云服务", "count": 2, "selected": True},
        {"value": "data_services", "label": "数据服务", "count": 1, "selected": False},
    ]


def test_the_page_after_begins_behind_the_last_hit_even_if_the_order_has_changed(house: TestHouse) -> None:
    given(house, edition_published(), *(entry_admitted(f"e{number}") for number in range(7)))
    whole = ids(search(house, first=7))
    first = search(house, first=3)
    given(house, entry_withdrawn(whole[0], 2))
    second = search(house, first=3, after=first["end_cursor"])
    last = search(house, first=3, after=second["end_cursor"])

    assert (ids(first), first["has_next"]) == (whole[:3], True)
    assert ids(second) == whole[3:6]
    assert (ids(last), last["has_next"]) == (whole[6:], False)


def test_silent_official_integrators_are_found_by_what_their_category_does(house: TestHouse) -> None:
    integrators = [
        entry_admitted(name, name=name, company=f"{name}有限公司", category="system_integration")
        for name in ("上海自动化仪表院", "科致电气", "优也信息", "上海电气")
    ]
    other = entry_admitted("云商", name="云商", category="cloud_services")
    given(house, edition_published(), *integrators, other)

    answer = search(house, "设备联网 集成", filters={"category": ["system_integration"]})

    assert sorted(ids(answer)) == ["上海电气", "上海自动化仪表院", "优也信息", "科致电气"]
    assert "understood-concepts" in codes(answer)


def test_with_nothing_left_the_filter_that_hurts_most_is_left_out_and_said(house: TestHouse) -> None:
    given(house, edition_published(), entry_admitted("a", name="数字孪生平台", category="data_services"))

    answer = search(house, "数字孪生", filters={"category": ["cloud_services"]})
    strict = search(house, "数字孪生", filters={"category": ["cloud_services"]}, exact=True)

    assert ids(answer) == ["a"]
    assert [notice["zh"] for notice in answer["notices"] if notice["code"] == "relaxed-filter"] == [
        "所选条件下没有结果，已去掉筛选“类别”。"
    ]
    assert (ids(strict), strict["total"]) == ([], 0)


def test_highlights_mark_the_words_in_the_text_as_written_and_escape_the_rest(house: TestHouse) -> None:
    description = "為鋼鐵企業提供 <b>設備聯網</b> 與 ＭＥＳ 集成"
    given(house, edition_published(), entry_admitted("a", profile={"description": description}))

    hit = search(house, "设备联网 mes")["hits"][0]

    marked = {one["field"]: one["fragments"] for one in hit["highlights"]}
    assert marked["description"] == [
        "為鋼鐵企業提供 &lt;b&gt;<mark>設備聯網</mark>&lt;/b&gt; 與 <mark>ＭＥＳ</mark> 集成"
    ]


def test_names_are_completed_by_spelling_sound_and_initials(house: TestHouse) -> None:
    given(
        house,
        edition_published(),
        entry_admitted("a", name="优刻得云", company="上海优刻得信息科技有限公司"),
        entry_admitted("b", name="宝信平台"),
    )

    def completions(text: str) -> list[str]:
        items = house.visitor.get("search", f"/suggest?text={text}").json["items"]
        return [item["entry_id"] for item in items if item["kind"] == "entry"]

    assert completions("优刻") == completions("youk") == completions("ykd") == ["a"]
    assert completions("bao") == ["b"]
    assert completions("") == []


def test_candidates_hold_the_text_a_concept_or_the_category(house: TestHouse) -> None:
    given(
        house,
        edition_published(),
        entry_admitted("text", name="轧机诊断", category="data_services"),
        entry_admitted("concept", name="甲", category="data_services", profile={"capabilities": ["数字孪生"]}),
        entry_admitted("category", name="乙", category="cloud_services"),
        entry_admitted("none", name="丙", category="platform_services"),
    )
    asked = {"text": "轧机坏了", "concepts": ["digital_twin"], "categories": ["cloud_services"]}

    hits = house.as_(Role.ORGANIZER).post("search", "/candidates", asked).json["hits"]

    assert sorted(hit["entry_id"] for hit in hits) == ["category", "concept", "text"]


@pytest.mark.parametrize(
    ("asked", "code", "field"),
    [
        ({"text": "a" * 2001}, "too-long", "text"),
        ({"text": "a\x00b"}, "control-character", "text"),
        ({"text": 5}, "wrong-type", "text"),
        ({"first": 0}, "invalid-value", "first"),
        ({"filters": {"category": ["clouds"]}}, "not-listed", "filters.category.0"),
        ({"filters": {"colour": ["red"]}}, "unknown-field", "filters.colour"),
        ({"after": "???"}, "bad-cursor", "after"),
        ({"page": 1}, "unknown-field", "page"),
    ],
)
def test_a_bad_request_is_refused_with_its_field(
    house: TestHouse, asked: dict[str, Any], code: str, field: str
) -> None:
    answer = house.visitor.post("search", "/search", asked)

    assert (400 <= answer.status < 500, answer.code, answer.field) == (True, code, field)


def test_a_fact_that_cannot_be_read_is_parked_and_the_others_are_found(house: TestHouse) -> None:
    broken = entry_admitted("broken", name=7)
    given(house, edition_published(), entry_admitted("a"), broken, entry_admitted("b"))

    assert sorted(ids(search(house))) == ["a", "b"]
    assert house.working("search").worker is not None
    assert [parked.record.key for parked in house.working("search").worker._parking.parked()] == ["broken"]  # type: ignore[union-attr]


def test_the_index_is_built_anew_from_the_log_when_asked(house: TestHouse) -> None:
    given(house, edition_published(), entry_admitted("a"), entry_admitted("b"), entry_withdrawn("b", 2))
    with house.ports["search"].writing(house.organizer.actor) as work:
        number = work.rebuilds.request("a test", at=house.clock.now())

    house.tick()

    with house.ports["search"].reading(house.organizer.actor) as work:
        assert work.rebuilds.result(number) == 1
    assert ids(search(house)) == ["a"]
    given(house, entry_admitted("c"))
    assert sorted(ids(search(house))) == ["a", "c"]
