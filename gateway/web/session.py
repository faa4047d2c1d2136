"""Who looks at a page: an API token kept in an HttpOnly cookie after `/login?token=…`, read again on every request."""

import hmac
import secrets
from dataclasses import replace

from flask import Request
from werkzeug.wrappers import Response

from gateway.auth import AUDIENCE, SESSION_COOKIE
from services.chassis.clock import Clock
from services.chassis.identity import VISITOR, Actor, Keyring
from services.chassis.refusal import Forbidden

FORM_COOKIE = "gongxu_form"
"""Holds a random key for the forms of people who are not signed in."""


class Sessions:
    """Reads and writes the cookies of the site."""

    def __init__(self, keyring: Keyring, clock: Clock) -> None:
        self._keyring, self._clock = keyring, clock

    def read(self, request: Request, request_id: str) -> Actor:
        """Who is signed in; a visitor when there is no cookie or it is no longer good."""
        try:
            actor = self.verify(request.cookies.get(SESSION_COOKIE, ""))
        except Forbidden:
            actor = VISITOR
        return replace(actor, request_id=request_id)

    def verify(self, token: str) -> Actor:
        """The actor of an API token. Raises Forbidden when it is forged, stale or for another door."""
        return self._keyring.verify(token.strip(), audience=AUDIENCE, now=self._clock.now())

    @staticmethod
    def open(response: Response, token: str, *, secure: bool) -> None:
        """Keep a token until the browser is closed; its own end is checked on every request."""
        response.set_cookie(SESSION_COOKIE, token.strip(), httponly=True, samesite="Lax", secure=secure)

    @staticmethod
    def close(response: Response) -> None:
        """Forget the person."""
        response.delete_cookie(SESSION_COOKIE, httponly=True, samesite="Lax")


class FormKeys:
    """The token every form carries, so that no other site can send it: an HMAC under a cookie only we can read."""

    def __init__(self, request: Request) -> None:
        self._key = request.cookies.get(SESSION_COOKIE) or request.cookies.get(FORM_COOKIE) or ""
        self.fresh = "" if self._key else secrets.token_urlsafe(32)
        """A key made for this request because the browser brought none; it is sent along with the page."""

    @property
    def token(self) -> str:
        """What the hidden field says."""
        return hmac.digest((self._key or self.fresh).encode(), b"form", "sha256").hex()

    def accept(self, given: str) -> bool:
        """Whether a form was made for this browser."""
        return bool(self._key) and hmac.compare_digest(self.token.encode(), given.encode())

    def keep(self, response: Response, *, secure: bool) -> None:
        """Send the fresh key along, if one was made."""
        if self.fresh:
            response.set_cookie(FORM_COOKIE, self.fresh, httponly=True, samesite="Lax", secure=secure)
