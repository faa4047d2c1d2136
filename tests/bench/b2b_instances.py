"""Instances of the published B2B meeting scheduling problem: MiniZinc data, everything counted from 1."""

import re
from dataclasses import dataclass

_MORNING, _AFTERNOON = 1, 2


@dataclass(frozen=True, slots=True)
class Instance:
    """Meetings with given pairs; slots 1 … `slots`; people 1 … `people`."""

    people: int
    slots: int
    tables: int
    meetings: tuple[tuple[int, int], ...]
    allowed: tuple[tuple[int, ...], ...]
    """[meeting] its slots, by request, absences and a fixed slot"""
    before: tuple[tuple[int, int], ...]
    """(earlier, later) meetings, counted from 0"""

    def of(self, person: int) -> list[int]:
        """The meetings of a person, counted from 0."""
        return [number for number, pair in enumerate(self.meetings) if person in pair]


def parse(text: str) -> Instance:
    """Read the text of a .dzn file; the redundant lists of meetings by person are left aside."""
    blocks = dict(re.findall(r"(\w+)\s*=\s*([^;]*);", text))
    people, count, tables, slots, mornings = (
        int(blocks[name]) for name in ("nBusiness", "nMeetings", "nTables", "nTotalSlots", "nMorningSlots")
    )
    numbers = _numbers(blocks["requested"])
    requested = list(zip(numbers[::3], numbers[1::3], numbers[2::3], strict=True))
    absent = _sets(blocks.get("forbidden", ""), people)
    fixed = _numbers(blocks["fixed"]) if "fixed" in blocks else [0] * count
    earlier = _sets(blocks.get("precedences", ""), count)
    allowed = []
    for (one, other, when), slot in zip(requested, fixed, strict=True):
        times = {_MORNING: range(1, mornings + 1), _AFTERNOON: range(mornings + 1, slots + 1)}
        open_ = set(times.get(when, range(1, slots + 1))) - absent[one - 1] - absent[other - 1]
        allowed.append(tuple(sorted(open_ & {slot} if slot else open_)))
    return Instance(
        people,
        slots,
        tables,
        tuple((one, other) for one, other, _ in requested),
        tuple(allowed),
        tuple((one - 1, later) for later, ones in enumerate(earlier) for one in sorted(ones)),
    )


def _numbers(block: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", block)]


def _sets(block: str, count: int) -> list[set[int]]:
    """One set for each, ranges spelled out; 0 is a filler and means nothing."""
    sets: list[set[int]] = []
    for inner, low, high in re.findall(r"\{([^}]*)\}|(\d+)\s*\.\.\s*(\d+)", block):
        spelled = re.sub(r"(\d+)\s*\.\.\s*(\d+)", lambda found: _spell(found[1], found[2]), inner or f"{low}..{high}")
        sets.append(set(_numbers(spelled)) - {0})
    return sets + [set()] * (count - len(sets))


def _spell(low: str, high: str) -> str:
    return " ".join(map(str, range(int(low), int(high) + 1)))
