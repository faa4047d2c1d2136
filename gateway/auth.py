"""Who asks: an API token or the site's cookie is verified once here; every peer call then carries a fresh token."""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie
from typing import Any

from services.chassis.clock import Clock
from services.chassis.identity import VISITOR, Actor, Keyring, with_request
from services.chassis.refusal import Forbidden

AUDIENCE = "gateway"
SESSION_COOKIE = "gongxu_session"


class Identities:
    """Reads the actor of a request from its WSGI environment."""

    def __init__(self, keyring: Keyring, clock: Clock) -> None:
        self._keyring, self._clock = keyring, clock

    def find(self, environ: dict[str, Any], request_id: str) -> Actor:
        """Who asks; a visitor without credentials, or when the cookie of an earlier visit has run out.

        Raises Forbidden("bad-token") for an `Authorization` that is not good: whoever sends one wants to know.
        """
        given = environ.get("HTTP_AUTHORIZATION", "")
        if given:
            scheme, _, token = given.partition(" ")
            if scheme.lower() != "bearer":
                raise Forbidden("bad-token")
            return with_request(self._verified(token), request_id)
        try:
            return with_request(self._verified(_cookie(environ)), request_id)
        except Forbidden:
            return with_request(VISITOR, request_id)

    def _verified(self, token: str) -> Actor:
        return self._keyring.verify(token.strip(), audience=AUDIENCE, now=self._clock.now())


def _cookie(environ: dict[str, Any]) -> str:
    try:
        found = SimpleCookie(environ.get("HTTP_COOKIE", "")).get(SESSION_COOKIE)
    except CookieError:
        return ""
    return found.value if found else ""
