"""A place in decoded JSON: it knows its dotted path, and refuses what does not fit the format."""

import re
from collections.abc import Collection, Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from services.parks.formats.refusals import EventError, refuse

LARGEST = 10**9
"""No number of the format may be larger, so that no sum of prices leaves 64 bits."""
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,63}")


@dataclass(frozen=True, slots=True)
class Cursor:
    """A value and where it stands; every method raises EventError with that place."""

    value: Any
    path: str = ""

    def refused(self, code: str, **facts: object) -> EventError:
        """The refusal of this value; the caller raises it."""
        return refuse(code, self.path, **facts)

    def __getitem__(self, name: str | int) -> "Cursor":
        """A member that is known to be there."""
        return Cursor(self.value[name], self._below(name))

    def _below(self, name: str | int) -> str:
        return f"{self.path}.{name}" if self.path else str(name)

    def record(self, required: Collection[str], optional: Collection[str] = ()) -> "Cursor":
        """An object that has every required member and none outside the two lists."""
        if not isinstance(self.value, dict):
            raise self.refused("wrong-type", zh="对象", en="an object")
        for name in self.value:
            if name not in required and name not in optional:
                raise refuse("unknown-field", self._below(name))
        for name in required:
            if name not in self.value:
                raise refuse("missing-field", self._below(name))
        return self

    def get(self, name: str, default: Any) -> "Cursor":
        """An optional member."""
        return Cursor(self.value.get(name, default), self._below(name))

    def items(self, least: int = 0, most: int | None = None) -> Iterator["Cursor"]:
        """The items of an array."""
        if not isinstance(self.value, list):
            raise self.refused("wrong-type", zh="数组", en="an array")
        if len(self.value) < least:
            raise self.refused("too-few", least=least)
        if most is not None and len(self.value) > most:
            raise self.refused("too-many", most=most)
        return (self[place] for place in range(len(self.value)))

    def tuple_of(self, length: int) -> tuple["Cursor", ...]:
        """The items of an array of exactly so many."""
        found = tuple(self.items())
        if len(found) != length:
            raise self.refused("wrong-shape", expected=length, found=len(found))
        return found

    def text(self) -> str:
        """A string."""
        if not isinstance(self.value, str):
            raise self.refused("wrong-type", zh="字符串", en="a string")
        return self.value

    def identifier(self) -> str:
        """An id: 1 to 64 characters of the ASCII set that every file name and URL can carry."""
        if not _ID.fullmatch(self.text()):
            raise self.refused("bad-id")
        return str(self.value)

    def known(self, names: Collection[str], zh: str, en: str) -> str:
        """An id that is among `names`; `zh` and `en` name the noun in the refusal."""
        if self.identifier() not in names:
            raise self.refused("unknown-id", zh=zh, en=en, value=self.value)
        return str(self.value)

    def whole(self, low: int = 0, high: int = LARGEST) -> int:
        """An integer in [low, high]; true and 1.0 are not integers here."""
        if isinstance(self.value, bool) or not isinstance(self.value, int):
            raise self.refused("wrong-type", zh="整数", en="an integer")
        if not low <= self.value <= high:
            raise self.refused("out-of-range", low=low, high=high)
        return self.value

    def flag(self) -> bool:
        """True or false."""
        if not isinstance(self.value, bool):
            raise self.refused("wrong-type", zh="布尔值", en="true or false")
        return self.value


def known_once(list_: Cursor, names: Collection[str], zh: str, en: str) -> tuple[str, ...]:
    """The ids of an array, each known and none twice."""
    found = [(item, item.known(names, zh, en)) for item in list_.items()]
    refuse_repeats(found)
    return tuple(name for _, name in found)


def refuse_repeats(found: Iterable[tuple[Cursor, Hashable]]) -> None:
    """Refuse the first value that occurs twice, at its own place."""
    seen: set[Hashable] = set()
    for place, value in found:
        if value in seen:
            raise place.refused("duplicate", value=" ".join(value) if isinstance(value, tuple) else value)
        seen.add(value)
