"""Admitting, changing, withdrawing and reading entries, over HTTP."""

from typing import Any

import pytest

from services.catalogue.domain import organisation_of
from services.chassis.identity import Role
from tests.house import TestHouse
from tests.unit.catalogue.making import admit, open_draft, publish, state_of

PROFILE = {
    "description": "做设备联网与集成。\n不做餐饮。",
    "capabilities": ["设备联网", "MES"],
    "industries": ["汽车制造业", "电子信息"],
    "application_modes": ["smart_production"],
    "service_regions": ["宝山区", "长三角"],
    "cases": ["某厂联网 28 台机床。"],
    "languages": ["zh", "en"],
    "contact": {"person": "张三", "phone": "021-60000000", "email": "zhang@example.cn"},
}
PUBLIC = {name: value for name, value in PROFILE.items() if name != "contact"}


def test_an_entry_is_admitted_with_what_is_known_and_nothing_else(house: TestHouse) -> None:
    draft = open_draft(house)

    entry = admit(house, draft)

    assert entry["edition"] == {
        "id": "shanghai-2018",
        "year": 2018,
        "scope": "shanghai",
        "title": "2018 年度目录",
        "document_number": "沪〔2018〕1号",
        "status": "draft",
        "demo": False,
        "in_use": False,
    }
    known = {name: value for name, value in entry.items() if name not in {"edition", "prerequisites"}}
    assert known == {
        "id": "shanghai-2018-001",
        "name": "示例乙公司",
        "short_name": "",
        "company": "示例乙公司",
        "organisation_id": organisation_of("示例乙公司"),
        "unified_code": "",
        "kind": "provider",
        "category": "system_integration",
        "reach": "",
        "official": True,
        "status": "admitted",
        "withdrawn_reason": "",
        "withdrawn_at": None,
        "renewed_from": "",
        "gbt23001_certified": False,
        "profile": {
            "description": "",
            "capabilities": [],
            "industries": [],
            "application_modes": [],
            "service_regions": [],
            "cases": [],
            "languages": [],
            "contact": {"person": "", "phone": "", "email": ""},
        },
        "completeness": {
            "percent": 0,
            "missing": [
                "description",
                "capabilities",
                "industries",
                "application_modes",
                "service_regions",
                "cases",
                "languages",
                "contact",
            ],
        },
        "version": 1,
        "warnings": [],
    }
    assert [(one["year"], one["met"]) for one in entry["prerequisites"]] == [(2018, False)]


WRONG_ENTRIES: list[tuple[dict[str, Any], int, str, str]] = [
    ({"category": "catering"}, 422, "not-listed", "category"),
    ({"category": None}, 422, "required", "category"),
    ({"category": "platform", "kind": "provider"}, 422, "kind-mismatch", "kind"),
    ({"reach": "sector"}, 422, "reach-of-provider", "reach"),
    ({"reach": "galactic"}, 422, "not-listed", "reach"),
    ({"name": ""}, 422, "blank", "name"),
    ({"name": "x" * 121}, 422, "too-long", "name"),
    ({"company": "甲\u0007"}, 422, "control-character", "company"),
    ({"company": 7}, 422, "wrong-type", "company"),
    ({"gbt23001_certified": "yes"}, 422, "wrong-type", "gbt23001_certified"),
    ({"stars": 5}, 422, "unknown-field", "stars"),
    ({"profile": {"industries": ["电子信息", "炼丹业"]}}, 422, "unknown-industry", "profile.industries.1"),
    ({"profile": {"contact": {"email": "x"}}}, 422, "bad-email", "profile.contact.email"),
    ({"company": "示例甲公司", "name": "示例甲公司"}, 409, "already-admitted", "company"),
]


def test_a_wrong_entry_is_refused_and_changes_nothing(house: TestHouse) -> None:
    draft = open_draft(house)
    admit(house, draft, company="示例甲公司", name="示例甲公司")
    before = state_of(house)
    right = {"name": "示例丙公司", "company": "示例丙公司", "category": "system_integration"}
    path = f"/editions/{draft['id']}/entries"

    answers = [house.organizer.post("catalogue", path, {**right, **changes}) for changes, *_ in WRONG_ENTRIES]

    assert [(one.status, one.code, one.field) for one in answers] == [(*told,) for _, *told in WRONG_ENTRIES]
    assert state_of(house) == before


@pytest.mark.parametrize(
    ("code", "warned"), [("91350100M000100Y44", "unified-code-check"), ("123", "unified-code-form")]
)
def test_a_doubtful_unified_code_is_warned_of_and_kept(house: TestHouse, code: str, warned: str) -> None:
    entry = admit(house, open_draft(house), unified_code=code)

    assert entry["unified_code"] == code
    assert [(one["code"], one["field"], one["value"]) for one in entry["warnings"]] == [(warned, "unified_code", code)]
    assert entry["warnings"][0]["title"] != entry["warnings"][0]["title_en"]


def test_organizers_correct_a_draft_and_later_only_what_is_no_official_fact(house: TestHouse) -> None:
    draft = open_draft(house)
    entry = admit(house, draft)
    path = f"/entries/{entry['id']}"

    moved = house.organizer.patch("catalogue", path, {"category": "platform", "name": "乙平台"}, version=1).json
    publish(house, draft)
    linked = house.organizer.patch(
        "catalogue", path, {"organisation_id": "org-7", "gbt23001_certified": True, "short_name": "乙"}, version=3
    ).json

    assert (moved["kind"], moved["category"], moved["name"]) == ("platform", "platform", "乙平台")
    assert (linked["organisation_id"], linked["gbt23001_certified"], linked["short_name"]) == ("org-7", True, "乙")
    assert (linked["name"], linked["version"]) == ("乙平台", 4)


def test_a_provider_keeps_its_own_profile_and_nobody_elses(house: TestHouse) -> None:
    draft = open_draft(house)
    own = admit(house, draft, organisation_id="org-1")
    other = admit(house, draft, company="示例丙公司", name="示例丙公司", organisation_id="org-2")
    publish(house, draft)
    provider = house.as_(Role.PROVIDER, "org-1")

    written = provider.put("catalogue", f"/entries/{own['id']}/profile", PROFILE, version=2)
    before = state_of(house)
    refused = [
        provider.put("catalogue", f"/entries/{other['id']}/profile", PROFILE, version=2),
        house.as_(Role.ENTERPRISE, "org-1").put("catalogue", f"/entries/{own['id']}/profile", PROFILE, version=3),
        house.as_(Role.AUDITOR).put("catalogue", f"/entries/{own['id']}/profile", PROFILE, version=3),
        house.visitor.put("catalogue", f"/entries/{own['id']}/profile", PROFILE, version=3),
    ]

    assert (written.json["profile"], written.json["version"]) == (PROFILE, 3)
    assert written.json["completeness"] == {"percent": 100, "missing": []}
    assert [(answer.status, answer.code) for answer in refused] == [
        (403, "forbidden"),
        (403, "forbidden"),
        (403, "forbidden"),
        (401, "unauthenticated"),
    ]
    assert state_of(house) == before


def test_writing_a_profile_replaces_the_whole(house: TestHouse) -> None:
    draft = open_draft(house)
    entry = admit(house, draft, profile=PROFILE)

    written = house.organizer.put(
        "catalogue", f"/entries/{entry['id']}/profile", {"industries": ["3110", "310113"[:2]]}, version=1
    ).json

    assert written["profile"]["industries"] == ["炼铁", "黑色金属冶炼和压延加工业"]
    assert written["profile"]["capabilities"] == []
    assert written["profile"]["contact"] == {"person": "", "phone": "", "email": ""}


def test_a_contact_is_shown_to_those_who_organize_audit_or_own_it_and_left_out_for_others(house: TestHouse) -> None:
    draft = open_draft(house)
    entry = admit(house, draft, organisation_id="org-1", profile=PROFILE)
    publish(house, draft)
    path = f"/entries/{entry['id']}"
    see = [house.organizer, house.as_(Role.AUDITOR), house.as_(Role.PROVIDER, "org-1"), house.as_(Role.ADMIN)]
    do_not = [
        house.visitor,
        house.as_(Role.PROVIDER, "org-2"),
        house.as_(Role.ENTERPRISE, "org-1"),
        house.as_(Role.PARK_OPERATOR, "org-3"),
    ]

    assert [one.get("catalogue", path).json["profile"] for one in see] == [PROFILE] * 4
    assert [one.get("catalogue", path).json["profile"] for one in do_not] == [PUBLIC] * 4
    listed = [one.get("catalogue", "/entries").json["items"][0]["profile"] for one in do_not]
    assert listed == [PUBLIC] * 4


def test_a_draft_is_not_there_for_those_who_may_not_know_of_it(house: TestHouse) -> None:
    draft = open_draft(house)
    entry = admit(house, draft)
    others = [house.visitor, house.as_(Role.PROVIDER, "org-1"), house.as_(Role.ENTERPRISE, "org-2")]
    paths = [
        f"/editions/{draft['id']}",
        f"/editions/{draft['id']}/difference",
        f"/entries/{entry['id']}",
        f"/entries/{entry['id']}/prerequisite",
    ]

    assert [[one.get("catalogue", path).status for path in paths] for one in others] == [[404] * 4] * 3
    for query in ("", "?status=draft", "?year=2018"):
        assert [one.get("catalogue", f"/editions{query}").json["total"] for one in others] == [0] * 3
    for query in ("", f"?edition={draft['id']}", f"?ids={entry['id']}", "?status=all"):
        assert [one.get("catalogue", f"/entries{query}").json["total"] for one in others] == [0] * 3
    assert [house.as_(Role.AUDITOR).get("catalogue", path).status for path in paths] == [200] * 4


def test_only_organizers_write_the_catalogue(house: TestHouse) -> None:
    draft = open_draft(house)
    entry = admit(house, draft)
    before = state_of(house)
    body = {"name": "示例丙公司", "company": "示例丙公司", "category": "cloud_services"}
    content = "申报单位,类别\n示例丙公司,云服务".encode()
    path, own = f"/editions/{draft['id']}", f"/entries/{entry['id']}"

    def try_all(role: Role) -> list[tuple[int, str]]:
        someone = house.as_(role, "org-1")
        answers = [
            someone.post("catalogue", "/editions", {"year": 2020, "scope": "delta", "title": "x"}),
            someone.patch("catalogue", path, {"title": "x"}, version=1),
            someone.post("catalogue", f"{path}/publish", version=1),
            someone.post("catalogue", f"{path}/entries", body),
            someone.post("catalogue", f"{path}/renewal", {"keep": []}),
            someone.upload("catalogue", f"{path}/import", content),
            someone.upload("catalogue", f"{path}/import?dry_run=true", content),
            someone.patch("catalogue", own, {"short_name": "x"}, version=1),
            someone.post("catalogue", f"{own}/withdraw", {"reason": "x"}, version=1),
        ]
        return [(answer.status, answer.code) for answer in answers]

    assert try_all(Role.VISITOR) == [(401, "unauthenticated")] * 9
    for role in (Role.PROVIDER, Role.ENTERPRISE, Role.PARK_OPERATOR, Role.AUDITOR):
        assert try_all(role) == [(403, "forbidden")] * 9
    assert state_of(house) == before


def test_a_withdrawn_entry_leaves_the_lists_and_stays_readable_with_its_reason(house: TestHouse) -> None:
    draft = open_draft(house)
    entry, other = admit(house, draft), admit(house, draft, company="示例丙公司", name="示例丙公司")
    publish(house, draft)
    path = f"/entries/{entry['id']}"

    withdrawn = house.organizer.post("catalogue", f"{path}/withdraw", {"reason": "企业注销"}, version=2).json
    again = house.organizer.post("catalogue", f"{path}/withdraw", {"reason": "再次"}, version=3)
    profile = house.organizer.put("catalogue", f"{path}/profile", PROFILE, version=3)

    assert (withdrawn["status"], withdrawn["withdrawn_reason"], withdrawn["version"]) == ("withdrawn", "企业注销", 3)
    assert [(one.status, one.code) for one in (again, profile)] == [(409, "entry-withdrawn")] * 2

    def ids(query: str) -> list[str]:
        return [one["id"] for one in house.visitor.get("catalogue", f"/entries{query}").json["items"]]

    assert ids("") == [other["id"]]
    assert ids("?status=withdrawn") == [entry["id"]]
    assert ids("?status=all") == ids(f"?ids={entry['id']},{other['id']}") == [entry["id"], other["id"]]
    edition = house.visitor.get("catalogue", f"/editions/{draft['id']}").json
    assert edition["entry_count"] == 1
    statement = house.visitor.get("catalogue", f"{path}/prerequisite").json
    assert (statement["met"], statement["reason"]) == (False, "entry-withdrawn")


def test_withdrawing_without_a_reason_is_refused(house: TestHouse) -> None:
    entry = admit(house, open_draft(house))
    before = state_of(house)
    path = f"/entries/{entry['id']}/withdraw"

    answers = [
        house.organizer.post("catalogue", path, {"reason": reason}, version=1) for reason in (None, "", " ", "x" * 501)
    ]

    assert [(one.status, one.field) for one in answers] == [(422, "reason")] * 4
    assert state_of(house) == before


def test_changing_an_entry_takes_the_version_that_was_seen(house: TestHouse) -> None:
    entry = admit(house, open_draft(house))
    before = state_of(house)
    path, organizer = f"/entries/{entry['id']}", house.organizer

    answers = [
        (
            organizer.patch("catalogue", path, {"short_name": "x"}, version=version),
            organizer.put("catalogue", f"{path}/profile", PROFILE, version=version),
            organizer.post("catalogue", f"{path}/withdraw", {"reason": "x"}, version=version),
        )
        for version in (None, 9)
    ]

    told = [[(one.status, one.code) for one in row] for row in answers]
    assert told == [[(428, "if-match-required")] * 3, [(412, "stale-version")] * 3]
    assert state_of(house) == before


def test_entries_are_found_by_what_they_are_and_paged_in_the_order_of_the_list(house: TestHouse) -> None:
    draft = open_draft(house)
    platform = admit(house, draft, name="甲平台", company="示例甲公司", category="platform")
    zeta = admit(house, draft, name="Z", company="Z", category="cloud_services", organisation_id="org-1")
    alpha = admit(house, draft, name="A", company="A", category="cloud_services")
    publish(house, draft)

    def ids(query: str) -> list[str]:
        return [one["id"] for one in house.visitor.get("catalogue", f"/entries?{query}").json["items"]]

    assert ids("category=cloud_services") == [zeta["id"], alpha["id"]]
    assert ids("kind=platform") == ids("category=platform") == [platform["id"]]
    assert ids("organisation=org-1") == [zeta["id"]]
    assert ids("year=2018&scope=shanghai&in_use=true") == [platform["id"], zeta["id"], alpha["id"]]
    assert ids("year=2019") == ids("scope=delta") == ids("in_use=false") == []
    first = house.visitor.get("catalogue", "/entries?first=2").json
    rest = house.visitor.get("catalogue", f"/entries?first=2&after={first['end_cursor']}").json
    assert [one["id"] for one in first["items"] + rest["items"]] == [platform["id"], zeta["id"], alpha["id"]]
    assert (first["total"], first["has_next"], rest["has_next"]) == (3, True, False)


def test_too_many_ids_are_refused(house: TestHouse) -> None:
    ids = ",".join(f"x{number}" for number in range(501))

    answer = house.visitor.get("catalogue", f"/entries?ids={ids}")

    assert (answer.status, answer.code, answer.field) == (422, "too-many-ids", "ids")


def test_the_prerequisite_of_another_year_is_told(house: TestHouse) -> None:
    draft = open_draft(house)
    entry = admit(house, draft)
    publish(house, draft)
    path = f"/entries/{entry['id']}/prerequisite"

    own, other = house.visitor.get("catalogue", path).json, house.visitor.get("catalogue", f"{path}?year=2019").json

    assert own == house.visitor.get("catalogue", f"{path}?year=2018").json
    assert (own["year"], own["category"], own["met"], own["document_number"], own["reason"]) == (
        2018,
        "system_integration",
        True,
        "沪〔2018〕1号",
        "",
    )
    assert (other["year"], other["met"], other["reason"]) == (2019, False, "another-year")
    assert house.visitor.get("catalogue", f"{path}?year=abc").status == 422
