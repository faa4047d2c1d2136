"""Requests (对接申请) and what matching knows of needs and entries: the rules, without store or network."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from services.chassis.refusal import Conflict, Forbidden

REQUEST_DAYS = 7
"""Days the other side has to answer (默认七天)."""


class Side(StrEnum):
    """需求侧 / 供给侧."""

    DEMAND = "demand"
    SUPPLY = "supply"


class RequestKind(StrEnum):
    """What is asked for: 联系方式 or 洽谈."""

    CONTACT = "contact"
    MEETING = "meeting"


class RequestState(StrEnum):
    """Where a request stands; only a pending one can still change."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


BOTH = frozenset(RequestKind)
MEETING_ONLY = frozenset({RequestKind.MEETING})
MAY_ASK: Mapping[tuple[Side, str, str], frozenset[RequestKind]] = {
    (Side.DEMAND, "enterprise", "platform"): BOTH,
    (Side.DEMAND, "enterprise", "provider"): BOTH,
    (Side.DEMAND, "park", "platform"): BOTH,
    (Side.DEMAND, "park", "provider"): BOTH,
    # A provider may invite to a meeting; whom to call stays with the demand side until it says yes.
    (Side.SUPPLY, "enterprise", "platform"): MEETING_ONLY,
    (Side.SUPPLY, "enterprise", "provider"): MEETING_ONLY,
    (Side.SUPPLY, "park", "platform"): MEETING_ONLY,
    (Side.SUPPLY, "park", "provider"): MEETING_ONLY,
}
"""Who may ask whom for what: the asking side, the kind of need and the kind of entry -> kinds of request."""


@dataclass(frozen=True)
class KnownNeed:
    """A need (需求) as the needs service last told of it; of a confidential one only its state is known."""

    id: str
    version: int
    status: str
    kind: str = "enterprise"
    is_confidential: bool = False
    organisation_id: str = ""
    title: str = ""
    text: str = ""
    industry: str = ""
    district: str = ""
    categories: tuple[str, ...] = ()
    capabilities: tuple[str, ...] = ()
    application_modes: tuple[str, ...] = ()
    work_items: tuple[str, ...] = ()

    @property
    def is_public(self) -> bool:
        """Whether everybody may read it and its suggestions."""
        return self.status == "published" and not self.is_confidential

    @property
    def is_open(self) -> bool:
        """Whether it still looks for answers."""
        return self.status in {"published", "in_talks"}


@dataclass(frozen=True)
class KnownEntry:
    """A catalogue entry (目录条目) as the catalogue last told of it."""

    id: str
    version: int
    edition_id: str
    status: str
    organisation_id: str = ""
    name: str = ""
    short_name: str = ""
    company: str = ""
    kind: str = "provider"
    category: str = ""
    reach: str = ""
    edition_year: int = 0
    document_number: str = ""
    gbt23001_certified: bool = False
    description: str = ""
    capabilities: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    application_modes: tuple[str, ...] = ()
    service_regions: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    # Of its organisation, as the conference tells: meetings held, and intents or contracts that came of them.
    meetings_held: int = 0
    agreements: int = 0

    @property
    def owner(self) -> str:
        """Whose meetings are its own: its organisation, or itself where the catalogue names none."""
        return self.organisation_id or f"entry:{self.id}"

    @property
    def is_admitted(self) -> bool:
        """Whether it stands in its edition."""
        return self.status == "admitted"


@dataclass(frozen=True)
class KnownRecord:
    """对接记录 of an organisation as the conference last told of it."""

    organisation_id: str
    version: int
    meetings_held: int
    agreements: int


@dataclass(frozen=True)
class Request:
    """对接申请: one side asks the other for contact or a meeting; the other answers, or it expires."""

    id: str
    need_id: str
    entry_id: str
    kind: RequestKind
    asked_by_side: Side
    from_organisation: str
    to_organisation: str
    asked_at: datetime
    expires_on: date
    message: str = ""
    state: RequestState = RequestState.PENDING
    decided_at: datetime | None = None
    reason: str = ""
    version: int = field(default=1)

    def decide(self, state: RequestState, *, at: datetime, reason: str = "") -> "Request":
        """The request in its final state. Raises Conflict("wrong-state") unless it is pending."""
        if self.state is not RequestState.PENDING:
            raise Conflict("wrong-state", "state", {"state": str(self.state)})
        return replace(self, state=state, decided_at=at, reason=reason, version=self.version + 1)

    def is_overdue(self, today: date) -> bool:
        """Whether nobody has answered in time."""
        return self.state is RequestState.PENDING and today > self.expires_on


def make_request(
    request_id: str,
    need: KnownNeed,
    entry: KnownEntry,
    *,
    kind: RequestKind,
    side: Side,
    message: str,
    at: datetime,
    today: date,
) -> Request:
    """A new request between the owners of a need and of an entry.

    Raises Conflict("need-not-open"), Conflict("entry-withdrawn") or Forbidden("may-not-ask").
    """
    if not need.is_open:
        raise Conflict("need-not-open", "need_id", {"status": need.status})
    if not entry.is_admitted:
        raise Conflict("entry-withdrawn", "entry_id", {"name": entry.name})
    if kind not in MAY_ASK.get((side, need.kind, entry.kind), frozenset()):
        raise Forbidden("may-not-ask", "kind")
    asking, asked = need.organisation_id, entry.organisation_id
    if side is Side.SUPPLY:
        asking, asked = asked, asking
    return Request(
        id=request_id,
        need_id=need.id,
        entry_id=entry.id,
        kind=kind,
        asked_by_side=side,
        from_organisation=asking,
        to_organisation=asked,
        asked_at=at,
        expires_on=today + timedelta(days=REQUEST_DAYS),
        message=message,
    )
