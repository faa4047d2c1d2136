"""What the handlers of needs ask of the store (仓储接口), named without a database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from services.chassis.paging import Page
from services.needs.domain import Need


@dataclass(frozen=True)
class NeedFilter:
    """Which needs; None means any. `viewer` is the organisation that asks, None when everything may be seen."""

    viewer: str | None = ""
    status: str | None = None
    kind: str | None = None
    organisation: str | None = None
    ids: tuple[str, ...] | None = None


class Needs(Protocol):
    """All needs."""

    def get(self, need_id: str) -> Need:
        """One need. Raises NotFound("not-found")."""
        ...

    def page(self, which: NeedFilter, *, first: int, after: str) -> Page[Need]:
        """A page, the newest first. Raises Invalid("bad-cursor")."""
        ...

    def count(self, which: NeedFilter) -> int:
        """How many there are."""
        ...

    def due(self, today: date) -> Iterable[Need]:
        """Published needs whose term is over."""
        ...

    def of_year(self, start: datetime, end: datetime) -> list[Need]:
        """Needs written between two moments, without the demo ones."""
        ...

    def add(self, need: Need, *, at: datetime) -> None:
        """A new need."""
        ...

    def change(self, need: Need, *, seen: int) -> None:
        """Write a need that was read at version `seen`. Raises Conflict("stale-version")."""
        ...


class NeedsWork(Protocol):
    """The unit of work as the handlers see it."""

    @property
    def needs(self) -> Needs:
        """All needs."""
        ...

    def announce(self, fact_type: str, *, subject: str, version: int, data: Mapping[str, Any]) -> None:
        """Let a fact leave with this transaction."""
        ...

    def record(self, action: str, subject: str, **detail: Any) -> None:
        """Write the audit row."""
        ...
