"""The one analysis of texts and queries: words, character pairs, single characters and latin terms (分词).

All linguistic work of the house happens here, in the application, so that every engine sees the same tokens. A text
gives the same tokens alone and in any batch; batches are faster because the word segmenter is called once.
"""

import functools
import hashlib
import operator
import re
from collections.abc import Sequence
from importlib import resources
from types import ModuleType
from typing import NamedTuple

import rjieba

from search.language.bulk import split_kinds
from search.language.characters import HAN, JOINERS, TAILS, is_han
from search.language.normalise import normalise, normalise_with_offsets

__all__ = [
    "TokenLines",
    "Tokens",
    "analyse",
    "analyse_lines",
    "analysis_version",
    "cut",
    "normalise",
    "normalise_with_offsets",
]

MAX_TOKEN = 64
# Raise it when a rule below changes: a new number asks for a new index.
RULES_VERSION = 1
# Up to this many characters the plain path is faster than setting up arrays.
_SHORT = 150

_LATIN = rf"[^\W_{HAN}]+(?:[{JOINERS}][^\W_{HAN}]+)*[{TAILS}]*"
_RUN = re.compile(rf"[{HAN}]+|{_LATIN}")
_LATIN_TERM = re.compile(_LATIN)
_PIECE = re.compile(r"[a-z]+|[0-9]+")
_PART = re.compile(rf"[{JOINERS}{TAILS}]+")


class Tokens(NamedTuple):
    """The tokens of one text in reading order, repeated as often as they occur.

    The latin terms, whole and split at their joiners, stand at the end of each of the three other lists too.
    """

    words: list[str]
    bigrams: list[str]
    unigrams: list[str]
    latin: list[str]


class TokenLines(NamedTuple):
    """The first three kinds of tokens of one text, parted by blanks as the engines take them."""

    words: str
    bigrams: str
    unigrams: str


def analyse(texts: Sequence[str]) -> list[Tokens]:
    """Return the tokens of each text; an empty text has none."""
    if sum(map(len, texts)) <= _SHORT:
        return [_analyse_plainly(text) for text in texts]
    rows = zip(*_analyse_in_bulk(texts), strict=True)
    return [
        Tokens([*words.split(), *latin], [*pairs.split(), *latin], [*unigrams.split(), *latin], latin)
        for words, pairs, unigrams, latin in rows
    ]


def analyse_lines(texts: Sequence[str]) -> list[TokenLines]:
    """Return the same tokens as `analyse`, joined by blanks: what an index is fed with."""
    rows = zip(*_analyse_in_bulk(texts), strict=True)
    return [TokenLines(*(f"{line} {' '.join(latin)}" if latin else line for line in lines)) for *lines, latin in rows]


@functools.cache
def analysis_version() -> str:
    """Name what decides the tokens: the rules and the dictionary. An index built with another name is stale."""
    digest = hashlib.sha256("\n".join(_dictionary()).encode())
    return f"{RULES_VERSION}-{digest.hexdigest()[:8]}"


def cut(normalised: str) -> list[str]:
    """Cut a normalised text into words that do not overlap."""
    runs = _RUN.findall(normalised)
    return [word for run in runs for word in (_segmenter().cut(run) if is_han(run[0]) else [run])]


def _analyse_plainly(text: str) -> Tokens:
    """State the rules for one text; the bulk path must agree with this one."""
    runs = _RUN.findall(normalise(text))
    han = [run for run in runs if is_han(run[0])]
    latin = _with_parts([run for run in runs if not is_han(run[0])])
    words = _segmenter().cut_for_search(" ".join(han)) if han else []
    pairs = [pair for run in han for pair in (map(operator.add, run, run[1:]) if len(run) > 1 else run)]
    return Tokens([*(word for word in words if word != " "), *latin], [*pairs, *latin], [*"".join(han), *latin], latin)


def _analyse_in_bulk(texts: Sequence[str]) -> tuple[list[str], list[str], list[str], list[list[str]]]:
    """Return words, pairs and characters as one string a text, and the latin terms as a list."""
    if not texts:
        return [], [], [], []
    lines = split_kinds(texts)
    words = " ".join(_segmenter().cut_for_search("\n".join(lines.han))).split("\n")
    latin = [_with_parts(_LATIN_TERM.findall(other)) if other != " " else [] for other in lines.other]
    return words, lines.pairs, lines.unigrams, latin


def _with_parts(terms: list[str]) -> list[str]:
    """Add to the latin terms their parts between joiners, and hold all to the longest length an engine takes."""
    if not terms:
        return terms
    parts = [part for term in terms for part in _parts_of(term) if part != term]
    return [term[:MAX_TOKEN] for term in (*terms, *parts)]


def _parts_of(term: str) -> list[str]:
    """Return what stands between joiners, and of a name with a number in it both: winrar64 holds winrar and 64."""
    parts = [part for part in _PART.split(term) if part]
    return [*parts, *(piece for part in parts for piece in _PIECE.findall(part) if len(piece) > 1 and piece != part)]


@functools.cache
def _segmenter() -> ModuleType:
    """Return the library's own segmenter with our words: another one would hold its dictionary, 25 MB, once more."""
    for word in _dictionary():
        rjieba.add_word(word, None, None)
    return rjieba


@functools.cache
def _dictionary() -> tuple[str, ...]:
    """Return the field's words that the general dictionary would split, one a line in `dictionary.txt`."""
    lines = resources.files(__package__).joinpath("dictionary.txt").read_text("utf-8").splitlines()
    return tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))
