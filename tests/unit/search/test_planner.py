"""From a query to its plan: intents, terms, sounds, concepts, and what must hold."""

import pytest

from search.language.configuration import CONFIGURATION
from search.language.frequencies import Frequencies, FrequencyCounter
from search.language.intent import Intent, detect_intent
from search.language.plan import MAX_CLAUSES, Best, Constant, Plan, Term
from search.language.planner import Planner, Query, concept_label, read_query
from search.language.vocabulary import load_vocabulary

VOCABULARY = load_vocabulary()


@pytest.fixture
def planner() -> Planner:
    counter = FrequencyCounter()
    for tokens in (
        ["设", "备", "设备", "的"],
        ["联", "网", "联网"],
        ["轴", "承", "轴承", concept_label("digital_twin")],
    ):
        counter.add(tokens)
    return Planner(VOCABULARY, Frequencies().plus(counter))


def read(text: str) -> Query:
    return read_query(text, VOCABULARY)


def asked_tokens(plan: Plan, field: str) -> list[str]:
    return [clause.token for clause in plan.clauses if isinstance(clause, Term) and clause.field == field]


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("", Intent.BROWSE),
        ("  ？！", Intent.BROWSE),
        ("设备联网", Intent.KEYWORD),
        ("宝信", Intent.KEYWORD),
        ("怎么做设备联网", Intent.QUESTION),
        ("有没有做標識的？", Intent.QUESTION),
        ("我厂有三百台设备，" * 8, Intent.NEED),
    ],
)
def test_the_kind_of_a_query_is_read_from_its_form(text: str, intent: Intent) -> None:
    assert detect_intent(text) is intent


def test_a_keyword_asks_characters_pairs_and_words_without_what_says_nothing(planner: Planner) -> None:
    plan = planner.plan(read("设备的联网"))

    assert asked_tokens(plan, "body_unigrams") == ["设", "备", "联", "网"]
    assert asked_tokens(plan, "body_bigrams") == ["设备", "备的", "的联", "联网"]
    weights = {clause.field: clause.boost for clause in plan.clauses if isinstance(clause, Term)}
    assert weights["body_unigrams"] == 2 * weights["body_bigrams"] == 2 * weights["body_words"]


def test_a_query_of_nothing_but_such_characters_still_asks_them(planner: Planner) -> None:
    assert asked_tokens(planner.plan(read("是的")), "body_unigrams") == ["是", "的"]


def test_a_long_need_asks_its_most_telling_terms_that_exist_and_no_characters(planner: Planner) -> None:
    plan = planner.plan(read("设备轴承轴承联网没有见过的词语" * 6))

    assert asked_tokens(plan, "body_unigrams") == []
    assert sorted(asked_tokens(plan, "body_bigrams")) == ["联网", "设备", "轴承"]
    assert plan.required == ()


def test_no_need_makes_a_plan_too_large(planner: Planner) -> None:
    text = "".join(chr(0x4E00 + number) for number in range(3000))

    size = len(planner.plan(read(text)).clauses)

    assert size <= MAX_CLAUSES


def test_a_concept_is_asked_with_its_neighbours_by_closeness(planner: Planner) -> None:
    (best,) = (clause for clause in planner.plan(read("数字孪生")).clauses if isinstance(clause, Best))

    boosts = {part.token: part.boost for part in best.parts if part.field == "concepts"}
    expected = CONFIGURATION.concept * planner.frequencies.idf(concept_label("digital_twin"))
    assert boosts["digital_twin"] == pytest.approx(expected)
    assert all(
        boost == pytest.approx(expected * VOCABULARY.closeness("digital_twin", name)) for name, boost in boosts.items()
    )
    assert len(boosts) > 1


def test_a_named_category_is_asked_as_such(planner: Planner) -> None:
    plan = planner.plan(read("云服务商"))

    asked = {clause.token: clause.boost for clause in plan.clauses if isinstance(clause, Constant)}
    assert asked["cloud_services"] == CONFIGURATION.named_category


def test_a_term_typed_by_its_sound_is_read_as_the_term() -> None:
    assert read("liang hua rong he guan li ti xi").plain.endswith("两化融合管理体系")
    assert read("zhongguo").plain == "zhongguo"


def test_a_strict_keyword_plan_demands_most_words_or_a_concept_or_the_sound(planner: Planner) -> None:
    strict, loose = planner.plan(read("数字孪生 轴承")), planner.plan(read("数字孪生 轴承"), strict=False)

    assert {rule.field for rule in strict.required} == {"all_words", "concepts", "name_sound"}
    assert (loose.required, loose.clauses) == ((), strict.clauses)


def test_a_plan_that_is_too_large_is_refused() -> None:
    with pytest.raises(ValueError, match=str(MAX_CLAUSES)):
        Plan(tuple(Term("body", str(number), 1.0) for number in range(MAX_CLAUSES + 1)))


def test_a_text_that_asks_everything_gets_a_plan_of_what_adds_most(planner: Planner) -> None:
    every = "、".join(concept.preferred for concept in VOCABULARY.concepts.values())

    plan = planner.plan(read(every))

    sizes = [len(clause.parts) if isinstance(clause, Best) else 1 for clause in plan.clauses]
    assert MAX_CLAUSES - 50 < sum(sizes) <= MAX_CLAUSES
