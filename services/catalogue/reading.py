"""What people read of the catalogue: published editions for everybody, drafts for those who organize or audit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from services.catalogue.completeness import weigh
from services.catalogue.domain import CATEGORY_NAMES, Category, Edition, Entry, EntryStatus
from services.catalogue.prerequisite import Prerequisite, state_prerequisite
from services.catalogue.repositories import CatalogueWork, EditionFilter, EntryFilter
from services.chassis.identity import Actor, Role
from services.chassis.paging import Page
from services.chassis.refusal import Invalid, NotFound

MAX_IDS = 500


@dataclass(frozen=True)
class Figure:
    """A named number with its definition in Chinese and English."""

    name: str
    value: int
    definition: str
    definition_en: str


def sees_drafts(actor: Actor) -> bool:
    """Whether a person may read what is not published yet."""
    return actor.has(Role.ORGANIZER, Role.AUDITOR)


def must_see(edition: Edition, actor: Actor) -> None:
    """Raise NotFound("not-found") for a draft that this person may not know of."""
    if not edition.is_published and not sees_drafts(actor):
        raise NotFound("not-found", "id", {"id": edition.id})


def find_editions(
    which: EditionFilter, *, first: int, after: str, actor: Actor, work: CatalogueWork
) -> tuple[Page[Edition], int, Mapping[str, Mapping[Category, int]]]:
    """A page of editions, how many there are, and the counts of each."""
    if not sees_drafts(actor):
        if which.status == "draft":
            return Page([], False, ""), 0, {}
        which = replace(which, status="published")
    page, total = work.editions.page(which, first=first, after=after)
    return page, total, work.editions.counts([one.id for one in page.rows])


def read_edition(edition_id: str, *, actor: Actor, work: CatalogueWork) -> tuple[Edition, Mapping[Category, int]]:
    """One edition with its counts. Raises NotFound("not-found")."""
    edition = work.editions.get(edition_id)
    must_see(edition, actor)
    return edition, count_entries(edition, work)


def count_entries(edition: Edition, work: CatalogueWork) -> Mapping[Category, int]:
    """An edition's admitted entries by category."""
    return work.editions.counts([edition.id]).get(edition.id, {})


def find_entries(
    which: EntryFilter, *, first: int, after: str, actor: Actor, work: CatalogueWork
) -> tuple[Page[Entry], int, Mapping[str, Edition]]:
    """A page of entries, how many there are, and their editions; all at once when they are named by id.

    Raises Invalid("too-many-ids").
    """
    if which.ids is not None:
        if len(which.ids) > MAX_IDS:
            raise Invalid("too-many-ids", "ids", {"limit": MAX_IDS})
        first = MAX_IDS
    which = replace(which, published=not sees_drafts(actor), status=_status(which))
    page, total = work.entries.page(which, first=first, after=after)
    return page, total, {one: work.editions.get(one) for one in {entry.edition_id for entry in page.rows}}


def _status(which: EntryFilter) -> str | None:
    if which.status is None:
        return None if which.ids is not None else EntryStatus.ADMITTED.value
    return None if which.status == "all" else which.status


def read_entry(entry_id: str, *, actor: Actor, work: CatalogueWork) -> tuple[Entry, Edition]:
    """One entry and its edition. Raises NotFound("not-found")."""
    entry = work.entries.get(entry_id)
    edition = work.editions.get(entry.edition_id)
    if not edition.is_published and not sees_drafts(actor):
        raise NotFound("not-found", "id", {"id": entry_id})
    return entry, edition


def read_prerequisite(entry_id: str, year: int | None, *, actor: Actor, work: CatalogueWork) -> Prerequisite:
    """The prerequisite statement of an entry for a year, that of its edition when none is said."""
    entry, edition = read_entry(entry_id, actor=actor, work=work)
    return state_prerequisite(entry, edition, edition.year if year is None else year)


def count_figures(year: int, *, actor: Actor, work: CatalogueWork) -> Sequence[Figure]:
    """The catalogue's figures of a year, computed from its published official editions."""
    actor.must_be(Role.ORGANIZER, Role.AUDITOR)
    page, _ = work.editions.page(EditionFilter(year=year, status="published"), first=100, after="")
    entries = [one for edition in page.rows if not edition.demo for one in work.entries.of_edition(edition.id)]
    listed = [one for one in entries if one.is_admitted]
    complete = sum(weigh(one.profile).percent == 100 for one in listed)
    certified = sum(one.listing.gbt23001_certified for one in listed)
    return [
        Figure("entries_listed", len(listed), "该年度官方目录现列条目数", "entries listed in official editions now"),
        Figure("entries_withdrawn", len(entries) - len(listed), "该年度官方目录已移出条目数", "entries withdrawn"),
        Figure("profiles_complete", complete, "其中自述资料完整的条目数", "listed entries with a complete profile"),
        Figure("entries_certified", certified, "其中通过贯标评定的条目数", "listed entries certified to GB/T 23001"),
        *(_figure_of(category, listed) for category in Category),
    ]


def _figure_of(category: Category, listed: Sequence[Entry]) -> Figure:
    count = sum(one.listing.category is category for one in listed)
    zh, en = CATEGORY_NAMES[category]
    return Figure(f"entries_{category}", count, f"其中“{zh}”类条目数", f"listed entries of category “{en}”")
