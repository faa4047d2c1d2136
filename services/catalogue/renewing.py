"""The use cases of regular renewal (换届): decide about last edition's entries, and read what an edition changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.catalogue.domain import EMPTY_PROFILE, Difference, Edition, Entry
from services.catalogue.handlers import announce_entry, next_ordinal
from services.catalogue.reading import must_see
from services.catalogue.renewal import Choice, Decision, choose, differ, find_previous, pair_entries
from services.catalogue.repositories import CatalogueWork
from services.chassis.clock import Clock
from services.chassis.identity import Actor, Role
from services.chassis.refusal import Conflict, Invalid


@dataclass(frozen=True)
class Renew:
    """Keep some entries of the previous edition, drop others with a reason each."""

    edition_id: str
    keep: Sequence[str]
    drop: Mapping[str, str]


@dataclass(frozen=True)
class Renewal:
    """The previous edition's entries with the decision about each."""

    previous_id: str
    decisions: Sequence[tuple[Entry, Decision]]


def renew_edition(command: Renew, *, actor: Actor, work: CatalogueWork, clock: Clock) -> Renewal:
    """Decide about entries of the previous edition, as many at a time as one likes; a later decision replaces one.

    Kept entries are carried over with their profiles. Raises Conflict("edition-closed"), Conflict("nothing-to-renew")
    when no edition precedes, Invalid("not-in-previous") and Invalid("decided-twice").
    """
    actor.must_be(Role.ORGANIZER)
    edition = work.editions.lock(command.edition_id)
    edition.must_be_open()
    previous = find_previous(edition, work.editions.of_scope(edition.scope))
    if previous is None:
        raise Conflict("nothing-to-renew", facts={"title": edition.title})
    before = {one.id: one for one in work.entries.of_edition(previous.id) if one.is_admitted}
    _check(command, before)
    kept = [Decision(one, Choice.KEEP) for one in command.keep]
    dropped = [Decision(one, Choice.DROP, reason) for one, reason in command.drop.items()]
    work.decisions.put(edition.id, [*kept, *dropped])
    present = work.entries.of_edition(edition.id)
    desk = _Desk(edition, work, clock, present)
    pairs = pair_entries(list(before.values()), present)
    for one in command.keep:
        desk.keep(before[one], pairs.get(one))
    for one, reason in command.drop.items():
        desk.drop(pairs.get(one), reason)
    work.record("edition_renewed", edition.id, kept=len(kept), dropped=len(dropped))
    return _renewal(edition, previous, work)


def _check(command: Renew, before: Mapping[str, Entry]) -> None:
    for name, ids in (("keep", command.keep), ("drop", list(command.drop))):
        for place, one in enumerate(ids):
            if one not in before:
                raise Invalid("not-in-previous", f"{name}.{place}", {"id": one})
    twice = set(command.keep) & set(command.drop)
    if twice:
        raise Invalid("decided-twice", "drop", {"id": min(twice)})


@dataclass
class _Desk:
    """Carries decisions out on the entries of the draft."""

    edition: Edition
    work: CatalogueWork
    clock: Clock
    present: list[Entry]

    def keep(self, previous: Entry, present: Entry | None) -> None:
        """Carry an entry over unless it is there already."""
        if present is None:
            self._carry(previous)
        elif not present.is_admitted:
            self._save(present.readmit(), "admitted")

    def drop(self, present: Entry | None, reason: str) -> None:
        """Take off what had been carried over before the mind was changed."""
        if present is not None and present.is_admitted:
            self._save(present.withdraw(reason, at=self.clock.now()), "withdrawn")

    def _carry(self, previous: Entry) -> None:
        taken = {one.listing.key for one in self.present}
        ordinal, at = next_ordinal(self.present), self.clock.now()
        fresh = self.edition.admit(previous.listing, EMPTY_PROFILE, ordinal=ordinal, taken=taken, at=at)
        entry = fresh.carry_from(previous)
        self.present.append(entry)
        self.work.entries.add([entry])
        announce_entry("admitted", entry, self.edition, self.work)

    def _save(self, entry: Entry, what: str) -> None:
        self.work.entries.save([entry])
        announce_entry(what, entry, self.edition, self.work)


def read_renewal(edition_id: str, *, actor: Actor, work: CatalogueWork) -> Renewal:
    """How far a renewal is. Raises Conflict("nothing-to-renew") when no edition precedes."""
    actor.must_be(Role.ORGANIZER, Role.AUDITOR)
    edition = work.editions.get(edition_id)
    previous = find_previous(edition, work.editions.of_scope(edition.scope))
    if previous is None:
        raise Conflict("nothing-to-renew", facts={"title": edition.title})
    return _renewal(edition, previous, work)


def _renewal(edition: Edition, previous: Edition, work: CatalogueWork) -> Renewal:
    before, present = work.entries.of_edition(previous.id), work.entries.of_edition(edition.id)
    return Renewal(previous.id, choose(before, present, work.decisions.of_edition(edition.id)))


def read_difference(edition_id: str, *, actor: Actor, work: CatalogueWork) -> tuple[Difference, Mapping[str, Entry]]:
    """What an edition changes, with the entries it names: as published, or as the draft stands now."""
    edition = work.editions.get(edition_id)
    must_see(edition, actor)
    difference = edition.difference if edition.is_published else _foresee(edition, work)
    before = work.entries.of_edition(difference.previous_id) if difference.previous_id else []
    return difference, {one.id: one for one in [*before, *work.entries.of_edition(edition.id)]}


def _foresee(edition: Edition, work: CatalogueWork) -> Difference:
    previous = find_previous(edition, work.editions.of_scope(edition.scope))
    present, decided = work.entries.of_edition(edition.id), work.decisions.of_edition(edition.id)
    if previous is None:
        return differ("", [], present, decided)
    return differ(previous.id, work.entries.of_edition(previous.id), present, decided)
