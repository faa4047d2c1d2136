"""Opening, changing and publishing editions, over HTTP."""

from typing import Any

from services.chassis.identity import Role
from tests.house import TestHouse
from tests.unit.catalogue.making import admit, open_draft, publish, state_of


def test_an_edition_is_opened_as_a_draft_with_all_categories_empty(house: TestHouse) -> None:
    draft = open_draft(house, 2018, title="2018年度目录", document_number="沪经信推〔2018〕443号")

    opened_at = draft.pop("opened_at")
    assert opened_at == "2019-04-01T02:00:00+00:00"
    assert draft == {
        "id": "shanghai-2018",
        "year": 2018,
        "scope": "shanghai",
        "title": "2018年度目录",
        "document_number": "沪经信推〔2018〕443号",
        "status": "draft",
        "demo": False,
        "in_use": False,
        "published_at": None,
        "version": 1,
        "entry_count": 0,
        "categories": [
            {"category": category, "count": 0}
            for category in (
                "platform",
                "platform_services",
                "cloud_services",
                "data_services",
                "identifier_resolution",
                "gbt23001_consulting",
                "system_integration",
                "industrial_security",
            )
        ],
    }


WRONG_EDITIONS: list[tuple[dict[str, Any], int, str, str]] = [
    ({"scope": "shanghai", "title": "x"}, 422, "required", "year"),
    ({"year": "2018", "scope": "shanghai", "title": "x"}, 422, "wrong-type", "year"),
    ({"year": 1066, "scope": "shanghai", "title": "x"}, 422, "invalid-value", "year"),
    ({"year": 2018, "scope": "beijing", "title": "x"}, 422, "not-listed", "scope"),
    ({"year": 2018, "scope": "shanghai", "title": " "}, 422, "blank", "title"),
    ({"year": 2018, "scope": "shanghai", "title": "x" * 121}, 422, "too-long", "title"),
    ({"year": 2018, "scope": "shanghai", "title": "a\u0000b"}, 422, "control-character", "title"),
    ({"year": 2018, "scope": "shanghai", "title": "x", "colour": 1}, 422, "unknown-field", "colour"),
    ({"year": 2017, "scope": "shanghai", "title": "again"}, 409, "edition-exists", "year"),
]


def test_a_wrong_edition_is_refused_and_changes_nothing(house: TestHouse) -> None:
    open_draft(house, 2017)
    before = state_of(house)

    answers = [house.organizer.post("catalogue", "/editions", body) for body, *_ in WRONG_EDITIONS]

    assert [(one.status, one.code, one.field) for one in answers] == [(*told,) for _, *told in WRONG_EDITIONS]
    assert state_of(house) == before


def test_a_demo_edition_of_the_same_year_is_another_edition_and_never_in_use(house: TestHouse) -> None:
    open_draft(house, 2018, scope="delta")
    demo = open_draft(house, 2018, scope="delta", demo=True)
    admit(house, demo)

    published = publish(house, demo)

    assert (published["id"], published["status"], published["in_use"]) == ("delta-2018-demo", "published", False)


def test_a_draft_is_corrected_and_its_entries_tell_the_new_title(house: TestHouse) -> None:
    draft = open_draft(house)
    entry = admit(house, draft)

    answer = house.organizer.patch("catalogue", f"/editions/{draft['id']}", {"title": "更正"}, version=1)

    assert (answer.json["title"], answer.json["document_number"], answer.json["version"]) == (
        "更正",
        "沪〔2018〕1号",
        2,
    )
    assert answer.json["entry_count"] == 1
    told = house.organizer.get("catalogue", f"/entries/{entry['id']}").json
    assert (told["edition"]["title"], told["version"]) == ("更正", 2)


def test_a_published_edition_is_closed(house: TestHouse) -> None:
    draft = open_draft(house)
    entry = admit(house, draft)
    edition = publish(house, draft)
    path = f"/editions/{edition['id']}"
    before = state_of(house)
    organizer = house.organizer
    other = {"name": "示例丙公司", "company": "示例丙公司", "category": "cloud_services"}

    answers = [
        organizer.patch("catalogue", path, {"title": "x"}, version=edition["version"]),
        organizer.post("catalogue", f"{path}/publish", version=edition["version"]),
        organizer.post("catalogue", f"{path}/entries", other),
        organizer.upload("catalogue", f"{path}/import", "申报单位,类别\n示例丙公司,云服务".encode()),
        organizer.post("catalogue", f"{path}/renewal", {"keep": []}),
        organizer.patch("catalogue", f"/entries/{entry['id']}", {"company": "别的公司"}, version=2),
    ]

    assert [(answer.status, answer.code) for answer in answers] == [(409, "edition-closed")] * 6
    assert answers[-1].field == "company"
    assert state_of(house) == before


def test_publishing_puts_the_edition_in_use_and_the_older_one_out_of_it(house: TestHouse) -> None:
    first, second = open_draft(house, 2018), open_draft(house, 2019)
    old, new = admit(house, first), admit(house, second)
    publish(house, first)

    published = publish(house, second)

    assert (published["in_use"], published["version"]) == (True, 2)
    editions = house.visitor.get("catalogue", "/editions").json["items"]
    assert [(one["id"], one["in_use"]) for one in editions] == [("shanghai-2019", True), ("shanghai-2018", False)]
    in_use = house.visitor.get("catalogue", "/entries?in_use=true").json["items"]
    assert [one["id"] for one in in_use] == [new["id"]]
    told = house.visitor.get("catalogue", f"/entries/{old['id']}").json
    assert (told["edition"]["in_use"], told["status"]) == (False, "admitted")


def test_an_empty_edition_is_not_published(house: TestHouse) -> None:
    draft = open_draft(house)
    entry = admit(house, draft)
    house.organizer.post("catalogue", f"/entries/{entry['id']}/withdraw", {"reason": "误列"}, version=1)

    answer = house.organizer.post("catalogue", f"/editions/{draft['id']}/publish", version=1)

    assert (answer.status, answer.code) == (409, "edition-empty")
    assert house.visitor.get("catalogue", "/editions").json["total"] == 0


def test_changing_an_edition_takes_the_version_that_was_seen(house: TestHouse) -> None:
    draft = open_draft(house)
    admit(house, draft)
    before = state_of(house)
    path, organizer = f"/editions/{draft['id']}", house.organizer

    changed = [organizer.patch("catalogue", path, {"title": "x"}, version=version) for version in (None, 7)]
    published = [organizer.post("catalogue", f"{path}/publish", version=version) for version in (None, 7)]

    expected = [(428, "if-match-required"), (412, "stale-version")]
    assert [[(one.status, one.code) for one in answers] for answers in (changed, published)] == [expected] * 2
    assert state_of(house) == before


def test_editions_are_paged_from_the_newest(house: TestHouse) -> None:
    for year, scope in ((2018, "shanghai"), (2019, "delta"), (2019, "shanghai"), (2020, "delta")):
        open_draft(house, year, scope=scope)

    first = house.organizer.get("catalogue", "/editions?first=3").json
    rest = house.organizer.get("catalogue", f"/editions?first=3&after={first['end_cursor']}").json

    assert [one["id"] for one in first["items"]] == ["delta-2020", "delta-2019", "shanghai-2019"]
    assert [one["id"] for one in rest["items"]] == ["shanghai-2018"]
    assert (first["has_next"], rest["has_next"], first["total"]) == (True, False, 4)
    of_year = house.organizer.get("catalogue", "/editions?year=2019&scope=delta&status=draft").json
    assert [one["id"] for one in of_year["items"]] == ["delta-2019"]


def test_a_wrong_question_is_refused(house: TestHouse) -> None:
    queries = ["first=0", "first=101", "after=nonsense", "year=abc", "status=lost"]

    answers = [house.organizer.get("catalogue", f"/editions?{query}") for query in queries]

    assert [(one.status, one.field) for one in answers] == [(422, one.partition("=")[0]) for one in queries]


def test_an_edition_that_is_not_there_is_not_found(house: TestHouse) -> None:
    answer = house.organizer.get("catalogue", "/editions/shanghai-1999")

    assert (answer.status, answer.code, answer.field) == (404, "not-found", "id")


def test_the_figures_of_a_year_are_counted_with_their_definitions(house: TestHouse) -> None:
    draft = open_draft(house)
    admit(house, draft, gbt23001_certified=True)
    gone = admit(house, draft, company="示例丙公司", name="示例丙公司")
    publish(house, draft)
    house.organizer.post("catalogue", f"/entries/{gone['id']}/withdraw", {"reason": "退出"}, version=2)

    told = house.as_(Role.AUDITOR).get("catalogue", "/figures?year=2018").json

    figures = {one["name"]: one["value"] for one in told["figures"]}
    assert (told["year"], figures["entries_listed"], figures["entries_withdrawn"]) == (2018, 1, 1)
    assert (figures["entries_certified"], figures["profiles_complete"]) == (1, 0)
    assert (figures["entries_system_integration"], figures["entries_platform"]) == (1, 0)
    assert all(one["definition"] and one["definition_en"] for one in told["figures"])
    assert house.visitor.get("catalogue", "/figures?year=2018").status == 401
