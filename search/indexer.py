"""The indexer (索引投影): facts of the catalogue become documents; only the working role writes."""

import threading
import weakref
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import structlog
from marshmallow import ValidationError

from events.envelope import Fact, Malformed, decode
from events.log import Record, Unavailable
from search.engines.index import Build, Index, IndexBusy, IndexUnavailable, Tombstone, open_index
from search.entries import Entry
from search.filling import Filler, read_meta, wanted_versions
from search.language.vocabulary import Vocabulary, load_vocabulary
from search.saving import look_for_news
from search.schemas import EditionHeard, EntryHeard
from search.searcher import Searcher
from search.store import KnownEdition
from services.chassis.identity import system_actor
from services.chassis.ports import Ports

INDEX_NAME = "entries"
EDITION_TOPIC, ENTRY_TOPIC = "catalogue.edition", "catalogue.entry"
TOPICS = (EDITION_TOPIC, ENTRY_TOPIC)
_LOG = structlog.get_logger()
_ENTRY, _EDITION = EntryHeard(), EditionHeard()


class Indexer:
    """Writes what facts tell to the index. A batch is written whole or, when anything raises, not at all."""

    def __init__(self, ports: Ports, index: Index, vocabulary: Vocabulary) -> None:
        """Take the service's ports and the index; the right to write is taken by the first fact."""
        self._ports = ports
        self._index = index
        self._vocabulary = vocabulary
        self._filler = Filler(index, vocabulary)
        self._searcher = Searcher(index, vocabulary)
        # Facts and the clock come on two threads; an index is written by one.
        self._turn = threading.Lock()

    def apply(self, records: Sequence[Record]) -> None:
        """Let a batch of records have its effect. Raises Malformed for a record that is no fact of an entry."""
        facts = [decode(record) for record in records if record.value is not None]
        with self._turn, _transient_faults():
            entries, stones = read_entry_facts(facts)
            editions = [read_edition(fact) for fact in facts if fact.type.startswith(f"{EDITION_TOPIC}.")]
            self._keep_editions(editions)
            try:
                self._filler.put(entries)
                self._filler.bury(stones)
                self._filler.commit()
                self._look_for_news([entry.id for entry, _ in entries], [edition.id for edition in editions])
            except (IndexBusy, IndexUnavailable):
                # What was half written must not leave with the next batch.
                self.close()
                raise

    def keep_current(self) -> None:
        """Build the index anew where somebody asked for it, or where it was built with other rules or words."""
        with self._ports.reading(system_actor("search")) as work:
            waiting = work.rebuilds.waiting()
        with self._turn, _transient_faults():
            if waiting or self._is_stale():
                count = self._rebuild()
                with self._ports.writing(system_actor("search")) as work:
                    work.rebuilds.finish(waiting, at=self._ports.clock.now(), document_count=count)

    def rebuild(self) -> int:
        """Fill a new build from the log and put it in the place of the index; return its number of documents.

        Raises IndexBusy where another process writes the index.
        """
        with self._turn:
            return self._rebuild()

    def _rebuild(self) -> int:
        build: Build = self._index.begin_build()
        filler = Filler(build, self._vocabulary)
        for facts in _batches(self._ports.log.replay(ENTRY_TOPIC)):
            entries, stones = read_entry_facts(facts)
            filler.put(entries)
            filler.bury(stones)
        filler.commit()
        build.publish()
        self._filler = Filler(self._index, self._vocabulary)
        count = self._index.count()
        _LOG.info("index_rebuilt", documents=count, **wanted_versions(self._vocabulary))
        return count

    def close(self) -> None:
        """Give back the right to write; what was not committed is dropped."""
        self._index.close()
        self._filler = Filler(self._index, self._vocabulary)

    def _look_for_news(self, entries: list[str], editions: list[str]) -> None:
        # After the commit: what is found now is what everybody finds, and a batch that is repeated finds nothing new.
        with self._ports.writing(system_actor("search")) as work:
            news = look_for_news(entries, editions, searcher=self._searcher, work=work, at=self._ports.clock.now())
        if news:
            _LOG.info("saved_searches_answered", news=news)

    def _is_stale(self) -> bool:
        meta = read_meta(self._index)
        wanted = wanted_versions(self._vocabulary)
        return bool(meta) and any(meta.get(name) != value for name, value in wanted.items())

    def _keep_editions(self, editions: Iterable[KnownEdition]) -> None:
        editions = list(editions)
        if editions:
            with self._ports.writing(system_actor("search")) as work:
                for edition in editions:
                    work.editions.keep(edition)


_OPEN: "weakref.WeakValueDictionary[tuple[str, int], Indexer]" = weakref.WeakValueDictionary()


def indexer_of(ports: Ports) -> Indexer:
    """Return the one indexer of a house in this process: facts and the clock must share its right to write."""
    key = (ports.options["index_url"], id(ports.store))
    indexer = _OPEN.get(key)
    if indexer is None:
        indexer = Indexer(ports, open_index(ports.options["index_url"], INDEX_NAME), load_vocabulary())
        _OPEN[key] = indexer
    return indexer


def read_entry_facts(facts: Iterable[Fact]) -> tuple[list[tuple[Entry, int]], list[Tombstone]]:
    """Return the entries to write and to bury; facts of other nouns are passed over. Raises Malformed."""
    entries: list[tuple[Entry, int]] = []
    stones: list[Tombstone] = []
    for fact in facts:
        if not fact.type.startswith(f"{ENTRY_TOPIC}."):
            continue
        data = _load(_ENTRY, fact)
        if data["status"] == "withdrawn":
            stones.append(Tombstone(fact.subject, fact.version))
        else:
            entries.append((entry_from_fact(fact.subject, data), fact.version))
    return entries, stones


def entry_from_fact(entry_id: str, data: Mapping[str, Any]) -> Entry:
    """Return what search needs of an entry's public state."""
    edition, profile = data["edition"], data["profile"]
    return Entry(
        id=entry_id,
        name=data["name"],
        short_name=data["short_name"],
        company=data["company"],
        kind=data["kind"],
        category=data["category"],
        reach=data["reach"],
        edition=edition["id"],
        edition_year=str(edition["year"]),
        scope=edition["scope"],
        capabilities=tuple(profile["capabilities"]),
        industries=tuple(profile["industries"]),
        application_modes=tuple(profile["application_modes"]),
        service_regions=tuple(profile["service_regions"]),
        cases=tuple(profile["cases"]),
        description=profile["description"],
    )


def read_edition(fact: Fact) -> KnownEdition:
    """Return the edition of a fact. Raises Malformed."""
    data = _load(_EDITION, fact)
    return KnownEdition(
        fact.subject,
        fact.version,
        data["year"],
        data["scope"],
        data["title"],
        data["status"] == "published",
        data["demo"],
    )


def _load(shape: EntryHeard | EditionHeard, fact: Fact) -> dict[str, Any]:
    try:
        return dict(shape.load(dict(fact.data)))
    except ValidationError as error:
        raise Malformed(f"{fact.type} {fact.subject}: {error.messages}") from error


def _batches(records: Iterable[Record], size: int = 200) -> Iterator[list[Fact]]:
    batch: list[Fact] = []
    for record in records:
        if record.value is not None:
            batch.append(decode(record))
        if len(batch) >= size:
            yield batch
            batch = []
    yield batch


@contextmanager
def _transient_faults() -> Iterator[None]:
    """Let the worker try again later where the index is to blame and not the fact."""
    try:
        yield
    except (IndexBusy, IndexUnavailable) as error:
        raise Unavailable(f"the index: {error}") from error
