"""The analysis of many texts at once: the same tokens as one text alone, at array speed (批量分词).

The texts are joined by line feeds and handled as one array of code points; every step is one call of numpy, OpenCC or
the segmenter. `analysis.py` states the rules in plain form and is the reference this file is tested against.
"""

import functools
import unicodedata
from collections.abc import Sequence
from typing import Any, NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from search.language.characters import HAN_RANGES, JOINERS, TAILS
from search.language.normalise import fold, is_mark, to_simplified

Codes = NDArray[np.uint32]
Mask = NDArray[np.bool_]

_CODES = 0x30000
_SURROGATES = range(0xD800, 0xE000)
_LINE_FEED, _BLANK = 10, 32
# A character whose normal form is not exactly one character, or that melts into its neighbour.
_IRREGULAR = 0xFFFFFFFF
_OTHER, _HAN, _LATIN, _JOINER = range(4)


class Lines(NamedTuple):
    """One string a text: the Han runs, its characters and pairs parted by blanks, and its text without Han."""

    han: list[str]
    unigrams: list[str]
    pairs: list[str]
    other: list[str]


def split_kinds(texts: Sequence[str]) -> Lines:
    """Part the characters of each text by kind."""
    codes = _codes(to_simplified("\n".join(_fold_all([text.replace("\n", " ") for text in texts]))))
    kind = _kinds()[np.minimum(codes, _CODES - 1)]
    han, feed = kind == _HAN, codes == _LINE_FEED
    return Lines(
        _text(_squeeze(np.where(han | feed, codes, _BLANK))).split("\n"),
        _spaced(codes[han | feed]),
        _pair_lines(codes, han, feed),
        _text(_squeeze(np.where((kind >= _LATIN) | feed, codes, _BLANK))).split("\n"),
    )


def _fold_all(texts: list[str]) -> list[str]:
    """Fold every text; those holding an irregular character go the plain way."""
    codes = _codes("\n".join(texts))
    spelled = _spelling()[np.minimum(codes, _CODES - 1)]
    irregular = np.flatnonzero(spelled == _IRREGULAR)
    if irregular.size:
        spelled[irregular] = _BLANK
    lines = _text(spelled).split("\n")
    if irregular.size:
        feeds = np.flatnonzero(codes == _LINE_FEED)
        for index in set(np.searchsorted(feeds, irregular).tolist()):
            lines[index] = fold(texts[index])
    return lines


def _pair_lines(codes: Codes, han: Mask, feed: Mask) -> list[str]:
    """Return the pairs of neighbouring Han characters; a lone one stands for itself."""
    before, after = np.zeros_like(han), np.zeros_like(han)
    before[1:], after[:-1] = han[:-1], han[1:]
    pair = han & after
    starts = np.flatnonzero(pair | (han & ~before & ~after) | feed)
    cells = np.full((len(starts), 3), _BLANK, np.uint32)
    cells[:, 0] = codes[starts]
    paired = pair[starts]
    cells[paired, 1] = codes[starts[paired] + 1]
    return _text(cells.ravel()).split("\n")


def _spaced(codes: Codes) -> list[str]:
    cells = np.full((len(codes), 2), _BLANK, np.uint32)
    cells[:, 0] = codes
    return _text(cells.ravel()).split("\n")


def _squeeze(codes: Codes) -> Codes:
    """Leave out blanks that follow a blank."""
    repeated = codes == _BLANK
    repeated[1:] &= repeated[:-1].copy()
    repeated[:1] = False
    return cast(Codes, codes[~repeated])


def _codes(text: str) -> Codes:
    return np.frombuffer(text.encode("utf-32-le", "replace"), np.uint32)


def _text(codes: NDArray[Any]) -> str:
    return codes.astype("<u4", copy=False).tobytes().decode("utf-32-le")


@functools.cache
def _spelling() -> Codes:
    """Return for each code point its folded code point, or `_IRREGULAR`."""
    table = np.full(_CODES, _IRREGULAR, np.uint32)
    codes = [code for code in range(_CODES - 1) if code not in _SURROGATES and code != _LINE_FEED]
    # One call for all: no character reacts with the line feed between it and the next.
    forms = unicodedata.normalize("NFKC", "\n".join(map(chr, codes))).lower().split("\n")
    for code, form in zip(codes, forms, strict=True):
        if len(form) == 1 and not is_mark(chr(code)):
            table[code] = ord(form)
    table[_LINE_FEED] = _LINE_FEED
    return table


@functools.cache
def _kinds() -> NDArray[np.uint8]:
    """Return for each code point whether it is Han, latin, holds a latin term together, or none of these."""
    kinds = np.array([_LATIN if chr(code).isalnum() else _OTHER for code in range(_CODES)], np.uint8)
    for first, last in HAN_RANGES:
        kinds[first : last + 1] = _HAN
    kinds[[ord(joiner) for joiner in JOINERS + TAILS]] = _JOINER
    return kinds
