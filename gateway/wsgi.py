"""The door as a bare WSGI application: reads the body within its limit and writes the reply."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import TypeVar
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from gateway.door import Door, Refused, Reply, breakdown, refusal, too_long
from gateway.engine import Context

AnyContext = TypeVar("AnyContext", bound=Context)
Environ = WSGIEnvironment
# Opens what the resolvers are given, for a visitor; must not raise, since every answer needs its request's id.
OpenContext = Callable[[Environ], AnyContext]
# Finds out who asks and notes it in the context; raises Refused when the credentials are no good.
Identify = Callable[[Environ, AnyContext], None]
# Called with the status of every answer.
OnAnswer = Callable[[int], None]
OnBroken = Callable[[BaseException, str], None]


def door_app(
    door: Door,
    open_context: OpenContext[AnyContext],
    on_broken: OnBroken,
    identify: Identify[AnyContext] = lambda environ, context: None,
    on_answer: OnAnswer = lambda status: None,
) -> WSGIApplication:
    """Make the application; whatever happens, the answer is JSON."""

    def app(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        context = open_context(environ)
        try:
            identify(environ, context)
            reply = _answered(door, environ, context)
        except Refused as refused:
            reply = refusal(refused, context)
        except Exception as error:  # noqa: BLE001 - this is the web edge: the asker gets JSON whatever broke
            on_broken(error, context.request_id)
            reply = breakdown(context)
        on_answer(reply.status)
        headers = [*reply.headers, ("Content-Length", str(len(reply.body)))]
        start_response(f"{reply.status} {HTTPStatus(reply.status).phrase}", headers)
        return [reply.body] if environ["REQUEST_METHOD"] != "HEAD" else []

    return app


def _answered(door: Door, environ: Environ, context: Context) -> Reply:
    method = environ["REQUEST_METHOD"]
    return door.answer(
        method,
        environ.get("QUERY_STRING", ""),
        environ.get("CONTENT_TYPE", ""),
        environ.get("HTTP_ACCEPT", ""),
        read_body(environ, door.max_body) if method == "POST" else b"",
        context,
    )


def read_body(environ: Environ, most: int) -> bytes:
    """Read at most one byte more than allowed, whatever length the client announced."""
    try:
        length = int(environ.get("CONTENT_LENGTH") or -1)
    except ValueError:
        raise Refused(400, "Content-Length 有误。", "The Content-Length is malformed.") from None
    stream = environ["wsgi.input"]
    if length > most:
        # Granian drops the connection, and our answer with it, when a body is left unread.
        stream.read(min(length, 10 * most))
        raise too_long(most)
    is_chunked = length < 0 and bool(environ.get("HTTP_TRANSFER_ENCODING"))
    body: bytes = stream.read(length if length >= 0 else most + 1 if is_chunked else 0)
    return body
