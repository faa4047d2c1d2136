"""The official 2018 edition: all 30 entries as the notice lists them, and nothing that it does not say."""

from typing import Any

import orjson
import pytest

from deploy.seeds.lists import plant_edition
from deploy.seeds.plant import DEMO_SUPPLIERS, OFFICIAL, SEEDER, plant_demo_suppliers
from tests.house import TestHouse
from tests.unit.catalogue.making import state_of

PLATFORMS = [
    ("明匠 NewTon IOT 工业互联网平台", "上海明匠智能系统有限公司"),
    ("宝信工业互联网平台", "上海宝信软件股份有限公司"),
    ("中国电信翼联工业互联网平台", "上海理想信息产业（集团）有限公司"),
    ("COSMOPlat 工业互联网平台", "海尔数字科技（上海）有限公司"),
    ("用友精智工业互联网平台", "用友（上海）工业互联网科技发展有限公司"),
    ("紫光工业互联网平台 UNIPower", "紫光云引擎科技（苏州）有限公司"),
    ("电机设备远程运维服务工业互联网平台", "上海电器科学研究所（集团）有限公司"),
    ("钢铁设备远程智能运维平台", "上海宝钢工业技术服务有限公司"),
]
PROVIDERS = {
    "platform_services": ["上海树根互联技术有限公司", "中通服软件科技有限公司"],
    "cloud_services": [
        "中国电信股份有限公司上海分公司",
        "上海浪潮云计算服务有限公司",
        "万达信息股份有限公司",
        "上海超算科技有限公司",
        "上海优刻得信息科技有限公司",
        "上海七牛信息技术有限公司",
    ],
    "identifier_resolution": ["工业互联网创新中心（上海）有限公司"],
    "gbt23001_consulting": [
        "上海质量管理科学研究院",
        "上海东方中信科技发展有限公司",
        "上海华东电信研究院",
        "上海工业自动化仪表研究院有限公司",
        "上海信息投资咨询有限公司",
    ],
    "system_integration": [
        "上海华虹计通智能系统股份有限公司",
        "昂华（上海）自动化工程股份有限公司",
        "上海科致电气自动化股份有限公司",
        "上海威士顿信息技术股份有限公司",
    ],
    "industrial_security": [
        "上海格尔软件股份有限公司",
        "上海市信息安全测评认证中心",
        "上海市软件评测中心有限公司",
        "上海观安信息技术股份有限公司",
    ],
}
THE_LIST = [
    *(("platform", "platform", name, company) for name, company in PLATFORMS),
    *(("provider", category, name, name) for category, names in PROVIDERS.items() for name in names),
]
EMPTY_PROFILE: dict[str, Any] = {
    "description": "",
    "capabilities": [],
    "industries": [],
    "application_modes": [],
    "service_regions": [],
    "cases": [],
    "languages": [],
}


@pytest.fixture
def planted(house: TestHouse) -> TestHouse:
    plant_edition(house.peers["catalogue"], OFFICIAL, actor=SEEDER)
    return house


def entries_of(house: TestHouse, edition: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    after = ""
    while True:
        page = house.visitor.get("catalogue", f"/entries?edition={edition}&first=100&after={after}").json
        found += page["items"]
        if not page["has_next"]:
            return found
        after = page["end_cursor"]


def test_the_official_edition_is_the_notices_list_in_its_order(planted: TestHouse) -> None:
    entries = entries_of(planted, "shanghai-2018")

    assert len(THE_LIST) == 30
    assert [(one["kind"], one["category"], one["name"], one["company"]) for one in entries] == THE_LIST


def test_the_official_edition_names_its_document_and_is_in_use(planted: TestHouse) -> None:
    edition = planted.visitor.get("catalogue", "/editions/shanghai-2018").json

    assert (edition["year"], edition["scope"], edition["status"], edition["in_use"], edition["demo"]) == (
        2018,
        "shanghai",
        "published",
        True,
        False,
    )
    assert edition["document_number"] == "沪经信推〔2018〕443号"
    assert edition["title"] == "2018年度上海市工业互联网平台和专业服务商推荐目录"
    assert {one["category"]: one["count"] for one in edition["categories"]} == {
        "platform": 8,
        "platform_services": 2,
        "cloud_services": 6,
        "data_services": 0,
        "identifier_resolution": 1,
        "gbt23001_consulting": 5,
        "system_integration": 4,
        "industrial_security": 4,
    }


def test_nothing_is_said_of_an_official_entry_beyond_the_list(planted: TestHouse) -> None:
    entries = entries_of(planted, "shanghai-2018")

    unsaid = ("short_name", "unified_code", "reach", "withdrawn_reason", "renewed_from")
    assert {tuple(one[name] for name in unsaid) for one in entries} == {("",) * 5}
    assert {(one["official"], one["gbt23001_certified"], one["completeness"]["percent"]) for one in entries} == {
        (True, False, 0)
    }
    assert [one["profile"] for one in entries] == [EMPTY_PROFILE] * 30


def test_every_official_entry_meets_the_prerequisite_of_2018_in_its_category(planted: TestHouse) -> None:
    entries = entries_of(planted, "shanghai-2018")

    stated = [one["prerequisites"] for one in entries]
    assert [[(it["year"], it["category"], it["met"]) for it in one] for one in stated] == [
        [(2018, category, True)] for _, category, _, _ in THE_LIST
    ]
    assert all("沪经信推〔2018〕443号" in one[0]["basis"] and "不代表获得支持" in one[0]["basis"] for one in stated)


def test_planting_again_changes_nothing(planted: TestHouse) -> None:
    before = state_of(planted)

    plant_edition(planted.peers["catalogue"], OFFICIAL, actor=SEEDER)

    assert state_of(planted) == before


def test_planting_is_taken_up_where_a_crash_left_it(house: TestHouse) -> None:
    opened = {"year": 2018, "scope": "shanghai", "title": "2018年度上海市工业互联网平台和专业服务商推荐目录"}
    draft = house.organizer.post("catalogue", "/editions", {**opened, "document_number": "沪经信推〔2018〕443号"}).json
    rows = [{"name": name, "company": company, "category": "platform"} for name, company in PLATFORMS]
    report = house.organizer.upload("catalogue", f"/editions/{draft['id']}/import", orjson.dumps(rows)).json
    assert report["admitted_count"] == 8

    plant_edition(house.peers["catalogue"], OFFICIAL, actor=SEEDER)

    entries = entries_of(house, "shanghai-2018")
    assert [(one["kind"], one["category"], one["name"], one["company"]) for one in entries] == THE_LIST


def test_what_was_withdrawn_since_stays_withdrawn(planted: TestHouse) -> None:
    path = "/entries/shanghai-2018-009"
    version = planted.organizer.get("catalogue", path).json["version"]
    planted.organizer.post("catalogue", f"{path}/withdraw", {"reason": "试"}, version=version)

    plant_edition(planted.peers["catalogue"], OFFICIAL, actor=SEEDER)

    assert planted.visitor.get("catalogue", path).json["status"] == "withdrawn"


def test_demo_suppliers_are_plainly_fictional_and_never_in_use(planted: TestHouse) -> None:
    plant_demo_suppliers(planted)
    plant_demo_suppliers(planted)

    edition = planted.visitor.get("catalogue", "/editions/delta-2024-demo").json
    entries = entries_of(planted, "delta-2024-demo")
    assert DEMO_SUPPLIERS == "delta-2024-demo.json"
    assert (edition["year"], edition["scope"], edition["demo"], edition["in_use"]) == (2024, "delta", True, False)
    assert (edition["entry_count"], len(entries)) == (230, 230)
    assert "演示" in edition["title"]
    assert all(one["company"].endswith("(虚构)") and not one["official"] for one in entries)
    assert {one["prerequisites"][0]["met"] for one in entries} == {False}
    reaches = {
        reach: sum(one["reach"] == reach for one in entries) for reach in ("cross_sector", "sector", "enterprise")
    }
    assert reaches == {"cross_sector": 10, "sector": 46, "enterprise": 28}
    in_use = planted.visitor.get("catalogue", "/entries?in_use=true&first=100").json
    assert (in_use["total"], {one["edition"]["id"] for one in in_use["items"]}) == (30, {"shanghai-2018"})
