"""Names by their sound."""

import pytest

from search.language.pinyin import initials, joined, readings, syllables
from search.language.sounds import load_sounds
from search.language.sounds_making import read_characters, read_phrases


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


def test_the_tables_read_characters_and_phrases_as_the_dictionary_they_were_made_from() -> None:
    sounds = load_sounds()

    characters = {one: sounds.of(one) for one in read_characters()}
    phrases = {phrase: tuple(sounds.of(phrase)) for phrase in list(read_phrases())[::5]}

    assert characters == {one: [syllable] for one, syllable in read_characters().items()}
    assert phrases == {phrase: read_phrases()[phrase] for phrase in phrases}
    assert len(phrases) > 9000


def test_a_character_without_a_reading_is_left_out() -> None:
    assert load_sounds().of("重\U0003ffff庆") == ["zhong", "qing"]
