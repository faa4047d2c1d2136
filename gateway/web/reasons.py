"""A suggestion as two rows of the matrix: a mark and few words per criterion, and below them every reason in full."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from gateway.web.words import CATEGORIES, word

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
FITS, PARTLY, ATTENDS, UNKNOWN, NOTHING = ("✓", "y"), ("○", "p"), ("!", "w"), ("?", "u"), ("—", "u")
"""Mark and tone: fits, fits in part, look at this, not said by the provider, nothing in common."""
MOST_WORDS = 14
"""Characters of a cell; the whole sentence stands below."""


@dataclass(frozen=True)
class Cell:
    """One criterion of one suggestion."""

    mark: str
    tone: str
    text: str


@dataclass(frozen=True)
class Reason:
    """One reason as it is shown: its kind, its sentence, and what it rests on."""

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
    parts: Sequence[Mapping[str, Any]]
    cells: Mapping[str, Cell]
    reasons: Sequence[Reason]
    new: bool = False


def make_row(suggestion: Mapping[str, Any], need: Mapping[str, Any]) -> Row:
    """Mark every criterion by the reasons of its kind."""
    reasons = [read_reason(one) for one in suggestion["reasons"]]
    entry = suggestion["entry"]
    cells = {kind: _profile_cell(kind, reasons, entry["profile"] or {}) for kind in _PROFILE}
    return Row(
        entry=entry,
        score=round(suggestion["score"]),
        parts=_told_parts(suggestion["parts"] or (), {one.kind for one in reasons}),
        cells={"category": _category_cell(reasons, entry, need["categories"] or ()), **cells},
        reasons=reasons,
        new=bool(suggestion.get("new")),
    )


def _told_parts(parts: Iterable[Mapping[str, Any]], kinds: set[str]) -> list[Mapping[str, Any]]:
    """The parts of the score that a reader can follow: where nothing is said, the middling value stands for nothing."""
    return [part for part in parts if part["value"] and part["name"] in kinds | {"text", "category"}]


def telling_columns(rows: Sequence[Row]) -> tuple[list[tuple[str, str]], list[str]]:
    """The columns in which at least one entry says something, and the names of those in which none does."""
    told = [column for column in COLUMNS if any(row.cells[column[0]].mark != UNKNOWN[0] for row in rows)]
    return told, [title for kind, title in COLUMNS if (kind, title) not in told]


def read_reason(reason: Mapping[str, Any]) -> Reason:
    """Read a reason with its evidence."""
    evidence = read_evidence(reason["evidence"])
    words = evidence.get("words") or ""
    return Reason(
        kind=str(reason["kind"]),
        text=reason["text"],
        is_minus=reason["sign"] == "minus",
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
    """The spans of the need's text (not of its title) that any reason rests on."""
    spans: set[tuple[int, int]] = set()
    for suggestion in suggestions:
        for reason in suggestion["reasons"]:
            span = read_evidence(reason["evidence"]).get("need") or {}
            start, end = int(span.get("start") or 0), int(span.get("end") or 0)
            if span.get("field", "text") == "text" and 0 <= start < end <= length:
                spans.add((start, end))
    return sorted(spans)


def _category_cell(reasons: Sequence[Reason], entry: Mapping[str, Any], wanted: Sequence[str]) -> Cell:
    """What the entry is listed as; an entry without a profile has its listing as its only reason."""
    label = CATEGORIES.get(entry["category"] or "", "未填")
    if entry["category"] in wanted or any(one.kind == "category" and not one.is_minus for one in reasons):
        return Cell(*FITS, label)
    is_told = any(one.kind == "edition" and one.quote for one in reasons)
    return Cell(*((PARTLY if wanted else FITS) if is_told else NOTHING), label)


def _profile_cell(kind: str, reasons: Sequence[Reason], profile: Mapping[str, Any]) -> Cell:
    found = [one for one in reasons if one.kind == kind]
    if found:
        words = "、".join(dict.fromkeys(one.words for one in found if one.words))
        return Cell(*(ATTENDS if all(one.is_minus for one in found) else FITS), _few(words) or word("reason", kind))
    return Cell(*NOTHING, "无相同项") if profile.get(_PROFILE[kind]) else Cell(*UNKNOWN, "未填")


def _few(words: str) -> str:
    return words if len(words) <= MOST_WORDS else words[: MOST_WORDS - 1] + "…"
