"""The list a reader judges reasons by (理由判读表): each ideal pair with its deciding fact and our first reason.

A row is kept by need and entry. Written anew, it keeps its verdict while the reason reads as it did when it was judged;
a verdict on other words would say nothing.
"""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, fields, replace
from pathlib import Path

RIGHT, WRONG = "right", "wrong"
_EXCERPT = 90


@dataclass(frozen=True, slots=True)
class Row:
    """One ideal pair; `verdict` is `right`, `wrong` or empty: whether the reason names the deciding fact."""

    need_id: str
    rank: str
    entry_id: str
    need: str
    deciding_fact: str
    first_reason: str
    verdict: str = ""
    remark: str = ""


HEADER = [field.name for field in fields(Row)]


def one_line(text: str) -> str:
    """Return a text without tabs and line breaks, which would be another cell or row."""
    return " ".join(text.split())


def excerpt(text: str) -> str:
    """Return the beginning of a need in one line."""
    line = one_line(text)
    return line if len(line) <= _EXCERPT else f"{line[:_EXCERPT]}…"


def read_rows(path: Path) -> list[Row]:
    """Return the rows of a list, none where there is no file. Raises ValueError for another header or verdict."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
    if header != HEADER:
        raise ValueError(f"{path}: the header must be {' '.join(HEADER)}")
    found = [Row(*cells) for cells in rows]
    for row in found:
        if row.verdict not in ("", RIGHT, WRONG):
            raise ValueError(f"{path}: {row.need_id} {row.entry_id}: the verdict {row.verdict!r}")
    return found


def keep_verdicts(fresh: Iterable[Row], read: Iterable[Row]) -> list[Row]:
    """Return the fresh rows with the verdicts on reasons that read as they did."""
    known = {(row.need_id, row.entry_id, row.first_reason): row for row in read}
    kept = []
    for row in fresh:
        judged = known.get((row.need_id, row.entry_id, row.first_reason))
        kept.append(replace(row, verdict=judged.verdict, remark=judged.remark) if judged else row)
    return kept


def write_rows(path: Path, rows: Sequence[Row]) -> None:
    """Write the list."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write("\t".join(HEADER) + "\n")
        for row in rows:
            file.write("\t".join(map(one_line, astuple(row))) + "\n")


def tell(rows: Sequence[Row]) -> str:
    """Return in one line how the reasons were judged: of all pairs, and of those an organiser sees first."""
    judged = [row for row in rows if row.verdict]
    right = sum(row.verdict == RIGHT for row in judged)
    first = [row for row in judged if row.rank == "1"]
    first_right = sum(row.verdict == RIGHT for row in first)
    return (
        f"read one by one: {right} of {len(judged)} right, of the first-ranked {first_right} of {len(first)};"
        f" {len(rows) - len(judged)} not read"
    )
