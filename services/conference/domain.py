"""The rules of a supply-demand conference (供需对接大会): its timetable, tables, parties and their wishes."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from services.chassis.refusal import Conflict, Invalid

IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,63}")
MAX_SLOTS = 400
MAX_TABLES = 500


class Side(StrEnum):
    """供需双方."""

    DEMAND = "demand"
    SUPPLY = "supply"

    @property
    def other(self) -> "Side":
        """The side it meets."""
        return Side.SUPPLY if self is Side.DEMAND else Side.DEMAND


class Strength(StrEnum):
    """意愿强度: 必见, 想见, 不见."""

    MUST = "must"
    WANT = "want"
    NEVER = "never"


class PlanState(StrEnum):
    """名单状态: 草案, 征求意见, 已发布; `replaced` when a later plan was published."""

    NONE = ""
    DRAFT = "draft"
    PROVISIONAL = "provisional"
    PUBLISHED = "published"
    REPLACED = "replaced"


class RunMode(StrEnum):
    """How a run comes to its list: generated whole, gaps filled (补位), changed by hand, taken up again, repaired."""

    ALL = "all"
    FILL = "fill"
    HAND = "hand"
    BACK = "back"
    REPAIR = "repair"


@dataclass(frozen=True)
class Session:
    """场次: a part of a day without a longer break."""

    id: str
    title: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Day:
    """A day of the conference and its sessions in time order."""

    date: date
    sessions: tuple[Session, ...]


@dataclass(frozen=True)
class Slot:
    """时段: when one meeting takes place."""

    id: str
    session_id: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Timetable:
    """Days and sessions, how long a meeting lasts and how long the change to the next one."""

    days: tuple[Day, ...] = ()
    slot_minutes: int = 30
    buffer_minutes: int = 0


@dataclass(frozen=True)
class MeetingTable:
    """洽谈桌; `party_id` when a party keeps it all day, `unavailable` the slots in which it cannot be used."""

    id: str
    name: str
    party_id: str = ""
    unavailable: tuple[str, ...] = ()


@dataclass(frozen=True)
class Wish:
    """意愿 of one party towards another of the other side."""

    party_id: str
    strength: Strength


@dataclass(frozen=True)
class Party:
    """参会方: one diary of an organisation on one side.

    A demand party stands for published needs of its organisation, a supply party for its entries in the catalogue.
    """

    id: str
    conference_id: str
    side: Side
    organisation_id: str
    organisation_name: str
    name: str
    min_meetings: int
    max_meetings: int
    need_ids: tuple[str, ...] = ()
    entry_ids: tuple[str, ...] = ()
    unavailable: tuple[str, ...] = ()
    wishes: tuple[Wish, ...] = ()
    version: int = 1


@dataclass(frozen=True)
class Conference:
    """One conference (供需对接大会) and where and when its meetings can take place."""

    id: str
    title: str
    year: int
    scope: str
    starts_on: date
    venue: str = ""
    min_meetings: int = 1
    max_meetings: int = 6
    demo: bool = False
    timetable: Timetable = field(default_factory=Timetable)
    slots: tuple[Slot, ...] = ()
    tables: tuple[MeetingTable, ...] = ()
    version: int = 1


@dataclass(frozen=True)
class Run:
    """排期运行: one making of a plan, without its snapshot and plan.

    `number` counts the runs of its conference; `based_on` is the run whose list it started from; `version` counts what
    happened to its list: its states, and the lists that were made from it by hand. `input_hash` is that of its whole
    snapshot, `source_hash` that of what was known of parties, wishes, times and tables, `own_hash` that of what the
    conference itself knew of them.
    """

    id: str
    conference_id: str
    state: str
    effort: str
    seed: int
    created_at: datetime
    progress: int = 0
    figures: Mapping[str, Any] = field(default_factory=dict)
    input_hash: str = ""
    source_hash: str = ""
    own_hash: str = ""
    error: str = ""
    attempts: int = 0
    plan_state: PlanState = PlanState.NONE
    number: int = 0
    mode: RunMode = RunMode.ALL
    based_on: str = ""
    version: int = 1
    started_at: datetime | None = None
    finished_at: datetime | None = None
    published_at: datetime | None = None


@dataclass(frozen=True)
class PublishedPlan:
    """The published list of a conference with the snapshot it was made from, both as JSON."""

    run_id: str
    conference_id: str
    frozen: bytes
    plan: bytes


def check_span(least: int, most: int) -> None:
    """Refuse a minimum above the maximum."""
    if least > most:
        raise Invalid("min-above-max", "min_meetings", {"least": least, "most": most})


def check_tables(tables: Sequence[MeetingTable], slots: Iterable[Slot], parties: Mapping[str, Party]) -> None:
    """Refuse tables whose ids are unusable or repeated, or that name slots and parties that are not there."""
    if len(tables) > MAX_TABLES:
        raise Invalid("too-many-tables", "tables", {"limit": MAX_TABLES})
    known, seen = {slot.id for slot in slots}, set()
    for place, table in enumerate(tables):
        if not IDENTIFIER.fullmatch(table.id):
            raise Invalid("bad-identifier", f"tables.{place}.id", {"value": table.id})
        if table.id in seen:
            raise Invalid("table-twice", f"tables.{place}.id", {"value": table.id})
        seen.add(table.id)
        if table.party_id and table.party_id not in parties:
            raise Invalid("unknown-party", f"tables.{place}.party_id", {"value": table.party_id})
        check_slots(table.unavailable, known, f"tables.{place}.unavailable")


def check_slots(named: Iterable[str], known: Iterable[str], field_name: str) -> None:
    """Refuse slots that the timetable does not have."""
    strange = sorted(set(named) - set(known))
    if strange:
        raise Invalid("unknown-slot", field_name, {"value": "、".join(strange[:5])})


def check_wishes(party: Party, wishes: Sequence[Wish], parties: Mapping[str, Party]) -> None:
    """Refuse wishes towards nobody, towards one's own side or organisation, and two wishes towards one party."""
    seen = set()
    for place, wish in enumerate(wishes):
        other = parties.get(wish.party_id)
        if other is None:
            raise Invalid("unknown-party", f"wishes.{place}.party_id", {"value": wish.party_id})
        if other.side is party.side:
            raise Invalid("wish-own-side", f"wishes.{place}.party_id", {"name": other.name})
        if other.organisation_id == party.organisation_id:
            raise Invalid("wish-own-organisation", f"wishes.{place}.party_id", {"name": other.name})
        if wish.party_id in seen:
            raise Invalid("wish-twice", f"wishes.{place}.party_id", {"name": other.name})
        seen.add(wish.party_id)


def check_can_run(conference: Conference, parties: Iterable[Party]) -> None:
    """Refuse to make a plan while there is no slot, no table or nobody on one side."""
    if not conference.slots:
        raise Conflict("no-timetable", "timetable")
    if not conference.tables:
        raise Conflict("no-tables", "tables")
    sides = {party.side for party in parties}
    for side in Side:
        if side not in sides:
            raise Conflict(f"no-{side}-party", "parties")


def find_missing(conference: Conference, parties: Sequence[Party]) -> list[tuple[str, list[str]]]:
    """What is missing before pairing: ("" for the conference or a party's id, codes); nothing missing, no row."""
    general = [
        code for code, there in (("no-timetable", conference.slots), ("no-tables", conference.tables)) if not there
    ]
    general += [f"no-{side}-party" for side in Side if all(party.side is not side for party in parties)]
    rows = [("", general)] if general else []
    slots = len(conference.slots)
    for party in parties:
        missing = []
        free = slots - len(set(party.unavailable))
        if slots and free < party.min_meetings:
            missing.append("too-little-time")
        if not party.wishes:
            missing.append("no-wishes")
        if not (party.need_ids or party.entry_ids):
            missing.append("nothing-to-match")
        if missing:
            rows.append((party.id, missing))
    return rows
