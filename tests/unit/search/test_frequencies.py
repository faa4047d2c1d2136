"""Document frequencies: exact for characters and pairs, kept in bytes, grown by counting."""

import math

from hypothesis import given, settings
from hypothesis import strategies as st

from search.language.frequencies import Frequencies, FrequencyCounter

_TOKENS = ["云", "平台", "设备", "备联", "联网", "mes", "gb/t", "concept:mes", "🚀"]
documents = st.lists(st.lists(st.sampled_from(_TOKENS), max_size=6), max_size=12)


def count(rows: list[list[str]]) -> FrequencyCounter:
    counter = FrequencyCounter()
    for row in rows:
        counter.add(row)
    return counter


@settings(max_examples=60, deadline=None)
@given(documents, documents)
def test_counting_in_two_turns_and_through_bytes_is_counting_at_once(
    first: list[list[str]], second: list[list[str]]
) -> None:
    turns = Frequencies.from_bytes(Frequencies().plus(count(first)).to_bytes()).plus(count(second))

    assert turns.documents == len(first) + len(second)
    assert {token: turns.of(token) for token in _TOKENS} == {
        token: sum(token in row for row in first + second) for token in _TOKENS
    }


def test_a_longer_word_is_as_rare_as_its_rarest_pair() -> None:
    table = Frequencies().plus(count([["设备", "备联", "联网"], ["设备"], ["设备", "联网"]]))

    assert (table.of("设备联网"), table.of("设备"), table.of("无此")) == (1, 3, 0)
    assert table.idf("设备联网") == math.log(1 + (3 - 1 + 0.5) / 1.5)
