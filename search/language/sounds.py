"""The sound of Han characters (读音表): toneless syllables, read from two small tables once.

`sounds.tsv` gives each syllable and the characters that are read so; `sounds_of_phrases.tsv` the phrases in which a
character sounds otherwise (重庆 is chong qing). Both are written by `search.language.sounds_making`. A process that
loads the whole dictionary of readings instead holds 55 MB more.
"""

import functools
from array import array
from collections.abc import Mapping
from importlib import resources
from typing import NamedTuple

# Behind the last block of Han characters.
_CODES = 0x34000


class Sounds(NamedTuple):
    """Every syllable, its number for each character (0: none), and the phrases that are read otherwise."""

    syllables: tuple[str, ...]
    numbers: "array[int]"
    phrases: Mapping[str, tuple[str, ...]]
    longest: int

    def of(self, han: str) -> list[str]:
        """Return the syllables of a run of Han characters; one that has no reading is left out."""
        found: list[str] = []
        start = 0
        while start < len(han):
            for end in range(min(len(han), start + self.longest), start + 1, -1):
                phrase = self.phrases.get(han[start:end])
                if phrase:
                    found += phrase
                    start = end
                    break
            else:
                found += self._of_character(ord(han[start]))
                start += 1
        return found

    def _of_character(self, code: int) -> tuple[str, ...]:
        number = self.numbers[code] if code < _CODES else 0
        return (self.syllables[number],) if number else ()


@functools.cache
def load_sounds() -> Sounds:
    """Read the tables."""
    characters = dict(row.split("\t") for row in _rows("sounds.tsv"))
    phrases = (row.split("\t") for row in _rows("sounds_of_phrases.tsv"))
    return make_sounds(characters, {phrase: tuple(reading.split()) for phrase, reading in phrases})


def make_sounds(characters: Mapping[str, str], phrases: Mapping[str, tuple[str, ...]]) -> Sounds:
    """Lay out the characters of each syllable and the phrases that are read otherwise."""
    syllables, numbers = ["", *characters], array("H", bytes(2 * _CODES))
    for number, read_so in enumerate(characters.values(), start=1):
        for character in read_so:
            numbers[ord(character)] = number
    return Sounds(tuple(syllables), numbers, phrases, max(map(len, phrases), default=1))


def _rows(name: str) -> list[str]:
    return resources.files(__package__).joinpath(name).read_text("utf-8").splitlines()
