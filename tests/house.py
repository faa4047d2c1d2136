"""The embedded house as tests use it: requests through the services' real HTTP interface, under a set clock."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import orjson

from deploy.house import House, build_house
from deploy.settings import Settings
from services.chassis.clock import SetClock
from services.chassis.identity import Actor, Role
from services.chassis.peers import REQUEST_HEADER

SECRET = "a secret for tests that is long enough to sign with"


@dataclass(frozen=True)
class Answer:
    """What a service answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return orjson.loads(self.body)

    @property
    def code(self) -> str:
        """The problem's code, "" for an answer that is no problem."""
        return str(self.json.get("code", "")) if self.status >= 400 else ""

    @property
    def field(self) -> str:
        """The problem's field."""
        return str(self.json.get("field", ""))


@dataclass(frozen=True)
class Someone:
    """A person at the services' doors; `version` goes out as If-Match."""

    house: "TestHouse"
    actor: Actor

    def get(self, service: str, path: str) -> Answer:
        """Read."""
        return self._ask("GET", service, path, None, None)

    def post(self, service: str, path: str, json: Any = None, *, version: int | None = None) -> Answer:
        """Create, or let something happen."""
        return self._ask("POST", service, path, json, version)

    def put(self, service: str, path: str, json: Any, *, version: int | None = None) -> Answer:
        """Replace."""
        return self._ask("PUT", service, path, json, version)

    def patch(self, service: str, path: str, json: Any, *, version: int | None = None) -> Answer:
        """Change in part."""
        return self._ask("PATCH", service, path, json, version)

    def delete(self, service: str, path: str) -> Answer:
        """Remove."""
        return self._ask("DELETE", service, path, None, None)

    def upload(self, service: str, path: str, content: bytes, content_type: str = "application/octet-stream") -> Answer:
        """Send a file's bytes."""
        return self._ask("POST", service, path, content, None, content_type)

    def _ask(
        self, method: str, service: str, path: str, body: Any, version: int | None, content_type: str = ""
    ) -> Answer:
        headers = {REQUEST_HEADER: "test-request"}
        if not self.actor.is_visitor:
            now = self.house.clock.now()
            headers["Authorization"] = f"Bearer {self.house.keyring.mint(self.actor, audience=service, now=now)}"
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        if body is not None:
            headers["Content-Type"] = content_type or "application/json"
        data = body if isinstance(body, bytes) else (None if body is None else orjson.dumps(body))
        client = self.house.app(service).test_client()
        response = client.open(path, method=method, data=data, headers=headers)
        return Answer(response.status_code, dict(response.headers), response.data)


class TestHouse(House):
    """The house with people in it."""

    __test__ = False

    def as_(self, role: Role, organisation: str = "", person: str = "") -> Someone:
        """Somebody with a role."""
        if role is Role.VISITOR:
            return Someone(self, Actor())
        return Someone(self, Actor(person or f"{role}-1", organisation, frozenset({role})))

    @property
    def organizer(self) -> Someone:
        """An organizer."""
        return self.as_(Role.ORGANIZER, person="organizer-1")

    @property
    def visitor(self) -> Someone:
        """Nobody in particular."""
        return self.as_(Role.VISITOR)

    def tick(self) -> None:
        """Let every service do what it does by the clock, then come to rest."""
        for name in self.ports:
            self.working(name).tick()
        self.come_to_rest()


@cache
def _empty_var() -> Path:
    """Databases at their newest step, made once a test run: migrating takes longer than most tests."""
    folder = Path(mkdtemp(prefix="house-"))
    build_house(Settings(var=folder, secret=SECRET)).close()
    return folder


@contextmanager
def open_test_house(var: Path, clock: SetClock) -> Iterator[TestHouse]:
    """A fresh, empty house under `var`."""
    shutil.copytree(_empty_var(), var, dirs_exist_ok=True)
    built = build_house(Settings(var=var, secret=SECRET), clock=clock, migrated=True)
    house = TestHouse(**{name: getattr(built, name) for name in TestHouse.__dataclass_fields__})
    try:
        yield house
    finally:
        house.close()
