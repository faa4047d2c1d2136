"""The app factory: a service's nameplate and ports become a Flask application that speaks problem+json."""

import secrets
import time
from contextlib import AbstractContextManager
from typing import Any, cast

import orjson
from flask import Flask, Response, current_app, g, request
from flask.json.provider import JSONProvider
from flask_smorest import Api

from services.chassis import peers as peering
from services.chassis.clock import Clock
from services.chassis.health import answer_health
from services.chassis.identity import VISITOR, Actor, with_request
from services.chassis.ports import Ports
from services.chassis.problems import answer_problems
from services.chassis.refusal import Conflict, Invalid

MAX_BODY = 12 * 1024 * 1024
"""Bytes; the largest thing anybody sends is a spreadsheet of 10 MB."""


class _Orjson(JSONProvider):
    def dumps(self, obj: Any, **kwargs: Any) -> str:
        return orjson.dumps(obj).decode()

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        return orjson.loads(s)


def create_app(ports: Ports) -> Flask:
    """The application of one service."""
    service = ports.service
    app = Flask(service.name, static_folder=None)
    app.json = _Orjson(app)
    app.config.update(
        API_TITLE=service.title,
        API_VERSION="1",
        OPENAPI_VERSION="3.1.0",
        MAX_CONTENT_LENGTH=MAX_BODY,
    )
    app.extensions["gongxu"] = ports
    app.before_request(_receive)
    app.after_request(_label)
    app.teardown_request(_let_go)
    api = Api(app)
    for blueprint in service.blueprints:
        api.register_blueprint(blueprint)
    app.extensions["gongxu_api"] = api
    # Ours are registered last, so that they replace the error pages the API library brings along.
    answer_problems(app, service.phrases)
    answer_health(app, ports)
    return app


def _receive() -> None:
    ports = the_ports()
    g.request_id = request.headers.get(peering.REQUEST_HEADER) or secrets.token_hex(8)
    g.started = time.perf_counter()
    left = request.headers.get(peering.DEADLINE_HEADER, "")
    g.deadline_mark = peering.deadline.set(time.monotonic() + int(left) / 1000 if left.isdigit() else None)
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    actor = VISITOR
    if scheme.lower() == "bearer":
        actor = ports.keyring.verify(token.strip(), audience=ports.service.name, now=ports.clock.now())
    g.actor = with_request(actor, g.request_id)


def _let_go(_fault: BaseException | None) -> None:
    # The thread goes on to other requests, which have deadlines of their own.
    mark = g.pop("deadline_mark", None)
    if mark is not None:
        peering.deadline.reset(mark)


def _label(response: Response) -> Response:
    response.headers[peering.REQUEST_HEADER] = getattr(g, "request_id", "")
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def the_ports() -> Ports:
    """The ports of the service that serves this request."""
    return cast(Ports, current_app.extensions["gongxu"])


def the_actor() -> Actor:
    """Who acts in this request."""
    return cast(Actor, g.actor)


def the_clock() -> Clock:
    """The clock handlers are given."""
    return the_ports().clock


def writing() -> AbstractContextManager[Any]:
    """The unit of work of this request, committed when its block ends."""
    return the_ports().writing(the_actor())


def reading() -> AbstractContextManager[Any]:
    """A unit of work that only reads."""
    return the_ports().reading(the_actor())


def expected_version() -> int:
    """The version the person saw, from If-Match. Raises Conflict("if-match-required") when it is not said."""
    given = request.headers.get("If-Match", "").removeprefix("W/").strip('"')
    if not given:
        raise Conflict("if-match-required")
    if not given.isdigit():
        raise Invalid("bad-if-match")
    return int(given)


def check_version(current: int, expected: int) -> None:
    """Raise Conflict("stale-version") unless the noun is still at the version the person saw."""
    if current != expected:
        raise Conflict("stale-version", facts={"current": current})
