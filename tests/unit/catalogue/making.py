"""Makers of valid editions, entries and lists for the catalogue's tests."""

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import xlsxwriter

from services.catalogue.domain import (
    EMPTY_PROFILE,
    Category,
    Edition,
    EditionStatus,
    Entry,
    Listing,
    Profile,
    Scope,
    kind_of,
)
from tests.house import TestHouse

MOMENT = datetime(2018, 11, 19, 2, 0, tzinfo=UTC)
HEADER = ("名称", "申报单位", "类别")
PLATFORM_ROW = ("示例工业互联网平台", "示例甲公司", "工业互联网平台")
PROVIDER_ROW = ("示例乙公司", "示例乙公司", "集成服务")


def a_listing(**changes: Any) -> Listing:
    facts: dict[str, Any] = {"name": "示例乙公司", "company": "示例乙公司", "category": Category.SYSTEM_INTEGRATION}
    facts |= changes
    return Listing(**{"kind": kind_of(facts["category"]), **facts})


def an_edition(**changes: Any) -> Edition:
    facts: dict[str, Any] = {"id": "shanghai-2018", "year": 2018, "scope": Scope.SHANGHAI, "title": "2018 年度目录"}
    return Edition(**{**facts, "opened_at": MOMENT, "document_number": "沪经信推〔2018〕443号", **changes})


def a_published_edition(**changes: Any) -> Edition:
    return an_edition(status=EditionStatus.PUBLISHED, published_at=MOMENT, **changes)


def an_entry(listing: Listing | None = None, *, profile: Profile = EMPTY_PROFILE, **changes: Any) -> Entry:
    facts: dict[str, Any] = {"id": "shanghai-2018-001", "edition_id": "shanghai-2018", "ordinal": 1}
    return Entry(**{**facts, "listing": listing or a_listing(), "profile": profile, "admitted_at": MOMENT, **changes})


def open_draft(house: TestHouse, year: int = 2018, **changes: Any) -> dict[str, Any]:
    body = {
        "year": year,
        "scope": "shanghai",
        "title": f"{year} 年度目录",
        "document_number": f"沪〔{year}〕1号",
        **changes,
    }
    answer = house.organizer.post("catalogue", "/editions", body)
    assert answer.status == 201, answer.json
    draft: dict[str, Any] = answer.json
    return draft


def admit(house: TestHouse, edition: Mapping[str, Any], **changes: Any) -> dict[str, Any]:
    body = {"name": "示例乙公司", "company": "示例乙公司", "category": "system_integration", **changes}
    answer = house.organizer.post("catalogue", f"/editions/{edition['id']}/entries", body)
    assert answer.status == 201, answer.json
    entry: dict[str, Any] = answer.json
    return entry


def publish(house: TestHouse, edition: Mapping[str, Any]) -> dict[str, Any]:
    answer = house.organizer.post("catalogue", f"/editions/{edition['id']}/publish", version=edition["version"])
    assert answer.status == 200, answer.json
    published: dict[str, Any] = answer.json
    return published


def a_workbook(rows: Iterable[Sequence[Any]], *, sheet: str = "目录", write: Any = None) -> bytes:
    """An Excel workbook with these rows; `write(book, sheet)` may add to it what plain values cannot say."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    page = book.add_worksheet(sheet)
    for number, row in enumerate(rows):
        for place, value in enumerate(row):
            if isinstance(value, str):
                page.write_string(number, place, value)
            elif value is not None:
                page.write(number, place, value)
    if write:
        write(book, page)
    book.close()
    return target.getvalue()


def state_of(house: TestHouse) -> tuple[Any, Any]:
    """All that an organizer can read: to see that a refusal has changed nothing."""
    editions = house.organizer.get("catalogue", "/editions?first=100").json
    entries = house.organizer.get("catalogue", "/entries?first=100&status=all").json
    return editions, entries
