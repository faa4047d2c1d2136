"""The embedded log against the simplest model of it, under any sequence of appends, reads, commits and compactions."""

from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from events.log import Event, Fenced, Record
from events.sqlite import SqliteLog
from events.sqlite_group import SqliteSubscription

TOPIC = "bench"
KEYS = st.sampled_from("abcdef")


class TheLog(RuleBasedStateMachine):
    """The model: all events ever appended, numbered; what each partition's committed position is."""

    @initialize(partitions=st.integers(1, 3))
    def open(self, partitions: int) -> None:
        self.folder = Path(mkdtemp(prefix="log-"))
        self.log = SqliteLog(self.folder / "log.db", session_s=30.0)
        self.log.ensure_topic(TOPIC, partitions, compacted=True)
        self.appended: list[tuple[str, int]] = []
        self.place_of: dict[int, tuple[int, int]] = {}
        self.committed: dict[int, int] = {}
        self.members: list[tuple[SqliteSubscription, list[Record]]] = []

    @rule(keys=st.lists(KEYS, min_size=1, max_size=6))
    def append(self, keys: list[str]) -> None:
        numbered = [(key, len(self.appended) + step) for step, key in enumerate(keys)]
        self.log.append([Event(TOPIC, key, str(number).encode(), {"n": str(number)}) for key, number in numbered])
        self.appended += numbered

    @rule()
    def compact(self) -> None:
        self.log.maintain()

    @rule()
    def open_another(self) -> None:
        self.log.close()
        self.log = SqliteLog(self.folder / "log.db", session_s=30.0)
        self.members = []
        with self.log._file.writing() as db:
            db.execute("DELETE FROM member")

    @precondition(lambda self: len(self.members) < 3)
    @rule()
    def join(self) -> None:
        self.members.append((self.log.subscribe("g", [TOPIC]), []))

    @precondition(lambda self: self.members)
    @rule(data=st.data(), most=st.integers(1, 5))
    def poll(self, data: st.DataObject, most: int) -> None:
        member, read = data.draw(st.sampled_from(self.members))
        member._next_beat = 0.0
        owned = set(member._mine)
        records = member.poll(0.0, max_records=most)
        kept = [record for record in read if (1, record.partition) in owned & set(member._mine)]
        read[:] = kept + records
        for record in records:
            assert record.offset >= self.committed.get(record.partition, 0)
        for partition in {record.partition for record in read}:
            offsets = [record.offset for record in read if record.partition == partition]
            assert offsets == sorted(set(offsets))

    @precondition(lambda self: self.members)
    @rule(data=st.data())
    def commit(self, data: st.DataObject) -> None:
        member, read = data.draw(st.sampled_from(self.members))
        done = read[: data.draw(st.integers(0, len(read)))]
        try:
            member.commit(done)
        except Fenced:
            read.clear()
            member.rewind()
            return
        del read[: len(done)]
        for record in done:
            self.committed[record.partition] = max(self.committed.get(record.partition, 0), record.offset + 1)

    @precondition(lambda self: self.members)
    @rule(data=st.data())
    def rewind(self, data: st.DataObject) -> None:
        member, read = data.draw(st.sampled_from(self.members))
        member.rewind()
        read.clear()

    @precondition(lambda self: self.members)
    @rule(data=st.data())
    def leave(self, data: st.DataObject) -> None:
        index = data.draw(st.integers(0, len(self.members) - 1))
        member, _ = self.members.pop(index)
        member.close()

    @invariant()
    def the_log_is_as_the_model_says(self) -> None:
        if not hasattr(self, "log"):
            return
        records = list(self.log.replay(TOPIC))
        self._nothing_is_lost_but_what_compaction_may_take(records)
        self._no_record_has_moved(records)
        left = [record for record in records if record.offset >= self.committed.get(record.partition, 0)]
        assert self.log.lag("g", TOPIC) == len(left)

    def _nothing_is_lost_but_what_compaction_may_take(self, records: list[Record]) -> None:
        kept = [(record.key, int(record.value or b"")) for record in records]
        newest = dict(self.appended)
        assert set(kept) <= set(self.appended)
        assert {pair for pair in kept if newest[pair[0]] == pair[1]} == set(newest.items())
        for key in newest:
            mine = [number for one, number in kept if one == key]
            assert mine == sorted(mine)

    def _no_record_has_moved(self, records: list[Record]) -> None:
        for record in records:
            place = (record.partition, record.offset)
            assert self.place_of.setdefault(int(record.value or b""), place) == place

    def teardown(self) -> None:
        """Remove the file."""
        if hasattr(self, "log"):
            self.log.close()
            rmtree(self.folder)


TestTheLog = TheLog.TestCase
TestTheLog.settings = settings(max_examples=20, stateful_step_count=25, deadline=None)
