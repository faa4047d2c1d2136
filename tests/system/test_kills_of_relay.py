"""A relay that is killed again and again, while writers write: nothing is lost and no order is broken."""

import random

from sqlalchemy import Engine, select

from events.envelope import decode
from events.log import EventLog
from tests.system.killing import (
    BENCH,
    TOPIC,
    Place,
    count_marked,
    count_unsent,
    first_of_each,
    kill,
    move,
    relay,
    spawn,
    until,
    write,
)

KILLS = 12
BENCHES = 10
BACKLOG = 1000
SEED = 20181109


def sent(log: EventLog) -> list[tuple[str, tuple[str, int]]]:
    facts = [decode(record) for record in log.replay(TOPIC)]
    return [(fact.id, (fact.subject, fact.version)) for fact in facts]


def versions(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        return {row.id: row.version for row in connection.execute(select(BENCH.c.id, BENCH.c.version))}


def fill(engine: Engine) -> None:
    """A backlog, so that a relay is at work when it is killed."""
    with engine.begin() as connection:
        for _ in range(BACKLOG // BENCHES):
            move(connection, [f"b{number}" for number in range(BENCHES)])


def test_a_relay_killed_at_any_moment_loses_nothing_and_keeps_the_order_of_each_key(place: Place) -> None:
    chance = random.Random(SEED)
    place.prepare(BENCHES)
    engine, log = place.open_engine(), place.open_log()
    fill(engine)
    writers = [spawn(write, place, 40, SEED + number) for number in range(2)]

    def in_log() -> int:
        return log.lag("nobody", TOPIC)

    def marked() -> int:
        return count_marked(engine)

    kills_at_work = 0
    while kills_at_work < KILLS:
        # The two delicate moments are just after events have reached the log and just after they have been marked.
        progress = (in_log, marked)[kills_at_work % 2]
        goal = progress() + chance.randint(1, 60)
        victim = spawn(relay, place)
        until(lambda progress=progress, goal=goal: progress() >= goal, "the relay sends")  # type: ignore[misc]
        kill(victim)
        kills_at_work += count_unsent(engine) > 0
        if count_unsent(engine) < BACKLOG // 4:
            fill(engine)

    for writer in writers:
        writer.join()
        assert writer.exitcode == 0
    last = spawn(relay, place)
    until(lambda: count_unsent(engine) == 0, "the last relay sends the rest")
    kill(last)

    wanted = {bench: list(range(1, version + 1)) for bench, version in versions(engine).items()}
    assert sum(map(len, wanted.values())) >= BACKLOG
    assert first_of_each(sent(log)) == wanted
    log.close()
    engine.dispose()
