"""Warnings about unified social credit codes."""

import pytest

from services.catalogue.unified_code import ALPHABET, check_character, find_doubts


@pytest.mark.parametrize(
    ("code", "doubts"),
    [
        ("", []),
        ("91350100M000100Y43", []),  # The example the standard itself works out.
        ("91350100M000100Y44", ["unified-code-check"]),
        ("91350100M000100Y4", ["unified-code-form"]),
        ("91350100m000100y43", ["unified-code-form"]),
        ("91350100I000100Y43", ["unified-code-form"]),
        ("无", ["unified-code-form"]),
    ],
)
def test_a_code_is_doubted_by_its_form_and_check_character(code: str, doubts: list[str]) -> None:
    assert list(find_doubts(code)) == doubts


def test_one_changed_character_is_always_noticed() -> None:
    body = "91350100M000100Y4"
    right = check_character(body)
    for place, character in enumerate(body):
        for other in ALPHABET:
            changed = body[:place] + other + body[place + 1 :]
            assert (check_character(changed) == right) == (other == character)
