"""An objection (意见) of a party to a list that lies before it, and what became of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ObjectionState(StrEnum):
    """未处理, 采纳, 不采纳, 撤回."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Objection:
    """What a party says of a list, or of one meeting of it: `meeting_id` is "" for the whole."""

    id: str
    run_id: str
    conference_id: str
    party_id: str
    party_name: str
    organisation_id: str
    meeting_id: str
    counterpart_name: str
    text: str
    state: ObjectionState
    created_at: datetime
    answer: str = ""
    settled_at: datetime | None = None
    version: int = 1
