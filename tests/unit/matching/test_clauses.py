"""What a clause is for: an ask, a side dish, a limit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.matching.scoring import clauses
from services.matching.scoring.clauses import Span


def test_a_description_is_taken_apart() -> None:
    told = clauses.take_apart("专做机床联网。也能接老设备，三周上线。不做软件开发。第三句。第四句讲售后。")

    assert told.main == ["专做机床联网。", "三周上线。"]
    assert told.side == ["也能接老设备", "第三句。", "第四句讲售后。"]
    assert told.limits == ["不做软件开发。"]


def test_an_empty_description_tells_nothing() -> None:
    assert clauses.take_apart("") == ([], [], [])


@pytest.mark.parametrize(
    ("clause", "weight"),
    [("不要大系统", 0.0), ("希望装采集", 1.3), ("已有一套ERP", 0.6), ("我们有28台机床", 0.6), ("车间两班倒", 1.0)],
)
def test_how_much_a_clause_of_a_long_need_asks(clause: str, weight: float) -> None:
    assert clauses.ask_weight(clause, is_long=True) == weight


def test_what_a_short_need_has_is_what_it_talks_about() -> None:
    assert clauses.ask_weight("已有ERP", is_long=False) == 1.0


@pytest.mark.parametrize(("text", "word", "is_asker"), [("某钢铁企业", "钢铁", True), ("换了电机轴承", "电机", False)])
def test_an_industry_word_says_whose_trade_it_is(text: str, word: str, is_asker: bool) -> None:
    start = text.index(word)

    assert clauses.names_the_asker(text, Span(start, start + len(word))) is is_asker


@pytest.mark.parametrize(
    ("sentence", "leans"),
    [("之后可以接着做认证", True), ("离散厂用不完这个性能", True), ("节点上线后可代运营三年", False)],
)
def test_a_sentence_that_points_at_another_does_not_stand_alone(sentence: str, leans: bool) -> None:
    assert clauses.leans_on_another(sentence) is leans


@pytest.mark.parametrize(
    ("sentence", "is_aside"),
    [("药企优先，食品企业需先提供产品类别", True), ("附带趋势分析", True), ("加药量由模型推荐而非拍脑袋", False)],
)
def test_side_dishes_and_whom_one_prefers_are_asides(sentence: str, is_aside: bool) -> None:
    assert clauses.is_aside(sentence) is is_aside


@given(st.text(alphabet="设备联网。，！？；\n不做、", max_size=60))
def test_sentences_lie_one_behind_the_other(text: str) -> None:
    ends = 0
    for span in clauses.sentences(text):
        assert ends <= span.start < span.end <= len(text)
        ends = span.end
