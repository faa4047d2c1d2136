"""The conference's use cases: plan a conference, set its timetable and tables, keep its parties and their wishes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import uuid4

from services.chassis.app import check_version
from services.chassis.clock import Clock
from services.chassis.identity import Actor, Role
from services.chassis.refusal import Conflict, Forbidden, Invalid
from services.conference.domain import (
    Conference,
    MeetingTable,
    Party,
    Side,
    Timetable,
    Wish,
    check_slots,
    check_span,
    check_tables,
    check_wishes,
)
from services.conference.repositories import ConferenceWork
from services.conference.rows import tell_conference
from services.conference.timetable import lay_out

PUBLIC = ("id", "title", "year", "scope", "starts_on", "venue", "demo", "version")


@dataclass(frozen=True)
class ChangeConference:
    """Change what a conference is called, when and where it is, and how many meetings a party has."""

    conference_id: str
    seen: int
    changes: Mapping[str, Any]


@dataclass(frozen=True)
class SetTables:
    """Replace the tables: `count` of them with names of ours, or exactly these."""

    conference_id: str
    seen: int
    count: int | None = None
    tables: Sequence[MeetingTable] | None = None


@dataclass(frozen=True)
class AddParty:
    """Let an organisation take part on one side; minimum and maximum come from the conference when not given."""

    conference_id: str
    side: Side
    organisation_id: str
    organisation_name: str
    name: str = ""
    need_ids: tuple[str, ...] = ()
    entry_ids: tuple[str, ...] = ()
    min_meetings: int | None = None
    max_meetings: int | None = None


@dataclass(frozen=True)
class ChangeParty:
    """Change a party's name or how many meetings it has."""

    party_id: str
    seen: int
    changes: Mapping[str, Any] = field(default_factory=dict)


def must_oversee(actor: Actor) -> None:
    """Conferences are prepared by organizers and looked over by auditors; nobody else sees them."""
    if not actor.has(Role.ORGANIZER) and Role.AUDITOR not in actor.roles:
        actor.must_be(Role.ORGANIZER)


def plan_conference(conference: Conference, *, actor: Actor, work: ConferenceWork, clock: Clock) -> Conference:
    """Plan a conference (筹备大会). Raises Invalid("min-above-max")."""
    actor.must_be(Role.ORGANIZER)
    check_span(conference.min_meetings, conference.max_meetings)
    work.conferences.add(conference, at=clock.now())
    _announce(work, "conference.conference.planned", conference)
    work.record("conference_planned", conference.id)
    return conference


def change_conference(command: ChangeConference, *, actor: Actor, work: ConferenceWork) -> Conference:
    """Change a conference. Raises Conflict("stale-version"), Invalid("min-above-max")."""
    actor.must_be(Role.ORGANIZER)
    before = work.conferences.get(command.conference_id, lock=True)
    check_version(before.version, command.seen)
    after = replace(before, **command.changes, version=before.version + 1)
    check_span(after.min_meetings, after.max_meetings)
    return _keep(work, after, "conference_changed")


def set_timetable(
    conference_id: str, timetable: Timetable, *, seen: int, actor: Actor, work: ConferenceWork
) -> Conference:
    """Replace the timetable (日程) and lay out its slots; what parties and tables said of slots that go is dropped."""
    actor.must_be(Role.ORGANIZER)
    before = work.conferences.get(conference_id, lock=True)
    check_version(before.version, seen)
    slots = lay_out(timetable)
    known = {slot.id for slot in slots}
    tables = tuple(replace(table, unavailable=_keep_known(table.unavailable, known)) for table in before.tables)
    for party in work.parties.of(conference_id):
        kept = _keep_known(party.unavailable, known)
        if kept != party.unavailable:
            work.parties.change(replace(party, unavailable=kept, version=party.version + 1), seen=party.version)
    after = replace(before, timetable=timetable, slots=slots, tables=tables, version=before.version + 1)
    return _keep(work, after, "timetable_set", slots=len(slots))


def _keep_known(slots: Sequence[str], known: set[str]) -> tuple[str, ...]:
    return tuple(slot for slot in slots if slot in known)


def set_tables(command: SetTables, *, actor: Actor, work: ConferenceWork) -> Conference:
    """Replace the tables (洽谈桌). Raises Invalid for repeated ids, unknown slots and parties."""
    actor.must_be(Role.ORGANIZER)
    before = work.conferences.get(command.conference_id, lock=True)
    check_version(before.version, command.seen)
    if (command.count is None) == (command.tables is None):
        raise Invalid("tables-both", "tables")
    tables = tuple(command.tables or ())
    if command.count is not None:
        tables = tuple(MeetingTable(f"T{number:03d}", f"{number} 号桌") for number in range(1, command.count + 1))
    parties = {party.id: party for party in work.parties.of(before.id)}
    check_tables(tables, before.slots, parties)
    after = replace(before, tables=tables, version=before.version + 1)
    return _keep(work, after, "tables_set", tables=len(tables))


def add_party(command: AddParty, *, actor: Actor, work: ConferenceWork) -> Party:
    """Let an organisation take part (参会). Raises Conflict("party-twice"), Invalid for its side and span."""
    actor.must_be(Role.ORGANIZER)
    conference = work.conferences.get(command.conference_id, lock=True)
    ground = command.need_ids if command.side is Side.DEMAND else command.entry_ids
    if not ground:
        raise Invalid("party-without-ground", "need_id" if command.side is Side.DEMAND else "entry_id")
    name = command.name or command.organisation_name
    for other in work.parties.of(conference.id):
        if (other.side, other.organisation_id, other.name) == (command.side, command.organisation_id, name):
            raise Conflict("party-twice", "organisation_id", {"name": name})
    party = make_party(command, conference)
    check_span(party.min_meetings, party.max_meetings)
    work.parties.add(party)
    work.record("party_added", party.id, conference=conference.id)
    return party


def make_party(command: AddParty, conference: Conference) -> Party:
    """A party as it enters: a supply party owes nobody a minimum unless it is said."""
    least = conference.min_meetings if command.side is Side.DEMAND else 0
    return Party(
        id=f"p-{uuid4().hex[:16]}",
        conference_id=conference.id,
        side=command.side,
        organisation_id=command.organisation_id,
        organisation_name=command.organisation_name,
        name=command.name or command.organisation_name,
        min_meetings=least if command.min_meetings is None else command.min_meetings,
        max_meetings=conference.max_meetings if command.max_meetings is None else command.max_meetings,
        need_ids=command.need_ids,
        entry_ids=command.entry_ids,
    )


def change_party(command: ChangeParty, *, actor: Actor, work: ConferenceWork) -> Party:
    """Change a party's name or span."""
    actor.must_be(Role.ORGANIZER)
    before = work.parties.get(command.party_id)
    check_version(before.version, command.seen)
    after = replace(before, **command.changes, version=before.version + 1)
    check_span(after.min_meetings, after.max_meetings)
    return _keep_party(work, after, "party_changed")


def remove_party(party_id: str, *, seen: int, actor: Actor, work: ConferenceWork) -> None:
    """Take a party off the list; wishes towards it and tables it kept go with it."""
    actor.must_be(Role.ORGANIZER)
    gone = work.parties.get(party_id)
    check_version(gone.version, seen)
    conference = work.conferences.get(gone.conference_id, lock=True)
    for party in work.parties.of(conference.id):
        kept = tuple(wish for wish in party.wishes if wish.party_id != party_id)
        if kept != party.wishes:
            work.parties.change(replace(party, wishes=kept, version=party.version + 1), seen=party.version)
    if any(table.party_id == party_id for table in conference.tables):
        freed = tuple(
            replace(table, party_id="") if table.party_id == party_id else table for table in conference.tables
        )
        _keep(work, replace(conference, tables=freed, version=conference.version + 1), "table_freed")
    work.parties.remove(party_id)
    work.record("party_removed", party_id, conference=conference.id)


def set_availability(
    party_id: str, unavailable: Sequence[str], *, seen: int, actor: Actor, work: ConferenceWork
) -> Party:
    """Say in which slots a party cannot meet. Raises Invalid("unknown-slot")."""
    before = _own_party(work, party_id, actor)
    check_version(before.version, seen)
    slots = [slot.id for slot in work.conferences.get(before.conference_id).slots]
    check_slots(unavailable, slots, "unavailable")
    named = set(unavailable)
    kept = tuple(slot for slot in slots if slot in named)
    return _keep_party(work, replace(before, unavailable=kept, version=before.version + 1), "availability_set")


def set_wishes(party_id: str, wishes: Sequence[Wish], *, seen: int, actor: Actor, work: ConferenceWork) -> Party:
    """Replace a party's wishes (意愿)."""
    before = _own_party(work, party_id, actor)
    check_version(before.version, seen)
    parties = {party.id: party for party in work.parties.of(before.conference_id)}
    check_wishes(before, wishes, parties)
    return _keep_party(work, replace(before, wishes=tuple(wishes), version=before.version + 1), "wishes_set")


def _own_party(work: ConferenceWork, party_id: str, actor: Actor) -> Party:
    actor.must_be(Role.ORGANIZER, Role.ENTERPRISE, Role.PARK_OPERATOR, Role.PROVIDER)
    party = work.parties.get(party_id)
    if not actor.has(Role.ORGANIZER) and actor.organisation != party.organisation_id:
        raise Forbidden("forbidden")
    return party


def _keep(work: ConferenceWork, conference: Conference, action: str, **detail: Any) -> Conference:
    work.conferences.change(conference, seen=conference.version - 1)
    _announce(work, "conference.conference.changed", conference)
    work.record(action, conference.id, **detail)
    return conference


def _keep_party(work: ConferenceWork, party: Party, action: str) -> Party:
    work.parties.change(party, seen=party.version - 1)
    work.record(action, party.id, conference=party.conference_id)
    return party


def _announce(work: ConferenceWork, fact_type: str, conference: Conference) -> None:
    told = tell_conference(conference)
    data = {name: told[name] for name in PUBLIC}
    work.announce(fact_type, subject=conference.id, version=conference.version, data=data)


def new_conference_id(year: int) -> str:
    """An id whose beginning a person can read."""
    return f"c{year}-{uuid4().hex[:12]}"
