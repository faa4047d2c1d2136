"""Keyset pages and their cursors."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.connections import Turn, connection_of_page, connection_of_rows, encode_cursor, read_turn
from gateway.errors import Fault


def page_of(rows: list[int], turn: Turn) -> dict[str, Any]:
    """What a service answers whose cursor is the last row itself."""
    params = turn.params
    rest = [row for row in rows if row > int(params["after"] or -1)]
    items = rest[: params["first"]]
    return {
        "items": items,
        "has_next": len(rest) > len(items),
        "end_cursor": str(items[-1]) if items else "",
        "total": 9,
    }


@given(st.text(), st.integers(0, 999))
def test_a_cursor_reads_back_as_the_place_it_names(after: str, skip: int) -> None:
    cursor = encode_cursor(after.encode("utf-8", "replace").decode(), skip)

    turn = read_turn(5, cursor)

    assert (turn.after, turn.skip) == (after.encode("utf-8", "replace").decode(), skip)
    assert cursor.replace("-", "").replace("_", "").isalnum()


@pytest.mark.parametrize(
    "inside", [b"", b"{}", b"[]", b'["a"]', b'["a",-1]', b'["a",1.5]', b'["a",true]', b"[1,1]", b'["a",5000]', b"\xff"]
)
def test_what_is_not_a_cursor_of_ours_is_refused(inside: bytes) -> None:
    with pytest.raises(Fault) as refused:
        read_turn(5, base64.urlsafe_b64encode(inside).decode() or "=")

    assert refused.value.extensions is not None
    assert (refused.value.extensions["code"], refused.value.extensions["field"]) == ("BAD_USER_INPUT", "after")


@pytest.mark.parametrize("cursor", ["!", "目录", "AAA=A"])
def test_what_is_not_even_base64_is_refused(cursor: str) -> None:
    with pytest.raises(Fault):
        read_turn(5, cursor)


@pytest.mark.parametrize(("first", "size"), [(None, 20), (1, 1), (100, 100)])
def test_a_page_has_one_to_a_hundred_rows(first: int | None, size: int) -> None:
    assert read_turn(first, None) == Turn(size)


@pytest.mark.parametrize("first", [0, -1, 101])
def test_a_page_of_any_other_size_is_refused(first: int) -> None:
    with pytest.raises(Fault) as refused:
        read_turn(first, None)

    assert refused.value.extensions == {
        "code": "BAD_USER_INPUT",
        "field": "first",
        "messages": {"zh": "first 应在 1 到 100 之间。", "en": "first must be from 1 to 100."},
    }


@given(st.lists(st.integers(0, 500), unique=True, max_size=60).map(sorted), st.integers(1, 100), st.data())
def test_every_edge_is_a_place_to_go_on_from(rows: list[int], size: int, data: st.DataObject) -> None:
    turn = Turn(size)
    page = connection_of_page(page_of(rows, turn), turn)
    assert [edge["node"] for edge in page["edges"]] == rows[:size]
    assert page["page_info"]["has_next_page"] == (len(rows) > size)

    if page["edges"]:
        place = data.draw(st.integers(0, len(page["edges"]) - 1))
        following = read_turn(size, page["edges"][place]["cursor"])
        after = connection_of_page(page_of(rows, following), following)
        shown = [edge["node"] for edge in after["edges"]]
        assert shown == rows[place + 1 :][: len(shown)]
        assert after["page_info"]["has_next_page"] == (len(rows) > place + 1 + len(shown))


@given(st.lists(st.integers(), max_size=40), st.integers(1, 20))
def test_the_pages_of_a_list_put_together_are_the_list(rows: list[int], size: int) -> None:
    seen: list[int] = []
    cursor: str | None = None
    while True:
        page = connection_of_rows(rows, read_turn(size, cursor))
        seen += [edge["node"] for edge in page["edges"]]
        cursor = page["page_info"]["end_cursor"]
        if not page["page_info"]["has_next_page"]:
            break

    assert seen == rows
    assert page["total_count"] == len(rows)
