"""Importing an official list, over HTTP: all of it or nothing, and nothing new the second time."""

from typing import Any

import orjson

from tests.house import Answer, TestHouse
from tests.unit.catalogue.making import (
    HEADER,
    PLATFORM_ROW,
    PROVIDER_ROW,
    a_workbook,
    open_draft,
    state_of,
)

LIST = a_workbook([HEADER, PLATFORM_ROW, PROVIDER_ROW])
FAULTY = a_workbook([HEADER, PLATFORM_ROW, ("示例丙公司", "", "餐饮服务")])


def send(house: TestHouse, content: bytes, query: str = "") -> Answer:
    return house.organizer.upload("catalogue", f"/editions/shanghai-2018/import{query}", content)


def counts(report: Any) -> tuple[int, int, int, int]:
    return report["row_count"], report["admitted_count"], report["changed_count"], report["unchanged_count"]


def companies(house: TestHouse) -> list[tuple[str, str]]:
    items = house.organizer.get("catalogue", "/entries?first=100&status=all").json["items"]
    return [(one["name"], one["company"]) for one in items]


def test_a_list_is_admitted_in_its_order(house: TestHouse) -> None:
    open_draft(house)

    report = send(house, LIST, "?format=xlsx").json

    assert counts(report) == (2, 2, 0, 0)
    assert (report["errors"], report["warnings"], report["dry_run"]) == ([], [], False)
    assert companies(house) == [PLATFORM_ROW[:2], PROVIDER_ROW[:2]]


def test_a_dry_run_reports_and_changes_nothing(house: TestHouse) -> None:
    open_draft(house)
    before = state_of(house)

    report = send(house, LIST, "?dry_run=true").json

    assert (counts(report), report["dry_run"]) == ((2, 2, 0, 0), True)
    assert state_of(house) == before


def test_the_same_file_twice_changes_nothing(house: TestHouse) -> None:
    open_draft(house)
    send(house, LIST)
    before = state_of(house)

    report = send(house, LIST).json

    assert counts(report) == (2, 0, 0, 2)
    assert state_of(house) == before


def test_a_corrected_list_changes_what_it_says_and_leaves_what_it_does_not(house: TestHouse) -> None:
    open_draft(house)
    send(house, LIST)
    header = ("申报单位", "类别", "简称", "能力")
    house.organizer.patch("catalogue", "/entries/shanghai-2018-002", {"organisation_id": "org-7"}, version=1)

    report = send(house, a_workbook([header, ("示例乙公司", "集成服务", "乙", "MES")])).json

    entry = house.organizer.get("catalogue", "/entries/shanghai-2018-002").json
    assert counts(report) == (1, 0, 1, 0)
    assert (entry["short_name"], entry["organisation_id"], entry["version"]) == ("乙", "org-7", 3)
    assert (entry["name"], entry["profile"]["capabilities"]) == ("示例乙公司", ["MES"])


def test_an_entry_that_was_withdrawn_is_not_brought_back_by_a_list(house: TestHouse) -> None:
    open_draft(house)
    send(house, LIST)
    house.organizer.post("catalogue", "/entries/shanghai-2018-002/withdraw", {"reason": "误列"}, version=1)
    before = state_of(house)

    report = send(house, LIST).json

    assert counts(report) == (2, 0, 0, 2)
    assert [(one["cell"], one["code"]) for one in report["warnings"]] == [("B3", "entry-withdrawn")]
    assert state_of(house) == before


def test_faults_are_told_cell_by_cell_and_nothing_is_admitted(house: TestHouse) -> None:
    open_draft(house)
    before = state_of(house)

    tried, earnest = send(house, FAULTY, "?dry_run=true"), send(house, FAULTY)

    assert tried.status == 200
    report = tried.json
    assert (counts(report), report["error_count"]) == ((2, 0, 0, 0), 1)
    assert report["errors"] == [
        {
            "cell": "C3",
            "row": 3,
            "column": "C",
            "field": "category",
            "value": "餐饮服务",
            "code": "unknown-category",
            "title": "“餐饮服务”不是服务类别，可选：工业互联网平台、平台服务、云服务、数据服务、标识解析服务、"
            "两化融合贯标服务、集成服务、工业信息安全服务。",
            "title_en": report["errors"][0]["title_en"],
        }
    ]
    assert report["errors"][0]["title_en"].startswith("“餐饮服务” is no category")
    problem = earnest.json
    assert (earnest.status, problem["code"], problem["field"]) == (422, "import-refused", "category")
    assert [(one["code"], one["field"]) for one in problem["errors"]] == [("unknown-category", "C3")]
    assert problem["facts"]["report"] == {**report, "dry_run": False}
    assert "C3" in problem["title"]
    assert "C3" in problem["title_en"]
    assert state_of(house) == before


def test_a_thousand_faults_are_counted_and_the_first_ones_told(house: TestHouse) -> None:
    open_draft(house)
    rows = "\n".join(f"示例{number}公司,餐饮" for number in range(1000))

    report = send(house, f"申报单位,类别\n{rows}".encode(), "?dry_run=true").json

    assert (report["row_count"], report["error_count"], len(report["errors"])) == (1000, 1000, 500)
    assert [one["cell"] for one in report["errors"][:2]] == ["B2", "B3"]


UNREADABLE: list[tuple[bytes, str, int, str, str]] = [
    (b"", "", 422, "empty-file", "file"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64), "?format=xlsx", 422, "old-workbook", "file"),
    (b"PK\x03\x04", "", 422, "not-a-workbook", "file"),
    (b"{", "", 400, "malformed-json", "file"),
    (a_workbook([("名称", "申报单位"), ("甲", "乙")]), "", 422, "missing-column", "category"),
    (LIST, "?format=docx", 422, "not-listed", "format"),
    (LIST, "?dry_run=perhaps", 422, "wrong-type", "dry_run"),
    (bytes(11 * 1024 * 1024), "", 413, "too-large", "file"),
    (bytes(13 * 1024 * 1024), "", 413, "too-large", ""),
]


def test_a_file_that_cannot_be_read_is_refused_in_both_languages(house: TestHouse) -> None:
    open_draft(house)
    before = state_of(house)

    answers = [send(house, content, query) for content, query, *_ in UNREADABLE]

    assert [(one.status, one.code, one.field) for one in answers] == [(*told,) for _, _, *told in UNREADABLE]
    assert all(one.json["title"] != one.json["title_en"] for one in answers)
    assert state_of(house) == before


def test_a_list_for_an_edition_that_is_not_there_is_refused(house: TestHouse) -> None:
    answers = [send(house, LIST), send(house, LIST, "?dry_run=true")]

    assert [(one.status, one.code) for one in answers] == [(404, "not-found")] * 2


def test_profiles_come_with_a_list_in_json(house: TestHouse) -> None:
    open_draft(house)
    entry = {
        "name": "甲平台",
        "company": "示例甲公司",
        "category": "platform",
        "reach": "sector",
        "gbt23001_certified": True,
        "profile": {"industries": ["钢铁化工"], "cases": ["甲；乙"], "contact": {"phone": "021-1"}},
    }

    send(house, orjson.dumps({"entries": [entry]}))

    told = house.organizer.get("catalogue", "/entries/shanghai-2018-001").json
    assert (told["kind"], told["reach"], told["gbt23001_certified"]) == ("platform", "sector", True)
    assert (told["profile"]["industries"], told["profile"]["cases"]) == (["钢铁化工"], ["甲；乙"])
    assert told["profile"]["contact"] == {"person": "", "phone": "021-1", "email": ""}


def test_the_template_can_be_downloaded_by_anybody(house: TestHouse) -> None:
    answer = house.visitor.get("catalogue", "/import-template.xlsx")

    assert answer.status == 200
    assert answer.headers["Content-Type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert answer.body.startswith(b"PK")
