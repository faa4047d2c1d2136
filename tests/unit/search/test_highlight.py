"""Passages that hold what was asked, counted in the original text."""

from hypothesis import given, settings
from hypothesis import strategies as st

from search.language.highlight import find_marks, find_passages
from search.showing import mark_passages


def test_marks_stand_on_the_text_as_it_was_written() -> None:
    text = "為鋼鐵企業做設備聯網，接ＭＥＳ"

    assert [text[start:end] for start, end in find_marks(text, ["设备联网", "mes"])] == ["設備聯網", "ＭＥＳ"]


def test_overlapping_wordings_are_one_mark_and_latin_ones_stand_alone() -> None:
    assert find_marks("工业互联网平台", ["互联网", "网平台", "平台"]) == [(2, 7)]
    assert find_marks("ARM 与 AR", ["ar"]) == [(6, 8)]


def test_a_long_text_is_cut_around_what_was_asked() -> None:
    text = "甲" * 200 + "设备联网" + "乙" * 200 + "边缘计算" + "丙" * 200

    passages = find_passages(text, ["设备联网", "边缘计算"])

    assert ["设备联网" in text[one.start : one.end] for one in passages] == [True, False]
    assert ["边缘计算" in text[one.start : one.end] for one in passages] == [False, True]
    assert all(one.end - one.start <= 70 for one in passages)


def test_nothing_is_shown_of_a_text_that_holds_nothing() -> None:
    assert find_passages("设备联网", ["边缘"]) == []
    assert find_passages("设备联网", ["", "边缘"]) == []
    assert mark_passages({"name": ["设备联网"]}, ["边缘"]) == []


def test_a_fragment_is_escaped_and_tells_where_it_was_cut() -> None:
    shown = mark_passages({"description": ["<i>" + "甲" * 80 + "设备&联网" + "乙" * 80]}, ["设备", "联网"])

    (fragment,) = shown[0]["fragments"]
    assert "<mark>设备</mark>&amp;<mark>联网</mark>" in fragment
    assert fragment.startswith("…甲")
    assert fragment.endswith("乙…")


@settings(max_examples=80, deadline=None)
@given(
    st.text("设备联网甲乙 ＭＥＳ①", max_size=200), st.lists(st.sampled_from(["设备", "联网", "mes", "甲"]), max_size=3)
)
def test_passages_lie_in_the_text_in_order_and_hold_their_marks(text: str, wordings: list[str]) -> None:
    passages = find_passages(text, wordings)
    borders = [border for one in passages for border in (one.start, one.end)]

    assert borders == sorted(borders)
    assert all(0 <= one.start < one.end <= len(text) for one in passages)
    assert all(one.start <= start < end <= one.end for one in passages for start, end in one.marks)
    assert bool(passages) == bool(find_marks(text, wordings))
