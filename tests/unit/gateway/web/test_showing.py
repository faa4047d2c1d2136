"""How values are written on a page."""

import pytest

from gateway.web.showing import (
    mark_spans,
    shorten,
    show_day,
    show_list,
    show_marked,
    show_moment,
    show_money,
    show_percent,
    show_time,
    show_weekday,
)


def test_a_moment_is_shown_in_shanghai_and_a_day_stays_itself() -> None:
    assert show_moment("2019-11-27T16:30:00Z") == "11 月 28 日 00:30"
    assert show_time("2019-11-28T01:20:00+00:00") == "09:20"
    assert show_day("2019-11-28") == "2019 年 11 月 28 日"
    assert show_day("2019-11-27T16:30:00Z") == "2019 年 11 月 28 日"
    assert show_weekday("2019-11-28") == "11 月 28 日（周四）"


def test_what_is_missing_is_called_so() -> None:
    assert [show_day(None), show_moment(""), show_money(None, None), show_percent(None), show_list([])] == ["未填"] * 5


@pytest.mark.parametrize(
    ("low", "high", "shown"),
    [
        (80, 120, "80–120 万元"),
        (80, 80, "80 万元"),
        (80, None, "至少 80 万元"),
        (None, 120, "不超过 120 万元"),
        (0, 10, "0–10 万元"),
    ],
)
def test_a_budget_is_written_as_a_range(low: int | None, high: int | None, shown: str) -> None:
    assert show_money(low, high) == shown


@pytest.mark.parametrize(
    ("share", "shown"), [(0, "0%"), (0.0004, "不到 0.1%"), (0.0031, "0.3%"), (0.5, "50%"), (1, "100%")]
)
def test_a_small_gap_is_never_written_as_none(share: float, shown: str) -> None:
    assert show_percent(share) == shown


def test_a_list_of_identifiers_is_written_in_words() -> None:
    assert show_list(["system_integration", "cloud_services"], "category") == "集成服务、云服务"


def test_a_fragment_keeps_its_marks_and_nothing_else() -> None:
    assert show_marked("<mark>设备</mark>联网") == "<mark>设备</mark>联网"
    assert show_marked("A&amp;B <mark>&lt;b&gt;</mark>") == "A&amp;B <mark>&lt;b&gt;</mark>"
    assert show_marked("<img src=x onerror=alert(1)>") == "&lt;img src=x onerror=alert(1)&gt;"
    assert show_marked("<mark onclick=alert(1)>x</mark>") == "&lt;mark onclick=alert(1)&gt;x</mark>"


def test_spans_are_marked_in_order_joined_and_cut_to_the_text() -> None:
    assert mark_spans("<设备联网>", [(1, 3), (2, 5), (9, 12)]) == ("&lt;<mark>设备</mark><mark>联网</mark>&gt;")
    assert mark_spans("没有", []) == "没有"


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("上海超算科技有限公司", "超算"),
        ("昂华（上海）自动化工程股份有限公司", "昂华自动"),
        ("演示奉江五金制品厂（虚构）", "奉江五金"),
        ("上海市软件评测中心", "软件评测"),
        ("上海", "上海"),
    ],
)
def test_a_name_is_shortened_to_what_tells_it_apart(name: str, short: str) -> None:
    assert shorten(name, 4) == short
