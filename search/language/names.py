"""How much a query looks like a name (名称匹配): exact, part of it, by sound, by initials, shortened or misspelt."""

import functools
import re
from collections.abc import Iterable
from typing import NamedTuple

from search.language.characters import HAN, is_han
from search.language.normalise import normalise
from search.language.pinyin import readings, syllables

# What a reader may leave out of a firm's name without meaning another firm.
_FRAME = re.compile(
    r"\([^()]*\)|股份有限公司|有限责任公司|有限公司|股份|集团|公司|上海市?|中国|工业互联网|平台|信息|科技|技术"
    r"|软件|服务|系统|智能|工程|数据|网络|云"
)
_PLACE_AND_FORM = re.compile(r"^(?:中国|上海市?)|股份有限公司$|有限责任公司$|有限公司$|集团$| 虚构$")
_NOISE = re.compile(rf"[^a-z0-9{HAN}]+")
_UNIT = re.compile(rf"[{HAN}]|[a-z0-9]+")
_LETTERS = re.compile(r"[a-z]+")

# What the stock exchange writes before and behind a firm's short name: *ST, ST, A, B.
_EXCHANGE_MARKS = re.compile(rf"^\*?st(?=[{HAN}])|(?<=[{HAN}])[ab]$")
# A province by the one character that its own name does not hold. Names of firms begin with them, too (鲁泰).
_PROVINCES = dict(
    zip(
        "粤皖闽赣鲁豫鄂湘桂琼黔滇渝沪冀",
        re.findall("..", "广东安徽福建江西山东河南湖北湖南广西海南贵州云南重庆上海河北"),
        strict=True,
    )
)
_WRITTEN_OUT = 0.95

_LONGEST_QUERY = 24
_SHORTEST_INITIALS = 3
INITIALS_LIKENESS = 0.8
# The share of likeness that tells a whole name from a part of one.
_WHOLE = 0.1
# What each difference costs, in characters. Leaving out a stretch of the name costs little: 深振业 is 深圳市振业.
_SAME_SOUND, _TYPED_SOUND, _MISSPELT_WORD, _OTHER, _EXTRA, _SWAP, _GAP = 0.3, 0.05, 0.3, 1.0, 1.0, 0.9, 0.35
_MISSPELLING_FROM = 4
# With a larger share of characters missing from the name no alignment can be called alike.
_MOST_MISSING = 0.42


class NameForm(NamedTuple):
    """One spelling of a name: its Han characters and latin words, and the sound of each."""

    units: tuple[str, ...]
    sounds: tuple[str, ...]


def name_likeness(query: str, name: str) -> float:
    """Return 0–1: how well a normalised query names the thing called `name`."""
    offered = name_form(name)
    if not offered.units:
        return 0.0
    short = _EXCHANGE_MARKS.sub("", query)
    alike = max((_likeness(form, offered) for form in _query_forms(short)), default=0.0)
    if short[:1] in _PROVINCES:
        written_out = _query_forms(_PROVINCES[short[0]] + short[1:])
        alike = max((alike, *(_WRITTEN_OUT * _likeness(form, offered) for form in written_out)))
    return max(alike, INITIALS_LIKENESS if _are_initials(query, offered) else 0.0)


def core_of(query: str) -> str:
    """Return a normalised query without the words that frame any firm's name, "" where nothing is left."""
    return _NOISE.sub(" ", _FRAME.sub(" ", query)).strip()


@functools.lru_cache(maxsize=1 << 14)
def name_form(name: str) -> NameForm:
    """Return the form of a name as written."""
    return _form(normalise(name))


def _form(normalised: str) -> NameForm:
    plain = _NOISE.sub(" ", normalised)
    units = tuple(_UNIT.findall(plain))
    sounds = tuple(syllables(plain))
    return NameForm(units, sounds if len(sounds) == len(units) else units)


@functools.lru_cache(maxsize=1 << 10)
def _query_forms(query: str) -> tuple[NameForm, ...]:
    """Return the ways to read a query: latin letters may be a sound (youkede) or stand for themselves (mes)."""
    written = _form(query)
    if not 0 < len(written.units) <= _LONGEST_QUERY:
        return ()
    forms = [written]
    for at, unit in enumerate(written.units):
        forms.extend(_with_reading(written, at, reading) for reading in readings(unit))
    if len(written.units) > 1:
        together = "".join(written.units)
        forms.append(NameForm((together,), (together,)))
        forms.extend(NameForm(tuple(reading), tuple(reading)) for reading in readings(together))
    return tuple(forms)


def _with_reading(form: NameForm, at: int, reading: list[str]) -> NameForm:
    return NameForm(
        (*form.units[:at], *reading, *form.units[at + 1 :]), (*form.sounds[:at], *reading, *form.sounds[at + 1 :])
    )


def _are_initials(query: str, offered: NameForm) -> bool:
    letters = query.replace(" ", "")
    if len(letters) < _SHORTEST_INITIALS or not _LETTERS.fullmatch(letters):
        return False
    return letters in "".join(sound[0] for sound in offered.sounds)


def _likeness(asked: NameForm, offered: NameForm) -> float:
    count = len(asked.units)
    known = offered.units + offered.sounds
    missing = sum(
        unit not in known and sound not in known for unit, sound in zip(asked.units, asked.sounds, strict=True)
    )
    # Nothing that is missing can be aligned for free, save a misspelt latin word.
    latin = sum(not is_han(unit[0]) for unit in asked.units)
    if missing - latin > _MOST_MISSING * count or missing == count > latin:
        return 0.0
    alike = 1 - _alignment_cost(asked, offered) / count
    return max(alike, 0.0) * (1 - _WHOLE + _WHOLE * min(1.0, count / len(offered.units)))


def _alignment_cost(asked: NameForm, offered: NameForm) -> float:
    """Return the least cost of finding the query inside the name, which it may enter and leave anywhere.

    Row by row over the query: `ends[j]` is the cost with the last read unit standing at j, `opened[j]` the same after
    leaving out units of the name up to j.
    """
    width = len(offered.units)
    before: list[float] = [0.0] * (width + 1)
    ends = [0.0] * (width + 1)
    for i in range(len(asked.units)):
        opened = _least_so_far(ends) if i else ends
        row = [ends[0] + _EXTRA] + [0.0] * width
        for j in range(1, width + 1):
            cost = min(opened[j - 1] + _unit_cost(asked, i, offered, j - 1), ends[j] + _EXTRA)
            if i and j > 1 and _are_swapped(asked, i, offered, j - 1):
                cost = min(cost, before[j - 2] + _SWAP)
            row[j] = cost
        before, ends = ends, row
    return min(ends)


def _least_so_far(ends: list[float]) -> list[float]:
    """Return for each place the cheapest way to stand there, having come straight or over a gap."""
    least, opened = float("inf"), []
    for cost in ends:
        opened.append(min(cost, least + _GAP))
        least = min(least, cost)
    return opened


def _unit_cost(asked: NameForm, i: int, offered: NameForm, j: int) -> float:
    unit, other = asked.units[i], offered.units[j]
    if unit == other:
        return 0.0
    if asked.sounds[i] == offered.sounds[j]:
        return _SAME_SOUND if is_han(unit[0]) and is_han(other[0]) else _TYPED_SOUND
    if len(unit) >= _MISSPELLING_FROM and len(other) >= _MISSPELLING_FROM and _is_one_error_away(unit, other):
        return _MISSPELT_WORD
    return _OTHER


def _are_swapped(asked: NameForm, i: int, offered: NameForm, j: int) -> bool:
    units, others = asked.units, offered.units
    return units[i] == others[j - 1] and units[i - 1] == others[j] and units[i] != units[i - 1]


def _is_one_error_away(word: str, other: str) -> bool:
    """Tell whether one letter was changed, added, left out or swapped with its neighbour."""
    if abs(len(word) - len(other)) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), min(len(word), len(other)))
    rest, other_rest = word[start:], other[start:]
    return other_rest[1:] == rest[1:] or other_rest == rest[1:] or other_rest[1:] == rest or other_rest == _swap(rest)


def _swap(letters: str) -> str:
    return letters[1::-1] + letters[2:]


class SpokenName(NamedTuple):
    """A name as it is spelled, sounded and abbreviated."""

    plain: str
    joined: str
    initials: str

    @property
    def typed(self) -> tuple[str, ...]:
        """Return what may be typed for it, without blanks: its spelling, its sound, its initials."""
        return tuple(dict.fromkeys(text for text in (self.plain.replace(" ", ""), self.joined, self.initials) if text))

    def prefixes(self, longest: int) -> set[str]:
        """Return every beginning of what may be typed, up to so many characters."""
        return {typed[:length] for typed in self.typed for length in range(1, min(longest, len(typed)) + 1)}


def spoken_names(names: Iterable[str]) -> list[SpokenName]:
    """Return each name and what is left of it without place and legal form, each once."""
    plain = [_NOISE.sub(" ", normalise(name)).strip() for name in names]
    cores = [_NOISE.sub(" ", _PLACE_AND_FORM.sub("", name)).strip() for name in plain]
    spoken = []
    for name in dict.fromkeys(name for name in (*plain, *cores) if name):
        sounds = syllables(name)
        spoken.append(SpokenName(name, "".join(sounds), "".join(sound[0] for sound in sounds)))
    return spoken


def typed_forms(spoken: Iterable[SpokenName]) -> list[str]:
    """Return what may be typed for one of these spoken forms of a name, each once."""
    return list(dict.fromkeys(typed for form in spoken for typed in form.typed))
