"""Finding concepts in running text: the longest wording of each kind at each place, in one pass."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from search.language.concepts import GAP, Concept, Kind
from search.language.normalise import normalise_with_offsets

WEAK_WEIGHT = 0.35
MAX_GAP = 6


class Mention(NamedTuple):
    """A stretch of a text that names a concept: `text[start:end] == surface`; `weight` is below 1 for generic words."""

    concept_id: str
    kind: Kind
    start: int
    end: int
    surface: str
    weight: float


class _Meaning(NamedTuple):
    kind: Kind
    concept_id: str
    weight: float


class Finder:
    """Knows all wordings of all concepts; made once, then only read."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self._meanings: dict[str, list[_Meaning]] = defaultdict(list)
        self._gaps: list[tuple[str, re.Pattern[str], _Meaning]] = []
        for concept in concepts:
            for alias in concept.aliases:
                meaning = _Meaning(concept.kind, concept.id, WEAK_WEIGHT if alias in concept.weak else 1.0)
                if GAP in alias:
                    self._gaps.append((alias.split(GAP)[0], _gap_pattern(alias), meaning))
                else:
                    self._meanings[alias].append(meaning)
        self._lengths = _lengths_by_first_character(self._meanings)

    def find(self, text: str) -> list[Mention]:
        """Return the mentions in reading order; positions count in the text as given."""
        normalised, offsets = normalise_with_offsets(text)
        found = [*self._whole(normalised), *self._gapped(normalised)]
        found.sort(key=lambda item: (item[0], -item[1], item[2].kind))
        return [
            Mention(
                meaning.concept_id,
                meaning.kind,
                offsets[start],
                offsets[end],
                text[offsets[start] : offsets[end]],
                meaning.weight,
            )
            for start, end, meaning in found
        ]

    def _whole(self, text: str) -> Iterator[tuple[int, int, _Meaning]]:
        free_from: dict[Kind, int] = defaultdict(int)
        for start, character in enumerate(text):
            taken: set[Kind] = set()
            for length in self._lengths.get(character, ()):
                end = start + length
                meanings = self._meanings.get(text[start:end])
                if not meanings or end > len(text) or not _stands_alone(text, start, end):
                    continue
                for meaning in meanings:
                    if meaning.kind not in taken and start >= free_from[meaning.kind]:
                        taken.add(meaning.kind)
                        free_from[meaning.kind] = end
                        yield start, end, meaning

    def _gapped(self, text: str) -> Iterator[tuple[int, int, _Meaning]]:
        for opening, pattern, meaning in self._gaps:
            if opening in text:
                for match in pattern.finditer(text):
                    yield match.start(), match.end(), meaning


def _lengths_by_first_character(aliases: Iterable[str]) -> dict[str, tuple[int, ...]]:
    lengths: dict[str, set[int]] = defaultdict(set)
    for alias in aliases:
        lengths[alias[0]].add(len(alias))
    return {character: tuple(sorted(found, reverse=True)) for character, found in lengths.items()}


def _gap_pattern(alias: str) -> re.Pattern[str]:
    return re.compile(f"[^，。；！？,;!?\n]{{0,{MAX_GAP}}}?".join(re.escape(part) for part in alias.split(GAP)))


def _stands_alone(text: str, start: int, end: int) -> bool:
    """A latin wording must not be a piece of a longer latin word: AR is not in ARM."""
    cut_before = start > 0 and _is_latin(text[start]) and _is_latin(text[start - 1])
    cut_behind = end < len(text) and _is_latin(text[end - 1]) and _is_latin(text[end])
    return not cut_before and not cut_behind


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()
