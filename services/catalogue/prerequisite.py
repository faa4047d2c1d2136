"""The prerequisite statement (必要条件): what being listed means for the special fund of that year, and no more."""

from dataclasses import dataclass

from services.catalogue.domain import CATEGORY_NAMES, Category, Edition, Entry
from services.chassis.clock import SHANGHAI


@dataclass(frozen=True)
class Prerequisite:
    """Whether an entry meets the prerequisite of a year; `basis` says so in words, `reason` is the code of a no."""

    year: int
    category: Category
    met: bool
    basis: str
    basis_en: str
    document_number: str
    reason: str = ""


def state_prerequisite(entry: Entry, edition: Edition, year: int) -> Prerequisite:
    """The statement for one year, from the official facts alone.

    Being listed is a condition of that year's fund in the same category; deciding about support is not ours.
    """
    reason = _find_obstacle(entry, edition, year)
    zh, en = _say(reason, entry, edition, year)
    category = entry.listing.category
    return Prerequisite(year, category, not reason, zh, en, edition.document_number, reason)


def _find_obstacle(entry: Entry, edition: Edition, year: int) -> str:
    if edition.demo:
        return "demo-edition"
    if not edition.is_published:
        return "not-published"
    if edition.year != year:
        return "another-year"
    return "" if entry.is_admitted else "entry-withdrawn"


def _say(reason: str, entry: Entry, edition: Edition, year: int) -> tuple[str, str]:
    category, category_en = CATEGORY_NAMES[entry.listing.category]
    if reason == "demo-edition":
        return "演示目录，不是官方目录，不构成必要条件。", "A demonstration edition is no official catalogue."
    if reason == "not-published":
        return f"{edition.year} 年度目录尚未公布。", f"The {edition.year} edition is not published yet."
    if reason == "another-year":
        return (
            f"列入的是 {edition.year} 年度目录，不是 {year} 年度目录。",
            f"Listed in the {edition.year} edition, not in that of {year}.",
        )
    if reason == "entry-withdrawn":
        assert entry.withdrawn_at is not None
        day = entry.withdrawn_at.astimezone(SHANGHAI).date().isoformat()
        return (
            f"已于 {day} 移出 {edition.year} 年度目录：{entry.withdrawn_reason}",
            f"Withdrawn from the {edition.year} edition on {day}: {entry.withdrawn_reason}",
        )
    number = edition.document_number or "—"
    return (
        f"列入 {year} 年度目录，满足当年度同类别专项资金申报的必要条件（不代表获得支持）。"
        f"类别：{category}；文号：{number}。",
        f"Listed in the {year} edition: meets the prerequisite for that year's special fund in the same category "
        f"(no promise of support). Category: {category_en}; document: {number}.",
    )
