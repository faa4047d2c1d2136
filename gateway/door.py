"""GraphQL over HTTP: bytes in, bytes out. `Door.answer` knows no framework; `gateway/wsgi.py` puts it on a server."""

from __future__ import annotations

from typing import Any, NamedTuple
from urllib.parse import parse_qs

import orjson

from gateway.engine import Answer, Ask, Context, Engine, WrongKind, refusal_payload
from gateway.errors import Code, Fault, internal_fault
from gateway.negotiation import LEGACY, MODERN, accepted, is_json


class Reply(NamedTuple):
    """What goes back over HTTP."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


class Refused(Exception):
    """A request that is not GraphQL over HTTP as we serve it, or that comes from nobody we know."""

    def __init__(
        self, status: int, zh: str, en: str, *, field: str | None = None, code: Code = Code.BAD_REQUEST
    ) -> None:
        super().__init__(en)
        self.status, self.fault = status, Fault(code, zh, en, field=field)


class Door:
    """Answers requests; whatever comes in, the answer is JSON and the status says whose mistake it was."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.max_body = engine.limits.body

    def answer(self, method: str, query: str, content_type: str, accept: str, body: bytes, context: Context) -> Reply:
        """Answer one request. `query` is the raw query string; `body` may be one byte longer than allowed."""
        media = LEGACY
        try:
            media = negotiated(accept)
            if method == "POST":
                ask = asked(_posted(content_type, body, self.max_body))
            elif method == "GET":
                ask = asked(_read_query(query))
            else:
                raise Refused(405, "请使用 GET 或 POST。", "Use GET or POST.")
            return self._run(ask, method, media, context)
        except Refused as refused:
            return refusal(refused, context, media)
        except WrongKind as wrong:
            text = f"A {wrong} is not served by {method} here."
            return refusal(Refused(405, f"此处不能以 {method} 执行 {wrong}。", text), context, media)

    def _run(self, ask: Ask, method: str, media: str, context: Context) -> Reply:
        answer = self._engine.run(ask, context, only_queries=method == "GET")
        return reply(_status(answer, media), answer.payload, media, context)


def _status(answer: Answer, media: str) -> int:
    """A refused operation is a 400 in the modern media type and, for old clients, a 200 in the legacy one."""
    return 400 if answer.is_refused and media == MODERN else 200


def reply(status: int, payload: dict[str, Any], media: str, context: Context) -> Reply:
    """Write an answer. Answers depend on who asks, so no cache may keep them."""
    headers = [
        ("Content-Type", f"{media}; charset=utf-8"),
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Request-Id", context.request_id),
    ]
    return Reply(status, headers, dumped(payload))


def refusal(refused: Refused, context: Context, media: str = LEGACY) -> Reply:
    """Write the answer to a request that was refused before it became an operation."""
    payload = refusal_payload(refused.fault, language=context.language, request_id=context.request_id)
    answer = reply(refused.status, payload, media, context)
    if refused.status == 405:
        answer.headers.append(("Allow", "GET, POST"))
    return answer


def breakdown(context: Context) -> Reply:
    """Write the answer to a request on which our own code broke."""
    payload = refusal_payload(internal_fault(), language=context.language, request_id=context.request_id)
    return reply(500, payload, LEGACY, context)


def negotiated(accept: str) -> str:
    """Choose the media type of the answer; raises Refused(406) when we have none that is accepted."""
    media = accepted(accept)
    if media is None:
        raise Refused(406, f"只能以 {MODERN} 或 {LEGACY} 回答。", f"Answers are {MODERN} or {LEGACY}.")
    return media


def asked(parameters: Any) -> Ask:
    """Read the parameters of a request; raises Refused(400) with the name of the wrong one."""
    if type(parameters) is not dict:
        raise Refused(
            400, "请发送一个含 query 的 JSON 对象，不接受批量。", "Send one JSON object; batches are not served."
        )
    query = _typed(parameters, "query", str)
    variables = _typed(parameters, "variables", dict)
    operation_name = _typed(parameters, "operationName", str)
    _typed(parameters, "extensions", dict)
    if not query:
        raise Refused(400, "缺少 query。", "There is no query.", field="query")
    return Ask(query, variables, operation_name or None)


def _typed(parameters: dict[str, Any], name: str, kind: type) -> Any:
    value = parameters.get(name)
    if value is not None and type(value) is not kind:
        noun_zh, noun_en = ("对象", "an object") if kind is dict else ("字符串", "a string")
        raise Refused(400, f"{name} 必须是{noun_zh}。", f"{name} must be {noun_en}.", field=name)
    return value


def _posted(content_type: str, body: bytes, most: int) -> Any:
    if not is_json(content_type):
        raise Refused(415, f"请以 UTF-8 的 {LEGACY} 发送。", f"Send {LEGACY} in UTF-8.")
    if len(body) > most:
        raise too_long(most)
    return _loaded(body)


def too_long(most: int) -> Refused:
    """The refusal of a body over the limit; the server's side needs it before the body is read."""
    zh, en = f"请求体超过 {most} 字节。", f"The body is longer than {most} bytes."
    return Refused(413, zh, en, code=Code.LIMIT_EXCEEDED)


def _read_query(query: str) -> dict[str, Any]:
    try:
        found = parse_qs(query, max_num_fields=10, errors="strict", keep_blank_values=True)
    except ValueError:
        raise Refused(400, "查询字符串格式有误。", "The query string is malformed.") from None
    parameters: dict[str, Any] = {name: values[0] for name, values in found.items()}
    for name in ("variables", "extensions"):
        if name in parameters:
            parameters[name] = _loaded(parameters[name], field=name) if parameters[name] else None
    return parameters


def _loaded(text: bytes | str, field: str | None = None) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        raise Refused(400, "不是合法的 JSON。", "This is not JSON.", field=field) from None


def dumped(payload: dict[str, Any]) -> bytes:
    """Write JSON. Lone surrogates and huge integers, which orjson refuses, are written as text."""
    try:
        return orjson.dumps(payload)
    except (orjson.JSONEncodeError, TypeError):
        return orjson.dumps(_writable(payload))


def _writable(value: Any) -> Any:
    if isinstance(value, dict):
        return {_writable(str(key)): _writable(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_writable(inner) for inner in value]
    if isinstance(value, bool | float | None):
        return value
    if isinstance(value, int) and abs(value) < 2**63:
        return value
    return str(value).encode("utf-8", "replace").decode("utf-8")
