"""Refusals as RFC 9457 problem+json, told in Chinese and English."""

from collections.abc import Mapping
from typing import Any

import orjson
from flask import Flask, Response, g, request
from werkzeug.exceptions import HTTPException

from services.chassis.logs import get_log
from services.chassis.refusal import Conflict, Forbidden, Invalid, NotFound, Phrases, Refusal, Unavailable, tell

STATUSES: Mapping[type[Refusal], int] = {NotFound: 404, Conflict: 409, Invalid: 422, Forbidden: 403, Unavailable: 503}
EXCEPTIONS: Mapping[str, int] = {
    "unauthenticated": 401,
    "bad-token": 401,
    "stale-version": 412,
    "if-match-required": 428,
    "malformed-json": 400,
    "bad-if-match": 400,
    "too-large": 413,
    "unsupported-media-type": 415,
    "method-not-allowed": 405,
}
"""Codes whose status is another than their kind's."""

_HTTP_CODES = {404: "no-such-page", 405: "method-not-allowed", 413: "too-large", 415: "unsupported-media-type"}


def status_of(refusal: Refusal) -> int:
    """The HTTP status of a refusal."""
    return EXCEPTIONS.get(refusal.code, STATUSES[type(refusal)])


def problem_of(refusal: Refusal, phrases: Phrases) -> dict[str, Any]:
    """The problem document: status, code, field, the sentence in zh (`title`) and en (`title_en`), every cause."""
    zh, en = _words(refusal, phrases)
    facts = {name: value for name, value in refusal.facts.items() if name != "told"}
    problem: dict[str, Any] = {
        "type": f"urn:gongxu:problem:{refusal.code}",
        "status": status_of(refusal),
        "code": refusal.code,
        "field": refusal.field,
        "title": zh,
        "title_en": en,
        "request_id": getattr(g, "request_id", ""),
    }
    if facts:
        problem["facts"] = facts
    if refusal.causes:
        problem["errors"] = [_cause(cause, phrases) for cause in refusal.causes]
    return problem


def _words(refusal: Refusal, phrases: Phrases) -> tuple[str, str]:
    """What another service has said already, else the sentence for the code."""
    told = refusal.facts.get("told")
    return told if isinstance(told, tuple) else tell(refusal, phrases)


def _cause(cause: Refusal, phrases: Phrases) -> dict[str, Any]:
    zh, en = _words(cause, phrases)
    return {"code": cause.code, "field": cause.field, "title": zh, "title_en": en}


def answer_problems(app: Flask, phrases: Phrases) -> None:
    """Make an application answer every fault as a problem document; unknown faults are logged and masked."""

    def answer(refusal: Refusal) -> Response:
        problem = problem_of(refusal, phrases)
        body = orjson.dumps(problem, default=str)
        return Response(body, status=problem["status"], content_type="application/problem+json")

    @app.errorhandler(Refusal)
    def refuse(refusal: Refusal) -> Response:
        return answer(refusal)

    @app.errorhandler(HTTPException)
    def refuse_http(fault: HTTPException) -> Response:
        return answer(_from_http(fault))

    @app.errorhandler(Exception)
    def mask(fault: Exception) -> Response:
        get_log().error("request_failed", path=request.path, exc_info=fault)
        problem = problem_of(Invalid("internal", facts={"request_id": getattr(g, "request_id", "")}), phrases)
        problem["status"] = 500
        return Response(orjson.dumps(problem), status=500, content_type="application/problem+json")


def _from_http(fault: HTTPException) -> Refusal:
    messages = getattr(fault, "data", {}).get("messages") if hasattr(fault, "data") else None
    if isinstance(messages, Mapping):
        return _from_messages(messages)
    code = _HTTP_CODES.get(fault.code or 0)
    if code == "too-large":
        return Invalid(code, facts={"limit": request.max_content_length or 0})
    if code == "no-such-page":
        return NotFound(code)
    return Invalid(code or "malformed-json")


def _from_messages(messages: Mapping[Any, Any]) -> Refusal:
    """The faults a schema found, as one refusal with its causes. Messages are `code|problem` or plain sentences."""
    causes = tuple(find_faults(messages, ""))
    if any(cause.code == "malformed-json" for cause in causes):
        return Invalid("malformed-json")
    if len(causes) == 1:
        return causes[0]
    return Invalid("invalid-input", causes[0].field if causes else "", {"count": len(causes)}, causes)


_LOCATIONS = {"json", "query", "files", "form", "headers", "_schema"}


def find_faults(messages: Any, path: str = "") -> list[Refusal]:
    """Every fault in a schema's messages, each with the dotted path of its field."""
    if isinstance(messages, Mapping):
        found = []
        for name, inner in messages.items():
            step = "" if str(name) in _LOCATIONS and not path else str(name)
            found += find_faults(inner, ".".join(part for part in (path, step) if part and part != "_schema"))
        return found
    if isinstance(messages, list) and not all(isinstance(one, str | Refusal) for one in messages):
        return [fault for one in messages for fault in find_faults(one, path)]
    return [_fault(str(one), path) for one in (messages if isinstance(messages, list) else [messages])]


_KNOWN = {
    "Unknown field.": "unknown-field",
    "Missing data for required field.": "required",
    "Field may not be null.": "required",
    "Invalid JSON body.": "malformed-json",
    "Invalid input type.": "wrong-type",
}


def _fault(message: str, path: str) -> Refusal:
    if message in _KNOWN:
        return Invalid(_KNOWN[message], path, {"problem": message})
    code, bar, problem = message.partition("|")
    if bar and " " not in code:
        facts = dict(part.split("=", 1) for part in problem.split(";") if "=" in part)
        return Invalid(code, path, facts)
    return Invalid("wrong-type" if message.startswith("Not a valid") else "invalid-value", path, {"problem": message})
