"""What the handlers of the day ask of the store (仓储接口), named without a database."""

from typing import Protocol

from services.conference.day.checking_in import Arrival
from services.conference.day.domain import Incident
from services.conference.repositories import ConferenceWork


class Incidents(Protocol):
    """What has been reported."""

    def get(self, incident_id: str) -> Incident:
        """One incident. Raises NotFound("not-found")."""
        ...

    def of(self, conference_id: str) -> list[Incident]:
        """All incidents of a conference, in the order they were reported."""
        ...

    def add(self, incident: Incident) -> None:
        """A new incident."""
        ...

    def change(self, incident: Incident, *, seen: int) -> None:
        """Write an incident that was read at version `seen`. Raises Conflict("stale-version")."""
        ...


class Arrivals(Protocol):
    """Who has checked in."""

    def get(self, party_id: str) -> Arrival | None:
        """The arrival of a party, None while it has not checked in."""
        ...

    def of(self, conference_id: str) -> list[Arrival]:
        """The arrivals of a conference, in the order of their time."""
        ...

    def add(self, arrival: Arrival) -> None:
        """A party that has checked in."""
        ...

    def remove(self, party_id: str) -> None:
        """Take an arrival back."""
        ...


class DayWork(ConferenceWork, Protocol):
    """The unit of work as the handlers of the day see it."""

    @property
    def incidents(self) -> Incidents:
        """The incidents."""
        ...

    @property
    def arrivals(self) -> Arrivals:
        """The arrivals."""
        ...
