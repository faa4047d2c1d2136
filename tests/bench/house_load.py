"""What a house under measurement is given to do: facts of invented entries, searches at a steady rate, events."""

import itertools
import random
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from uuid import uuid4

import urllib3

from deploy.house import House
from events.envelope import Fact, decode, encode
from events.log import EventLog
from search.indexer import ENTRY_TOPIC
from search.language.vocabulary import load_vocabulary
from services.catalogue.handlers import announce_entry
from services.chassis.identity import system_actor
from tests.contract.invented import Inventor
from tests.system.apart import DOORS, Apart

DEALT = 2_000
AT_ONCE, EVENTS_AT_ONCE = 500, 5
SEARCHERS = 4


class Facts:
    """Facts of entries that nobody admitted: texts of invented ones dealt out anew, in the edition of a real one."""

    def __init__(self, log: EventLog) -> None:
        records = (record for record in log.replay(ENTRY_TOPIC) if record.value is not None)
        facts = map(decode, records)
        self._pattern = next(fact for fact in facts if fact.data["edition"]["in_use"])
        self.edition = str(self._pattern.data["edition"]["id"])
        self._entries = [entry for entry, _ in Inventor(load_vocabulary(), 41).entries(DEALT)]
        self._draw = random.Random(42)
        self._log = log
        self.told: list[str] = []

    def tell(self, count: int) -> None:
        """Put that many into the log."""
        for start in range(0, count, AT_ONCE):
            self._log.append([encode(self._fact()) for _ in range(min(AT_ONCE, count - start))])

    def _fact(self) -> Fact:
        name, text = self._draw.choices(self._entries, k=2)
        subject = f"bench-{len(self.told):07}"
        self.told.append(subject)
        profile = {
            **self._pattern.data["profile"],
            "description": text.description,
            "capabilities": text.capabilities,
            "industries": text.industries,
            "cases": text.cases,
        }
        data = {**self._pattern.data, "id": subject, "name": name.name, "company": name.company, "profile": profile}
        now = datetime.now(UTC)
        return replace(self._pattern, id=uuid4().hex, subject=subject, data=data, version=1, time=now)


@dataclass
class Searching:
    """Searches at a steady rate, a few at once, until it is left; what failed; how many hits the first query had."""

    house: Apart
    rate: float
    queries: Sequence[str]
    walls: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)
    _stop: threading.Event = field(default_factory=threading.Event)
    # People do not ask again before they are answered: a house that is slow is not buried under what waits.
    _free: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(SEARCHERS))

    def __enter__(self) -> "Searching":
        """Begin."""
        self._pool = ThreadPoolExecutor(SEARCHERS)
        self._thread = threading.Thread(target=self._run, name="searching")
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """End with what is in hand."""
        self._stop.set()
        self._thread.join()
        self._pool.shutdown()

    def _run(self) -> None:
        number, due = 0, time.monotonic()
        while not self._stop.wait(max(0.0, due - time.monotonic())):
            due = max(due + 1 / self.rate, time.monotonic() - 1.0)
            if self._free.acquire(blocking=False):
                self._pool.submit(self._ask, number).add_done_callback(lambda _: self._free.release())
                number += 1

    def _ask(self, number: int) -> None:
        which = number % len(self.queries)
        asked = f'{{ search(text: "{self.queries[which]}", first: 10) {{ totalCount }} }}'
        doors = [door for door in DOORS if door in self.house.roles]
        started = time.monotonic()
        try:
            answer = self.house.ask(asked, door=doors[number % len(doors)])
        except (urllib3.exceptions.HTTPError, ValueError) as fault:
            self.failures.append(repr(fault))
            return
        self.walls.append(time.monotonic() - started)
        if "errors" in answer:
            self.failures.append(str(answer)[:300])
        elif which == 0:
            self.totals.append(answer["data"]["search"]["totalCount"])


class Eventful:
    """Events at a steady rate, some at once: changes of real entries, each with its fact through the outbox.

    One process writes an embedded store, and it is not this one: then the events are facts put into the log.
    """

    def __init__(self, opened: House, facts: Facts, entries: Sequence[str], rate: float) -> None:
        self._opened, self._facts, self._entries = opened, facts, itertools.cycle(entries)
        self._pause = EVENTS_AT_ONCE / rate
        self._stop = threading.Event()
        self.sent = 0
        self.seconds = 0.0

    def __enter__(self) -> "Eventful":
        """Begin."""
        self._thread = threading.Thread(target=self._run, name="eventful")
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """End with what is in hand."""
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        started = due = time.monotonic()
        while not self._stop.wait(max(0.0, due - time.monotonic())):
            due = max(due + self._pause, time.monotonic())
            if self._opened.settings.is_apart:
                self._change(sorted(itertools.islice(self._entries, EVENTS_AT_ONCE)))
            else:
                self._facts.tell(EVENTS_AT_ONCE)
            self.sent += EVENTS_AT_ONCE
            self.seconds = time.monotonic() - started

    def _change(self, chosen: Sequence[str]) -> None:
        with self._opened.ports["catalogue"].writing(system_actor("catalogue")) as work:
            edition = work.editions.lock(self._facts.edition)
            entries = [work.entries.get(one).next() for one in chosen]
            work.entries.save(entries)
            for entry in entries:
                announce_entry("changed", entry, edition, work)
