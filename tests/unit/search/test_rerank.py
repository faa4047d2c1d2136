"""The second look: what each part adds, and what it must not do."""

from dataclasses import replace

import pytest

from search.engines.index import open_index
from search.entries import Entry
from search.filling import Filler
from search.language.fit import Fitter, Told
from search.language.frequencies import Frequencies, FrequencyCounter
from search.language.planner import Planner, concept_label, read_query
from search.language.rerank import Candidate, FixedScore, Reranker
from search.language.vocabulary import load_vocabulary
from search.searcher import Request, Searcher

VOCABULARY = load_vocabulary()


@pytest.fixture
def planner() -> Planner:
    counter = FrequencyCounter()
    for number in range(20):
        counter.add([*"云平台服务", *([concept_label("digital_twin")] if number < 3 else [])])
    return Planner(VOCABULARY, Frequencies().plus(counter))


def rank(planner: Planner, text: str, *hits: Candidate) -> list[str]:
    return [row.id for row in Reranker(planner, read_query(text, VOCABULARY)).rank(hits)]


def a_hit(id: str, score: float, plain: str = "", told: Told | None = None, *names: str) -> Candidate:
    return Candidate(id, score, plain, plain, names, told or Told())


def test_of_equal_hits_the_one_that_holds_more_of_the_query_comes_first(planner: Planner) -> None:
    assert rank(planner, "轴承诊断", a_hit("a", 5, "轴承"), a_hit("b", 5, "轴承诊断")) == ["b", "a"]


def test_equal_scores_come_by_id(planner: Planner) -> None:
    assert rank(planner, "轴承", a_hit("b", 5, "轴承"), a_hit("a", 5, "轴承")) == ["a", "b"]


def test_a_latin_term_is_held_only_as_a_whole_word(planner: Planner) -> None:
    assert rank(planner, "ar", a_hit("a", 5, "arm 芯片"), a_hit("b", 5, "ar 眼镜")) == ["b", "a"]


def test_the_thing_that_is_named_comes_before_what_only_holds_the_words(planner: Planner) -> None:
    named = a_hit("named", 4, "格尔软件", None, "格尔软件股份有限公司")

    assert rank(planner, "格尓软件", a_hit("other", 6, "软件 软件"), named) == ["named", "other"]


def test_evidence_of_an_asked_concept_counts_by_how_sure_it_is(planner: Planner) -> None:
    sure, unsure = Told({"digital_twin": 0.9}), Told({"digital_twin": 0.5})
    fixed = FixedScore(planner.concept_clauses(read_query("数字孪生", VOCABULARY)))

    order = rank(
        planner, "数字孪生", a_hit("a", 3 + fixed.of(unsure), "", unsure), a_hit("b", 3 + fixed.of(sure), "", sure)
    )

    assert order == ["b", "a"]


def test_hits_beyond_the_head_keep_their_order_behind_it(planner: Planner) -> None:
    size = planner.configuration.head
    hits = [a_hit(f"{number:04}", 500 - number) for number in range(size + 5)]

    ranked = Reranker(planner, read_query("轴承", VOCABULARY)).rank(hits)

    assert [row.id for row in ranked[size:]] == [hit.id for hit in hits[size:]]
    assert [row.score for row in ranked] == sorted((row.score for row in ranked), reverse=True)


def test_what_the_engine_gave_for_concepts_is_what_is_taken_off(tmp_path_factory: pytest.TempPathFactory) -> None:
    entry = Entry("a", "某平台", category="cloud_services", capabilities=("数字孪生",), description="做数字孪生。")
    index = open_index(f"tantivy:///{tmp_path_factory.mktemp('fixed')}", "entries")
    filler = Filler(index, VOCABULARY)
    filler.put([(entry, 1), (replace(entry, id="b", capabilities=(), description="可选数字孪生。"), 1)])
    filler.commit()
    planner = Planner(VOCABULARY, Frequencies())
    query = read_query("数字孪生 云服务商", VOCABULARY)
    clauses = tuple(planner.concept_clauses(query))

    hits = index.search(replace(planner.plan(query, strict=False), clauses=clauses)).hits

    assert len(hits) == 2
    for hit in hits:
        told = Told(hit.payload["evidence"], hit.payload["category"], hit.payload["silent"])
        assert hit.score == pytest.approx(FixedScore(clauses).of(told), abs=1e-4)
    index.close()


def test_a_silent_entry_stands_for_what_its_category_promises(planner: Planner) -> None:
    fitter = Fitter(planner, read_query("贯标", VOCABULARY))

    silent = fitter.fit(Told({}, "gbt23001_consulting", is_silent=True))
    talking = fitter.fit(Told({}, "gbt23001_consulting"))
    other = fitter.fit(Told({}, "cloud_services", is_silent=True))

    assert (silent.standing, talking.standing, other.standing) == (1.0, 0.0, 0.0)


def test_a_plain_text_has_no_part_in_concepts(planner: Planner) -> None:
    assert set(Fitter(planner, read_query("数字孪生 上海 钢铁 云服务", VOCABULARY)).fit(Told())) == {0.0}


def test_the_best_are_shown_whatever_words_they_hold_and_the_rest_is_counted_strictly(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    index = open_index(f"tantivy:///{tmp_path_factory.mktemp('merge')}", "entries")
    filler = Filler(index, VOCABULARY)
    whole = [Entry(f"whole{number:02}", "", text="轴承诊断" + "甲" * 300) for number in range(12)]
    part = [Entry(f"part{number:02}", "", text="轴诊承") for number in range(15)]
    filler.put((entry, 1) for entry in (*whole, *part))
    filler.commit()
    searcher = Searcher(index, VOCABULARY)

    page = searcher.search(Request("轴承诊断", first=100))
    exact = searcher.search(Request("轴承诊断", first=100, may_relax_words=False))

    enough = searcher.configuration.enough
    shown = [hit.id for hit in page.hits]
    assert page.total == len(shown) == len(set(shown))
    assert {one for one in shown[enough:] if one.startswith("part")} == set()
    assert {entry.id for entry in whole} <= set(shown)
    assert (exact.total, {hit.id for hit in exact.hits}) == (12, {entry.id for entry in whole})
    index.close()
