"""Showing where a query stands in a text (高亮): the best passages, with marks that count in the original text."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from search.language.normalise import normalise_with_offsets

_PASSAGE = 60
_MOST_PASSAGES = 2
_LATIN = re.compile(r"[a-z0-9]")


class Span(NamedTuple):
    """A stretch of a text: `text[start:end]`."""

    start: int
    end: int


class Passage(NamedTuple):
    """A stretch of the original text and the marked stretches inside it; all positions count in the original."""

    start: int
    end: int
    marks: tuple[Span, ...]


def find_marks(text: str, wordings: Iterable[str]) -> list[Span]:
    """Return where any of the normalised wordings stands in the text, longest first, overlapping ones joined."""
    plain, offsets = normalise_with_offsets(text)
    found: list[Span] = []
    for wording in wordings:
        start = plain.find(wording) if wording else -1
        while start >= 0:
            end = start + len(wording)
            if _stands_alone(plain, start, end):
                found.append(Span(offsets[start], offsets[end]))
            start = plain.find(wording, start + 1)
    return _join(found)


def find_passages(text: str, wordings: Sequence[str], *, length: int = _PASSAGE) -> list[Passage]:
    """Return the passages of a text that hold most of the wordings, in reading order; none where none stands."""
    marks = find_marks(text, wordings)
    passages: list[Passage] = []
    while marks and len(passages) < _MOST_PASSAGES:
        start = max(marks, key=lambda first: sum(_is_within(mark, first.start, length) for mark in marks))
        held = [mark for mark in marks if _is_within(mark, start.start, length)]
        passages.append(_around(text, held, length))
        marks = [mark for mark in marks if mark not in held]
    return _apart(sorted(passages))


def _is_within(mark: Span, start: int, length: int) -> bool:
    return start <= mark.start and (mark.end <= start + length or mark.start == start)


def _around(text: str, held: Sequence[Span], length: int) -> Passage:
    """Widen the stretch of the marks to the length of a passage, to both sides alike."""
    first, last = held[0].start, max(mark.end for mark in held)
    room = max(0, length - (last - first)) // 2
    start = max(0, min(first - room, len(text) - length))
    return Passage(start, min(len(text), max(last + room, start + length)), tuple(held))


def _apart(passages: list[Passage]) -> list[Passage]:
    """Join passages that overlap."""
    joined: list[Passage] = []
    for passage in passages:
        if joined and passage.start <= joined[-1].end:
            before = joined.pop()
            marks = tuple(sorted({*before.marks, *passage.marks}))
            passage = Passage(before.start, max(before.end, passage.end), marks)
        joined.append(passage)
    return joined


def _join(found: list[Span]) -> list[Span]:
    joined: list[Span] = []
    for span in sorted(found):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined


def _stands_alone(plain: str, start: int, end: int) -> bool:
    """A latin wording is marked only as a whole word."""
    cut_before = start > 0 and _LATIN.match(plain[start]) and _LATIN.match(plain[start - 1])
    cut_behind = end < len(plain) and _LATIN.match(plain[end - 1]) and _LATIN.match(plain[end])
    return not cut_before and not cut_behind
