"""A steady load on the doors: writes, searches and looks at what matching and the conference know; all is counted."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

import orjson
import urllib3

CLIENT_S = 20.0
"""How long a client waits: twice what the doors allow themselves."""
DOORS_S = 20.0
"""How long a client goes from door to door while none opens."""
PAUSE_S = 0.25
ADMIT = (
    'mutation {{ admitEntry(editionId: "{edition}", input: '
    '{{name: "{name}", company: "{name}", category: system_integration}}) {{ id }} }}'
)
CREATE = (
    'mutation {{ createNeed(input: {{kind: enterprise, title: "{title}", text: "四十台数控设备没有联网。", '
    'organisationName: "负载机床厂", industry: "装备制造与汽车"}}) {{ id version status }} }}'
)
STEP = 'mutation {{ {step}(id: "{id}", version: {version}) {{ id version status }} }}'
CONFERENCES = "{ conferences(first: 1) { edges { node { id } } } }"
SUGGESTIONS = '{ need(id: "%s") { status suggestions(first: 3) { score entry { id name } } } }'
SEARCH = '{ editions { year } search(text: "设备联网", first: 3) { totalCount edges { node { entry { id } } } } }'


@dataclass
class Load:
    """Writes and searches until its block ends, in threads of its own.

    `entries` (id -> name) and `needs` (id -> status) are what a door has acknowledged. `counts` counts `acknowledged`
    writes; `answers` of every kind, among them `refusals` (part or all is unavailable now) and `oddities` (anything
    else that is no result; `odd` keeps an example of each); requests that were `broken_off` with their door; those
    that `hung`.
    """

    doors: Sequence[str]
    organizer: str
    firm: str
    edition: str
    entries: dict[str, str] = field(default_factory=dict)
    needs: dict[str, str] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    odd: dict[str, str] = field(default_factory=dict)
    slowest_s: float = 0.0
    _turn: threading.Lock = field(default_factory=threading.Lock)
    _stop: threading.Event = field(default_factory=threading.Event)
    _pool: urllib3.PoolManager = field(default_factory=lambda: urllib3.PoolManager(maxsize=8, retries=False))
    _names: int = 0

    def __enter__(self) -> Self:
        """Begin, counting anew; what was acknowledged before stays so."""
        self._stop.clear()
        self.counts.clear()
        self.odd.clear()
        self.slowest_s = 0.0
        works: Sequence[Callable[[], None]] = (self._admit, self._lead, self._search, self._browse)
        self._threads = [threading.Thread(target=self._repeat, args=(work,), name="load") for work in works]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """End, with what is in hand."""
        self._stop.set()
        for thread in self._threads:
            thread.join()
        self._pool.clear()

    def _repeat(self, work: Callable[[], None]) -> None:
        while not self._stop.wait(PAUSE_S):
            work()

    def _admit(self) -> None:
        name = self._new_name("负载公司")
        admitted = self._ask(ADMIT.format(edition=self.edition, name=name), self.organizer)
        if admitted:
            self.entries[admitted["id"]] = name
            self._count("acknowledged")

    def _lead(self) -> None:
        # What became of a step that was not answered nobody knows, so such a need is led no further.
        need = self._ask(CREATE.format(title=self._new_name("负载需求")), self.firm)
        for step, who in (("submitNeed", self.firm), ("publishNeed", self.organizer), ("", "")):
            if need:
                self.needs[need["id"]] = need["status"]
                self._count("acknowledged")
                self._stop.wait(PAUSE_S)
            if need and step:
                need = self._ask(STEP.format(step=step, **need), who)

    def _search(self) -> None:
        self._ask(SEARCH, self.firm)

    def _browse(self) -> None:
        self._ask(CONFERENCES, self.organizer)
        published = [id for id, status in list(self.needs.items()) if status == "published"]
        if published:
            self._ask(SUGGESTIONS % published[-1], self.firm)

    def _new_name(self, kind: str) -> str:
        with self._turn:
            self._names += 1
            return f"{kind}{self._names}"

    def _ask(self, document: str, token: str) -> dict[str, Any] | None:
        """The first field's value; None for whatever is no full answer. A write that was sent is never sent again."""
        limit = time.monotonic() + DOORS_S
        turn = self.counts["answers"]
        while True:
            # A person's browser goes to the other door when one does not open.
            turn += 1
            begun = time.monotonic()
            try:
                answer = self._send(self.doors[turn % len(self.doors)], document, token)
            except urllib3.exceptions.NewConnectionError:
                if time.monotonic() > limit:
                    self._count("hung")
                    return None
                time.sleep(0.1)
                continue
            except urllib3.exceptions.TimeoutError:
                self._count("hung")
                return None
            except urllib3.exceptions.HTTPError:
                self._count("broken_off")
                return None
            finally:
                self.slowest_s = max(self.slowest_s, time.monotonic() - begun)
            return self._read(answer)

    def _send(self, door: str, document: str, token: str) -> urllib3.BaseHTTPResponse:
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
        body = orjson.dumps({"query": document})
        return self._pool.request("POST", f"{door}/graphql", body=body, headers=headers, timeout=CLIENT_S)

    def _read(self, answer: urllib3.BaseHTTPResponse) -> dict[str, Any] | None:
        self._count("answers")
        if answer.status not in (200, 503):
            self._note(f"HTTP {answer.status}", answer.data)
            return None
        payload = orjson.loads(answer.data)
        codes = {one["extensions"]["code"] for one in payload.get("errors", ())}
        if codes - {"UPSTREAM_UNAVAILABLE"}:
            self._note(",".join(sorted(codes)), answer.data)
            return None
        if codes or answer.status == 503:
            self._count("refusals")
            return None
        value: dict[str, Any] = next(iter(payload["data"].values()))
        return value

    def _note(self, what: str, body: bytes) -> None:
        self._count("oddities")
        self.odd.setdefault(what, body.decode(errors="replace")[:600])

    def _count(self, what: str) -> None:
        with self._turn:
            self.counts[what] += 1
