"""The shape of a short text beside a query."""

import pytest

from search.language.frequencies import Frequencies
from search.language.shape import Shape, Shaper


def shape(query: str, text: str) -> Shape:
    return Shaper(query, dict.fromkeys(query), Frequencies()).shape(text)


def test_a_text_that_is_the_query_fits_in_every_part() -> None:
    assert shape("轴承诊断", "轴承诊断") == Shape(order=1, focus=1, length=1, lateness=0, missing_numbers=0)


def test_order_counts_what_stands_in_the_order_of_the_query() -> None:
    assert shape("轴承诊断", "诊断轴承").order == 0.5


def test_what_else_a_text_speaks_of_takes_its_focus() -> None:
    found = shape("轴承", "轴承与齿轮箱")

    assert found.focus == pytest.approx(2 / 6)
    assert found.length == pytest.approx(2 / 6)


def test_what_is_asked_late_in_a_text_is_late() -> None:
    assert shape("轴承", "上海某厂轴承").lateness == pytest.approx(4 / 6)
    assert shape("轴承", "轴承上海某厂").lateness == 0


@pytest.mark.parametrize(
    ("query", "text", "missing"),
    [("5g 第3集", "5g 第4集", 0.5), ("5g", "5g", 0.0), ("第13集", "第1集 第3集", 1.0), ("轴承", "2024", 0.0)],
)
def test_a_number_of_the_query_is_held_only_as_a_whole(query: str, text: str, missing: float) -> None:
    assert shape(query, text).missing_numbers == missing


@pytest.mark.parametrize(("query", "text"), [("轴承", "——"), ("！", "轴承"), ("", "")])
def test_without_letters_there_is_no_shape(query: str, text: str) -> None:
    assert shape(query, text) == Shape()
