"""The peers port: how one service asks another, in this process or over HTTP, with the same requests and answers."""

import io
import time
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from typing import Any, Protocol
from urllib.parse import unquote_to_bytes, urlencode

import orjson
import urllib3

from services.chassis.clock import Clock
from services.chassis.identity import Actor, Keyring
from services.chassis.refusal import Conflict, Forbidden, Invalid, NotFound, Refusal, Unavailable

READ_TRIES = 3
BACKOFF_SECONDS = 0.05
DEADLINE_SECONDS = 10.0
DEADLINE_HEADER = "Gongxu-Deadline-Ms"
REQUEST_HEADER = "X-Request-Id"

deadline: ContextVar[float | None] = ContextVar("deadline", default=None)
"""The moment (time.monotonic) by which the request being served must be answered."""

WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Any]
Answer = tuple[int, Mapping[str, str], bytes]


class Transport(Protocol):
    """Carries one request to a service.

    Answers (status, headers in lower case, body); raises Unavailable when no answer came in `timeout` seconds.
    """

    def send(self, method: str, path: str, headers: Mapping[str, str], body: bytes, timeout: float) -> Answer:
        """Send one request and wait for its answer."""
        ...


class Peer:
    """One service as another sees it: JSON in, JSON out, refusals come back as the refusals they were."""

    def __init__(self, name: str, transport: Transport, keyring: Keyring, clock: Clock) -> None:
        self.name = name
        self._transport = transport
        self._keyring = keyring
        self._clock = clock

    def get(self, path: str, *, actor: Actor, params: Mapping[str, Any] | None = None) -> Any:
        """Read; tried again while the deadline allows."""
        query = urlencode({name: value for name, value in (params or {}).items() if value is not None}, doseq=True)
        return self._json(self._read("GET", f"{path}?{query}" if query else path, b"", actor))

    def ask(self, path: str, body: Any, *, actor: Actor) -> Any:
        """A read whose question is too large for an address: a POST that changes nothing; tried again like a read."""
        return self._json(self._read("POST", path, orjson.dumps(body), actor))

    def fetch(self, path: str, *, actor: Actor) -> Answer:
        """Read a file as it is."""
        return self._read("GET", path, b"", actor)

    def send(self, method: str, path: str, body: Any = None, *, actor: Actor, version: int | None = None) -> Any:
        """Write; never repeated, since nobody can tell whether a lost answer meant a lost request."""
        payload = b"" if body is None else orjson.dumps(body)
        extra = {} if version is None else {"If-Match": f'"{version}"'}
        return self._json(self._once(method, path, payload, actor, extra))

    def upload(self, path: str, content: bytes, content_type: str, *, actor: Actor) -> Any:
        """Write a file's bytes."""
        return self._json(self.exchange(path, content, content_type, actor=actor))

    def exchange(self, path: str, content: bytes, content_type: str, *, actor: Actor) -> Answer:
        """Send a file's bytes and have a file back as it is."""
        return self._once("POST", path, content, actor, {"Content-Type": content_type})

    def _read(self, method: str, path: str, body: bytes, actor: Actor) -> Answer:
        for attempt in range(1, READ_TRIES + 1):
            try:
                return self._once(method, path, body, actor, {})
            except Unavailable:
                pause = BACKOFF_SECONDS * 2**attempt
                if attempt == READ_TRIES or _remaining() <= pause:
                    raise
                time.sleep(pause)
        raise AssertionError("the last try answers or raises")

    def _once(self, method: str, path: str, body: bytes, actor: Actor, extra: Mapping[str, str]) -> Answer:
        left = _remaining()
        if left <= 0:
            raise Unavailable("deadline-exceeded")
        token = self._keyring.mint(actor, audience=self.name, now=self._clock.now())
        headers = {
            "Authorization": f"Bearer {token}",
            "Accept": "application/json",
            DEADLINE_HEADER: str(int(left * 1000)),
            REQUEST_HEADER: actor.request_id,
        }
        if body:
            headers["Content-Type"] = "application/json"
        answer = self._transport.send(method, path, {**headers, **extra}, body, left)
        if answer[0] >= 400:
            raise _refusal(self.name, answer)
        return answer

    @staticmethod
    def _json(answer: Answer) -> Any:
        return orjson.loads(answer[2]) if answer[2] else None


class Peers:
    """All services a service may ask, by name."""

    def __init__(self, peers: Mapping[str, Peer]) -> None:
        self._peers = peers

    def __getitem__(self, name: str) -> Peer:
        if name not in self._peers:
            raise LookupError(f"unknown service {name!r}; known: {', '.join(sorted(self._peers))}")
        return self._peers[name]


class ProcessTransport:
    """Hands the request to the service's WSGI application in this process: real requests, no socket."""

    def __init__(self, find_app: Callable[[], WsgiApp]) -> None:
        self._find_app = find_app

    def send(self, method: str, path: str, headers: Mapping[str, str], body: bytes, timeout: float) -> Answer:
        """Call the application; it answers on this thread, so `timeout` binds it through its deadline header."""
        bare, _, query = path.partition("?")
        environ: dict[str, Any] = {
            "REQUEST_METHOD": method,
            "SCRIPT_NAME": "",
            # A server decodes paths, too; a slash within an id must not become one of the path.
            "PATH_INFO": unquote_to_bytes(bare.replace("%2F", "%252F")).decode("latin-1"),
            "QUERY_STRING": query,
            "SERVER_NAME": "peer",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": io.StringIO(),
            "wsgi.multithread": True,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
        }
        for name, value in headers.items():
            key = name.upper().replace("-", "_")
            environ[key if key in {"CONTENT_TYPE"} else f"HTTP_{key}"] = value
        return _call(self._find_app(), environ)


def _call(app: WsgiApp, environ: dict[str, Any]) -> Answer:
    started: list[Any] = []
    # The served request has its own deadline; the asking one gets its own back afterwards.
    mark = deadline.set(None)
    try:
        parts = app(environ, lambda status, headers, *_: started.extend((status, headers)))
        try:
            body = b"".join(parts)
        finally:
            if hasattr(parts, "close"):
                parts.close()
    finally:
        deadline.reset(mark)
    return int(started[0].split()[0]), {name.lower(): value for name, value in started[1]}, body


class HttpTransport:
    """Sends the request over a pool of kept-alive connections."""

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")
        self._pool = urllib3.PoolManager(maxsize=16, retries=False)

    def send(self, method: str, path: str, headers: Mapping[str, str], body: bytes, timeout: float) -> Answer:
        """One request over HTTP."""
        limit = urllib3.Timeout(connect=min(1.0, timeout), read=timeout)
        try:
            answer = self._pool.request(method, self._url + path, headers=dict(headers), body=body, timeout=limit)
        except urllib3.exceptions.HTTPError as fault:
            raise Unavailable("peer-unavailable", facts={"service": self._url}) from fault
        return answer.status, {name.lower(): value for name, value in answer.headers.items()}, answer.data


def open_peer(
    url: str, name: str, *, keyring: Keyring, clock: Clock, find_app: Callable[[str], WsgiApp] | None = None
) -> Peer:
    """Open a peer: `inproc:` finds the application in this process, `http://{service}:8000` asks over HTTP."""
    scheme = url.partition(":")[0]
    if scheme == "inproc" and find_app is not None:
        return Peer(name, ProcessTransport(lambda: find_app(name)), keyring, clock)
    if scheme in {"http", "https"}:
        return Peer(name, HttpTransport(url.replace("{service}", name)), keyring, clock)
    raise ValueError(f"unknown peers scheme {scheme!r}; known: http, https, inproc")


def _remaining() -> float:
    moment = deadline.get()
    return DEADLINE_SECONDS if moment is None else moment - time.monotonic()


_KINDS: Mapping[int, type[Refusal]] = {401: Forbidden, 403: Forbidden, 404: NotFound, 409: Conflict, 412: Conflict}


def _refusal(service: str, answer: Answer) -> Refusal:
    status, _, body = answer
    try:
        problem = orjson.loads(body)
    except orjson.JSONDecodeError:
        problem = {}
    # The person was believed before; a token of ours that is not is the house's trouble: clocks apart, another secret.
    if status >= 500 or problem.get("code", "bad-token") == "bad-token":
        return Unavailable("peer-unavailable", facts={"service": service, "status": status})
    kind = _KINDS.get(status, Invalid)
    causes = tuple(
        Invalid(one["code"], one.get("field", ""), {"told": _told(one)}) for one in problem.get("errors", ())
    )
    return kind(problem["code"], problem.get("field", ""), {**problem.get("facts", {}), "told": _told(problem)}, causes)


def _told(problem: Mapping[str, Any]) -> tuple[str, str]:
    return problem.get("title", problem["code"]), problem.get("title_en", problem["code"])
