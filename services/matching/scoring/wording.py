"""The sentences of reasons (理由文案), Chinese: the same words are shown to the user and to the organizer."""

from collections.abc import Sequence

from services.matching.scoring.citing import Citation
from services.matching.scoring.evidence import CATEGORY_LABELS
from services.matching.scoring.nouns import Entry
from services.matching.scoring.pieces import Piece

_SAYS = {"description": "对方自述", "cases": "案例", "capabilities": "列有能力", "name": "名称"}


def sentence(piece: Piece, entry: Entry, citation: Citation | None, beside: Sequence[Piece]) -> str:
    """Return the sentence of a reason."""
    if piece.kind == "edition":
        return _edition(entry, citation, beside)
    if piece.kind == "category":
        return f"{_listed(entry)}{_belonging(citation)}"
    if piece.kind == "limitation":
        return f"注意：对方写明{_quoted(piece.words)}"
    if piece.kind == "track_record":
        return f"对接记录：已洽谈 {entry.meetings_held} 次，形成意向或签约 {entry.agreements} 项"
    if piece.kind in ("industry", "region", "application_mode"):
        return _group(piece, citation)
    return f"{_asked(citation)}{told([piece, *beside])}"


def certified() -> str:
    """Return the sentence that names why an entry stands before its equals."""
    return "已通过两化融合管理体系贯标评定（GB/T 23001），同等条件优先"


def told(quoted: Sequence[Piece]) -> str:
    """Quote the facts field by field, the entry's own sentences first and as it told them; then name the place."""
    parts = []
    for field, says in _SAYS.items():
        words = [piece.words for piece in sorted(quoted, key=lambda piece: piece.place) if piece.field == field]
        if words:
            parts.append(says + "".join(map(_quoted, words)))
    parts += [f"服务区域含{piece.words}" for piece in quoted if piece.kind == "region"]
    return "；".join(parts)


def _quoted(words: str) -> str:
    return "“" + words.replace("“", "‘").replace("”", "’") + "”"


def _belonging(citation: Citation | None) -> str:
    if citation is None:
        return "，与所求类别一致"
    return f"，需求“{citation.words}”属于这一类"


def _asked(citation: Citation | None) -> str:
    if citation is None:
        return ""
    meaning = f"（{citation.concept}）" if citation.concept and citation.concept != citation.words else ""
    return f"需求提到“{citation.words}”{meaning}："


def _group(piece: Piece, citation: Citation | None) -> str:
    if piece.field == "description":
        return f"行业经验：对方自述{_quoted(piece.words)}"
    label = {"industry": "服务行业", "region": "服务地区", "application_mode": "应用模式"}[piece.kind]
    asked = f"，对应需求“{citation.words}”" if citation and citation.words not in piece.words else ""
    return f"{label}：{piece.words}{asked}"


def _listed(entry: Entry) -> str:
    label = CATEGORY_LABELS.get(entry.category, entry.category)
    if not (entry.edition_year and entry.document_number):
        return f"类别为{label}"
    return f"列入{entry.edition_year}年度推荐目录（{label}类，{entry.document_number}）"


def _edition(entry: Entry, citation: Citation | None, beside: Sequence[Piece]) -> str:
    """Say only what is known of an entry without a profile."""
    asked = f"，与需求“{citation.words}”对口" if citation else ""
    named = f"，名称为“{entry.name}”" if beside or entry.name else ""
    return f"{_listed(entry)}{named}{asked}；尚无自述资料，细节需向其了解"
