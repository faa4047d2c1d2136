"""Normalising: one spelling, and the way back to the original."""

from hypothesis import given, settings
from hypothesis import strategies as st

from search.language.normalise import normalise, normalise_with_offsets

_ALPHABET = "寶信軟件裡面後來乾燥ＭＥＳ①㎡ﬁé\u0301ﾊﾞΣİabc \n𠮷🚀"


def test_traditional_wide_and_upper_case_text_gets_one_spelling() -> None:
    assert normalise("寶信軟件ＭＥＳ（Ⅲ）㎡") == "宝信软件mes(iii)m2"


def test_offsets_point_at_the_original_spelling() -> None:
    text = "占地３㎡的軟件"

    normalised, offsets = normalise_with_offsets(text)
    start = normalised.index("软件")

    assert normalised == "占地3m2的软件"
    assert text[offsets[start] : offsets[start + 2]] == "軟件"


@settings(max_examples=150, deadline=None)
@given(st.text(st.sampled_from(_ALPHABET), max_size=30))
def test_offsets_rise_from_the_start_to_the_end_of_the_original(text: str) -> None:
    normalised, offsets = normalise_with_offsets(text)

    assert normalised == normalise(text)
    assert len(offsets) == len(normalised) + 1
    assert offsets == sorted(offsets)
    assert offsets[-1] == len(text)


@settings(max_examples=100, deadline=None)
@given(st.text(st.sampled_from(_ALPHABET.replace("İ", "")), max_size=30))
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)
