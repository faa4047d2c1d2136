"""The use case of importing an official list: all of it or nothing, and nothing new when it has been read in before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from services.catalogue.domain import EMPTY_PROFILE, Edition, Entry, Key, Listing, Profile
from services.catalogue.handlers import announce_entry, next_ordinal
from services.catalogue.repositories import CatalogueWork
from services.catalogue.sheets.grid import Fault
from services.catalogue.sheets.reading import Line, ReadList
from services.chassis.clock import Clock
from services.chassis.identity import Actor, Role

MAX_TOLD = 500
"""A report lists so many faults; it counts them all."""


@dataclass(frozen=True)
class ImportList:
    """Admit what a list says into a draft; a dry run only reports what would happen."""

    edition_id: str
    read: ReadList
    dry_run: bool = False


@dataclass
class Report:
    """What an import did, or would do. With faults nothing was admitted."""

    dry_run: bool
    row_count: int
    admitted_count: int = 0
    changed_count: int = 0
    unchanged_count: int = 0
    faults: list[Fault] = field(default_factory=list)
    doubts: list[Fault] = field(default_factory=list)


def may_import(actor: Actor) -> None:
    """Raise Forbidden before a file of megabytes is read for somebody who may not import it."""
    actor.must_be(Role.ORGANIZER)


def import_list(command: ImportList, *, actor: Actor, work: CatalogueWork, clock: Clock) -> Report:
    """Admit the rows of a list that are not there yet, and correct those that are there with other facts.

    Rows are told apart as entries are: a company in a category. Raises Conflict("edition-closed").
    """
    actor.must_be(Role.ORGANIZER)
    edition = work.editions.get(command.edition_id) if command.dry_run else work.editions.lock(command.edition_id)
    edition.must_be_open()
    read = command.read
    report = Report(command.dry_run, read.row_count, faults=list(read.faults), doubts=list(read.doubts))
    if report.faults:
        return report
    admitted, changed = _sort(read.lines, edition, work.entries.of_edition(edition.id), report, clock)
    report.admitted_count, report.changed_count = len(admitted), len(changed)
    if command.dry_run:
        return report
    work.entries.add(admitted)
    work.entries.save(changed)
    for what, entries in (("admitted", admitted), ("changed", changed)):
        for entry in entries:
            announce_entry(what, entry, edition, work)
    work.record("list_imported", edition.id, admitted=len(admitted), changed=len(changed))
    return report


def _sort(
    lines: Sequence[Line], edition: Edition, present: Sequence[Entry], report: Report, clock: Clock
) -> tuple[list[Entry], list[Entry]]:
    """The entries to admit and the entries to change; what is the same already is counted."""
    known: dict[Key, Entry] = {one.listing.key: one for one in present}
    admitted: list[Entry] = []
    changed: list[Entry] = []
    ordinal = next_ordinal(present)
    for line in lines:
        entry = known.get(line.listing.key)
        if entry is None:
            profile = make_profile(line.profile)
            admitted.append(edition.admit(line.listing, profile, ordinal=ordinal, taken=known.keys(), at=clock.now()))
            ordinal += 1
            continue
        corrected = _correct(entry, line)
        if not entry.is_admitted:
            cell = line.record.cells["company"]
            report.doubts.append(Fault(cell, "company", "entry-withdrawn", {"name": entry.listing.name}))
        if entry.is_admitted and corrected != entry:
            changed.append(corrected.next())
        else:
            report.unchanged_count += 1
    return admitted, changed


def _correct(entry: Entry, line: Line) -> Entry:
    """The entry with what the list says; what the list is silent on stays as it is."""
    listing: Listing = replace(entry.listing, **line.said)
    return replace(entry, listing=listing, profile=make_profile(line.profile, entry.profile))


def make_profile(said: Mapping[str, Any], before: Profile = EMPTY_PROFILE) -> Profile:
    """A profile with what is said in place of what was there before."""
    contact = replace(before.contact, **said.get("contact", {}))
    values: dict[str, Any] = {name: value for name, value in said.items() if name != "contact"}
    for name, value in values.items():
        values[name] = tuple(value) if isinstance(value, list) else value
    return replace(before, **values, contact=contact)
