"""The facts the conference service tells: only what is public; wishes, runs and drafts never leave."""

from events.envelope import FactType

_CONFERENCE = {
    "type": "object",
    "required": ["id", "title", "year", "scope", "starts_on", "venue", "demo", "version"],
    "properties": {
        "id": {"type": "string"},
        "title": {"type": "string"},
        "year": {"type": "integer"},
        "scope": {"type": "string"},
        "starts_on": {"type": "string"},
        "venue": {"type": "string"},
        "demo": {"type": "boolean"},
        "version": {"type": "integer"},
    },
}
_PLAN = {
    "type": "object",
    "required": ["conference_id", "run_id", "meeting_count", "published_at"],
    "properties": {
        "conference_id": {"type": "string"},
        "run_id": {"type": "string"},
        "meeting_count": {"type": "integer"},
        "published_at": {"type": "string"},
    },
}
_RECORD = {
    "type": "object",
    "required": ["organisation_id", "meetings_held", "agreements"],
    "properties": {
        "organisation_id": {"type": "string"},
        "meetings_held": {"type": "integer"},
        "agreements": {"type": "integer"},
    },
}

FACTS = (
    FactType("conference.conference.planned", 1, "A conference was planned.", _CONFERENCE),
    FactType("conference.conference.changed", 1, "What is public of a conference changed.", _CONFERENCE),
    FactType("conference.plan.published", 1, "A pairing list was published; it replaces an earlier one.", _PLAN),
    FactType("conference.record.counted", 1, "A supplier's meetings or agreements are others in number.", _RECORD),
)
