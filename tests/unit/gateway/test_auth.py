"""Who asks: API tokens, the site's cookie, and what happens when they are no good."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import orjson
from werkzeug.test import run_wsgi_app

from gateway.service import Gateway, create_gateway
from services.chassis.identity import VISITOR, Actor, Role
from tests.unit.gateway.paper import CLOCK, KEYRING, ORGANIZER, Paper

VIEWER = {"query": "{ viewer { person } }"}


def door(paper: Paper | None = None, trouble: str = "") -> Gateway:
    peers = (paper or Paper()).peers
    return create_gateway(
        peers=peers, keyring=KEYRING, clock=CLOCK, address="http://localhost", trouble=lambda: trouble
    )


def send(gateway: Gateway, path: str, *, method: str = "POST", **headers: str) -> tuple[int, Any]:
    body = orjson.dumps(VIEWER) if method == "POST" else b""
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "SCRIPT_NAME": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "wsgi.url_scheme": "http",
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        **headers,
    }
    parts, status, _ = run_wsgi_app(gateway, environ)
    text = b"".join(parts)
    return int(status.split()[0]), orjson.loads(text) if text.startswith(b"{") else text.decode()


def token(audience: str = "gateway", actor: Actor = ORGANIZER, seconds: int = 60) -> str:
    return KEYRING.mint(actor, audience=audience, now=CLOCK.now(), seconds=seconds)


def test_an_api_token_says_who_asks() -> None:
    status, payload = send(door(), "/graphql", HTTP_AUTHORIZATION=f"Bearer {token()}")

    assert (status, payload) == (200, {"data": {"viewer": {"person": "organizer-1"}}})


def test_the_cookie_of_the_site_says_who_asks() -> None:
    status, payload = send(door(), "/graphql/", HTTP_COOKIE=f"a=b; gongxu_session={token()}")

    assert (status, payload) == (200, {"data": {"viewer": {"person": "organizer-1"}}})


def test_a_token_that_is_no_good_is_refused_as_a_whole() -> None:
    late = CLOCK.now() - timedelta(hours=1)
    bad = [
        "Bearer x",
        "Basic YTpi",
        f"Bearer {token('catalogue')}",
        f"Bearer {KEYRING.mint(ORGANIZER, audience='gateway', now=late)}",
    ]

    for given in bad:
        status, payload = send(door(), "/graphql", HTTP_AUTHORIZATION=given)
        assert status == 401
        assert payload["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
        assert payload["errors"][0]["extensions"]["messages"]["zh"] == "登录凭证无效或已过期，请重新登录。"


def test_a_cookie_that_is_no_good_makes_a_visitor() -> None:
    for cookie in ("gongxu_session=x", "gongxu_session=", "=;;", 'gongxu_session="\\', "{}"):
        assert send(door(), "/graphql", HTTP_COOKIE=cookie) == (200, {"data": {"viewer": None}})


def test_a_peer_is_told_who_acts_and_within_which_request() -> None:
    paper = Paper({"needs GET /needs": {"items": [], "has_next": False, "end_cursor": "", "total": 0}})
    gateway = door(paper)

    gateway.execute("{ needs { totalCount } }", {}, Actor("p", "org-1", frozenset({Role.ENTERPRISE}), request_id="abc"))

    assert paper.asked[0].actor == Actor("p", "org-1", frozenset({Role.ENTERPRISE}), request_id="abc")
    assert paper.asked[0].headers["X-Request-Id"] == "abc"


def test_ready_is_said_only_when_nothing_is_in_trouble() -> None:
    assert send(door(), "/readyz", method="GET") == (200, "ok\n")
    assert send(door(trouble="search: no index"), "/readyz", method="GET") == (503, "search: no index\n")
    assert send(door(trouble="search: no index"), "/livez", method="GET") == (200, "ok\n")


def test_the_door_counts_its_answers_and_errors() -> None:
    gateway = door()
    send(gateway, "/graphql")
    send(gateway, "/graphql", HTTP_AUTHORIZATION="Bearer x")
    gateway.execute("{ conferences { totalCount } }", {}, VISITOR)

    _, figures = send(gateway, "/metrics", method="GET")

    assert 'gongxu_door_answers_total{status="200",surface="graphql"} 1.0' in figures
    assert 'gongxu_door_answers_total{status="401",surface="graphql"} 1.0' in figures
    assert 'gongxu_graphql_errors_total{code="UNAUTHENTICATED"} 1.0' in figures


def test_files_are_for_people_who_are_known() -> None:
    paper = Paper({"conference GET /runs/r-1/plan.xlsx": {"stands": "for bytes"}})
    path = "/files/conference/runs/r-1/plan.xlsx"

    status, problem = send(door(paper), path, method="GET")
    assert (status, problem["code"]) == (401, "unauthenticated")
    assert paper.calls == []

    bearer = f"Bearer {token()}"
    assert send(door(paper), path, method="GET", HTTP_AUTHORIZATION=bearer) == (200, {"stands": "for bytes"})
    status, problem = send(door(paper), path.replace("r-1", "r-9"), method="GET", HTTP_AUTHORIZATION=bearer)
    assert (status, problem["title"]) == (404, "没有找到。")


def test_no_other_path_of_a_service_can_be_reached_as_a_file() -> None:
    paper = Paper({"conference GET /conferences": {"secret": "all of them"}})

    for path in ("/files/conference/conferences", "/files/conference/runs/../conferences", "/files/needs/needs"):
        status, _ = send(door(paper), path, method="GET", HTTP_AUTHORIZATION=f"Bearer {token()}")
        assert status == 404
    assert paper.calls == []
