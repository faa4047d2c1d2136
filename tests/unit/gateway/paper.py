"""Services on paper: canned answers behind the peers port, and a record of what was asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, unquote

import orjson

from gateway.api.schema import SIZES, build_schema
from gateway.context import AskContext
from gateway.engine import Ask, Engine
from gateway.refusals import fault_of
from services.chassis.clock import SetClock
from services.chassis.identity import VISITOR, Actor, Keyring, Role
from services.chassis.peers import Answer, Peer, Peers
from services.chassis.refusal import Unavailable

SECRET = "a secret for tests that is long enough to sign with"
SERVICES = ("catalogue", "needs", "search", "matching", "conference")
CLOCK = SetClock(datetime(2019, 4, 1, 2, 0, tzinfo=UTC))
KEYRING = Keyring(SECRET)
ORGANIZER = Actor("organizer-1", "", frozenset({Role.ORGANIZER}))

Page = Callable[[dict[str, str]], Any]


@dataclass
class Asked:
    """One request that reached a service."""

    service: str
    call: str
    params: dict[str, str]
    body: Any
    headers: Mapping[str, str]

    @property
    def actor(self) -> Actor:
        """The person whose token came along."""
        token = self.headers["Authorization"].removeprefix("Bearer ")
        return KEYRING.verify(token, audience=self.service, now=CLOCK.now())


@dataclass
class Paper:
    """All services; `answers` maps "service GET /path" to a value, a function of the parameters, or (status, value)."""

    answers: dict[str, Any] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    down: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.peers = Peers({name: Peer(name, _Paper(self, name), KEYRING, CLOCK) for name in SERVICES})
        self.hidden: list[str] = []
        self.engine = Engine(
            build_schema(),
            sizes=SIZES,
            translate=fault_of,
            on_hidden=lambda error, request_id: self.hidden.append(error.message),
        )

    def ask(self, document: str, actor: Actor = VISITOR, *, language: str = "en", **variables: Any) -> dict[str, Any]:
        """Run a document for somebody."""
        context = AskContext(self.peers, actor, "r-1", language)
        return self.engine.run(Ask(document, variables), context).payload

    @property
    def calls(self) -> list[str]:
        """What was asked, in order."""
        return [f"{one.service} {one.call}" for one in self.asked]


@dataclass
class _Paper:
    paper: Paper
    service: str

    def send(self, method: str, path: str, headers: Mapping[str, str], body: bytes, timeout: float) -> Answer:
        bare, _, query = path.partition("?")
        params = dict(parse_qsl(query))
        sent = orjson.loads(body) if body and headers.get("Content-Type") == "application/json" else body
        self.paper.asked.append(Asked(self.service, f"{method} {unquote(bare)}", params, sent, headers))
        if self.service in self.paper.down:
            raise Unavailable("deadline-exceeded")
        answer = self.paper.answers.get(f"{self.service} {method} {unquote(bare)}")
        if answer is None:
            return 404, {}, orjson.dumps({"code": "not-found", "title": "没有找到。", "title_en": "Not found."})
        value = answer(params) if callable(answer) else answer
        status, value = value if isinstance(value, tuple) else (200, value)
        return status, {}, orjson.dumps(value)


def page(items: list[Any], *, has_next: bool = False, end_cursor: str = "end", total: int | None = None) -> Any:
    """A page as services write it."""
    return {
        "items": items,
        "has_next": has_next,
        "end_cursor": end_cursor,
        "total": len(items) if total is None else total,
    }


def by_ids(nouns: list[dict[str, Any]]) -> Page:
    """A list that answers `?ids=`."""

    def answer(params: dict[str, str]) -> Any:
        wanted = params["ids"].split(",") if "ids" in params else [noun["id"] for noun in nouns]
        return page([noun for noun in nouns if noun["id"] in wanted])

    return answer


def codes(payload: dict[str, Any]) -> list[tuple[str, list[Any] | None]]:
    """The codes and paths of an answer's errors."""
    return [(error["extensions"]["code"], error.get("path")) for error in payload.get("errors", [])]


EDITION = {"id": "shanghai-2018", "year": 2018, "scope": "shanghai", "title": "2018", "status": "published"}


def entry(id: str, **more: Any) -> dict[str, Any]:
    """An entry of the official list."""
    return {
        "id": id,
        "version": 1,
        "name": f"平台 {id}",
        "company": f"公司 {id}",
        "kind": "provider",
        "category": "system_integration",
        "reach": "",
        "status": "admitted",
        "edition": EDITION,
        "profile": {"description": "", "capabilities": []},
        "prerequisites": [{"year": 2018, "category": "system_integration", "met": True, "basis": "列入 2018 年度目录"}],
        **more,
    }


def need(id: str, **more: Any) -> dict[str, Any]:
    """A published need, as a visitor sees it."""
    return {
        "id": id,
        "version": 3,
        "kind": "enterprise",
        "title": f"需求 {id}",
        "text": "设备联网",
        "status": "published",
        "expires_on": "2019-09-28",
        "categories": ["system_integration"],
        **more,
    }
