"""What a service answers, and what it refuses."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from services.chassis.app import create_app
from services.chassis.clock import SetClock
from services.chassis.identity import Actor, Keyring, Role
from services.chassis.ports import Ports
from tests.unit.chassis.toy import METADATA, NOTE

ORGANIZER = Actor("zhang", "org-1", frozenset({Role.ORGANIZER}))


@pytest.fixture
def client(ports: Ports) -> FlaskClient:
    return create_app(ports).test_client()


@pytest.fixture
def signed(ports: Ports, clock: SetClock) -> dict[str, str]:
    return {"Authorization": f"Bearer {ports.keyring.mint(ORGANIZER, audience='toy', now=clock.now())}"}


def count(ports: Ports, table: str) -> int:
    with ports.store.read() as connection:
        return int(connection.execute(select(func.count()).select_from(METADATA.tables[table])).scalar_one())


def test_a_write_leaves_row_fact_and_audit_together(ports: Ports, client: FlaskClient, signed: dict[str, str]) -> None:
    answer = client.post("/notes", json={"text": " 设备联网 "}, headers=signed)

    assert answer.status_code == 201
    assert answer.json is not None
    assert answer.json["text"] == "设备联网"
    with ports.store.read() as connection:
        audit = connection.execute(select(METADATA.tables["audit"])).one()
    assert (audit.person, audit.organisation, audit.action) == ("zhang", "org-1", "note_written")
    assert audit.request_id == answer.headers["X-Request-Id"]
    assert (count(ports, "note"), count(ports, "outbox")) == (1, 1)


def test_a_refusal_after_writing_leaves_nothing(ports: Ports, client: FlaskClient, signed: dict[str, str]) -> None:
    answer = client.post("/notes", json={"text": "break"}, headers=signed)

    assert answer.status_code == 404
    assert [count(ports, table) for table in ("note", "outbox", "audit")] == [0, 0, 0]


@pytest.mark.parametrize(
    ("body", "status", "code", "field"),
    [
        (b"{", 400, "malformed-json", ""),
        (b"\xff\xfe", 400, "malformed-json", ""),
        (b"[]", 422, "wrong-type", ""),
        (b"{}", 422, "required", "text"),
        (b'{"text": null}', 422, "required", "text"),
        (b'{"text": 5}', 422, "wrong-type", "text"),
        (b'{"text": "a", "colour": 1}', 422, "unknown-field", "colour"),
        (b'{"text": "a\\u0007b"}', 422, "control-character", "text"),
        (b'{"text": "a\\nb"}', 422, "control-character", "text"),
        (b'{"text": "   "}', 422, "blank", "text"),
        (b'{"text": "123456789012345678901"}', 422, "too-long", "text"),
        (b'{"text": "a", "count": "many"}', 422, "wrong-type", "count"),
        (b'{"count": "many"}', 422, "invalid-input", "text"),
    ],
)
def test_bad_input_is_refused_with_code_and_field_and_changes_nothing(
    ports: Ports, client: FlaskClient, signed: dict[str, str], body: bytes, status: int, code: str, field: str
) -> None:
    answer = client.post("/notes", data=body, headers={**signed, "Content-Type": "application/json"})

    problem: Any = answer.json
    assert (answer.status_code, problem["code"], problem["field"]) == (status, code, field)
    assert answer.content_type == "application/problem+json"
    assert problem["title"] != problem["title_en"]
    assert not {problem["title"], problem["title_en"]} & {code, ""}
    assert "{" not in problem["title"] + problem["title_en"]
    assert [count(ports, table) for table in ("note", "outbox", "audit")] == [0, 0, 0]


def test_several_faults_are_all_told(client: FlaskClient, signed: dict[str, str]) -> None:
    answer = client.post("/notes", json={"count": "many", "colour": 1}, headers=signed)

    problem: Any = answer.json
    told = {(error["field"], error["code"]) for error in problem["errors"]}
    assert told == {("text", "required"), ("count", "wrong-type"), ("colour", "unknown-field")}


@pytest.mark.parametrize(
    ("if_match", "status", "code"),
    [(None, 428, "if-match-required"), ('"2"', 412, "stale-version"), ("x", 400, "bad-if-match")],
)
def test_a_change_without_the_right_version_is_refused(
    client: FlaskClient, signed: dict[str, str], if_match: str | None, status: int, code: str
) -> None:
    note: Any = client.post("/notes", json={"text": "first"}, headers=signed).json

    headers = {**signed, "If-Match": if_match} if if_match else signed
    answer = client.patch(f"/notes/{note['id']}", json={"text": "second"}, headers=headers)

    problem: Any = answer.json
    assert (answer.status_code, problem["code"]) == (status, code)
    kept: Any = client.get(f"/notes/{note['id']}").json
    assert kept == note


def test_a_change_with_the_right_version_is_made(client: FlaskClient, signed: dict[str, str]) -> None:
    note: Any = client.post("/notes", json={"text": "first"}, headers=signed).json

    answer = client.patch(f"/notes/{note['id']}", json={"text": "second"}, headers={**signed, "If-Match": '"1"'})

    assert answer.json == {"id": note["id"], "text": "second", "version": 2}


@pytest.mark.parametrize(
    ("role", "status", "code"), [(None, 401, "unauthenticated"), (Role.ENTERPRISE, 403, "forbidden")]
)
def test_a_person_without_the_role_is_refused(
    ports: Ports, client: FlaskClient, clock: SetClock, role: Role | None, status: int, code: str
) -> None:
    headers = {}
    if role:
        token = ports.keyring.mint(Actor("li", "org-2", frozenset({role})), audience="toy", now=clock.now())
        headers["Authorization"] = f"Bearer {token}"

    answer = client.post("/notes", json={"text": "mine"}, headers=headers)

    problem: Any = answer.json
    assert (answer.status_code, problem["code"]) == (status, code)
    assert count(ports, "note") == 0


def test_a_token_that_is_stale_forged_or_for_another_door_is_refused(
    ports: Ports, client: FlaskClient, clock: SetClock
) -> None:
    now = clock.now()
    forger = Keyring("another secret that is long enough to sign")
    tokens = [
        ports.keyring.mint(ORGANIZER, audience="toy", now=now, seconds=0),
        ports.keyring.mint(ORGANIZER, audience="needs", now=now),
        forger.mint(ORGANIZER, audience="toy", now=now),
        "nonsense",
        "",
    ]

    answers = [client.get("/who", headers={"Authorization": f"Bearer {token}"}) for token in tokens]

    assert [answer.status_code for answer in answers] == [401] * 5
    assert {answer.json["code"] for answer in answers if answer.json} == {"bad-token"}


def test_an_unknown_fault_is_masked_and_numbered(client: FlaskClient) -> None:
    answer = client.get("/fault", headers={"X-Request-Id": "r-17"})

    problem: Any = answer.json
    assert (answer.status_code, problem["code"], problem["request_id"]) == (500, "internal", "r-17")
    assert "secret" not in answer.get_data(as_text=True)


def test_addresses_and_methods_that_are_not_there_are_problems_too(client: FlaskClient) -> None:
    missing, wrong = client.get("/nowhere"), client.delete("/notes")

    assert [(answer.status_code, answer.json["code"]) for answer in (missing, wrong) if answer.json] == [
        (404, "no-such-page"),
        (405, "method-not-allowed"),
    ]


def test_health_tells_life_readiness_and_figures(ports: Ports, client: FlaskClient, signed: dict[str, str]) -> None:
    client.post("/notes", json={"text": "one"}, headers=signed)

    assert client.get("/livez").status_code == 200
    assert client.get("/readyz").status_code == 200
    figures = client.get("/metrics").get_data(as_text=True)
    assert 'gongxu_outbox_unsent{service="toy"} 1.0' in figures
    with ports.store.write() as connection:
        connection.exec_driver_sql("DROP TABLE outbox")
    assert client.get("/readyz").status_code == 503
    assert NOTE.name == "note"
