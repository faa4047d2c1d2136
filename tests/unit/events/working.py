"""Workers, handlers and effects for the tests of the worker."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Connection, Engine

from events.envelope import Fact, decode
from events.log import Record
from events.worker import Effect, Parking, Worker
from tests.unit.events.making import TOPIC, Awkward, TryingLog, put_down

GROUP = "search"


def a_worker(log: TryingLog, engine: Engine, effect: Effect, **settings: Any) -> Worker:
    return Worker(log, GROUP, [TOPIC], effect, parking=Parking(engine, GROUP), **{"pause_s": 0.0, **settings})


def rest(worker: Worker) -> None:
    """Work until nothing is left."""
    while worker.step(0.1):
        pass
    worker.close()


def refusing(*refused: tuple[str, int]) -> Callable[[Connection, Fact], None]:
    """A handler that cannot digest some facts: it fails after it has written."""

    def handle(connection: Connection, fact: Fact) -> None:
        put_down(connection, fact)
        if (fact.subject, fact.data["place"]) in refused:
            raise Awkward(f"{fact.subject} at {fact.data['place']}")

    return handle


def waiting(engine: Engine) -> list[tuple[str, int, str]]:
    return [
        (parked.record.key, decode(parked.record).data["place"], parked.reason)
        for parked in Parking(engine, GROUP).parked()
    ]


def of(bench: str, happened: list[tuple[str, int]]) -> list[int]:
    return [place for one, place in happened if one == bench]


class Hesitant:
    """An effect that fails a number of times before it works."""

    def __init__(self, inner: Effect, failures: int, error: type[Exception]) -> None:
        self.inner, self.failures, self.error = inner, failures, error

    def apply(self, records: Sequence[Record]) -> None:
        """Fail, or do it."""
        if self.failures:
            self.failures -= 1
            raise self.error("not yet")
        self.inner.apply(records)
