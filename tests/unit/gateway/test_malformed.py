"""Malformed requests: always JSON, the right status, never a 500, never an echo of markup, never slow."""

from __future__ import annotations

import io
import time
from typing import Any
from urllib.parse import quote

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import run_wsgi_app

from gateway.errors import Code
from gateway.wsgi import door_app
from tests.unit.gateway.world import Desk, World

JSON = {"CONTENT_TYPE": "application/json"}
NEW = JSON | {"HTTP_ACCEPT": "application/graphql-response+json"}
Case = tuple[str, str, dict[str, str], bytes, set[int]]


def ask(text: str, **more: Any) -> bytes:
    return orjson.dumps({"query": text} | more)


BODIES: list[Case] = [
    ("batch", "POST", JSON, b'[{"query":"{hello}"}]', {400}),
    ("half an object", "POST", JSON, b"{", {400}),
    ("nothing", "POST", JSON, b"", {400}),
    ("not utf-8", "POST", JSON, b'{"query":"\xff"}', {400}),
    ("a byte order mark", "POST", JSON, b'\xef\xbb\xbf{"query":"{hello}"}', {200, 400}),
    ("query a number", "POST", JSON, b'{"query":5}', {400}),
    ("query a list", "POST", JSON, b'{"query":["{hello}"]}', {400}),
    ("query null", "POST", JSON, b'{"query":null}', {400}),
    ("no query", "POST", JSON, b"{}", {400}),
    ("null", "POST", JSON, b"null", {400}),
    ("a string", "POST", JSON, b'"x"', {400}),
    ("a number beyond numbers", "POST", JSON, b"1e999", {400}),
    ("deep JSON", "POST", JSON, b"[" * 50_000, {400}),
    ("a long body", "POST", JSON, ask("{hello}" + " " * 200_000), {413}),
    ("variables a list", "POST", JSON, ask("{hello}", variables=[1]), {400}),
    ("variables a string", "POST", JSON, ask("{hello}", variables="{}"), {400}),
    ("operation name a number", "POST", JSON, ask("{hello}", operationName=1), {400}),
    ("extensions a string", "POST", JSON, ask("{hello}", extensions="x"), {400}),
    ("lone surrogate", "POST", JSON, b'{"query":"{hello(name:\\"\\ud800\\")}"}', {200, 400}),
    ("escaped surrogate", "POST", JSON, b'{"query":"{hello(name:\\"\\\\ud800\\")}"}', {200}),
    ("NUL in the query", "POST", JSON, b'{"query":"{hello\\u0000}"}', {200}),
    ("NUL in a variable", "POST", JSON, ask("query($a:String){hello(name:$a)}", variables={"a": "\0"}), {200}),
    ("deep selection", "POST", NEW, ask("{" + "a{" * 900 + "b" + "}" * 900 + "}"), {400}),
    ("deep list argument", "POST", NEW, ask("{hello(name:" + "[" * 900 + "]" * 900 + ")}"), {400}),
    ("deep object argument", "POST", NEW, ask("{paint(paint:" + "{a:" * 400 + "1" + "}" * 400 + ")}"), {400}),
    ("deep type", "POST", NEW, ask("query($a:" + "[" * 900 + "Int" + "]" * 900 + "){hello}"), {400}),
    ("one field 800 times", "POST", NEW, ask("{" + "hello " * 800 + "}"), {400}),
    ("600 aliases", "POST", NEW, ask("{" + " ".join(f"a{i}:hello" for i in range(600)) + "}"), {400}),
    ("directives", "POST", NEW, ask("{hello " + "@skip(if:false)" * 300 + "}"), {400}),
    ("cycle of fragments", "POST", NEW, ask("{...a} fragment a on Query{...a}"), {400}),
    ("cycle beside", "POST", NEW, ask("{hello} fragment a on Query{...b} fragment b on Query{...a}"), {400}),
    ("unknown fragment", "POST", NEW, ask("{...zz}"), {400}),
    ("unknown type", "POST", NEW, ask("{... on Zz{a}}"), {400}),
    ("unknown operation", "POST", NEW, ask("query A{hello}", operationName="B"), {400}),
    ("operations without a name", "POST", NEW, ask("query A{hello} query B{hello}"), {400}),
    ("two of one name", "POST", NEW, ask("query A{hello} query A{hello}"), {400}),
    ("only a fragment", "POST", NEW, ask("fragment a on Query{hello}"), {400}),
    ("a type definition", "POST", NEW, ask("type A{a:Int}"), {400}),
    ("a subscription", "POST", NEW, ask("subscription{ticks}"), {405}),
    ("empty selection", "POST", NEW, ask("{}"), {400}),
    ("wrong variable", "POST", NEW, ask("query($a:String!){hello(name:$a)}", variables={"a": {"b": 1}}), {400}),
    ("huge number", "POST", NEW, ask("{number(n: 99999999999999999999999)}"), {400}),
    ("number with 4400 digits", "POST", NEW, ask("{number(n: " + "9" * 4400 + ")}"), {400}),
    ("first of 4400 digits", "POST", NEW, ask("{firms(first: " + "9" * 4400 + "){totalCount}}"), {400}),
    ("not a number", "POST", NEW, b'{"query":"query($n:Int!){number(n:$n)}","variables":{"n":NaN}}', {400}),
    ("deep variable", "POST", NEW, b'{"query":"{hello}","variables":{"a":' + b"[" * 900 + b"]" * 900 + b"}}", {200}),
    ("plain text", "POST", {"CONTENT_TYPE": "text/plain"}, ask("{hello}"), {415}),
    ("a form", "POST", {"CONTENT_TYPE": "application/x-www-form-urlencoded"}, b"query=%7Bhello%7D", {415}),
    ("multipart", "POST", {"CONTENT_TYPE": "multipart/form-data; boundary=x"}, b"--x--", {415}),
    ("utf-16", "POST", {"CONTENT_TYPE": "application/json; charset=utf-16"}, ask("{hello}"), {415}),
    ("no content type", "POST", {}, ask("{hello}"), {415}),
    ("zipped", "POST", JSON | {"HTTP_CONTENT_ENCODING": "gzip"}, b"\x1f\x8b\x00", {400}),
    ("wants HTML", "POST", JSON | {"HTTP_ACCEPT": "text/html"}, ask("{hello}"), {406}),
    ("wants junk", "POST", JSON | {"HTTP_ACCEPT": ";;;,,q=x"}, ask("{hello}"), {406}),
    ("lies about its length", "POST", JSON | {"CONTENT_LENGTH": "-5"}, ask("{hello}"), {400}),
    ("length is a word", "POST", JSON | {"CONTENT_LENGTH": "many"}, ask("{hello}"), {400}),
    ("length beyond the body", "POST", JSON | {"CONTENT_LENGTH": "5000"}, ask("{hello}"), {200}),
    ("PUT", "PUT", JSON, ask("{hello}"), {405}),
    ("DELETE", "DELETE", {}, b"", {405}),
    ("OPTIONS", "OPTIONS", {}, b"", {405}),
    ("a method nobody knows", "BREW", JSON, b"", {405}),
    ("a resolver with a secret", "POST", JSON, ask("{boom}"), {200}),
]
QUERIES: list[Case] = [
    ("mutation by GET", "GET", {"QUERY_STRING": "query=mutation{explode{id}}"}, b"", {405}),
    ("GET of nothing", "GET", {}, b"", {400}),
    ("GET with bad variables", "GET", {"QUERY_STRING": "query={hello}&variables={"}, b"", {400}),
    ("GET with a list", "GET", {"QUERY_STRING": "query={hello}&variables=[1]"}, b"", {400}),
    ("GET not utf-8", "GET", {"QUERY_STRING": "query=%ff"}, b"", {400}),
    ("GET of many", "GET", {"QUERY_STRING": "&".join(f"a{i}=1" for i in range(50))}, b"", {400}),
    (
        "markup",
        "GET",
        {"QUERY_STRING": quote("query=query A{hello}&operationName=<script>alert(1)</script>", safe="=&")},
        b"",
        {200},
    ),
    ("markup as query", "GET", {"QUERY_STRING": quote("query=<script>alert(1)</script>", safe="=")}, b"", {200}),
]


def call(method: str, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, str], bytes]:
    broken: list[BaseException] = []
    app = door_app(Desk().door, lambda environ: World(), lambda error, request_id: broken.append(error))
    environ = {"REQUEST_METHOD": method, "wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body))} | headers
    parts, status, fields = run_wsgi_app(app, environ)
    assert broken == []
    return int(status.split()[0]), dict(fields), b"".join(parts)


def test_the_corpus_is_large_enough() -> None:
    assert len(BODIES) + len(QUERIES) >= 65


@pytest.mark.parametrize(
    ("method", "headers", "body", "statuses"),
    [pytest.param(*case[1:], id=case[0]) for case in BODIES + QUERIES],
)
def test_a_malformed_request_is_answered_in_json_and_fast(
    method: str, headers: dict[str, str], body: bytes, statuses: set[int]
) -> None:
    started = time.perf_counter()

    status, fields, answer = call(method, headers, body)

    assert time.perf_counter() - started < 1
    assert status in statuses
    assert "json" in fields["Content-Type"]
    assert fields["X-Content-Type-Options"] == "nosniff"
    payload = orjson.loads(answer)
    assert payload.keys() & {"data", "errors"}
    assert b"secret" not in answer
    for error in payload.get("errors", []):
        assert error["extensions"]["code"] in list(Code)
        assert error["extensions"]["requestId"] == "r-1"


def test_a_chunked_body_is_read_to_its_limit_only() -> None:
    chunked = JSON | {"CONTENT_LENGTH": "", "HTTP_TRANSFER_ENCODING": "chunked"}

    assert call("POST", chunked, ask("{hello}"))[0] == 200
    assert call("POST", chunked, ask("{hello}" + " " * 200_000))[0] == 413


def test_our_own_breakdown_is_still_json_and_is_reported() -> None:
    broken: list[tuple[BaseException, str]] = []
    app = door_app(Desk().door, lambda environ: World(), lambda *noted: broken.append(noted))
    environ: dict[str, Any] = {"REQUEST_METHOD": "POST", "wsgi.input": None, "CONTENT_LENGTH": "5"}

    parts, status, _ = run_wsgi_app(app, environ)

    assert orjson.loads(b"".join(parts))["errors"][0]["extensions"]["code"] == "INTERNAL"
    assert status == "500 Internal Server Error"
    assert [(type(error), request_id) for error, request_id in broken] == [(AttributeError, "r-1")]


SYNTAX = "{ } ( ) : ... on $a ! [ ] @skip fragment query mutation = "
NAMES = 'hello firm firms first 5 -1 "x" """ id Query Firm Int true # \\'


@given(st.one_of(st.lists(st.sampled_from((SYNTAX + NAMES).split()), max_size=60).map(" ".join), st.text(max_size=200)))
def test_any_text_as_query_is_answered(text: str) -> None:
    status, _, answer = call("POST", NEW, ask(text.encode("utf-8", "replace").decode()))

    assert status in {200, 400, 405}
    assert orjson.loads(answer).keys() & {"data", "errors"}


@given(st.binary(max_size=300))
def test_any_bytes_as_body_are_answered(body: bytes) -> None:
    status, _, answer = call("POST", NEW, body)

    assert status in {200, 400}
    assert orjson.loads(answer)["errors"]
