"""Regular renewal (换届): last edition's entries are kept or dropped one by one, and the difference is published."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from services.catalogue.domain import Difference, Dropped, Edition, Entry


class Choice(StrEnum):
    """What is decided about an entry of the previous edition."""

    OPEN = "open"
    KEEP = "keep"
    DROP = "drop"


@dataclass(frozen=True)
class Decision:
    """What the organizer decided about one entry of the previous edition, with the reason for dropping it."""

    previous_entry_id: str
    choice: Choice
    reason: str = ""


def find_previous(edition: Edition, editions: Iterable[Edition]) -> Edition | None:
    """The published edition of an earlier year, of the same scope, that this one follows."""
    earlier = [
        one
        for one in editions
        if one.is_published and one.scope is edition.scope and one.demo == edition.demo and one.year < edition.year
    ]
    return max(earlier, key=lambda one: one.year, default=None)


def pair_entries(previous: Sequence[Entry], present: Sequence[Entry]) -> dict[str, Entry]:
    """Id of a previous entry -> the entry of the new edition that continues it.

    An entry continues the one it was carried over from, else the one of the same company in the same category.
    """
    carried = {one.renewed_from: one for one in present if one.renewed_from}
    alike = {one.listing.key: one for one in present if not one.renewed_from}
    pairs = {one.id: carried.get(one.id) or alike.get(one.listing.key) for one in previous}
    return {entry_id: entry for entry_id, entry in pairs.items() if entry is not None}


def choose(
    previous: Sequence[Entry], present: Sequence[Entry], decided: Mapping[str, Decision]
) -> list[tuple[Entry, Decision]]:
    """Every admitted entry of the previous edition with the decision about it; one that is listed again is kept."""
    pairs = pair_entries(previous, present)
    return [(one, decided.get(one.id) or _presume(one, pairs.get(one.id))) for one in previous if one.is_admitted]


def _presume(previous: Entry, present: Entry | None) -> Decision:
    listed = present is not None and present.is_admitted
    return Decision(previous.id, Choice.KEEP if listed else Choice.OPEN)


def differ(
    previous_id: str, previous: Sequence[Entry], present: Sequence[Entry], decided: Mapping[str, Decision]
) -> Difference:
    """What the new edition keeps, adds and drops, in the order of the lists."""
    pairs = {before: entry for before, entry in pair_entries(previous, present).items() if entry.is_admitted}
    listed_before = [one for one in previous if one.is_admitted]
    continued = {pairs[one.id].id for one in listed_before if one.id in pairs}
    admitted = [one.id for one in present if one.is_admitted]
    return Difference(
        previous_id,
        kept=tuple(one for one in admitted if one in continued),
        added=tuple(one for one in admitted if one not in continued),
        dropped=tuple(Dropped(one.id, _why(one.id, present, decided)) for one in listed_before if one.id not in pairs),
    )


def _why(previous_id: str, present: Sequence[Entry], decided: Mapping[str, Decision]) -> str:
    if previous_id in decided:
        return decided[previous_id].reason
    return next((one.withdrawn_reason for one in present if one.renewed_from == previous_id), "")
