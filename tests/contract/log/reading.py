"""Appending, reading and waiting, as the tests of the log do it."""

import time
from collections.abc import Callable, Iterable

from events.log import Event, EventLog, Record, Subscription

PATIENCE_S = 60.0
"""How long a test waits for what the promise says; it ends as soon as it has come."""

Open = Callable[[], EventLog]
"""Opens the log under test once more, as another process would."""


def an_event(topic: str, key: str, number: int) -> Event:
    return Event(topic, key, str(number).encode(), {"id": f"{key}-{number}"})


def numbers(records: Iterable[Record]) -> list[int]:
    return [int(record.value or b"") for record in records]


def by_key(records: Iterable[Record]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for record in records:
        found.setdefault(record.key, []).extend(numbers([record]))
    return found


def state(records: Iterable[Record]) -> dict[str, bytes]:
    """What a reader knows at the end: the newest value of each key."""
    known: dict[str, bytes] = {}
    for record in records:
        if record.value is None:
            known.pop(record.key, None)
        else:
            known[record.key] = record.value
    return known


def take(subscription: Subscription, count: int, *, commit: bool = False) -> list[Record]:
    """Poll until `count` records have come."""
    records: list[Record] = []
    deadline = time.monotonic() + PATIENCE_S
    while len(records) < count and time.monotonic() < deadline:
        got = subscription.poll(0.2)
        if commit and got:
            subscription.commit(got)
        records += got
    return records


def finish(log: EventLog, subscription: Subscription, group: str, topic: str) -> list[Record]:
    """Poll and commit until nothing is left; the empty poll settles `lag`."""
    records: list[Record] = []
    deadline = time.monotonic() + PATIENCE_S
    while log.lag(group, topic) and time.monotonic() < deadline:
        got = subscription.poll(0.2)
        subscription.commit(got)
        records += got
    return records


def until(reached: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + PATIENCE_S
    while not reached():
        if time.monotonic() > deadline:
            return False
    return True
