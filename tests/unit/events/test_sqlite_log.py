"""What the embedded log promises beyond the port: whole appends, its file, its housekeeping."""

import multiprocessing
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from events.log import Event, LogError, Record, Rejected, Unavailable, open_log
from events.sqlite import CROSS_PROCESS_POLL_S, SqliteLog
from tests.unit.events.making import until

TOPIC = "bench"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "log.db"


@pytest.fixture
def log(path: Path) -> Iterator[SqliteLog]:
    opened = SqliteLog(path, session_s=0.6)
    yield opened
    opened.close()


def values(log: SqliteLog, topic: str = TOPIC) -> list[tuple[str, bytes | None]]:
    return [(record.key, record.value) for record in log.replay(topic)]


def age(path: Path, seconds: float) -> None:
    """Let time pass for what is in the file."""
    with sqlite3.connect(path) as db:
        db.execute("UPDATE record SET at_ms = at_ms - ?", (int(seconds * 1000),))
    db.close()


@pytest.mark.parametrize(
    "url",
    ["sqlite://", "sqlite:///", "sqlite://host/log.db", "sqlite:///log.db?colour=red", "sqlite:///log.db?session_s=0"],
)
def test_an_unusable_url_is_refused(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    with pytest.raises(ValueError, match="unusable log URL"):
        open_log(url)

    assert list(tmp_path.iterdir()) == []


def test_a_path_may_be_relative_or_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    open_log("sqlite:///var/log.db").close()
    open_log(f"sqlite:///{tmp_path}/other/log.db").close()

    assert sorted(str(found.relative_to(tmp_path)) for found in tmp_path.rglob("*.db")) == [
        "other/log.db",
        "var/log.db",
    ]


def test_an_append_with_one_bad_event_appends_nothing(log: SqliteLog) -> None:
    log.ensure_topic(TOPIC)

    with pytest.raises(Rejected):
        log.append([Event(TOPIC, "k", b"1"), Event("unknown", "k", b"2")])

    assert values(log) == []


def test_a_file_that_is_locked_for_too_long_is_unavailable_and_unchanged(
    log: SqliteLog, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("events.sqlite_file.BUSY_TIMEOUT_S", 0.05)
    hasty = SqliteLog(path)
    hasty.ensure_topic(TOPIC)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(Unavailable, match="locked"):
        hasty.append([Event(TOPIC, "k", b"1")])
    assert values(log) == []

    other.execute("ROLLBACK")
    other.close()
    hasty.append([Event(TOPIC, "k", b"1")])
    assert values(log) == [("k", b"1")]
    hasty.close()


def test_a_file_that_is_no_log_is_unavailable_and_untouched(tmp_path: Path) -> None:
    path = tmp_path / "log.db"
    path.write_bytes(b"a letter, not a database" * 100)

    with pytest.raises(Unavailable):
        SqliteLog(path)

    assert path.read_bytes() == b"a letter, not a database" * 100


def test_a_log_of_another_version_is_refused_rather_than_misread(log: SqliteLog, path: Path) -> None:
    log.ensure_topic(TOPIC)
    log.close()
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version=99")
    db.close()

    with pytest.raises(LogError, match="version 99"):
        SqliteLog(path)


def test_many_processes_may_open_a_new_file_at_once(path: Path) -> None:
    code = f"from events.log import open_log; open_log('sqlite:///{path}').ensure_topic('bench', 4)"
    openers = [subprocess.Popen([sys.executable, "-c", code]) for _ in range(4)]

    assert [opener.wait(60) for opener in openers] == [0, 0, 0, 0]


def test_every_commit_is_forced_to_the_disk(log: SqliteLog) -> None:
    with log._file.reading() as db:
        assert db.execute("PRAGMA synchronous").fetchone() == (2,)
        assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_waiting_reader_is_woken_by_its_own_process(log: SqliteLog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("events.sqlite.CROSS_PROCESS_POLL_S", 30.0)
    log.ensure_topic(TOPIC)
    subscription = log.subscribe("g", [TOPIC])
    records: list[Record] = []
    thread = threading.Thread(target=lambda: records.extend(subscription.poll(30.0)))
    thread.start()

    log.append([Event(TOPIC, "k", b"1")])
    thread.join(20)

    assert [record.value for record in records] == [b"1"]
    subscription.close()


def test_a_reader_that_looked_before_the_append_does_not_sleep_through_it(log: SqliteLog) -> None:
    log.ensure_topic(TOPIC)
    seen = log.appends
    log.append([Event(TOPIC, "k", b"1")])

    before = time.monotonic()
    for _ in range(200):
        log.wait(seen, 30.0)

    assert time.monotonic() - before < 200 * CROSS_PROCESS_POLL_S / 2


def test_a_reader_sees_what_another_process_appends_while_it_waits(log: SqliteLog, path: Path) -> None:
    log.ensure_topic(TOPIC)
    subscription = log.subscribe("g", [TOPIC])
    code = f"from events.log import *; open_log('sqlite:///{path}').append([Event('bench', 'k', b'1')])"

    with subprocess.Popen([sys.executable, "-c", code]):
        records = subscription.poll(30.0)

    assert [record.value for record in records] == [b"1"]
    subscription.close()


def _append_in_child(log: SqliteLog) -> None:
    log.append([Event(TOPIC, "child", b"1")])


def test_a_forked_child_uses_a_connection_of_its_own(log: SqliteLog) -> None:
    log.ensure_topic(TOPIC)
    log.append([Event(TOPIC, "parent", b"1")])

    child = multiprocessing.get_context("fork").Process(target=_append_in_child, args=(log,))
    child.start()
    child.join(30)
    log.append([Event(TOPIC, "parent", b"2")])

    assert child.exitcode == 0
    assert values(log) == [("parent", b"1"), ("child", b"1"), ("parent", b"2")]


def test_threads_that_have_ended_leave_no_open_file_each(log: SqliteLog, path: Path) -> None:
    log.ensure_topic(TOPIC)

    def open_files() -> int:
        return sum(link.exists() and link.samefile(path) for link in Path("/proc/self/fd").iterdir())

    before = open_files()
    for number in range(5):
        thread = threading.Thread(target=log.append, args=([Event(TOPIC, "k", str(number).encode())],))
        thread.start()
        thread.join()

    # The driver keeps one for the next connection, because closing it would drop the locks of the others.
    until(lambda: open_files() <= before + 1)
    assert len(values(log)) == 5


# Housekeeping


def test_a_tombstone_goes_after_its_time_and_takes_its_key_with_it(log: SqliteLog, path: Path) -> None:
    log.ensure_topic(TOPIC, compacted=True)
    log.append([Event(TOPIC, "gone", b"1"), Event(TOPIC, "stays", b"1"), Event(TOPIC, "gone", None)])

    assert log.maintain() == 1
    assert values(log) == [("stays", b"1"), ("gone", None)]
    assert log.maintain() == 0

    age(path, 2 * 86400)
    assert log.maintain() == 1
    assert values(log) == [("stays", b"1")]
    assert log.maintain() == 0


def test_a_tombstone_stays_until_every_group_has_read_it(log: SqliteLog, path: Path) -> None:
    log.ensure_topic(TOPIC, compacted=True)
    log.append([Event(TOPIC, "gone", b"1")])
    subscription = log.subscribe("slow", [TOPIC])
    subscription.commit(subscription.poll(1.0))
    log.append([Event(TOPIC, "gone", None)])
    age(path, 2 * 86400)

    assert log.maintain() == 1
    assert values(log) == [("gone", None)]

    subscription.commit(subscription.poll(1.0))
    assert log.maintain() == 1
    assert values(log) == []
    assert log.lag("slow", TOPIC) == 0
    subscription.close()


def test_a_compacted_partition_without_news_is_left_in_peace(log: SqliteLog) -> None:
    log.ensure_topic(TOPIC, compacted=True)
    log.append([Event(TOPIC, "k", b"1"), Event(TOPIC, "k", b"2")])
    assert log.maintain() == 1

    with log._file.reading() as db:
        before = db.total_changes
        assert log.maintain() == 0
        assert db.total_changes == before


def test_retention_takes_what_is_old_and_was_read_by_every_group_that_reads(log: SqliteLog, path: Path) -> None:
    log.ensure_topic(TOPIC, retention_s=3600)
    log.append([Event(TOPIC, "k", str(number).encode()) for number in range(4)])
    subscription = log.subscribe("slow", [TOPIC])
    records = subscription.poll(1.0)
    subscription.commit(records[:2])
    age(path, 7200)
    log.append([Event(TOPIC, "k", b"4")])

    assert log.maintain() == 2
    assert [value for _, value in values(log)] == [b"2", b"3", b"4"]

    subscription.commit(records)
    assert log.maintain() == 2
    assert [value for _, value in values(log)] == [b"4"]
    subscription.close()


def test_a_topic_without_retention_keeps_what_is_old(log: SqliteLog, path: Path) -> None:
    log.ensure_topic(TOPIC)
    log.append([Event(TOPIC, "k", b"1")])
    age(path, 10**8)

    assert log.maintain() == 0
    assert values(log) == [("k", b"1")]


# The clock


HOLDER = """
import signal, sys
from events.log import open_log

subscription = open_log(sys.argv[1]).subscribe("g", ["bench"])
print(len(subscription.poll(30.0)), flush=True)
signal.pause()
"""


def test_a_killed_member_is_succeeded_without_waiting_out_its_session(path: Path) -> None:
    url = f"sqlite:///{path}?session_s=3600"
    log = open_log(url)
    log.ensure_topic(TOPIC, 2)
    log.append([Event(TOPIC, f"k{number}", b"1") for number in range(8)])
    with subprocess.Popen([sys.executable, "-c", HOLDER, url], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert int(holder.stdout.readline()) == 8
        with pytest.raises(LogError, match="live members"):
            log.drop_group("g")
        holder.kill()

    successor = log.subscribe("g", [TOPIC])
    assert len(successor.poll(0.0)) == 8
    successor.close()
    log.drop_group("g")
    log.close()


def test_a_member_that_lived_in_the_future_does_not_hold_its_partitions_for_ever(log: SqliteLog, path: Path) -> None:
    """The clock was set back: the member's time to live lies an hour ahead, and it is dead."""
    log.ensure_topic(TOPIC)
    log.append([Event(TOPIC, "k", b"1")])
    dead = log.subscribe("g", [TOPIC])
    dead.poll(1.0)
    with sqlite3.connect(path) as db:
        db.execute("UPDATE member SET until = until + 3600")
    db.close()

    successor = log.subscribe("g", [TOPIC])

    assert [record.value for record in successor.poll(0.0)] == [b"1"]
    successor.close()
