"""Housekeeping of the embedded log: compaction and retention."""

import time

from events.sqlite_file import Connection, LogFile, Place, end_of


def keep_house(file: LogFile, *, tombstone_s: float) -> int:
    """Do what is due, one short transaction a partition; how many records went."""
    with file.reading() as db:
        due = db.execute(
            "SELECT id, part, compacted, retention_s FROM topic JOIN head ON topic = id"
            " WHERE CASE WHEN compacted THEN next > compacted_to ELSE retention_s IS NOT NULL END"
        ).fetchall()
    now_ms = int(time.time() * 1000)
    gone = 0
    for topic_id, part, compacted, retention_s in due:
        with file.writing() as db:
            if compacted:
                gone += _compact(db, (topic_id, part), now_ms - int(tombstone_s * 1000))
            else:
                gone += _retain(db, (topic_id, part), now_ms - int(retention_s * 1000))
    return gone


def _read_by_all(db: Connection, place: Place) -> int | None:
    """The lowest position of the groups that have committed here; None when there is none."""
    lowest: int | None = db.execute("SELECT min(next) FROM position WHERE topic = ? AND part = ?", place).fetchone()[0]
    return lowest


def _compact(db: Connection, place: Place, tombstones_before_ms: int) -> int:
    gone = db.execute(
        "DELETE FROM record WHERE topic = ?1 AND part = ?2 AND off NOT IN"
        " (SELECT max(off) FROM record WHERE topic = ?1 AND part = ?2 GROUP BY key)",
        place,
    ).rowcount
    end = end_of(db, place)
    read = _read_by_all(db, place)
    gone += db.execute(
        "DELETE FROM record WHERE topic = ? AND part = ? AND value IS NULL AND at_ms < ? AND off < ?",
        (*place, tombstones_before_ms, end if read is None else read),
    ).rowcount
    # A tombstone that had to stay keeps the partition due, until it can go as well.
    db.execute(
        "UPDATE head SET compacted_to = coalesce((SELECT min(off) FROM record WHERE topic = ?1 AND part = ?2"
        " AND value IS NULL), next) WHERE topic = ?1 AND part = ?2",
        place,
    )
    return gone


def _retain(db: Connection, place: Place, before_ms: int) -> int:
    """Remove what is older, save what a group that has ever committed has still to read."""
    read = _read_by_all(db, place)
    return db.execute(
        "DELETE FROM record WHERE topic = ? AND part = ? AND at_ms < ? AND off < ?",
        (*place, before_ms, end_of(db, place) if read is None else read),
    ).rowcount
