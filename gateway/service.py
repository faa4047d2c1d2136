"""The door put together: `/graphql` as a bare WSGI application, and beside it the site, files and health."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication

from flask import Flask
from graphql import GraphQLError

from gateway.api.schema import SIZES, build_schema
from gateway.auth import Identities
from gateway.context import AskContext, language_of, one_deadline, request_id_of
from gateway.door import Door, Refused
from gateway.engine import Ask, Engine
from gateway.errors import Code
from gateway.files import create_files
from gateway.health import DoorFigures, answer_health
from gateway.refusals import fault_of
from gateway.web.site import create_site
from gateway.wsgi import Environ, door_app
from services.chassis.clock import Clock
from services.chassis.identity import VISITOR, Actor, Keyring
from services.chassis.logs import get_log
from services.chassis.peers import Peers
from services.chassis.refusal import Forbidden

GRAPHQL = "/graphql"
MAX_UPLOAD = 12 * 1024 * 1024


@dataclass(frozen=True)
class Gateway:
    """The door of the house: a WSGI application; `execute` asks the same schema in process."""

    app: WSGIApplication
    execute: Callable[[str, Mapping[str, Any], Actor], dict[str, Any]]

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        return self.app(environ, start_response)


def create_gateway(
    *, peers: Peers, keyring: Keyring, clock: Clock, address: str, trouble: Callable[[], str]
) -> Gateway:
    """Make the door. `trouble` says why the house is not ready, "" when it is; `address` is what people type."""
    figures = DoorFigures()
    identities = Identities(keyring, clock)
    engine = Engine(
        build_schema(), sizes=SIZES, translate=fault_of, on_hidden=_note_hidden, on_errors=figures.note_errors
    )

    def execute(document: str, variables: Mapping[str, Any], actor: Actor) -> dict[str, Any]:
        context = AskContext(peers, actor, request_id_of(actor.request_id))
        with one_deadline():
            return engine.run(Ask(document, variables), context).payload

    pages = Flask("gateway", static_folder=None)
    pages.config["MAX_CONTENT_LENGTH"] = MAX_UPLOAD
    answer_health(pages, figures, trouble)
    pages.register_blueprint(create_files(peers, identities))
    pages.register_blueprint(create_site(execute, keyring=keyring, clock=clock, address=address))
    graphql = _create_graphql(Door(engine), peers, identities, figures)

    def choose(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        at_graphql = environ.get("PATH_INFO", "").rstrip("/") == GRAPHQL
        with one_deadline():
            return (graphql if at_graphql else pages.wsgi_app)(environ, start_response)

    return Gateway(choose, execute)


def _create_graphql(door: Door, peers: Peers, identities: Identities, figures: DoorFigures) -> WSGIApplication:
    def open_context(environ: Environ) -> AskContext:
        request_id = request_id_of(environ.get("HTTP_X_REQUEST_ID", ""))
        return AskContext(peers, VISITOR, request_id, language_of(environ.get("HTTP_ACCEPT_LANGUAGE", "")))

    def identify(environ: Environ, context: AskContext) -> None:
        try:
            context.actor = identities.find(environ, context.request_id)
        except Forbidden as refusal:
            fault = fault_of(refusal)
            words = fault.extensions["messages"] if fault and fault.extensions else {"zh": "", "en": ""}
            raise Refused(401, words["zh"], words["en"], code=Code.UNAUTHENTICATED) from None

    return door_app(door, open_context, _note_broken, identify, partial(figures.note_answer, "graphql"))


def _note_hidden(error: GraphQLError, request_id: str) -> None:
    where = ".".join(str(step) for step in error.path or ())
    get_log().error("graphql_error_hidden", request_id=request_id, path=where, exc_info=error.original_error or error)


def _note_broken(error: BaseException, request_id: str) -> None:
    get_log().error("graphql_request_failed", request_id=request_id, exc_info=error)
