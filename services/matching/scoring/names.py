"""Looking up entries by name (按名称查找): full name, its core, pinyin, initials, one typing error."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from search.language.normalise import normalise
from search.language.pinyin import initials, joined
from services.matching.scoring.nouns import Entry

# Longer texts are needs, not names; a name inside them counts, a likeness does not.
SHORT_HAN, SHORT_LATIN = 14, 24
# Place, legal form and trade words say nothing of who it is.
_TRADE_WORDS = re.compile(
    r"上海市?|有限公司|有限责任公司|股份|科技|技术|信息|服务|\(虚构\)|\(上海\)|\(苏州\)|集团|平台|工业互联网|系统|智能"
    r"|工程|咨询|数据|网络|安全|解决方案"
)
_NOT_A_WORD = re.compile(r"[^\w]")
_LATIN_WORD = re.compile(r"[a-z][a-z0-9]{3,}")
_LATIN = re.compile(r"[a-z0-9]+")
_SCRIPTS = re.compile(r"[a-z0-9]+|[^a-z0-9\s]+")
IN_A_LONG_TEXT = 0.5


class _Form(NamedTuple):
    """One way to write a name, with its sound."""

    written: str
    sound: str
    letters: str


class NameBook:
    """The names of a collection, ready to be looked up."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._forms = [_forms(entry) for entry in entries]

    def look_up(self, text: str) -> dict[int, float]:
        """Return the rows whose name the text says or resembles, with a likeness of 0–1."""
        query = _NOT_A_WORD.sub("", normalise(text))
        if not query:
            return {}
        is_latin = bool(_LATIN.fullmatch(query))
        if len(query) > (SHORT_LATIN if is_latin else SHORT_HAN):
            return self._inside(query)
        found = self._like(query, is_latin=is_latin)
        if not is_latin:
            for piece in _scripts(text):
                for row, likeness in self._like(piece, is_latin=True).items():
                    found[row] = max(found.get(row, 0.0), 0.6 * likeness)
        return found

    def _inside(self, text: str) -> dict[int, float]:
        return {
            row: IN_A_LONG_TEXT
            for row, forms in enumerate(self._forms)
            if any(len(form.written) >= 3 and form.written in text for form in forms)
        }

    def _like(self, query: str, *, is_latin: bool) -> dict[int, float]:
        sound = joined(query)
        found = {}
        for row, forms in enumerate(self._forms):
            likeness = max((_likeness(query, sound, form, is_latin=is_latin) for form in forms), default=0.0)
            if likeness:
                found[row] = likeness
        return found


def _scripts(text: str) -> list[str]:
    """Return the latin words of a query that mixes scripts: `qiniu 云` asks for qiniu."""
    return [piece for piece in _SCRIPTS.findall(normalise(text)) if _LATIN_WORD.fullmatch(piece)]


def _forms(entry: Entry) -> list[_Form]:
    written: set[str] = set()
    for name in filter(None, (entry.name, entry.short_name, entry.company)):
        plain = normalise(name)
        core = _NOT_A_WORD.sub("", _TRADE_WORDS.sub("", plain))
        written |= {_NOT_A_WORD.sub("", plain.replace("(虚构)", "")), *_LATIN_WORD.findall(plain)}
        if len(core) >= 2:
            written.add(core)
    return [_Form(form, joined(form), initials(form) if len(form) >= 3 else "") for form in sorted(written)]


def _likeness(query: str, sound: str, form: _Form, *, is_latin: bool) -> float:
    written = form.written
    if query == written:
        return 1.0
    if len(written) >= 2 and written in query:
        return 0.6 + 0.4 * len(written) / len(query)
    if len(query) >= 2 and query in written:
        return 0.6 + 0.4 * len(query) / len(written)
    return _latin_likeness(query, form) if is_latin else _han_likeness(query, sound, form)


def _latin_likeness(query: str, form: _Form) -> float:
    if len(query) >= 4 and query in (form.sound, form.letters):
        return 0.95
    if len(query) >= 5 and (form.sound.startswith(query) or (len(form.sound) >= 5 and query.startswith(form.sound))):
        return 0.85
    return _sound_likeness(query, query, form)


def _han_likeness(query: str, sound: str, form: _Form) -> float:
    if len(query) >= 2 and sound == form.sound:
        return 0.9
    if len(query) >= 3 and len(form.written) <= len(query) + 1 and edits(query, form.written, at_most=1) <= 1:
        return 0.8
    return _sound_likeness(query, sound, form)


def _sound_likeness(query: str, sound: str, form: _Form) -> float:
    if len(query) < 4 or len(sound) < 7:
        return 0.0
    allowed = 1 if len(sound) < 10 else 2
    return 0.75 if sound in form.sound or edits(sound, form.sound, at_most=allowed) <= allowed else 0.0


@lru_cache(maxsize=1 << 14)
def edits(one: str, other: str, *, at_most: int) -> int:
    """Return how many single-character edits lie between two words, or `at_most + 1` when there are more."""
    if abs(len(one) - len(other)) > at_most:
        return at_most + 1
    row = list(range(len(other) + 1))
    for i, left in enumerate(one, start=1):
        following = [i]
        for j, right in enumerate(other, start=1):
            following.append(min(row[j] + 1, following[-1] + 1, row[j - 1] + (left != right)))
        row = following
        if min(row) > at_most:
            return at_most + 1
    return row[-1]
