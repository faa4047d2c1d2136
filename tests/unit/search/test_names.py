"""How much a query looks like a name."""

import pytest

from search.language.names import core_of, name_likeness, spoken_names


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("宝信软件", "上海宝信软件股份有限公司"),
        ("youkede", "上海优刻得信息科技有限公司"),
        ("qi niu", "上海七牛信息技术有限公司"),
        ("格尓软件", "格尔软件股份有限公司"),
        ("平安饮行", "平安银行"),
        ("深振业", "深圳市振业(集团)股份有限公司"),
        ("质科院", "上海质量管理科学研究院"),
        ("州神高铁", "神州高铁"),
        ("为安银行", "平安银行"),
        ("华联份", "华联股份"),
        ("bxrj", "上海宝信软件股份有限公司"),
        ("unipower", "紫光工业互联网平台 UNIPower"),
        ("uni power", "紫光工业互联网平台 UNIPower"),
        ("synthos", "Synthoss 平台"),
        ("粤传媒", "广东广州日报传媒股份有限公司"),
        ("粤高速a", "广东省高速公路发展股份有限公司"),
    ],
)
def test_a_name_is_known_by_part_sound_initials_gap_and_one_error(query: str, name: str) -> None:
    assert name_likeness(query, name) >= 0.62


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("设备联网", "上海宝信软件股份有限公司"),
        ("宝", ""),
        ("", "宝信"),
        ("mes", "上海宝信软件股份有限公司"),
        ("工业互联网数据采集与边缘计算网关改造一体化方案", "上海边缘科技有限公司"),
    ],
)
def test_what_is_no_name_is_not_taken_for_one(query: str, name: str) -> None:
    assert name_likeness(query, name) < 0.62


def test_fewer_differences_are_more_alike() -> None:
    name = "上海平安银行"
    likeness = [name_likeness(query, name) for query in ("上海平安银行", "平安银行", "平安饮行", "为安银行")]

    assert likeness[0] == 1.0
    assert likeness == sorted(likeness, reverse=True)
    assert len(set(likeness)) == len(likeness)


@pytest.mark.parametrize("marked", ["*st天山", "st天山", "天山a", "天山b"])
def test_marks_of_the_exchange_are_no_part_of_a_name(marked: str) -> None:
    name = "新疆天山畜牧生物工程股份有限公司"

    assert name_likeness(marked, name) == name_likeness("天山", name)


def test_who_is_called_by_the_character_itself_comes_before_who_is_of_the_province() -> None:
    assert name_likeness("鲁泰纺织", "鲁泰纺织股份有限公司") > name_likeness("鲁泰纺织", "山东泰和纺织股份有限公司")


def test_the_core_of_a_query_leaves_out_what_frames_any_name() -> None:
    assert core_of("上海宝信软件股份有限公司") == "宝信"
    assert core_of("qiniu 云") == "qiniu"
    assert core_of("工业互联网平台") == ""


def test_a_name_begins_by_spelling_sound_and_initials_with_and_without_its_place() -> None:
    prefixes = set().union(*(name.prefixes(4) for name in spoken_names(["上海优刻得信息科技有限公司"])))

    assert {"上海", "优刻得", "youk", "ykd", "shan"} <= prefixes
    assert max(map(len, prefixes)) == 4
