"""Names by their sound."""

import pytest

from search.language.pinyin import initials, joined, readings, syllables


def test_a_name_is_read_word_by_word() -> None:
    assert syllables("重庆优刻得3d") == ["chong", "qing", "you", "ke", "de", "3d"]
    assert joined("优刻得") == "youkede"
    assert initials("上海宝信软件") == "shbxrj"


@pytest.mark.parametrize(
    ("latin", "expected"),
    [
        ("youkede", [["you", "ke", "de"]]),
        ("liang hua", [["liang", "hua"], ["liang", "hu", "a"], ["li", "ang", "hua"], ["li", "ang", "hu", "a"]]),
        ("xian", [["xian"], ["xi", "an"]]),
        ("lvse", [["lv", "se"]]),
        ("kafka", []),
        ("mes", []),
        ("", []),
        ("a" * 100, []),
    ],
)
def test_latin_letters_are_read_as_syllables(latin: str, expected: list[list[str]]) -> None:
    assert readings(latin) == expected
