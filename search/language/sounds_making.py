"""`python -m search.language.sounds_making`: write the tables of sounds anew from pypinyin's dictionary of readings.

A phrase is kept where the table would read it otherwise without it. The index must be built anew afterwards
(`LAYOUT_VERSION`).
"""

import functools
import re
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path

from pypinyin import lazy_pinyin, pinyin_dict
from pypinyin.phrases_dict import phrases_dict

from search.language.sounds import Sounds, make_sounds

_FOLDER = Path(__file__).parent
_LETTERS = re.compile(r"[a-z]+")


def main() -> None:
    """Write both tables."""
    characters = dict.fromkeys(sorted(known_syllables()), "")
    for character, syllable in sorted(read_characters().items()):
        characters[syllable] += character
    _write("sounds.tsv", (f"{syllable}\t{read_so}" for syllable, read_so in characters.items()))
    phrases = _phrases_read_otherwise(characters)
    _write("sounds_of_phrases.tsv", (f"{phrase}\t{' '.join(sounds)}" for phrase, sounds in sorted(phrases.items())))


@functools.cache
def read_characters() -> dict[str, str]:
    """Return the usual toneless reading of every character that has one."""
    usual = {chr(code): lazy_pinyin(chr(code)) for code in pinyin_dict.pinyin_dict}
    return {one: sounds[0] for one, sounds in usual.items() if len(sounds) == 1 and _LETTERS.fullmatch(sounds[0])}


@functools.cache
def read_phrases() -> dict[str, tuple[str, ...]]:
    """Return the toneless reading of every phrase that has a syllable for each character."""
    readings = {phrase: tuple(lazy_pinyin(phrase)) for phrase in phrases_dict}
    return {phrase: sounds for phrase, sounds in readings.items() if len(phrase) == len(sounds) > 1}


def known_syllables() -> set[str]:
    """Return the syllables of the standard, also those that are no character's usual reading."""
    marked = {reading for readings in pinyin_dict.pinyin_dict.values() for reading in readings.split(",")}
    return {plain for plain in map(_without_tone, marked) if _LETTERS.fullmatch(plain)}


def _phrases_read_otherwise(characters: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    phrases = read_phrases()
    kept: dict[str, tuple[str, ...]] = {}
    while wrong := _wrong(phrases, make_sounds(characters, kept)):
        # Shorter ones first: they often set longer ones right.
        shortest = min(map(len, wrong))
        kept |= {phrase: phrases[phrase] for phrase in wrong if len(phrase) == shortest}
    return kept


def _wrong(phrases: Mapping[str, tuple[str, ...]], sounds: Sounds) -> list[str]:
    return [phrase for phrase, reading in phrases.items() if tuple(sounds.of(phrase)) != reading]


def _without_tone(reading: str) -> str:
    decomposed = unicodedata.normalize("NFD", reading).replace("u\u0308", "v")
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _write(name: str, rows: Iterable[str]) -> None:
    (_FOLDER / name).write_text("".join(f"{row}\n" for row in rows), "utf-8")


if __name__ == "__main__":
    main()
