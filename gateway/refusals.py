"""The services' refusals as GraphQL errors: five kinds, one code each, the service's own words kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gateway.errors import Code, Fault
from services.chassis.refusal import CHASSIS_PHRASES, Conflict, Forbidden, Invalid, NotFound, Refusal, Unavailable, tell

_CODES: Mapping[type[Refusal], Code] = {
    NotFound: Code.NOT_FOUND,
    Conflict: Code.CONFLICT,
    Invalid: Code.BAD_USER_INPUT,
    Forbidden: Code.FORBIDDEN,
    Unavailable: Code.UPSTREAM_UNAVAILABLE,
}
_EXCEPTIONS = {
    "unauthenticated": Code.UNAUTHENTICATED,
    "bad-token": Code.UNAUTHENTICATED,
    "too-many-requests": Code.RATE_LIMITED,
}


def fault_of(error: BaseException | None) -> Fault | None:
    """Tell a refusal to the person who asked; None for any other error. `extensions.problem` is the finer code."""
    if not isinstance(error, Refusal):
        return None
    code = _EXCEPTIONS.get(error.code, _CODES[type(error)])
    more: dict[str, Any] = {"problem": error.code}
    if error.causes:
        more["errors"] = [_cause(cause) for cause in error.causes]
    return Fault(code, *_words(error), field=error.field or None, more=more)


def _cause(cause: Refusal) -> dict[str, Any]:
    """One of several faults that a refusal reports at once."""
    zh, en = _words(cause)
    return {"problem": cause.code, "field": cause.field, "messages": {"zh": zh, "en": en}}


def _words(refusal: Refusal) -> tuple[str, str]:
    """The sentence the service has told already, else our own for what the chassis refuses on this side."""
    told = refusal.facts.get("told")
    return told if isinstance(told, tuple) else tell(refusal, CHASSIS_PHRASES)
