"""How requests and suggestions are told on the wire and in facts."""

from typing import Any

from services.chassis.fields import public_part
from services.matching.answers import RequestOut
from services.matching.domain import Request

_REQUEST = RequestOut()


def tell_request(request: Request) -> dict[str, Any]:
    """A request with what people wrote to each other, for its two sides and organizers."""
    return {
        "id": request.id,
        "need_id": request.need_id,
        "entry_id": request.entry_id,
        "kind": str(request.kind),
        "asked_by_side": str(request.asked_by_side),
        "from_organisation": request.from_organisation,
        "to_organisation": request.to_organisation,
        "message": request.message,
        "state": str(request.state),
        "asked_at": request.asked_at.isoformat(),
        "expires_on": request.expires_on.isoformat(),
        "decided_at": request.decided_at.isoformat() if request.decided_at else None,
        "reason": request.reason,
        "version": request.version,
    }


def tell_request_publicly(request: Request) -> dict[str, Any]:
    """A request without what people wrote, as facts carry it."""
    return public_part(_REQUEST, tell_request(request))
