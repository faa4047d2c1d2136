"""The check character of a unified social credit code (统一社会信用代码, GB 32100): a wrong one is only a warning."""

from collections.abc import Iterator

LENGTH = 18
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""GB 32100-2015 table 2: digits and letters without I, O, S, V, Z."""


def find_doubts(code: str) -> Iterator[str]:
    """The codes of the warnings about a unified code; none for an empty one, since nobody has to give it."""
    if not code:
        return
    if len(code) != LENGTH or any(character not in ALPHABET for character in code):
        yield "unified-code-form"
    elif code[-1] != check_character(code[:-1]):
        yield "unified-code-check"


def check_character(body: str) -> str:
    """The 18th character: 31 minus the sum of the values weighted with powers of 3, modulo 31 (GB 32100-2015, §4.6)."""
    total = sum(ALPHABET.index(character) * pow(3, place, 31) for place, character in enumerate(body))
    return ALPHABET[-total % 31]
