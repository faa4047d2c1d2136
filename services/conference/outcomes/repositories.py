"""What the handlers of outcomes ask of the store (仓储接口), named without a database."""

from collections.abc import Sequence
from typing import Protocol

from services.conference.outcomes.domain import By, ClosedYear, Pair, Result, Statement, TrackRecord
from services.conference.repositories import ConferenceWork


class Statements(Protocol):
    """What was said of meetings."""

    def find(self, pair: Pair, by: By) -> Statement | None:
        """What one of them has said."""
        ...

    def of_meeting(self, pair: Pair) -> list[Statement]:
        """All that was said of a meeting."""
        ...

    def of_conference(self, conference_id: str) -> list[Statement]:
        """All that was said of the meetings of a conference."""
        ...

    def put(self, statement: Statement, *, seen: int) -> None:
        """Write one that was read at version `seen`, 0 for a new one. Raises Conflict("stale-version")."""
        ...


class Results(Protocol):
    """What counts of meetings."""

    def find(self, pair: Pair) -> Result | None:
        """What counts of a meeting."""
        ...

    def of_conference(self, conference_id: str) -> list[Result]:
        """All of a conference, in the order of the day."""
        ...

    def of_year(self, year: int) -> list[Result]:
        """All of the conferences of a year that are no demonstrations, in the order of the day."""
        ...

    def of_supplier(self, organisation_id: str, year: int) -> list[Result]:
        """Those of one organisation of the supply side, in the order of the day."""
        ...

    def years(self) -> list[int]:
        """The years that have any, the latest first."""
        ...

    def conferences_of(self, organisation_id: str) -> list[str]:
        """The conferences with a published list in which an organisation takes part, the latest first."""
        ...

    def put(self, result: Result) -> None:
        """Write or replace what counts of a meeting."""
        ...


class TrackRecords(Protocol):
    """The records of organisations."""

    def get(self, organisation_id: str) -> TrackRecord:
        """The record of an organisation, an empty one when it has none."""
        ...

    def put(self, record: TrackRecord) -> None:
        """Write a record."""
        ...


class ClosedYears(Protocol):
    """The reports that were frozen."""

    def find(self, year: int) -> ClosedYear | None:
        """The frozen report of a year."""
        ...

    def all(self) -> Sequence[int]:
        """The years that are closed, the latest first."""
        ...

    def add(self, closed: ClosedYear) -> None:
        """Freeze a report. Raises Conflict("year-closed") when there is one."""
        ...


class OutcomeWork(ConferenceWork, Protocol):
    """The unit of work as the handlers of outcomes see it."""

    @property
    def statements(self) -> Statements:
        """What was said."""
        ...

    @property
    def results(self) -> Results:
        """What counts."""
        ...

    @property
    def track_records(self) -> TrackRecords:
        """The records of organisations."""
        ...

    @property
    def closed_years(self) -> ClosedYears:
        """The frozen reports."""
        ...
