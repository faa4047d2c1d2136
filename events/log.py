"""The event log as the rooms see it: one port that every backend honours alike.

What the port promises (`tests/contract/log` is its definition):

1. Order: records of one (topic, key) are delivered in the order in which they were appended. Which partition a key
   has is the backend's own affair.
2. Durability: `append` returns only when every event is durable. When it raises Unavailable, a prefix of the events
   of each key may have landed; the caller repeats the whole call on the same log object. Duplicates are therefore
   possible; holes and a changed order are not.
3. Delivery is at least once: a group sees every record from the first retained one on until it commits past it.
4. Groups: within a group a partition has one owner. The partitions of an owner that has stopped polling move to the
   others after the session time; a commit by the former owner raises Fenced.
5. Rewind: `rewind` forgets what was read and not committed; so does a new subscription.
6. Replay yields everything from the first retained record to the end as it was at the call, without any group.
7. Compaction keeps at least the newest record of each key and changes neither offsets nor order. A tombstone (value
   None) counts as the newest record; once every group has had its time to read it, it may vanish with its key.
8. Offsets rise within a partition and may have holes: nobody calculates with them. `lag` never understates what a
   group has still to read, and is 0 at the latest after the empty poll that found nothing left.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import Protocol
from urllib.parse import urlsplit

import orjson

BACKENDS: Mapping[str, str] = {"sqlite": "events.sqlite", "kafka": "events.kafka"}
"""URL scheme -> module with `open_log(url) -> EventLog`."""

MAX_EVENT = 900_000
"""Bytes of key, value and headers together: below what a broker accepts by default (1 MiB with its framing)."""

TOPIC_NAME = re.compile(r"[a-zA-Z0-9._-]{1,200}")


class LogError(Exception):
    """Something the log could not do."""


class Unavailable(LogError):
    """No answer in time, nothing known to be wrong with the request: repeat the same call later on the same object."""


class Rejected(LogError):
    """This event will never be accepted (too large, unknown topic, unusable name): park it, do not repeat it."""


class Fenced(LogError):
    """The subscription has lost the partition to another owner: drop the work and poll again."""


class TopicMismatch(LogError):
    """The topic exists with another number of partitions or another way of compaction."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something to append: `key` is the noun's id and carries the order, `value` None is a tombstone."""

    topic: str
    key: str
    value: bytes | None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Record(Event):
    """An event as the log delivers it; `appended_at_ms` is the log's own time in milliseconds since 1970 (UTC)."""

    partition: int = 0
    offset: int = 0
    appended_at_ms: int = 0


class Subscription(Protocol):
    """A member of a group, used by one thread at a time. It lives by being polled (promise 4)."""

    def poll(self, timeout_s: float = 1.0, max_records: int = 500) -> list[Record]:
        """Up to `max_records` records after the last ones; empty when none came within `timeout_s`."""

    def commit(self, records: Sequence[Record]) -> None:
        """Everything up to and including these records is done. Raises Fenced, and then nothing is committed."""

    def rewind(self) -> None:
        """Go back to what the group has committed."""

    def close(self) -> None:
        """Leave the group at once, so that the others need not wait out the session. Idempotent."""


class SoleWriter(Protocol):
    """Appends for a work that only one does at a time, such as a relay's; every process that does it may have one.

    An event of a predecessor who was stopped may still be on its way. After `claim` it cannot land any more, and the
    predecessor's own appends are Unavailable until it claims again. So: have the right to work, claim, then read what
    is to be sent.
    """

    def claim(self) -> None:
        """Shut out whoever has claimed before; nothing happens while this writer's own claim holds."""

    def append(self, events: Sequence[Event]) -> None:
        """Append as `EventLog.append` does. Unavailable without a claim."""


class EventLog(Protocol):
    """The log of facts. Every method may raise Unavailable."""

    def ensure_topic(
        self, topic: str, partitions: int = 1, *, compacted: bool = False, retention_s: float | None = None
    ) -> None:
        """Create the topic, or make sure that it is as asked. Raises TopicMismatch; Rejected for an unusable name.

        The number of partitions and compaction never change; the retention of a topic that is not compacted may.
        """

    def append(self, events: Sequence[Event]) -> None:
        """Append in this order (promises 1 and 2). Raises Rejected when any of the events can never be accepted."""

    def sole_writer(self, name: str) -> SoleWriter:
        """The writer of this name; closing the log closes it."""

    def subscribe(self, group: str, topics: Sequence[str]) -> Subscription:
        """Become a member of a group; a new group begins at the first retained record. Raises Rejected (topic)."""

    def replay(self, topic: str) -> Iterator[Record]:
        """All retained records up to now (promise 6). Raises Rejected for an unknown topic, at the call."""

    def lag(self, group: str, topic: str) -> int:
        """How many records the group has still to commit, at most (promise 8)."""

    def drop_group(self, group: str) -> None:
        """Forget a group's position. Raises LogError while it has live members. Idempotent."""

    def maintain(self) -> int:
        """Do the housekeeping that falls due (compaction, retention); how many records went. 0 where a broker does it.

        Cheap when nothing is due: call it every few minutes from one loop of the house.
        """

    def close(self) -> None:
        """Let go of files and connections. Subscriptions must not be used afterwards."""


def check_event(event: Event) -> None:
    """Refuse what no backend could carry, where the author of the event still waits. Raises Rejected."""
    text = "".join((event.key, *event.headers, *event.headers.values()))
    if "\0" in text:
        raise Rejected(f"{event.topic}: a key or header holds a NUL character")
    try:
        size = len(text.encode()) + len(event.value or b"")
    except UnicodeEncodeError as error:
        raise Rejected(f"{event.topic}: a key or header is not valid Unicode text") from error
    if size > MAX_EVENT:
        raise Rejected(f"{event.topic}: an event of {size} bytes is larger than {MAX_EVENT}")


def pack_headers(headers: Mapping[str, str]) -> str:
    """Headers as one text, for a column."""
    return orjson.dumps(dict(headers)).decode()


def unpack_headers(text: str) -> dict[str, str]:
    """The headers in such a text."""
    headers: dict[str, str] = orjson.loads(text)
    return headers


def check_topic_name(topic: str) -> None:
    """Refuse a topic name that some backend could not carry. Raises Rejected."""
    if not TOPIC_NAME.fullmatch(topic):
        raise Rejected(f"unusable topic name {topic!r}: 1 to 200 letters, digits, dots, dashes or underscores")


def open_log(url: str) -> EventLog:
    """Open the log at a URL. Raises ValueError for a scheme that no backend serves, naming the known ones."""
    scheme = urlsplit(url).scheme
    if scheme not in BACKENDS:
        raise ValueError(f"unknown log scheme {scheme!r} in {url!r}; known: {', '.join(sorted(BACKENDS))}")
    opener: Callable[[str], EventLog] = import_module(BACKENDS[scheme]).open_log
    return opener(url)
