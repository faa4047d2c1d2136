"""Keyset pages and their cursors."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.connections import connection, decode_cursor, encode_cursor, page_size
from gateway.errors import Fault

KEYS = st.recursive(st.none() | st.integers(-(2**53), 2**53) | st.text(), st.lists, max_leaves=5)


@given(KEYS)
def test_a_cursor_reads_back_as_the_key_it_was_made_of(key: Any) -> None:
    cursor = encode_cursor(key)

    assert decode_cursor(cursor) == key
    assert cursor.replace("-", "").replace("_", "").isalnum()


@pytest.mark.parametrize("cursor", ["", "!", "目录", "e30x", "/w", "AAAA"])
def test_what_is_not_a_cursor_of_ours_is_refused(cursor: str) -> None:
    with pytest.raises(Fault) as refused:
        decode_cursor(cursor)

    assert refused.value.extensions is not None
    assert refused.value.extensions["field"] == "after"


@pytest.mark.parametrize(("first", "size"), [(None, 20), (1, 1), (100, 100)])
def test_a_page_has_one_to_a_hundred_rows(first: int | None, size: int) -> None:
    assert page_size(first) == size


@pytest.mark.parametrize("first", [0, -1, 101])
def test_a_page_of_any_other_size_is_refused(first: int) -> None:
    with pytest.raises(Fault) as refused:
        page_size(first)

    assert refused.value.extensions == {
        "code": "BAD_USER_INPUT",
        "field": "first",
        "messages": {"zh": "first 应在 1 到 100 之间。", "en": "first must be from 1 to 100."},
    }


@pytest.mark.parametrize(("fetched", "has_next"), [([], False), ([1, 2], False), ([1, 2, 3], True)])
def test_one_row_too_many_says_that_there_is_a_next_page(fetched: list[int], has_next: bool) -> None:
    made = connection(fetched, 2, encode_cursor)

    assert [edge["node"] for edge in made["edges"]] == fetched[:2]
    last = encode_cursor(fetched[:2][-1]) if fetched else None
    assert made["pageInfo"] == {"hasNextPage": has_next, "endCursor": last}
