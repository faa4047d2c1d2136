"""The catalogue through the one door: finding, listing, importing, and who may not."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from tests.system.street import Street, Word

LIST = "名称,企业名称,类别\n试验集成,上海试验自动化有限公司,集成服务\n试验云,上海试验云计算有限公司,云服务\n"


def test_a_visitor_finds_the_integrators_and_is_told_how(street: Street) -> None:
    found = street.visitor.do(
        "search",
        "{ totalCount notices edges { node { entry { company category prerequisites { met year } } } } }",
        text="设备联网 集成",
        filters={"category": ["system_integration"]},
    )

    assert found["totalCount"] == 4
    assert {edge["node"]["entry"]["category"] for edge in found["edges"]} == {"system_integration"}
    assert [edge["node"]["entry"]["prerequisites"] for edge in found["edges"]] == [[{"met": True, "year": 2018}]] * 4
    assert found["notices"] != []


def test_pages_of_entries_put_together_are_the_catalogue(street: Street) -> None:
    below = "{ totalCount edges { cursor node { id } } pageInfo { hasNextPage endCursor } }"
    seen: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = street.visitor.do("entries", below, edition="shanghai-2018", first=7, **cursor)
        seen += [edge["node"]["id"] for edge in page["edges"]]
        if not page["pageInfo"]["hasNextPage"]:
            break
        cursor = {"after": page["pageInfo"]["endCursor"]}

    assert len(seen) == len(set(seen)) == page["totalCount"] == 30
    middle = street.visitor.do("entries", below, edition="shanghai-2018", first=7)["edges"][3]["cursor"]
    after = street.visitor.do("entries", below, edition="shanghai-2018", first=3, after=middle)
    assert [edge["node"]["id"] for edge in after["edges"]] == seen[4:7]


def test_an_edition_is_opened_filled_from_a_list_and_published(street: Street) -> None:
    boss = street.organizer
    edition = boss.do(
        "mutation createEdition",
        "{ id version status }",
        input={"year": 2018, "scope": Word("delta"), "title": "试验目录", "documentNumber": "试〔2018〕1 号"},
    )
    content = base64.b64encode(LIST.encode()).decode()
    below = "{ dryRun rowCount admittedCount errors { cell code title } }"
    given = {"editionId": edition["id"], "format": Word("csv"), "content": content}

    tried = boss.do("mutation importEntries", below, **given, dryRun=True)
    assert (tried["rowCount"], tried["errors"]) == (2, [])
    assert boss.do("edition", "{ entryCount }", id=edition["id"]) == {"entryCount": 0}

    done = boss.do("mutation importEntries", below, **given)
    assert done["admittedCount"] == 2
    version = boss.do("edition", "{ version }", id=edition["id"])["version"]
    published = boss.do("mutation publishEdition", "{ id status inUse entryCount }", id=edition["id"], version=version)
    assert published == {"id": edition["id"], "status": "published", "inUse": True, "entryCount": 2}

    again = boss.do("edition", "{ version }", id=edition["id"])["version"]
    wrong = boss.refused("mutation publishEdition", "{ id }", id=edition["id"], version=again)
    assert wrong["code"] == "CONFLICT"


def test_a_list_with_faults_names_their_cells_and_admits_nobody(street: Street) -> None:
    boss = street.organizer
    edition = boss.do(
        "mutation createEdition", "{ id }", input={"year": 2020, "scope": Word("delta"), "title": "有错的目录"}
    )
    content = base64.b64encode(LIST.replace("云服务", "太空服务").encode()).decode()
    given = {"editionId": edition["id"], "format": Word("csv"), "content": content}

    tried = boss.do("mutation importEntries", "{ errors { cell row code } }", **given, dryRun=True)
    refused = boss.refused("mutation importEntries", "{ rowCount }", **given)

    assert [(fault["cell"], fault["row"]) for fault in tried["errors"]] == [("C3", 3)]
    assert refused["code"] == "BAD_USER_INPUT"
    assert boss.do("edition", "{ entryCount }", id=edition["id"]) == {"entryCount": 0}


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("createEdition", {"input": {"year": 2030, "scope": Word("shanghai"), "title": "x"}}),
        ("publishEdition", {"id": "shanghai-2018", "version": 1}),
        ("withdrawEntry", {"id": "shanghai-2018-001", "version": 1, "reason": "x"}),
        ("createConference", {"input": {"title": "x", "year": 2019, "scope": Word("delta"), "startsOn": "2019-05-01"}}),
    ],
)
def test_what_organizers_do_is_forbidden_to_others_and_changes_nothing(
    street: Street, field: str, given: dict[str, Any]
) -> None:
    below = "{ editions { id status entryCount } }"
    before = street.organizer.answer(below)

    assert street.visitor.refused(f"mutation {field}", "{ id }", **given)["code"] == "UNAUTHENTICATED"
    for person in (street.firm, street.park, street.auditor):
        assert person.refused(f"mutation {field}", "{ id }", **given)["code"] == "FORBIDDEN"
    assert street.organizer.answer(below) == before
