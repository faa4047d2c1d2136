"""Strict reading of decoded JSON: every helper takes a value and its dotted path and refuses what does not fit."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from services.conference.formats.refusals import refuse

LARGEST = 10**9
"""No number of the format may be larger, so that no sum of prices leaves 64 bits."""
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,63}")


def at(path: str, name: str | int) -> str:
    """The path of a member."""
    return f"{path}.{name}" if path else str(name)


def record(value: Any, path: str, required: Collection[str], optional: Collection[str] = ()) -> dict[str, Any]:
    """An object that has every required field and no field outside the two lists."""
    if not isinstance(value, dict):
        raise refuse("wrong-type", path, zh="对象", en="an object")
    for name in value:
        if name not in required and name not in optional:
            raise refuse("unknown-field", at(path, name))
    for name in required:
        if name not in value:
            raise refuse("missing-field", at(path, name))
    return value


def listing(value: Any, path: str, least: int = 0) -> list[Any]:
    """An array of at least `least` items."""
    if not isinstance(value, list):
        raise refuse("wrong-type", path, zh="数组", en="an array")
    if len(value) < least:
        raise refuse("too-few", path, least=least)
    return value


def text(value: Any, path: str) -> str:
    """A string."""
    if not isinstance(value, str):
        raise refuse("wrong-type", path, zh="字符串", en="a string")
    return value


def identifier(value: Any, path: str) -> str:
    """An id of the format: 1 to 64 characters of the ASCII set that every file name and URL can carry."""
    if not _ID.fullmatch(text(value, path)):
        raise refuse("bad-id", path)
    return str(value)


def whole(value: Any, path: str, low: int = 0, high: int = LARGEST) -> int:
    """An integer in [low, high]; true and 1.0 are not integers here."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise refuse("wrong-type", path, zh="整数", en="an integer")
    if not low <= value <= high:
        raise refuse("out-of-range", path, low=low, high=high)
    return value


def flag(value: Any, path: str) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise refuse("wrong-type", path, zh="布尔值", en="true or false")
    return value


def choice(value: Any, path: str, choices: Sequence[str]) -> str:
    """One of a few words."""
    if text(value, path) not in choices:
        raise refuse("wrong-choice", path, choices=", ".join(choices))
    return str(value)


def known(value: Any, path: str, names: Collection[str], zh: str, en: str) -> str:
    """An id that is among `names`; `zh` and `en` name the noun in the refusal."""
    if identifier(value, path) not in names:
        raise refuse("unknown-id", path, zh=zh, en=en, value=value)
    return str(value)


def known_set(value: Any, path: str, names: Mapping[str, Any], zh: str, en: str) -> frozenset[str]:
    """A set of known ids, none twice."""
    items = [known(item, at(path, place), names, zh, en) for place, item in enumerate(listing(value, path))]
    all_different(items, path)
    return frozenset(items)


def all_different(values: Iterable[Any], path: str, name: str = "") -> None:
    """Refuse the first value that occurs twice; `name` is the member that carries it."""
    seen = set()
    for place, value in enumerate(values):
        if value in seen:
            raise refuse("duplicate", at(at(path, place), name) if name else at(path, place), value=_shown(value))
        seen.add(value)


def _shown(value: Any) -> str:
    return " → ".join(map(str, value)) if isinstance(value, tuple) else str(value)
