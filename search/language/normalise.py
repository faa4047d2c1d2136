"""One spelling for every text: NFKC, lower case, traditional to simplified (繁简归一), and the way back."""

import functools
import unicodedata
from itertools import pairwise

import opencc

# These melt into the character before them under NFKC although they are no combining characters.
_VOICED_MARKS = "\uff9e\uff9f"


class _SpellingTable(dict[int, str]):
    """A `str.translate` table that works out each character's NFKC lower-case form when it first meets it."""

    def __missing__(self, code: int) -> str:
        # A lone surrogate is no character; nothing that follows could encode it.
        spelling = "?" if 0xD800 <= code < 0xE000 else unicodedata.normalize("NFKC", chr(code)).lower()
        self[code] = spelling
        return spelling


_SPELLINGS = _SpellingTable()


@functools.cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def normalise(text: str) -> str:
    """Return the text in NFKC, lower case and simplified characters."""
    return to_simplified(fold(text))


def fold(text: str) -> str:
    """Return the text in NFKC and lower case, each character taken together with the marks that follow it."""
    if text.isascii():
        return text.lower()
    if any(map(is_mark, text)):
        return "".join(_fold_cluster(text[start:end]) for start, end in pairwise(_cluster_borders(text)))
    return text.translate(_SPELLINGS)


def to_simplified(text: str) -> str:
    """Convert traditional characters of an already folded text."""
    return text if text.isascii() else str(_converter().convert(text))


def normalise_with_offsets(text: str) -> tuple[str, list[int]]:
    """Return the normalised text and, for each of its positions and its end, the position in the original.

    `text[offsets[start]:offsets[end]]` is the original spelling of `normalised[start:end]`.
    """
    pieces: list[str] = []
    offsets: list[int] = []
    for start, end in pairwise(_cluster_borders(text)):
        piece = _fold_cluster(text[start:end])
        pieces.append(piece)
        offsets.extend([start] * len(piece))
    folded = "".join(pieces)
    simplified = to_simplified(folded)
    if len(simplified) == len(folded):
        return simplified, [*offsets, len(text)]
    # A phrase changed its length. Positions then count more than the phrase, so each character is converted alone.
    by_character = [to_simplified(character) for character in folded]
    moved = [offset for piece, offset in zip(by_character, offsets, strict=True) for _ in piece]
    return "".join(by_character), [*moved, len(text)]


@functools.lru_cache(maxsize=1 << 16)
def is_mark(character: str) -> bool:
    """Tell whether the character melts into the one before it."""
    return character > "\u02ff" and (unicodedata.combining(character) != 0 or character in _VOICED_MARKS)


def _cluster_borders(text: str) -> list[int]:
    borders = [i for i, character in enumerate(text) if i == 0 or not is_mark(character)]
    return [*borders, len(text)] if text else []


def _fold_cluster(cluster: str) -> str:
    return _SPELLINGS[ord(cluster)] if len(cluster) == 1 else unicodedata.normalize("NFKC", cluster).lower()
