"""Which characters the font of the printed documents has, and which cells of a plan hold others (打印不出的字)."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from services.conference.exports.paper import GRID_TOP, PARTIES_GRID, TABLES_GRID, order_parties

FONTS = Path(__file__).parent / "static" / "fonts"
COVERAGE = FONTS / "NotoSansSC-Regular.coverage"
UNSEEN = frozenset("\t\n\r\u200b\ufeff")
"""Characters that leave no mark, whether the font has them or not."""


@cache
def known_characters() -> frozenset[int]:
    """The code points of the font, as the file beside it lists them."""
    ranges = (line.split("-") for line in COVERAGE.read_text(encoding="ascii").split())
    return frozenset(point for first, last in ranges for point in range(int(first, 16), int(last, 16) + 1))


def missing_in(text: str) -> list[str]:
    """The characters of a text that would be printed as empty boxes, each once."""
    known = known_characters()
    return [one for one in dict.fromkeys(text) if ord(one) not in known and one not in UNSEEN]


def code_point(character: str) -> str:
    """A character's name in the standard: U+2A6A5."""
    return f"U+{ord(character):04X}"


def find_unprintable(plan: Mapping[str, Any]) -> list[dict[str, str]]:
    """Every character of a told plan that the font lacks, with the cell of the workbook in which its text stands."""
    return [
        {"cell": cell, "text": text, "character": one, "code_point": code_point(one)}
        for cell, text in _texts(plan)
        for one in missing_in(text)
    ]


def _texts(plan: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    conference = plan["conference"]
    yield "总览!A2", f"{conference['title']}{conference['venue']}"
    for row, table in enumerate(plan["tables"], GRID_TOP):
        yield f"{TABLES_GRID}!A{row}", table["name"]
    for row, party in enumerate(_ordered(plan["parties"]), GRID_TOP):
        yield f"{PARTIES_GRID}!B{row}", party["name"]
        if party["organisation_name"] != party["name"]:
            yield f"{row - GRID_TOP + 1:03d}!A2", party["organisation_name"]


def _ordered(parties: Iterable[Mapping[str, Any]]) -> Iterable[Mapping[str, Any]]:
    # Ordering by pinyin takes longer than looking, and mostly there is nothing to find.
    rows = list(parties)
    lacking = any(missing_in(f"{party['name']}{party['organisation_name']}") for party in rows)
    return order_parties(rows) if lacking else ()
