"""The facts the needs service tells; of a confidential need nothing but that it is there."""

from events.envelope import FactType

_STRINGS = {"type": "array", "items": {"type": "string"}}
NEED = {
    "type": "object",
    "required": ["id", "kind", "status", "confidential", "version"],
    "properties": {
        "id": {"type": "string"},
        "kind": {"enum": ["enterprise", "park"]},
        "status": {"type": "string"},
        "confidential": {"type": "boolean"},
        "version": {"type": "integer"},
        "title": {"type": "string"},
        "text": {"type": "string"},
        "organisation_id": {"type": "string"},
        "organisation_name": {"type": "string"},
        "industry": {"type": "string"},
        "district": {"type": "string"},
        "categories": _STRINGS,
        "capabilities": _STRINGS,
        "application_modes": _STRINGS,
        "work_items": _STRINGS,
        "budget_min": {"type": ["integer", "null"]},
        "budget_max": {"type": ["integer", "null"]},
        "deadline_on": {"type": ["string", "null"]},
        "languages": _STRINGS,
        "gbt23001_certified": {"type": "boolean"},
        "demo": {"type": "boolean"},
        "outcome": {"type": "string"},
        "expires_on": {"type": ["string", "null"]},
        "published_at": {"type": ["string", "null"]},
    },
}

FACTS = (
    FactType("needs.need.published", 1, "A need was published, or published again for another term.", NEED),
    FactType("needs.need.changed", 1, "What a published need says has changed.", NEED),
    FactType("needs.need.returned", 1, "A published need was returned to its owner.", NEED),
    FactType("needs.need.withdrawn", 1, "A need was taken back by its owner.", NEED),
    FactType("needs.need.in_talks", 1, "Talks about a need have begun.", NEED),
    FactType("needs.need.closed", 1, "A need has ended, with its outcome.", NEED),
    FactType("needs.need.expired", 1, "The term of a published need is over.", NEED),
)
