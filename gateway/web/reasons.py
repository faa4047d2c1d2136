"""A suggestion as a row of the matrix: a mark and words per criterion, the rest of the reasons in one line below."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

COLUMNS = (
    ("category", "类别"),
    ("capability", "能力"),
    ("industry", "行业"),
    ("application_mode", "应用模式"),
    ("region", "地区"),
)
_PROFILE = {
    "capability": "capabilities",
    "industry": "industries",
    "application_mode": "applicationModes",
    "region": "serviceRegions",
}
FITS, ATTENDS, UNKNOWN, NOTHING = ("✓", "y"), ("!", "w"), ("?", "u"), ("—", "u")
"""Mark and tone: fits, look at this, not said by the provider, nothing in common."""


@dataclass(frozen=True)
class Cell:
    """One criterion of one suggestion."""

    mark: str
    tone: str
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Reason:
    """One reason as it is shown: its kind, its words, and what it rests on."""

    kind: str
    text: str
    is_minus: bool
    quote: str
    field: str
    words: str


@dataclass(frozen=True)
class Row:
    """One suggestion."""

    entry: Mapping[str, Any]
    score: int
    parts: list[Mapping[str, Any]]
    cells: dict[str, Cell]
    said: list[Reason]
    reasons: list[Reason]


def make_row(suggestion: Mapping[str, Any]) -> Row:
    """Put every reason into the column of its kind; what has no column is said below."""
    reasons = [read_reason(one) for one in suggestion["reasons"]]
    columns = dict(COLUMNS)
    return Row(
        entry=suggestion["entry"],
        score=suggestion["score"],
        parts=list(suggestion["parts"] or ()),
        cells={kind: _cell(kind, reasons, suggestion["entry"]) for kind in columns},
        said=[one for one in reasons if one.kind not in columns],
        reasons=reasons,
    )


def read_reason(reason: Mapping[str, Any]) -> Reason:
    """Read a reason with its evidence."""
    evidence = read_evidence(reason["evidence"])
    words = evidence.get("words") or ""
    return Reason(
        kind=str(reason["kind"]).lower(),
        text=reason["text"],
        is_minus=str(reason["sign"]).lower() == "minus",
        quote=str((evidence.get("need") or {}).get("text") or ""),
        field=str(evidence.get("field") or ""),
        words="、".join(map(str, words)) if isinstance(words, list) else str(words),
    )


def read_evidence(evidence: Any) -> Mapping[str, Any]:
    """The evidence of a reason, given as an object or as JSON text."""
    if isinstance(evidence, str):
        try:
            evidence = orjson.loads(evidence)
        except orjson.JSONDecodeError:
            return {"words": evidence}
    return evidence if isinstance(evidence, Mapping) else {}


def need_spans(suggestions: Iterable[Mapping[str, Any]], length: int) -> list[tuple[int, int]]:
    """The spans of the need's text that any reason rests on."""
    spans = set()
    for suggestion in suggestions:
        for reason in suggestion["reasons"]:
            span = read_evidence(reason["evidence"]).get("need") or {}
            start, end = span.get("start"), span.get("end")
            if isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= length:
                spans.add((start, end))
    return sorted(spans)


def _cell(kind: str, reasons: list[Reason], entry: Mapping[str, Any]) -> Cell:
    found = [one for one in reasons if one.kind == kind]
    if found:
        mark, tone = ATTENDS if all(one.is_minus for one in found) else FITS
        return Cell(mark, tone, tuple(one.text for one in found))
    field = _PROFILE.get(kind)
    is_said = field is None or bool((entry["profile"] or {}).get(field))
    mark, tone = NOTHING if is_said else UNKNOWN
    return Cell(mark, tone, ("无相同项" if is_said else "未填",))
