"""The vocabulary the house ships: large enough, well formed, and finding what it should."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.language.vocabulary import Vocabulary, load_vocabulary


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


def found(vocabulary: Vocabulary, text: str) -> list[tuple[str, str]]:
    return [(mention.concept_id, mention.surface) for mention in vocabulary.find(text)]


def of_kind(vocabulary: Vocabulary, text: str, kind: str) -> list[str]:
    return [mention.concept_id for mention in vocabulary.find(text) if mention.kind == kind]


def test_the_vocabulary_holds_the_field(vocabulary: Vocabulary) -> None:
    assert len(vocabulary.concepts) >= 300
    assert [item.preferred for item in vocabulary.of_kind("work_item")] == [
        "总体规划",
        "信息基础设施改造",
        "标识解析应用",
        "两化融合贯标咨询",
        "设备联网",
        "平台建设或对接",
        "企业上云上平台",
        "宣传展示",
    ]
    assert [item.id for item in vocabulary.of_kind("application_mode")] == [
        "smart_production",
        "networked_collaboration",
        "mass_customization",
        "service_extension",
    ]


def test_every_category_of_a_concept_is_a_category_of_the_catalogue(vocabulary: Vocabulary) -> None:
    known = {
        "platform",
        "platform_services",
        "cloud_services",
        "data_services",
        "identifier_resolution",
        "gbt23001_consulting",
        "system_integration",
        "industrial_security",
    }

    assert {item.category for item in vocabulary.concepts.values()} - {""} == known
    assert known <= set(vocabulary.concepts)


def test_industries_carry_codes_of_gbt4754_and_districts_codes_of_gbt2260(vocabulary: Vocabulary) -> None:
    assert vocabulary.get("industry_31").code == "31"
    assert vocabulary.get("region_310113").preferred == "宝山区"


def test_the_longest_wording_of_a_kind_wins(vocabulary: Vocabulary) -> None:
    assert of_kind(vocabulary, "想做两化融合管理体系贯标", "capability") == ["gbt23001", "gbt23001"]
    assert of_kind(vocabulary, "预测性维护", "capability") == ["predictive_maintenance"]


def test_each_kind_is_found_by_itself(vocabulary: Vocabulary) -> None:
    assert of_kind(vocabulary, "钢铁企业设备联网", "industry") == ["industry_31"]
    assert of_kind(vocabulary, "钢铁企业设备联网", "capability") == ["device_networking"]
    assert of_kind(vocabulary, "钢铁企业设备联网", "work_item") == ["device_connection"]


def test_traditional_full_width_and_capital_letters_are_found_at_their_place(vocabulary: Vocabulary) -> None:
    text = "我廠要上ＭＥＳ系统"

    mention = next(item for item in vocabulary.find(text) if item.kind == "capability")

    assert (mention.concept_id, mention.surface) == ("manufacturing_execution", "ＭＥＳ系统")
    assert text[mention.start : mention.end] == mention.surface


@pytest.mark.parametrize(("text", "concept"), [("ARM 芯片", "augmented_reality"), ("myplc1", "controller_access")])
def test_a_latin_wording_inside_a_longer_latin_word_is_no_mention(
    vocabulary: Vocabulary, text: str, concept: str
) -> None:
    assert concept not in [mention.concept_id for mention in vocabulary.find(text)]


def test_a_generic_word_is_weak_evidence(vocabulary: Vocabulary) -> None:
    weights = {mention.surface: mention.weight for mention in vocabulary.find("老师傅的经验")}

    assert weights == {"老师傅": 0.35}


def test_a_gap_spans_a_few_characters_but_no_comma(vocabulary: Vocabulary) -> None:
    assert ("product_monitoring", "卖出去的那些设备") in found(vocabulary, "卖出去的那些设备")
    assert "product_monitoring" not in of_kind(vocabulary, "卖出去，我们的设备", "capability")


@pytest.mark.parametrize(
    ("asked", "offered", "closeness"),
    [
        ("device_networking", "device_networking", 1.0),
        ("device_networking", "edge_gateway", 0.85),
        ("edge_gateway", "device_networking", 0.55),
        ("edge_gateway", "protocol_conversion", 0.35),
        ("device_networking", "gbt23001", 0.0),
        ("industry_31", "key_steel_chemicals", 0.75),
        ("industry_33", "industry_31", 0.4),
        ("industry_31", "industry_27", 0.0),
        ("region_310113", "region_310000", 1.0),
        ("region_310113", "region_delta", 1.0),
        ("region_lingang", "region_310115", 1.0),
        ("region_310113", "region_310114", 0.5),
        ("region_310113", "region_320100", 0.0),
        ("region_310113", "industry_31", 0.0),
    ],
)
def test_closeness_of_what_is_offered_to_what_is_asked(
    vocabulary: Vocabulary, asked: str, offered: str, closeness: float
) -> None:
    assert vocabulary.closeness(asked, offered) == closeness


def test_an_unknown_concept_is_an_error(vocabulary: Vocabulary) -> None:
    with pytest.raises(KeyError):
        vocabulary.get("no_such_concept")


@given(st.text(alphabet="设备联网钢铁 厂ＭＥＳmes平台臺的，。…①㎡", max_size=40))
def test_a_mention_is_the_stretch_of_the_text_it_names(text: str) -> None:
    for mention in load_vocabulary().find(text):
        assert text[mention.start : mention.end] == mention.surface
        assert mention.start < mention.end


@pytest.mark.parametrize(
    ("text", "concepts"),
    [("liang hua rong he", ["gbt23001"]), ("GUAN BIAO", ["gbt23001"]), ("两化融合", []), ("mes", [])],
)
def test_a_text_in_pinyin_sounds_like_a_concept(vocabulary: Vocabulary, text: str, concepts: list[str]) -> None:
    capabilities = [m.concept_id for m in vocabulary.sounding_like(text) if m.kind == "capability"]

    assert capabilities == concepts
