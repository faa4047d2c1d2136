"""The facts matching tells of requests; each carries the whole public state, never what people wrote to each other."""

from typing import Any

from events.envelope import FactType
from services.matching.domain import RequestKind, RequestState, Side

_TEXT: dict[str, Any] = {"type": "string"}
_PROPERTIES: dict[str, Any] = {
    "id": _TEXT,
    "need_id": _TEXT,
    "entry_id": _TEXT,
    "kind": {"type": "string", "enum": [str(one) for one in RequestKind]},
    "asked_by_side": {"type": "string", "enum": [str(one) for one in Side]},
    "from_organisation": _TEXT,
    "to_organisation": _TEXT,
    "state": {"type": "string", "enum": [str(one) for one in RequestState]},
    "asked_at": _TEXT,
    "expires_on": _TEXT,
    "decided_at": {"type": ["string", "null"]},
    "version": {"type": "integer", "minimum": 1},
}
REQUEST: dict[str, Any] = {
    "type": "object",
    "properties": _PROPERTIES,
    "required": sorted(_PROPERTIES),
    "additionalProperties": False,
}

FACTS = (
    FactType("matching.request.asked", 1, "One side asked the other for contact or a meeting.", REQUEST),
    FactType("matching.request.accepted", 1, "The other side accepted a request.", REQUEST),
    FactType("matching.request.declined", 1, "The other side declined a request.", REQUEST),
    FactType("matching.request.withdrawn", 1, "The asking side withdrew its request.", REQUEST),
    FactType("matching.request.expired", 1, "Nobody answered a request in time.", REQUEST),
)
