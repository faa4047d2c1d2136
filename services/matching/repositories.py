"""What handlers need of the store (仓储接口), named without a database."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from services.chassis.paging import Page
from services.matching.domain import KnownEntry, KnownNeed, KnownRecord, Request, Side


@dataclass(frozen=True)
class Suggestions:
    """推荐结果: the stored answer to a need, and everything it was computed from.

    `basis` names policy and vocabulary, `generation` the state of the catalogue, `seed` what broke the ties. An item
    that came while need and basis stayed the same has the moment under `since`; the need's owner looked at `seen_at`.
    """

    need_id: str
    need_version: int
    generation: int
    basis: str
    policy: str
    seed: str
    is_weak: bool
    computed_at: datetime
    items: tuple[Mapping[str, Any], ...]
    seen_at: datetime | None = None


@dataclass(frozen=True)
class Feedback:
    """反馈: one event about an entry; `place` counts from 1 in `listed`, 0 for one that was not suggested."""

    action: str
    need_id: str
    entry_id: str
    side: Side
    at: datetime
    place: int = 0
    score: int = 0
    basis: str = ""
    need_version: int = 0
    listed: tuple[str, ...] = ()

    @property
    def query_id(self) -> str:
        """Names the list that was shown: one need in one version, answered on one basis."""
        return f"{self.need_id}/{self.need_version}/{self.basis}"


@dataclass(frozen=True)
class RequestFilter:
    """Which requests are wanted; `organisation`: sent or received by it."""

    state: str | None = None
    need: str | None = None
    entry: str | None = None
    organisation: str | None = None


class KnownNeeds(Protocol):
    """The needs that facts have told of."""

    def find(self, ids: Iterable[str]) -> dict[str, KnownNeed]:
        """Those of the ids that are known."""
        ...

    def hold(self, ids: Iterable[str]) -> dict[str, KnownNeed]:
        """Like `find`; nobody else changes or holds them before this transaction ends."""
        ...

    def keep(self, need: KnownNeed) -> bool:
        """Keep a need unless a newer version is known; tell whether it was kept."""
        ...

    def without_current_suggestions(self, generation: int, basis: str, limit: int) -> list[KnownNeed]:
        """Public needs whose suggestions are missing or computed from something older."""
        ...


class KnownEntries(Protocol):
    """The entries that facts have told of, and which editions are in use."""

    def find(self, entry_id: str) -> KnownEntry | None:
        """One entry."""
        ...

    def in_use(self) -> list[KnownEntry]:
        """Admitted entries of the editions in use, in the order of their ids."""
        ...

    def ids_in_use(self) -> set[str]:
        """The ids of `in_use()`."""
        ...

    def names(self, ids: Iterable[str]) -> dict[str, str]:
        """The names of the entries that are known among these, in use or not."""
        ...

    def keep(self, entries: Iterable[KnownEntry]) -> int:
        """Keep entries unless a newer version is known; tell how many were kept."""
        ...

    def keep_edition(self, edition_id: str, version: int, *, is_in_use: bool) -> bool:
        """Keep an edition's state unless a newer version is known; tell whether it was kept."""
        ...

    def keep_record(self, record: KnownRecord) -> bool:
        """Keep an organisation's record unless a newer version is known; tell whether it was kept."""
        ...

    def generation(self) -> int:
        """A number that grows with every change of entries or editions."""
        ...


class StoredSuggestions(Protocol):
    """The stored suggestions, one row a need."""

    def find(self, need_ids: Iterable[str]) -> dict[str, Suggestions]:
        """Those of the needs that have some."""
        ...

    def put(self, suggestions: Suggestions) -> None:
        """Store or replace."""
        ...

    def see(self, need_id: str, *, at: datetime) -> None:
        """Note when the owner of a need looked at its suggestions."""
        ...

    def drop(self, need_id: str) -> None:
        """Forget those of a need."""
        ...


class FeedbackEvents(Protocol):
    """What people made of suggestions."""

    def add(self, one: Feedback) -> None:
        """Keep an event."""
        ...

    def page(self, *, first: int, after: str) -> Page[Feedback]:
        """A page of events, oldest first."""
        ...


class Requests(Protocol):
    """The requests."""

    def get(self, request_id: str) -> Request:
        """One request. Raises NotFound("not-found")."""
        ...

    def is_pending(self, need_id: str, entry_id: str) -> bool:
        """Whether one of the two sides waits for an answer of the other."""
        ...

    def page(self, which: RequestFilter, *, first: int, after: str) -> tuple[Page[Request], int]:
        """A page, newest first, and how many there are."""
        ...

    def overdue(self, today: date, limit: int) -> Sequence[Request]:
        """Pending requests whose last day has passed."""
        ...

    def asked_between(self, start: datetime, end: datetime) -> Sequence[Request]:
        """Requests asked from `start` on and before `end`."""
        ...

    def add(self, request: Request) -> None:
        """Store a new request."""
        ...

    def save(self, request: Request) -> None:
        """Store a request's next version. Raises Conflict("stale-version")."""
        ...


class MatchingWork(Protocol):
    """Matching's unit of work as handlers see it."""

    @property
    def needs(self) -> KnownNeeds:
        """The needs."""
        ...

    @property
    def entries(self) -> KnownEntries:
        """The entries."""
        ...

    @property
    def suggestions(self) -> StoredSuggestions:
        """The suggestions."""
        ...

    @property
    def feedback(self) -> FeedbackEvents:
        """What people made of suggestions."""
        ...

    @property
    def requests(self) -> Requests:
        """The requests."""
        ...

    def announce(self, fact_type: str, *, subject: str, version: int, data: Mapping[str, Any]) -> None:
        """Let a fact leave."""
        ...

    def record(self, action: str, subject: str, **detail: Any) -> None:
        """Write the audit row."""
        ...
