"""What a resolver is given: who asks, the services to ask, and what this request has loaded already."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from gateway.loads import Loads
from services.chassis.identity import Actor
from services.chassis.peers import DEADLINE_SECONDS, Peers, deadline
from services.chassis.refusal import Forbidden


@dataclass
class AskContext:
    """One request at work. Nothing of it outlives the request."""

    peers: Peers
    actor: Actor
    request_id: str
    language: str = "zh"
    loads: Loads = field(default_factory=Loads)

    def read(self, service: str, path: str, **params: Any) -> Any:
        """GET from a service; None params are left out, lists become comma-separated, truths `true` and `false`."""
        return self.peers[service].get(path, actor=self.actor, params={key: _said(one) for key, one in params.items()})

    def ask(self, service: str, path: str, body: Mapping[str, Any]) -> Any:
        """Read with a question too large for an address."""
        return self.peers[service].ask(path, body, actor=self.actor)

    def write(self, service: str, method: str, path: str, body: Any = None, *, version: int | None = None) -> Any:
        """Change something, as the person who asks. Raises Forbidden("unauthenticated") for a visitor."""
        self.must_be_known()
        return self.peers[service].send(method, path, body, actor=self.actor, version=version)

    def must_be_known(self) -> None:
        """Raise Forbidden("unauthenticated") for a visitor, before anything else is said or done."""
        if self.actor.is_visitor:
            raise Forbidden("unauthenticated")


def _said(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return ",".join(map(str, value)) if isinstance(value, list | tuple) else value


@contextmanager
def one_deadline(seconds: float = DEADLINE_SECONDS) -> Iterator[None]:
    """Give a whole request one deadline, which retries and several calls to services share; it ends with it."""
    mark = deadline.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        deadline.reset(mark)


def request_id_of(given: str) -> str:
    """The id a caller gave when it is one that can stand in a log and a header, else a new one."""
    fits = 0 < len(given) <= 64 and given.isascii() and given.replace("-", "").replace("_", "").isalnum()
    return given if fits else secrets.token_hex(8)


def language_of(accepted: str) -> str:
    """Chinese unless the reader's first language is English."""
    return "en" if accepted.strip().lower().startswith("en") else "zh"
