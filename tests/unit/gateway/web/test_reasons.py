"""A suggestion as rows of the matrix."""

from typing import Any

from gateway.web.reasons import make_row, need_spans, read_evidence, telling_columns

PARTS = [
    {"name": "text", "value": 0.0},
    {"name": "category", "value": 1.0},
    {"name": "capability", "value": 0.4},
    {"name": "region", "value": 0.6},
]
NEED = {"categories": ["system_integration"]}


def reason(kind: str, *, sign: str = "plus", text: str = "理由", **evidence: Any) -> dict[str, Any]:
    return {"kind": kind, "sign": sign, "text": text, "evidence": {"need": None, "field": "", "words": "", **evidence}}


def suggestion(*reasons: dict[str, Any], category: str = "cloud_services", **profile: Any) -> dict[str, Any]:
    entry = {"id": "e1", "category": category, "profile": profile}
    return {"score": 577.4, "parts": PARTS, "reasons": list(reasons), "entry": entry}


def marks(row: Any) -> dict[str, str]:
    return {kind: cell.mark for kind, cell in row.cells.items()}


def test_a_criterion_is_marked_by_what_is_known() -> None:
    row = make_row(
        suggestion(
            reason("capability", words=["设备接入"]),
            reason("industry", sign="minus", words="不做食品"),
            industries=["汽车"],
            serviceRegions=["松江区"],
        ),
        NEED,
    )

    assert marks(row) == {"category": "—", "capability": "✓", "industry": "!", "application_mode": "?", "region": "—"}
    assert row.cells["capability"].text == "设备接入"
    assert row.score == 577
    assert [part["name"] for part in row.parts] == ["category", "capability"]


def test_an_entry_of_a_wanted_category_fits_and_another_that_is_told_of_fits_in_part() -> None:
    told = reason("edition", need={"start": 0, "end": 2, "text": "联网"}, field="category", words="云服务")

    assert make_row(suggestion(category="system_integration"), NEED).cells["category"].mark == "✓"
    assert make_row(suggestion(told), NEED).cells["category"].mark == "○"
    assert make_row(suggestion(told), {"categories": []}).cells["category"].mark == "✓"


def test_only_spans_of_the_text_are_marked_in_the_text() -> None:
    found = [
        suggestion(
            reason("text", need={"field": "text", "start": 3, "end": 5, "text": "联网"}),
            reason("text", need={"field": "title", "start": 0, "end": 2, "text": "标题"}),
            reason("text", need={"field": "text", "start": 8, "end": 99, "text": "外面"}),
            reason("text"),
        )
    ]

    assert need_spans(found, 10) == [(3, 5)]


def test_evidence_may_come_as_text() -> None:
    assert read_evidence('{"words": "x"}') == {"words": "x"}
    assert read_evidence("设备联网") == {"words": "设备联网"}
    assert read_evidence(None) == {}


def test_a_column_in_which_nobody_says_anything_is_named_and_left_out() -> None:
    silent, telling = suggestion(), suggestion(industries=["汽车"])

    columns, left_out = telling_columns([make_row(silent, NEED), make_row(telling, NEED)])

    assert [kind for kind, _ in columns] == ["category", "industry"]
    assert left_out == ["能力", "应用模式", "地区"]
