"""Truth and its shadows: what search and matching know of entries, editions and needs, beside what their owners say."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Table, select

from deploy.house import House
from search.engines.index import open_index
from search.indexer import INDEX_NAME
from search.store import EDITIONS
from services.catalogue.domain import EntryStatus
from services.catalogue.store import EDITION, ENTRY
from services.matching import tables as known
from services.needs.domain import PUBLIC
from services.needs.store import NEED

Versions = Mapping[str, int]


@dataclass(frozen=True)
class Difference:
    """A noun at another version in a shadow than in the truth; None where it is not there."""

    shadow: str
    noun: str
    id: str
    truth: int | None
    shown: int | None

    @property
    def is_behind(self) -> bool:
        """Whether telling the noun again brings the shadow to the truth; what is ahead or too much is not told away."""
        return self.truth is not None and (self.shown is None or self.shown < self.truth)


@dataclass(frozen=True)
class Comparison:
    """One shadow of one kind of noun, and how to read both sides of it."""

    shadow: str
    noun: str
    truth: Callable[[House], Versions]
    shown: Callable[[House], Versions]

    def differences(self, house: House) -> list[Difference]:
        """What differs now."""
        shown = self.shown(house)
        # The shadow is read first: a truth that moved meanwhile is ahead of it, which passes by itself.
        truth = self.truth(house)
        return [
            Difference(self.shadow, self.noun, one, truth.get(one), shown.get(one))
            for one in sorted(truth.keys() | shown.keys())
            if truth.get(one) != shown.get(one)
        ]


def _editions(house: House) -> Versions:
    return _versions(house, "catalogue", EDITION)


def _entries(house: House) -> Versions:
    return _versions(house, "catalogue", ENTRY)


def _admitted_entries(house: House) -> Versions:
    query = select(ENTRY.c.id, ENTRY.c.version).where(ENTRY.c.status == EntryStatus.ADMITTED.value)
    with house.ports["catalogue"].store.read() as connection:
        return {row.id: row.version for row in connection.execute(query)}


def _public_needs(house: House) -> Versions:
    query = select(NEED.c.id, NEED.c.version).where(NEED.c.status.in_([status.value for status in PUBLIC]))
    with house.ports["needs"].store.read() as connection:
        return {row.id: row.version for row in connection.execute(query)}


def _indexed(house: House) -> Versions:
    index = open_index(house.ports["search"].options["index_url"], INDEX_NAME)
    try:
        return index.versions()
    finally:
        index.close()


def _editions_of_search(house: House) -> Versions:
    query = select(EDITIONS.c.edition_id, EDITIONS.c.version)
    with house.ports["search"].store.read() as connection:
        return {row.edition_id: row.version for row in connection.execute(query)}


def _needs_of_matching(house: House) -> Versions:
    table = known.NEED
    states = [status.value for status in PUBLIC]
    with house.ports["matching"].store.read() as connection:
        rows = connection.execute(select(table.c.id, table.c.version, table.c.told))
        return {row.id: row.version for row in rows if row.told["status"] in states}


def _versions(house: House, service: str, table: Table) -> Versions:
    with house.ports[service].store.read() as connection:
        return {row.id: row.version for row in connection.execute(select(table.c.id, table.c.version))}


COMPARISONS: Sequence[Comparison] = (
    Comparison("search index", "entry", _admitted_entries, _indexed),
    Comparison("search", "edition", _editions, _editions_of_search),
    Comparison("matching", "entry", _entries, lambda house: _versions(house, "matching", known.ENTRY)),
    Comparison("matching", "edition", _editions, lambda house: _versions(house, "matching", known.EDITION)),
    Comparison("matching", "need", _public_needs, _needs_of_matching),
)


def find_differences(house: House, *, patience_s: float = 0.0) -> list[Difference]:
    """What differs between truth and shadows, and still does after `patience_s`: facts take a moment to arrive."""
    limit = time.monotonic() + patience_s
    lasting = _all(house)
    while lasting and time.monotonic() < limit:
        time.sleep(0.5)
        lasting = _all(house)
    return lasting


def _all(house: House) -> list[Difference]:
    return [one for comparison in COMPARISONS for one in comparison.differences(house)]


COPIES: Mapping[tuple[str, str], Table] = {
    ("matching", "entry"): known.ENTRY,
    ("matching", "edition"): known.EDITION,
    ("matching", "need"): known.NEED,
    ("search", "edition"): EDITIONS,
}
"""(shadow, noun) -> the table of the copies; the index has none, it is built anew."""


def drop_copies(house: House, differences: Iterable[Difference]) -> int:
    """Forget copies that are ahead of the truth or not in it; how many. The index is left as it is."""
    dropped = 0
    for one in differences:
        table = COPIES.get((one.shadow, one.noun))
        if table is not None and not one.is_behind:
            key = next(iter(table.primary_key.columns))
            with house.ports[one.shadow].store.write() as connection:
                dropped += connection.execute(table.delete().where(key == one.id)).rowcount
    return dropped
