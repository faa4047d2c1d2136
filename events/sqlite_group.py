"""Groups of the embedded log: who owns which partition, and how far the group has come."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple, Protocol

from events.log import Fenced, Record
from events.sqlite_file import Connection, LogFile, Place
from events.sqlite_member import is_killed, new_member


class Topic(NamedTuple):
    """A topic as the file knows it."""

    id: int
    name: str
    partitions: int
    compacted: bool


class Reader(Protocol):
    """What a subscription needs of its log."""

    def read(self, topic: Topic, part: int, start: int, end: int, limit: int) -> list[Record]:
        """The records of a partition from offset `start` to before `end`."""

    def wait(self, seen: int, timeout_s: float) -> None:
        """Sleep until this process has appended something since `seen`, or for a moment."""

    @property
    def appends(self) -> int:
        """How many appends this process has made: what `wait` compares with."""


@dataclass(slots=True)
class _Held:
    """A partition that a subscription owns: under which epoch, and what it reads next."""

    epoch: int
    position: int


class SqliteSubscription:
    """A member of a group. Membership and leases are rows; a beat every third of the session keeps them alive."""

    def __init__(self, file: LogFile, reader: Reader, group: str, topics: Sequence[Topic], session_s: float) -> None:
        self._file = file
        self._reader = reader
        self._group = group
        self._topics = {topic.id: topic for topic in topics}
        self._ids = {topic.name: topic.id for topic in topics}
        self._session_s = session_s
        self._me = new_member()
        self._mine: dict[Place, _Held] = {}
        self._next_beat = 0.0
        self._turn = 0

    def poll(self, timeout_s: float = 1.0, max_records: int = 500) -> list[Record]:
        """Up to `max_records` records of the partitions that are mine."""
        deadline = time.monotonic() + timeout_s
        while True:
            if time.monotonic() >= self._next_beat:
                self._beat()
            seen = self._reader.appends
            records = self._read(max_records)
            left = deadline - time.monotonic()
            if records or left <= 0:
                return records
            self._reader.wait(seen, left)

    def commit(self, records: Sequence[Record]) -> None:
        """Everything up to and including these records is done."""
        done: dict[Place, int] = {}
        for record in records:
            place = (self._ids[record.topic], record.partition)
            done[place] = max(done.get(place, 0), record.offset + 1)
        if not done:
            return
        with self._file.writing() as db:
            for place, position in done.items():
                self._demand(db, place)
                db.execute(
                    "INSERT INTO position VALUES(?, ?, ?, ?)"
                    " ON CONFLICT DO UPDATE SET next = max(position.next, excluded.next)",
                    (self._group, *place, position),
                )

    def rewind(self) -> None:
        """Go back to what the group has committed."""
        with self._file.reading() as db:
            for place, held in self._mine.items():
                held.position = _position(db, self._group, place)

    def close(self) -> None:
        """Leave the group at once."""
        with self._file.writing() as db:
            db.execute("DELETE FROM member WHERE grp = ? AND owner = ?", (self._group, self._me))
            db.execute("UPDATE lease SET owner = NULL WHERE grp = ? AND owner = ?", (self._group, self._me))
        self._mine = {}
        self._next_beat = 0.0

    def _read(self, most: int) -> list[Record]:
        with self._file.reading() as db:
            ends = {(topic, part): end for topic, part, end in db.execute("SELECT topic, part, next FROM head")}
        waiting = [place for place in sorted(self._mine) if self._mine[place].position < ends[place]]
        if not waiting:
            return []
        # Each poll begins with another partition, so that a busy one does not starve the rest.
        self._turn += 1
        start = self._turn % len(waiting)
        records: list[Record] = []
        for place in (*waiting[start:], *waiting[:start]):
            held = self._mine[place]
            got = self._reader.read(self._topics[place[0]], place[1], held.position, ends[place], most - len(records))
            held.position = got[-1].offset + 1 if got else ends[place]
            records += got
            if len(records) >= most:
                break
        return records

    def _beat(self) -> None:
        mine: dict[Place, _Held] = {}
        with self._file.writing() as db:
            for topic in self._topics.values():
                members = self._members(db, topic)
                mine.update(self._claim(db, topic, members))
        self._mine = mine
        self._next_beat = time.monotonic() + self._session_s / 3

    def _members(self, db: Connection, topic: Topic) -> list[str]:
        now = time.time()
        db.execute(
            "INSERT INTO member VALUES(?, ?, ?, ?) ON CONFLICT DO UPDATE SET until = excluded.until",
            (self._group, topic.id, self._me, now + self._session_s),
        )
        # A member dated far ahead wrote its row before the clock was set back: it counts as gone.
        db.execute(
            "DELETE FROM member WHERE grp = ? AND topic = ? AND owner <> ? AND (until < ? OR until > ?)",
            (self._group, topic.id, self._me, now, now + 2 * self._session_s),
        )
        query = "SELECT owner FROM member WHERE grp = ? AND topic = ? ORDER BY owner"
        owners = [owner for (owner,) in db.execute(query, (self._group, topic.id))]
        killed = set(filter(is_killed, owners))
        for owner in killed:
            db.execute("DELETE FROM member WHERE grp = ? AND owner = ?", (self._group, owner))
        return [owner for owner in owners if owner not in killed]

    def _claim(self, db: Connection, topic: Topic, members: list[str]) -> Iterator[tuple[Place, _Held]]:
        """Let go of what is above my fair share, take what is free up to it."""
        rows = db.execute("SELECT part, owner, epoch FROM lease WHERE grp = ? AND topic = ?", (self._group, topic.id))
        leases = {part: (owner, epoch) for part, owner, epoch in rows}
        share = _share(topic, members, self._me)
        own = [part for part, (owner, _) in leases.items() if owner == self._me]
        for part in own[share:]:
            self._lease(db, (topic.id, part), None, leases[part][1])
        for part in own[:share]:
            yield (topic.id, part), self._hold(db, (topic.id, part), leases[part][1])
        free = (part for part in range(topic.partitions) if leases.get(part, (None, 0))[0] not in members)
        for part in islice(free, max(0, share - len(own))):
            epoch = leases.get(part, (None, 0))[1] + 1
            self._lease(db, (topic.id, part), self._me, epoch)
            yield (topic.id, part), self._hold(db, (topic.id, part), epoch)

    def _lease(self, db: Connection, place: Place, owner: str | None, epoch: int) -> None:
        db.execute(
            "INSERT INTO lease VALUES(?, ?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET owner = excluded.owner, epoch = excluded.epoch",
            (self._group, *place, owner, epoch),
        )

    def _hold(self, db: Connection, place: Place, epoch: int) -> _Held:
        before = self._mine.get(place)
        if before is not None and before.epoch == epoch:
            return before
        return _Held(epoch, _position(db, self._group, place))

    def _demand(self, db: Connection, place: Place) -> None:
        query = "SELECT owner, epoch FROM lease WHERE grp = ? AND topic = ? AND part = ?"
        lease = db.execute(query, (self._group, *place)).fetchone()
        held = self._mine.get(place)
        if held is None or lease != (self._me, held.epoch):
            self._next_beat = 0.0
            raise Fenced(f"{self._group} no longer owns {self._topics[place[0]].name}/{place[1]} here")


def _share(topic: Topic, members: list[str], me: str) -> int:
    """How many partitions are mine: as equal as can be; who gets one more changes from topic to topic."""
    turn = (members.index(me) + topic.id) % len(members)
    return topic.partitions // len(members) + (1 if turn < topic.partitions % len(members) else 0)


def _position(db: Connection, group: str, place: Place) -> int:
    query = "SELECT next FROM position WHERE grp = ? AND topic = ? AND part = ?"
    row = db.execute(query, (group, *place)).fetchone()
    return 0 if row is None else int(row[0])
