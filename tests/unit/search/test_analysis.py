"""The analysis: one spelling, one set of tokens, the same alone and in any batch."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.language.analysis import MAX_TOKEN, Tokens, analyse, analyse_lines, analysis_version

# Texts where the rules meet: traditional and wide characters, marks, joiners, kana, line ends, emoji.
_ALPHABET = "工业互聯網數據等保贯标钢鐵企業，。 ＭＥＳmes5g+gb/t2.0c#_-&①㎡éé\u0301ﾊﾞがΣİ\n\r\t\x85𠮷🚀"
texts = st.lists(st.text(st.sampled_from(_ALPHABET), max_size=40), max_size=12)


def test_a_latin_term_is_kept_whole_and_split_at_its_joiners() -> None:
    tokens = analyse(["GB/T 23001 与 OPC-UA，等保2.0，C++，5G+"])[0]

    assert tokens.latin == ["gb/t", "23001", "opc-ua", "2.0", "c++", "5g+", "gb", "t", "opc", "ua", "2", "0", "c", "5g"]


def test_words_pairs_and_characters_of_a_mixed_text() -> None:
    assert analyse(["設備聯網ＭＥＳ"]) == [
        Tokens(
            words=["设备", "联网", "mes"],
            bigrams=["设备", "备联", "联网", "mes"],
            unigrams=["设", "备", "联", "网", "mes"],
            latin=["mes"],
        )
    ]


def test_a_lone_character_stands_for_itself_among_the_pairs() -> None:
    assert analyse(["云 a 平台"])[0].bigrams == ["云", "平台", "a"]


@pytest.mark.parametrize("text", ["", " ", "，。！", "\n\n", "_"])
def test_a_text_without_letters_has_no_tokens(text: str) -> None:
    assert analyse([text]) == [Tokens([], [], [], [])]


def test_no_texts_have_no_tokens() -> None:
    assert analyse([]) == []
    assert analyse_lines([]) == []


def test_a_token_is_never_longer_than_an_engine_takes() -> None:
    tokens = analyse(["a" * 700 + " 工业"])[0]

    assert tokens.latin == ["a" * MAX_TOKEN]
    assert tokens.words == ["工业", "a" * MAX_TOKEN]


@settings(max_examples=150, deadline=None)
@given(texts)
def test_a_text_has_the_same_tokens_alone_and_in_any_batch(batch: list[str]) -> None:
    filler = "工业互联网平台 " * 40
    alone = [analyse([text])[0] for text in batch]

    assert analyse([*batch, filler])[:-1] == alone
    assert [line.words.split() for line in analyse_lines(batch)] == [tokens.words for tokens in alone]
    assert [line.bigrams.split() for line in analyse_lines(batch)] == [tokens.bigrams for tokens in alone]
    assert [line.unigrams.split() for line in analyse_lines(batch)] == [tokens.unigrams for tokens in alone]


def test_the_version_names_rules_and_dictionary() -> None:
    rules, dictionary = analysis_version().split("-")

    assert rules.isdigit()
    assert len(dictionary) == 8
