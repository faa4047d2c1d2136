"""Forms as data: what is asked, what was typed, what is wrong with it; nothing that was typed is ever lost."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict

from gateway.web.asking import Refused

Option = tuple[str, str]
"""A value and the words for it."""


@dataclass(frozen=True)
class Field:
    """One question of a form. A dotted name goes into an object: `contact.phone` becomes `{contact: {phone}}`."""

    name: str
    label: str
    kind: str = "line"  # line, text, number, day, days, time, choice, choices, words, tick
    hint: str = ""
    options: Sequence[Option] = ()
    width: str = ""  # "", "w-s" or "w-m"
    required: bool = False
    rows: int = 5

    @property
    def id(self) -> str:
        """The id of its control."""
        return "f-" + self.name.replace(".", "-")


class Unreadable(ValueError):
    """What was typed is not of the field's kind; the text says what right looks like."""


@dataclass
class Form:
    """The fields with what was typed (or stands already) and what is wrong."""

    fields: Sequence[Field]
    values: dict[str, Any] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, fields: Sequence[Field], noun: Mapping[str, Any] | None = None) -> Form:
        """A form filled with what stands already."""
        return cls(fields, {one.name: written(one, _dig(noun or {}, one.name)) for one in fields})

    @classmethod
    def typed(cls, fields: Sequence[Field], sent: MultiDict[str, str]) -> Form:
        """A form as it was sent."""
        return cls(fields, {one.name: _sent(one, sent) for one in fields})

    @property
    def is_wrong(self) -> bool:
        """Whether there is anything to correct."""
        return bool(self.faults or self.others)

    def value(self, one: Field) -> Any:
        """What stands in a field."""
        return self.values.get(one.name, "")

    def read(self) -> dict[str, Any]:
        """The values as the schema takes them. Look at `is_wrong` afterwards: unreadable ones are left out."""
        answer: dict[str, Any] = {}
        for one in self.fields:
            try:
                _put(answer, one.name, read_value(one, self.values.get(one.name, "")))
            except Unreadable as unreadable:
                self.faults[one.name] = str(unreadable)
        return answer

    def refuse(self, refused: Refused) -> None:
        """Put every fault to its field; what belongs to none stands in the summary alone."""
        for fault in refused.faults:
            one = self._find(fault.field)
            if one and one.name not in self.faults:
                # Services name the field as it is called on the wire; people read its label.
                self.faults[one.name] = fault.message.replace(f"“{fault.field}”", f"“{one.label}”")
            else:
                self.others.append(fault.message)

    def _find(self, said: str) -> Field | None:
        wanted = snake(said)
        for one in self.fields:
            if wanted == one.name or wanted.startswith(f"{one.name}.") or wanted.endswith(f".{one.name}"):
                return one
        return None


def read_value(one: Field, typed: Any) -> Any:
    """One value as the schema takes it: None for a number or day that is not given. Raises Unreadable."""
    if one.kind in {"choices", "tick"}:
        return typed
    text = str(typed).strip()
    if one.required and not text:
        raise Unreadable(f"请填写{one.label}")
    reader = _READERS.get(one.kind)
    return reader(text) if reader else text


def _read_number(text: str) -> int | None:
    if not text:
        return None
    if not text.isascii() or not text.isdigit():
        raise Unreadable("请写整数，如：120")
    return int(text)


def _read_day(text: str) -> str | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise Unreadable("请按年-月-日书写，如：2019-11-28") from None


def _read_time(text: str) -> str | None:
    if not text:
        return None
    if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", text):
        raise Unreadable("请按时:分书写，如：09:00")
    return text


def _read_days(text: str) -> list[str]:
    days = [_read_day(part) for part in _read_words(text)]
    return [day for day in days if day]


def _read_words(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[、，,;；\n]", text) if part.strip()]


_READERS: Mapping[str, Callable[[str], Any]] = {
    "number": _read_number,
    "day": _read_day,
    "time": _read_time,
    "words": _read_words,
    "days": _read_days,
}


def written(one: Field, value: Any) -> Any:
    """A value of the schema as it stands in the control."""
    if one.kind == "choices":
        return [str(item).lower() for item in value or []]
    if one.kind == "tick":
        return bool(value)
    if one.kind in {"words", "days"}:
        return "、".join(value or [])
    return "" if value is None else str(value)


def _sent(one: Field, sent: MultiDict[str, str]) -> Any:
    if one.kind == "choices":
        known = {value for value, _ in one.options}
        return [value for value in list(sent.getlist(one.name)) if value in known]
    if one.kind == "tick":
        return bool(sent.get(one.name))
    return sent.get(one.name, "").replace("\r\n", "\n")


def _dig(noun: Mapping[str, Any], name: str) -> Any:
    found: Any = noun
    for part in name.split("."):
        found = (found or {}).get(camel(part))
    return found


def _put(answer: dict[str, Any], name: str, value: Any) -> None:
    *parents, last = name.split(".")
    for parent in parents:
        answer = answer.setdefault(camel(parent), {})
    answer[camel(last)] = value


def camel(name: str) -> str:
    """`budget_min` as budgetMin."""
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)


def snake(name: str) -> str:
    """`input.budgetMin` as budget_min."""
    bare = name.removeprefix("input.")
    return re.sub(r"(?<=[a-z0-9])([A-Z])", lambda found: "_" + found.group(1).lower(), bare)
