"""A steady load on the doors: entries are admitted and searched for, and everything that was answered is counted."""

import threading
from dataclasses import dataclass, field

import orjson
import urllib3

from tests.system.apart import DOORS, Apart

PAUSE_S = 0.1
TRIES = 50
ADMIT = (
    'mutation {{ admitEntry(editionId: "{edition}", input: '
    '{{name: "{name}", company: "{name}", category: system_integration}}) {{ id }} }}'
)
SEARCH = '{ search(text: "设备联网", first: 1) { totalCount } }'


@dataclass
class Load:
    """Writes one entry after the other; `names` are those a door has acknowledged, by their ids."""

    house: Apart
    token: str
    edition: str
    names: dict[str, str] = field(default_factory=dict)
    answered: int = 0
    refused: int = 0
    unanswered: int = 0
    _stop: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> "Load":
        """Begin."""
        self._thread = threading.Thread(target=self._run, name="load")
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """End, with what is in hand."""
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        number = 0
        while not self._stop.wait(PAUSE_S):
            number += 1
            name = f"负载公司{number}"
            data = self._ask(ADMIT.format(edition=self.edition, name=name), number)
            if data and data.get("admitEntry"):
                self.names[data["admitEntry"]["id"]] = name
            self._ask(SEARCH, number)

    def _ask(self, document: str, number: int) -> dict[str, dict[str, str]] | None:
        # A person's browser goes to the other door when one does not open; a write that was sent is never sent again.
        for attempt in range(TRIES):
            door = self.house.roles[DOORS[(number + attempt) % len(DOORS)]]
            try:
                answer = self._send(door.address, document)
            except urllib3.exceptions.NewConnectionError:
                self._stop.wait(PAUSE_S)
                continue
            except urllib3.exceptions.HTTPError:
                self.unanswered += 1
                return None
            payload = orjson.loads(answer.data)
            self.answered += 1
            self.refused += "errors" in payload
            data: dict[str, dict[str, str]] | None = payload.get("data")
            return data
        self.unanswered += 1
        return None

    def _send(self, address: str, document: str) -> urllib3.BaseHTTPResponse:
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self.token}"}
        body = orjson.dumps({"query": document})
        return self.house.pool.request("POST", f"{address}/graphql", body=body, headers=headers, timeout=20.0)
