"""The schema: the documents people are promised, who may ask what, and what services are asked for it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from services.chassis.identity import Actor, Role
from tests.unit.gateway.paper import EDITION, ORGANIZER, Paper, by_ids, codes, entry, need, page

DOCUMENTS = {path.stem: path.read_text(encoding="utf-8") for path in (Path(__file__).parent / "documents").iterdir()}
ENTERPRISE = Actor("somebody", "org-1", frozenset({Role.ENTERPRISE}))
HIT = {"score": 12.5, "highlights": [{"field": "name", "fragments": ["<mark>集成</mark>"]}]}
PLAN = {
    "meeting_count": 1,
    "value": 90,
    "bound": 100,
    "gap": 0.1,
    "unmet": [{"party_id": "p-2", "kind": "min", "reason": "too-few-partners", "text": "", "text_en": ""}],
    "meetings": [
        {
            "id": "m-1",
            "slot": {"id": "s-1", "starts_at": "2019-05-01T01:00:00+00:00"},
            "table": {"id": "t-1", "name": "1"},
            "demand": {"id": "p-1", "name": "某厂"},
            "supply": {"id": "p-2", "name": "某商"},
        }
    ],
}
RUN = {"id": "r-1", "conference_id": "c-1", "state": "done", "progress": 100, "version": 2}
UNDER_WAY = RUN | {"id": "r-2", "state": "running", "progress": 40}


def suggestions_of(*ids: str) -> Any:
    made = [
        {
            "entry_id": one,
            "score": 700,
            "parts": [{"name": "capability", "value": 0.5, "weight": 0.4}],
            "reasons": [
                {"kind": "capability", "text": "设备联网", "sign": "plus", "evidence": {"field": "capabilities"}}
            ],
        }
        for one in ids
    ]

    def answer(params: dict[str, str]) -> Any:
        size = int(params["first"])
        return {"items": [{"need_id": one, "policy": "p1", "items": made[:size]} for one in params["needs"].split(",")]}

    return answer


def test_the_search_document_is_answered_with_its_entries_in_one_call() -> None:
    found = {
        "total": 3,
        "notices": [{"code": "relaxed", "zh": "已放宽条件", "en": "Conditions were relaxed"}],
        "weak": False,
        "facets": [{"field": "category", "buckets": [{"value": "system_integration", "label": "集成", "count": 3}]}],
        "hits": [{"entry_id": "e-1", "cursor": "c1", **HIT}, {"entry_id": "e-2", "cursor": "c2", **HIT}],
        "has_next": True,
        "end_cursor": "c2",
    }
    paper = Paper({"search POST /search": found, "catalogue GET /entries": by_ids([entry("e-1"), entry("e-2")])})

    payload = paper.ask(DOCUMENTS["search"])

    assert "errors" not in payload
    search = payload["data"]["search"]
    assert (search["totalCount"], search["notices"]) == (3, ["Conditions were relaxed"])
    assert [edge["node"]["entry"]["id"] for edge in search["edges"]] == ["e-1", "e-2"]
    assert search["edges"][0]["node"]["entry"]["edition"] == {"year": 2018, "scope": "shanghai"}
    assert search["pageInfo"] == {"hasNextPage": True, "endCursor": search["edges"][1]["cursor"]}
    assert paper.calls == ["search POST /search", "catalogue GET /entries"]
    assert paper.asked[0].body == {
        "text": "设备联网 集成",
        "filters": {"category": ["system_integration"]},
        "first": 10,
        "facets": True,
        "exact": False,
        "include_demo": False,
    }
    assert paper.asked[1].params == {"ids": "e-1,e-2", "first": "100"}


def test_the_next_page_of_a_search_goes_on_after_the_cursor_of_a_hit() -> None:
    found = {"total": 1, "notices": [], "hits": [{"entry_id": "e-1", "cursor": "c1", **HIT}], "has_next": True}
    paper = Paper({"search POST /search": found})
    document = 'query($after: String) { search(text: "x", after: $after) { edges { cursor } } }'

    cursor = paper.ask(document)["data"]["search"]["edges"][0]["cursor"]
    paper.ask(document, after=cursor)

    assert [one.body.get("after") for one in paper.asked] == [None, "c1"]
    assert paper.asked[0].body["facets"] is False


def test_the_needs_document_asks_for_all_suggestions_and_all_entries_at_once() -> None:
    paper = Paper(
        {
            "needs GET /needs": page([need("n-1"), need("n-2")]),
            "matching GET /suggestions": suggestions_of("e-1", "e-2"),
            "catalogue GET /entries": by_ids([entry("e-1"), entry("e-2")]),
        }
    )

    payload = paper.ask(DOCUMENTS["needs"])

    assert "errors" not in payload
    node = payload["data"]["needs"]["edges"][1]["node"]
    assert (node["id"], node["status"], node["expiresOn"]) == ("n-2", "published", "2019-09-28")
    assert [one["entry"]["id"] for one in node["suggestions"]] == ["e-1", "e-2"]
    assert node["suggestions"][0]["reasons"] == [
        {"kind": "capability", "text": "设备联网", "evidence": {"field": "capabilities"}}
    ]
    assert paper.calls == ["needs GET /needs", "matching GET /suggestions", "catalogue GET /entries"]
    assert paper.asked[0].params == {"status": "published", "first": "5"}
    assert paper.asked[1].params == {"needs": "n-1,n-2", "first": "5"}


def test_needs_are_still_shown_when_suggestions_cannot_be_had() -> None:
    paper = Paper({"needs GET /needs": page([need("n-1"), need("n-2")])}, down={"matching"})

    payload = paper.ask(DOCUMENTS["needs"])

    assert [edge["node"]["suggestions"] for edge in payload["data"]["needs"]["edges"]] == [None, None]
    assert codes(payload) == [
        ("UPSTREAM_UNAVAILABLE", ["needs", "edges", place, "node", "suggestions"]) for place in (0, 1)
    ]
    assert paper.hidden == []


def test_the_editions_document_is_answered_with_all_categories() -> None:
    edition = EDITION | {"entry_count": 30, "categories": [{"category": "platform", "count": 8}]}
    paper = Paper({"catalogue GET /editions": page([edition])})

    payload = paper.ask(DOCUMENTS["editions"])

    assert payload == {
        "data": {
            "editions": [
                {
                    "year": 2018,
                    "scope": "shanghai",
                    "status": "published",
                    "entryCount": 30,
                    "categories": [{"category": "platform", "count": 8}],
                }
            ]
        }
    }


def house_with_a_plan() -> Paper:
    return Paper(
        {
            "conference GET /conferences": page([{"id": "c-1", "title": "演示"}]),
            "conference GET /conferences/c-1/runs": page(
                [RUN, RUN | {"id": "r-2", "state": "running", "progress": 40}]
            ),
            "conference GET /runs/r-1/plan": PLAN,
            "conference GET /conferences/c-1/parties": page([{"id": "p-2", "conference_id": "c-1", "name": "某商"}]),
        }
    )


def test_the_conferences_document_is_answered_to_an_organizer() -> None:
    paper = house_with_a_plan()

    payload = paper.ask(DOCUMENTS["conferences"], ORGANIZER)

    assert "errors" not in payload
    done, running = (edge["node"] for edge in payload["data"]["conferences"]["edges"][0]["node"]["runs"]["edges"])
    assert done["plan"]["unmet"] == [{"party": {"name": "某商"}, "kind": "min", "reason": "too-few-partners"}]
    assert done["plan"]["meetings"]["edges"][0]["node"] == {
        "slot": {"startsAt": "2019-05-01T01:00:00+00:00"},
        "table": {"name": "1"},
        "demand": {"name": "某厂"},
        "supply": {"name": "某商"},
    }
    assert (running["state"], running["progress"], running["plan"]) == ("running", 40, None)
    assert {one.actor.person for one in paper.asked} == {"organizer-1"}


@pytest.mark.parametrize(
    "document",
    [
        DOCUMENTS["conferences"],
        '{ conference(id: "c-1") { id } }',
        '{ run(id: "r-1") { id } }',
        "{ requests { edges { node { id } } } }",
        '{ request(id: "q-1") { id } }',
        "{ needs(mine: true) { edges { node { id } } } }",
        'mutation { createEdition(input: {year: 2019, scope: shanghai, title: "x"}) { id } }',
        'mutation { importEntries(editionId: "x", format: csv, content: "") { rowCount } }',
        'mutation { createNeed(input: {title: "x"}) { id } }',
        'mutation { publishNeed(id: "n-1", version: 1) { id } }',
        'mutation { askRequest(input: {needId: "n", entryId: "e", kind: meeting}) { id } }',
        'mutation { createConference(input: {title: "x"}) { id } }',
        'mutation { setWishes(partyId: "p", version: 1, wishes: []) { id } }',
        'mutation { startRun(conferenceId: "c-1") { id } }',
    ],
)
def test_a_visitor_is_told_to_sign_in_and_no_service_is_asked(document: str) -> None:
    paper = house_with_a_plan()

    payload = paper.ask(document)

    assert [code for code, _ in codes(payload)] == ["UNAUTHENTICATED"]
    assert set(payload["data"].values()) == {None}
    assert paper.calls == []


def test_what_a_person_writes_reaches_the_service_as_identifiers() -> None:
    paper = Paper({"needs POST /needs": (201, need("n-1", status="draft"))})
    document = "mutation($input: NeedInput!) { createNeed(input: $input) { id status version } }"
    given = {
        "kind": "park",
        "title": "园区",
        "categories": ["cloud_services"],
        "budgetMax": 50,
        "contact": {"phone": "1"},
    }

    payload = paper.ask(document, ENTERPRISE, input=given)

    assert payload == {"data": {"createNeed": {"id": "n-1", "status": "draft", "version": 3}}}
    assert paper.asked[0].body == {
        "kind": "park",
        "title": "园区",
        "categories": ["cloud_services"],
        "budget_max": 50,
        "contact": {"phone": "1"},
    }


def test_what_a_person_does_not_say_stays_unsaid() -> None:
    paper = Paper({"needs PATCH /needs/n-1": need("n-1")})

    paper.ask(
        'mutation { changeNeed(id: "n-1", version: 1, input: {district: "宝山区", budgetMin: null}) { id } }',
        ENTERPRISE,
    )

    assert paper.asked[0].body == {"district": "宝山区", "budget_min": None}


def test_an_official_list_is_handed_on_as_it_is() -> None:
    report = {"dry_run": True, "row_count": 1, "admitted_count": 0, "errors": [], "warnings": []}
    paper = Paper({"catalogue POST /editions/shanghai-2019/import": report})
    document = """mutation($content: String!) {
        importEntries(editionId: "shanghai-2019", format: csv, content: $content, dryRun: true) { dryRun rowCount } }"""

    good = paper.ask(document, ORGANIZER, content="5ZCN56ew")
    bad = paper.ask(document, ORGANIZER, content="名称")

    assert good == {"data": {"importEntries": {"dryRun": True, "rowCount": 1}}}
    assert bad["errors"][0]["extensions"]["field"] == "content"
    assert [(one.params, one.body) for one in paper.asked] == [({"dry_run": "true", "format": "csv"}, "名称".encode())]


def test_a_brief_edition_is_completed_when_more_of_it_is_asked() -> None:
    whole = EDITION | {"entry_count": 30}
    paper = Paper({"catalogue GET /entries/e-1": entry("e-1"), "catalogue GET /editions": page([whole])})

    payload = paper.ask('{ entry(id: "e-1") { reach edition { title entryCount } } }')

    assert payload == {"data": {"entry": {"reach": None, "edition": {"title": "2018", "entryCount": 30}}}}


def test_viewer_says_who_asks() -> None:
    paper = Paper()

    assert paper.ask("{ viewer { person roles } }") == {"data": {"viewer": None}}
    assert paper.ask("{ viewer { person organisation roles } }", ENTERPRISE) == {
        "data": {"viewer": {"person": "somebody", "organisation": "org-1", "roles": ["enterprise"]}}
    }
