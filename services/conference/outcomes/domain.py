"""What came of a meeting (洽谈结果): what each side and the organizer state, and what counts when they differ."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from services.chassis.refusal import Invalid


class By(StrEnum):
    """Who states it: one of the two who met, or the organizer."""

    DEMAND = "demand"
    SUPPLY = "supply"
    ORGANIZER = "organizer"


class Held(StrEnum):
    """Whether the meeting took place: 已洽谈, 未洽谈; `unknown` while nobody said, or while the two differ."""

    UNKNOWN = ""
    HELD = "held"
    NO_SHOW = "no_show"


class Absent(StrEnum):
    """Who did not come to a meeting that was not held."""

    NOBODY = ""
    DEMAND = "demand"
    SUPPLY = "supply"
    BOTH = "both"


@dataclass(frozen=True)
class Pair:
    """A meeting by its two parties: within one conference they meet once."""

    conference_id: str
    demand_id: str
    supply_id: str


@dataclass(frozen=True)
class Said:
    """What one of them says of a meeting (填报); `amount` in 万元, `rating` from 1 to 5."""

    held: Held
    absent: Absent = Absent.NOBODY
    rating: int | None = None
    intent: bool = False
    contract: bool = False
    amount: int | None = None
    follow_up: str = ""
    follow_up_on: date | None = None


@dataclass(frozen=True)
class Statement:
    """What somebody has said, and when; private to them and the organizer."""

    pair: Pair
    by: By
    said: Said
    person: str
    said_at: datetime
    version: int = 1


@dataclass(frozen=True)
class Outcome:
    """What counts of a meeting (洽谈结果); fields in `disputed`, in which the two differ, count nothing."""

    held: Held = Held.UNKNOWN
    absent: Absent = Absent.NOBODY
    intent: bool = False
    contract: bool = False
    amount: int | None = None
    rating_demand: int | None = None
    rating_supply: int | None = None
    disputed: tuple[str, ...] = ()

    @property
    def is_agreed(self) -> bool:
        """Whether an intent or a contract came of it."""
        return self.held is Held.HELD and (self.intent or self.contract)


def check_said(said: Said) -> Said:
    """What was said, a contract taken as an intent, too. Raises Invalid for what does not go together."""
    if said.held is Held.UNKNOWN:
        raise Invalid("required", "held")
    if said.held is Held.NO_SHOW:
        if said.absent is Absent.NOBODY:
            raise Invalid("absent-missing", "absent")
        for name in ("rating", "intent", "contract", "amount"):
            if getattr(said, name) not in (None, False):
                raise Invalid("not-held", name)
        return said
    if said.absent is not Absent.NOBODY:
        raise Invalid("held-but-absent", "absent")
    if said.amount is not None and not said.contract:
        raise Invalid("amount-without-contract", "amount")
    return replace(said, intent=said.intent or said.contract)


COUNTED = ("held", "absent", "intent", "contract", "amount")
"""Fields in which two statements can contradict each other; a rating is each side's own."""


def settle(statements: Iterable[Statement]) -> Outcome:
    """What counts: the organizer's word, else what one says or both agree on; what they differ in counts nothing."""
    said = {one.by: one.said for one in statements}
    ratings: dict[str, Any] = {f"rating_{by}": said[by].rating for by in (By.DEMAND, By.SUPPLY) if by in said}
    if By.ORGANIZER in said:
        word = said[By.ORGANIZER]
        return Outcome(**{name: getattr(word, name) for name in COUNTED}, **ratings)
    both = [said[by] for by in (By.DEMAND, By.SUPPLY) if by in said]
    if not both:
        return Outcome()
    disputed = tuple(name for name in COUNTED if _differ(both, name))
    if "held" in disputed:
        return Outcome(disputed=disputed, **ratings)
    values = {name: getattr(both[0], name) for name in COUNTED if name not in disputed}
    if "amount" not in disputed:
        # Who names no amount does not deny that of the other.
        values["amount"] = next((one.amount for one in both if one.amount is not None), None)
    return Outcome(**values, disputed=disputed, **ratings)


def _differ(both: Sequence[Said], name: str) -> bool:
    values = {getattr(one, name) for one in both}
    return len(values - {None} if name == "amount" else values) > 1


@dataclass(frozen=True)
class Meeting:
    """A meeting of a published list as its outcome keeps it: who met, when, at which table, for which conference."""

    pair: Pair
    year: int
    demo: bool
    starts_at: datetime
    table: str
    demand_name: str
    supply_name: str
    demand_organisation: str
    supply_organisation: str
    need_ids: tuple[str, ...] = ()
    entry_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Result:
    """A meeting and what counts of it."""

    meeting: Meeting
    outcome: Outcome
    settled_at: datetime


@dataclass(frozen=True)
class TrackRecord:
    """对接记录 of an organisation of the supply side over all conferences: public, as a reason to suggest it."""

    organisation_id: str
    meetings_held: int = 0
    agreements: int = 0
    version: int = 0

    def change(self, before: Outcome | None, after: Outcome) -> "TrackRecord":
        """The record once an outcome has changed."""
        was = before or Outcome()
        return replace(
            self,
            meetings_held=self.meetings_held + (after.held is Held.HELD) - (was.held is Held.HELD),
            agreements=self.agreements + after.is_agreed - was.is_agreed,
            version=self.version + 1,
        )


@dataclass(frozen=True)
class ClosedYear:
    """A year's report as it was frozen (结账): it does not change any more."""

    year: int
    report: Mapping[str, object]
    closed_at: datetime
    closed_by: str
