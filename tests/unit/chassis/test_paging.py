"""Cursors: what comes back is what was written, and nothing else is believed."""

import pytest

from services.chassis.paging import decode_cursor, encode_cursor, make_page
from services.chassis.refusal import Invalid


def test_a_cursor_gives_back_the_key_it_was_made_of() -> None:
    assert decode_cursor(encode_cursor([2019, "n-1"]), int, str) == [2019, "n-1"]
    assert decode_cursor("", int, str) is None


@pytest.mark.parametrize(
    "cursor",
    [
        "nonsense",
        "é",
        encode_cursor([2019]),
        encode_cursor([2019, "n-1", 3]),
        encode_cursor(["2019", "n-1"]),
        encode_cursor([2019, 1]),
        encode_cursor([True, "n-1"]),
        encode_cursor([2**60, "n-1"]),
        encode_cursor([2019, "n\0"]),
        encode_cursor([None, "n-1"]),
    ],
)
def test_a_cursor_we_did_not_make_is_refused(cursor: str) -> None:
    with pytest.raises(Invalid) as refusal:
        decode_cursor(cursor, int, str)

    assert (refusal.value.code, refusal.value.field) == ("bad-cursor", "after")


def test_a_page_ends_with_the_cursor_of_its_last_row() -> None:
    page = make_page(["a", "b", "c"], 2, [("a",), ("b",), ("c",)])

    assert (list(page.rows), page.has_next, decode_cursor(page.end_cursor, str)) == (["a", "b"], True, ["b"])
    assert make_page([], 2, []).end_cursor == ""
