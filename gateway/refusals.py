"""The services' refusals as GraphQL errors: five kinds, one code each, the service's own words kept."""

from __future__ import annotations

from collections.abc import Mapping

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
    more = {"problem": error.code}
    return Fault(code, *_words(error), field=error.field or None, more=more)


def _words(refusal: Refusal) -> tuple[str, str]:
    """The sentence the service has told already, else our own for what the chassis refuses on this side."""
    told = refusal.facts.get("told")
    return told if isinstance(told, tuple) else tell(refusal, CHASSIS_PHRASES)
