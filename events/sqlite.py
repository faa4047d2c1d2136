"""The embedded event log: one SQLite file for all processes of a host."""

import threading
import time
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from events.log import (
    Event,
    LogError,
    Record,
    Rejected,
    TopicMismatch,
    check_event,
    check_topic_name,
    pack_headers,
    unpack_headers,
)
from events.sqlite_file import Connection, LogFile, Place, end_of
from events.sqlite_group import SqliteSubscription, Topic
from events.sqlite_housekeeping import keep_house
from events.sqlite_member import is_living

CROSS_PROCESS_POLL_S = 0.1
"""How soon a waiting reader sees what another process has appended; within a process it is woken."""


def open_log(url: str) -> "SqliteLog":
    """Open `sqlite:///relative/path` or `sqlite:////absolute/path`; `?session_s=` changes the session time.

    Raises ValueError for any other form.
    """
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    session_s = float(options.pop("session_s", 10.0))
    path = parts.path.removeprefix("/")
    if parts.netloc or not path or options or session_s <= 0:
        raise ValueError(f"unusable log URL {url!r}: sqlite:///PATH or sqlite:////PATH, optionally ?session_s=SECONDS")
    return SqliteLog(Path(path), session_s=session_s)


class SqliteLog:
    """The log in one file, shared freely by threads and processes.

    One writing transaction at a time makes the order, each commit is on disk before it is acknowledged. An `append`
    that raises has appended nothing at all.
    """

    def __init__(self, path: Path, *, session_s: float = 10.0) -> None:
        self._file = LogFile(path)
        self._session_s = session_s
        self._topics: dict[str, Topic] = {}
        self._appended = threading.Condition()
        self._appends = 0

    def ensure_topic(
        self, topic: str, partitions: int = 1, *, compacted: bool = False, retention_s: float | None = None
    ) -> None:
        """Create the topic, or make sure that it is as asked."""
        check_topic_name(topic)
        if partitions < 1:
            raise ValueError(f"topic {topic!r}: a topic has at least one partition")
        with self._file.writing() as db:
            db.execute(
                "INSERT INTO topic(name, partitions, compacted, retention_s) VALUES(?, ?, ?, ?) ON CONFLICT DO NOTHING",
                (topic, partitions, int(compacted), retention_s),
            )
            there = _find(db, topic)
            if there is None or (there.partitions, there.compacted) != (partitions, compacted):
                raise TopicMismatch(f"{topic!r} is to have {partitions=} {compacted=}, but there is {there}")
            db.execute("UPDATE topic SET retention_s = ? WHERE id = ?", (retention_s, there.id))
            db.executemany(
                "INSERT INTO head VALUES(?, ?, 0, 0) ON CONFLICT DO NOTHING",
                [(there.id, part) for part in range(partitions)],
            )

    def append(self, events: Sequence[Event]) -> None:
        """All of them in one transaction."""
        placed = [(self._place(event), event) for event in events]
        if not placed:
            return
        now = int(time.time() * 1000)
        with self._file.writing() as db:
            heads = {place: end_of(db, place) for place in {place for place, _ in placed}}
            rows = []
            for place, event in placed:
                rows.append((*place, heads[place], event.key, event.value, pack_headers(event.headers), now))
                heads[place] += 1
            db.executemany("INSERT INTO record VALUES(?, ?, ?, ?, ?, ?, ?)", rows)
            db.executemany(
                "UPDATE head SET next = ? WHERE topic = ? AND part = ?",
                [(end, *place) for place, end in heads.items()],
            )
        with self._appended:
            self._appends += 1
            self._appended.notify_all()

    def sole_writer(self, name: str) -> "SqliteLog":
        """The log itself: what has been appended has landed, nothing is ever on its way."""
        return self

    def claim(self) -> None:
        """Nothing to shut out."""

    def subscribe(self, group: str, topics: Sequence[str]) -> SqliteSubscription:
        """Become a member of a group."""
        return SqliteSubscription(self._file, self, group, [self._topic(name) for name in topics], self._session_s)

    def replay(self, topic: str) -> Iterator[Record]:
        """All retained records up to now, partition by partition."""
        known = self._topic(topic)
        with self._file.reading() as db:
            ends = db.execute("SELECT part, next FROM head WHERE topic = ? ORDER BY part", (known.id,)).fetchall()
        return (record for part, end in ends for record in self._through(known, part, end))

    def lag(self, group: str, topic: str) -> int:
        """The retained records behind the group's position: exact."""
        known = self._topic(topic)
        with self._file.reading() as db:
            row = db.execute(
                "SELECT count(*) FROM head CROSS JOIN record USING(topic, part)"
                " LEFT JOIN position p ON p.grp = ? AND p.topic = head.topic AND p.part = head.part"
                " WHERE head.topic = ? AND off >= coalesce(p.next, 0)",
                (group, known.id),
            ).fetchone()
        return int(row[0])

    def drop_group(self, group: str) -> None:
        """Forget a group's position."""
        with self._file.writing() as db:
            if is_living(db, group):
                raise LogError(f"group {group!r} has live members")
            for table in ("position", "lease", "member"):
                db.execute(f"DELETE FROM {table} WHERE grp = ?", (group,))

    def maintain(self, *, tombstone_s: float = 86400.0) -> int:
        """Compact and retain, one short transaction a partition; tombstones go after `tombstone_s` and once read."""
        return keep_house(self._file, tombstone_s=tombstone_s)

    def close(self) -> None:
        """Close the file in every thread."""
        self._file.close()

    def read(self, topic: Topic, part: int, start: int, end: int, limit: int) -> list[Record]:
        """The records of a partition from offset `start` to before `end`; for the subscriptions of this log."""
        with self._file.reading() as db:
            rows = db.execute(
                "SELECT key, value, headers, off, at_ms FROM record"
                " WHERE topic = ? AND part = ? AND off >= ? AND off < ? ORDER BY off LIMIT ?",
                (topic.id, part, start, end, limit),
            ).fetchall()
        return [
            Record(topic.name, key, value, unpack_headers(headers), part, offset, at_ms)
            for key, value, headers, offset, at_ms in rows
        ]

    def wait(self, seen: int, timeout_s: float) -> None:
        """Sleep until this process has appended something since `seen`, or for a moment; for the subscriptions."""
        with self._appended:
            self._appended.wait_for(lambda: self._appends != seen, min(timeout_s, CROSS_PROCESS_POLL_S))

    @property
    def appends(self) -> int:
        """How many appends this process has made: what `wait` compares with."""
        return self._appends

    def _topic(self, name: str) -> Topic:
        known = self._topics.get(name)
        if known is None:
            with self._file.reading() as db:
                known = _find(db, name)
            if known is None:
                raise Rejected(f"unknown topic {name!r}")
            self._topics[name] = known
        return known

    def _place(self, event: Event) -> Place:
        check_event(event)
        topic = self._topic(event.topic)
        return topic.id, zlib.crc32(event.key.encode()) % topic.partitions

    def _through(self, topic: Topic, part: int, end: int) -> Iterator[Record]:
        position = 0
        while records := self.read(topic, part, position, end, 1000):
            yield from records
            position = records[-1].offset + 1


def _find(db: Connection, name: str) -> Topic | None:
    row = db.execute("SELECT id, name, partitions, compacted FROM topic WHERE name = ?", (name,)).fetchone()
    return None if row is None else Topic(row[0], row[1], row[2], bool(row[3]))
