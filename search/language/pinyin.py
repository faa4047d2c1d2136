"""Names by their sound: syllables, initials, and latin input read back into syllables (拼音)."""

import functools
import re

from search.language.analysis import cut
from search.language.characters import is_han
from search.language.sounds import load_sounds

_SYLLABLE = re.compile(r"[a-z0-9]+")
_LETTERS = re.compile(r"[a-z]+")
_LONGEST_SYLLABLE = 6
# Latin input can be read in several ways (xian: xian, xi an); more readings than these add noise, not answers.
_MAX_READINGS = 6
_LONGEST_INPUT = 40


def syllables(normalised: str) -> list[str]:
    """Return the toneless syllable of each Han character, and latin terms as they stand."""
    return [syllable for word in cut(normalised) for syllable in _syllables_of_word(word)]


def joined(normalised: str) -> str:
    """Return the syllables without blanks: 优刻得 is youkede."""
    return "".join(syllables(normalised))


def initials(normalised: str) -> str:
    """Return the first letter of each syllable: 宝信软件 is bxrj. A latin term gives its first letter."""
    return "".join(syllable[0] for syllable in syllables(normalised))


def readings(latin: str) -> list[list[str]]:
    """Return the ways to read latin letters as syllables, those with the fewest syllables first.

    Letters that no series of syllables spells have no reading: `kafka` has none, `guanan` has guan an and gua nan.
    """
    letters = latin.replace(" ", "").replace("'", "")
    if not _LETTERS.fullmatch(letters) or len(letters) > _LONGEST_INPUT:
        return []
    # The readings of each tail, from the back: a tail is one syllable and a shorter tail.
    tails: list[list[list[str]]] = [[] for _ in letters] + [[[]]]
    for start in range(len(letters) - 1, -1, -1):
        ends = range(start + 1, min(start + _LONGEST_SYLLABLE, len(letters)) + 1)
        found = [
            [letters[start:end], *rest]
            for end in reversed(ends)
            if letters[start:end] in _known_syllables()
            for rest in tails[end]
        ]
        tails[start] = sorted(found, key=len)[:_MAX_READINGS]
    return tails[0]


@functools.lru_cache(maxsize=1 << 16)
def _syllables_of_word(word: str) -> tuple[str, ...]:
    """Read a word as a whole, so that 重庆 is chong qing; cached, since names share their words."""
    if is_han(word[0]):
        return tuple(load_sounds().of(word))
    return (word,) if _SYLLABLE.fullmatch(word) else ()


@functools.cache
def _known_syllables() -> frozenset[str]:
    """Return the syllables of the standard; interjections such as n and ng would spell any word."""
    return frozenset(syllable for syllable in load_sounds().syllables if set(syllable) & set("aeiouv"))
