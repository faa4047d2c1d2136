"""The time as handlers are told it: UTC for moments, Asia/Shanghai for calendar days."""

from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


class Clock(Protocol):
    """What time it is; passed in, so that a test can say it."""

    def now(self) -> datetime:
        """The moment, in UTC."""
        ...

    def today(self) -> date:
        """The calendar day in Shanghai."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The moment, in UTC."""
        return datetime.now(UTC)

    def today(self) -> date:
        """The calendar day in Shanghai."""
        return self.now().astimezone(SHANGHAI).date()


class SetClock:
    """A clock that stands where it was set until it is moved on."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        """The moment, in UTC."""
        return self.moment

    def today(self) -> date:
        """The calendar day in Shanghai."""
        return self.moment.astimezone(SHANGHAI).date()

    def pass_time(self, by: timedelta) -> None:
        """Let time pass."""
        self.moment += by
