"""The catalogue's use cases: open, change, publish an edition; admit, change, withdraw an entry; keep a profile."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from services.catalogue.domain import (
    EMPTY_PROFILE,
    Category,
    Edition,
    Entry,
    Profile,
    Scope,
    edition_id,
    kind_of,
    make_listing,
    must_be_at,
    settle_use,
)
from services.catalogue.renewal import Choice, choose, differ, find_previous
from services.catalogue.repositories import CatalogueWork
from services.catalogue.views import tell_edition, tell_entry
from services.chassis.clock import Clock
from services.chassis.identity import Actor, Role
from services.chassis.refusal import Conflict

OFFICIAL_FACTS = ("name", "company", "kind", "category", "reach")
"""What a published edition has said once and for all of its entries."""


@dataclass(frozen=True)
class OpenEdition:
    """Open the draft of a year and scope."""

    year: int
    scope: str
    title: str
    document_number: str = ""
    demo: bool = False


@dataclass(frozen=True)
class ChangeEdition:
    """Correct the title or the document number of a draft."""

    edition_id: str
    seen: int
    changes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class PublishEdition:
    """Publish a draft."""

    edition_id: str
    seen: int


@dataclass(frozen=True)
class AdmitEntry:
    """Admit a platform or provider into a draft."""

    edition_id: str
    listing: Mapping[str, Any]
    profile: Profile = EMPTY_PROFILE


@dataclass(frozen=True)
class ChangeEntry:
    """Correct the official facts of an entry, or say which organisation it is."""

    entry_id: str
    seen: int
    changes: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class WithdrawEntry:
    """Take an entry off its list."""

    entry_id: str
    seen: int
    reason: str


@dataclass(frozen=True)
class WriteProfile:
    """Replace the profile of an entry."""

    entry_id: str
    seen: int
    profile: Profile


def open_edition(command: OpenEdition, *, actor: Actor, work: CatalogueWork, clock: Clock) -> Edition:
    """Open an edition. Raises Conflict("edition-exists"): there is one of each year and scope."""
    actor.must_be(Role.ORGANIZER)
    scope = Scope(command.scope)
    identifier = edition_id(scope, command.year, demo=command.demo)
    if work.editions.find(identifier):
        raise Conflict("edition-exists", "year", {"id": identifier})
    edition = Edition(
        identifier,
        command.year,
        scope,
        command.title,
        opened_at=clock.now(),
        document_number=command.document_number,
        demo=command.demo,
    )
    work.editions.add(edition)
    announce_edition("opened", edition, work)
    work.record("edition_opened", edition.id)
    return edition


def change_edition(command: ChangeEdition, *, actor: Actor, work: CatalogueWork, clock: Clock) -> Edition:
    """Correct a draft. Raises Conflict("edition-closed") once it is published."""
    actor.must_be(Role.ORGANIZER)
    edition = work.editions.lock(command.edition_id)
    must_be_at(edition.version, command.seen)
    edition.must_be_open()
    changed = edition.next(**command.changes)
    work.editions.save(changed)
    announce_edition("changed", changed, work)
    refresh_entries(changed, work)
    work.record("edition_changed", edition.id, changed=sorted(command.changes))
    return changed


def publish_edition(command: PublishEdition, *, actor: Actor, work: CatalogueWork, clock: Clock) -> Edition:
    """Publish an edition with its difference; the newest published one of a scope is in use from then on.

    Raises Conflict("edition-closed"), Conflict("edition-empty"), and Conflict("renewal-open") while a begun renewal
    has entries nobody has decided about.
    """
    actor.must_be(Role.ORGANIZER)
    scope = work.editions.get(command.edition_id).scope
    # All editions of the scope are held, so that of two published at once only one comes into use.
    others = work.editions.lock_scope(scope)
    edition = next(one for one in others if one.id == command.edition_id)
    must_be_at(edition.version, command.seen)
    edition.must_be_open()
    present = work.entries.of_edition(edition.id)
    if not any(one.is_admitted for one in present):
        raise Conflict("edition-empty", facts={"title": edition.title})
    previous = find_previous(edition, others)
    before = work.entries.of_edition(previous.id) if previous else []
    decided = work.decisions.of_edition(edition.id)
    open_count = sum(decision.choice is Choice.OPEN for _, decision in choose(before, present, decided))
    if decided and open_count:
        raise Conflict("renewal-open", facts={"count": open_count})
    difference = differ(previous.id if previous else "", before, present, decided)
    published = _settle(edition.publish(difference, at=clock.now()), others, work)
    work.record("edition_published", edition.id)
    return published


def _settle(published: Edition, others: Sequence[Edition], work: CatalogueWork) -> Edition:
    """Store the published edition and whichever edition it takes the place of, and tell of both."""
    scope = [published, *(one for one in others if one.id != published.id)]
    settled = {one.id: one for one in settle_use(scope)}
    # Publishing and coming into use are one step of the edition, hence one version.
    own = replace(settled.pop(published.id, published), version=published.version)
    for edition, what in [(own, "published"), *((other, "changed") for other in settled.values())]:
        work.editions.save(edition)
        announce_edition(what, edition, work)
        refresh_entries(edition, work)
    return own


def admit_entry(command: AdmitEntry, *, actor: Actor, work: CatalogueWork, clock: Clock) -> Entry:
    """Admit a platform or provider into an open edition (列入目录).

    Raises Conflict("edition-closed") once the edition is published and Conflict("already-admitted") when the company
    is there in the same category.
    """
    actor.must_be(Role.ORGANIZER)
    edition = work.editions.lock(command.edition_id)
    present = work.entries.of_edition(edition.id)
    entry = edition.admit(
        make_listing(command.listing),
        command.profile,
        ordinal=next_ordinal(present),
        taken={one.listing.key for one in present},
        at=clock.now(),
    )
    work.entries.add([entry])
    announce_entry("admitted", entry, edition, work)
    work.record("entry_admitted", entry.id)
    return entry


def change_entry(command: ChangeEntry, *, actor: Actor, work: CatalogueWork, clock: Clock) -> Entry:
    """Change what the list says of an entry; its official facts only while the edition is a draft."""
    actor.must_be(Role.ORGANIZER)
    entry, edition = _lock_entry(command.entry_id, work)
    must_be_at(entry.version, command.seen)
    changed = amend(entry, command.changes, edition, work.entries.of_edition(edition.id))
    work.entries.save([changed])
    announce_entry("changed", changed, edition, work)
    work.record("entry_changed", entry.id, changed=sorted(command.changes))
    return changed


def amend(entry: Entry, changes: Mapping[str, Any], edition: Edition, present: Sequence[Entry]) -> Entry:
    """The entry with other facts, held against the rules of its edition."""
    official = [name for name in OFFICIAL_FACTS if name in changes]
    if official:
        edition.must_be_open(official[0])
    listing = make_listing({**vars(entry.listing), **_follow(changes)})
    if any(one.listing.key == listing.key for one in present if one.id != entry.id):
        raise Conflict("already-admitted", "company", {"company": listing.company})
    return entry.next(listing=listing)


def _follow(changes: Mapping[str, Any]) -> Mapping[str, Any]:
    """A changed category brings its kind along."""
    if "category" in changes and "kind" not in changes:
        return {**changes, "kind": kind_of(Category(changes["category"]))}
    return changes


def withdraw_entry(command: WithdrawEntry, *, actor: Actor, work: CatalogueWork, clock: Clock) -> Entry:
    """Withdraw an entry (移出), with a reason that is shown; it stays readable. Raises Conflict("entry-withdrawn")."""
    actor.must_be(Role.ORGANIZER)
    entry, edition = _lock_entry(command.entry_id, work)
    must_be_at(entry.version, command.seen)
    withdrawn = entry.withdraw(command.reason, at=clock.now())
    work.entries.save([withdrawn])
    announce_entry("withdrawn", withdrawn, edition, work)
    work.record("entry_withdrawn", entry.id)
    return withdrawn


def write_profile(command: WriteProfile, *, actor: Actor, work: CatalogueWork, clock: Clock) -> Entry:
    """Replace a profile: its own provider may, and an organizer. Raises Conflict("entry-withdrawn")."""
    actor.must_be(Role.ORGANIZER, Role.PROVIDER)
    entry, edition = _lock_entry(command.entry_id, work)
    actor.must_act_for(entry.listing.organisation_id, Role.PROVIDER)
    must_be_at(entry.version, command.seen)
    entry.must_be_admitted()
    written = entry.next(profile=command.profile)
    work.entries.save([written])
    announce_entry("changed", written, edition, work)
    work.record("profile_written", entry.id)
    return written


def next_ordinal(present: Sequence[Entry]) -> int:
    """The place after the last one."""
    return max((one.ordinal for one in present), default=0) + 1


def _lock_entry(entry_id: str, work: CatalogueWork) -> tuple[Entry, Edition]:
    edition = work.editions.lock(work.entries.get(entry_id).edition_id)
    return work.entries.get(entry_id), edition


def announce_edition(what: str, edition: Edition, work: CatalogueWork) -> None:
    """Tell of an edition's new state."""
    work.announce(f"catalogue.edition.{what}", subject=edition.id, version=edition.version, data=tell_edition(edition))


def announce_entry(what: str, entry: Entry, edition: Edition, work: CatalogueWork) -> None:
    """Tell of an entry's new state; its contact stays here."""
    work.announce(f"catalogue.entry.{what}", subject=entry.id, version=entry.version, data=tell_entry(entry, edition))


def refresh_entries(edition: Edition, work: CatalogueWork) -> None:
    """An entry's state names its edition's; when that has changed, every entry of it tells itself anew."""
    entries = [one.next() for one in work.entries.of_edition(edition.id)]
    work.entries.save(entries)
    for entry in entries:
        what = "changed" if entry.is_admitted else "withdrawn"
        announce_entry(what, entry, edition, work)
