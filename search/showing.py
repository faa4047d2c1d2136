"""Passages as the reader sees them: escaped, with the words that were asked marked."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from search.language.highlight import Passage, find_passages

_MOST_FRAGMENTS = 3


def mark_passages(fields: Mapping[str, Sequence[str]], wordings: Sequence[str]) -> list[dict[str, Any]]:
    """Return for each field that holds any of the wordings its passages as HTML with <mark>."""
    shown = []
    for name, texts in fields.items():
        fragments = [_as_html(text, passage) for text in texts for passage in find_passages(text, wordings)]
        if fragments:
            shown.append({"field": name, "fragments": fragments[:_MOST_FRAGMENTS]})
    return shown


def _as_html(text: str, passage: Passage) -> str:
    pieces, at = ["…" if passage.start else ""], passage.start
    for start, end in passage.marks:
        pieces += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
        at = end
    return "".join([*pieces, escape(text[at : passage.end]), "…" if passage.end < len(text) else ""])
