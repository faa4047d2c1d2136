"""Workers that are killed again and again, while facts come: every effect happens once, in the order of its key."""

import random
from multiprocessing.process import BaseProcess

from sqlalchemy import Engine, select

from events.envelope import encode
from events.log import EventLog
from tests.system.killing import (
    EFFECT,
    GROUP,
    TOPIC,
    Place,
    a_fact,
    count_effects,
    kill,
    spawn,
    until,
    work,
)

KILLS = 12
BENCHES = 16
ROUNDS_AT_A_TIME = 15
SEED = 20181109


class Announcer:
    """Appends facts, and the last of them again now and then, as a relay does that was killed."""

    def __init__(self, log: EventLog) -> None:
        self.log = log
        self.chance = random.Random(SEED)
        self.version = 0
        self.ids: list[str] = []

    def announce(self) -> None:
        """Some more versions of every bench."""
        events = []
        for _ in range(ROUNDS_AT_A_TIME):
            self.version += 1
            events += [encode(a_fact(f"b{number}", self.version)) for number in range(BENCHES)]
        self.ids += [event.headers["id"] for event in events]
        self.log.append(events)
        self.log.append(events[-self.chance.randint(1, 40) :])


def effects(engine: Engine) -> list[tuple[str, str, int]]:
    with engine.connect() as connection:
        rows = connection.execute(select(EFFECT.c.fact_id, EFFECT.c.bench, EFFECT.c.version).order_by(EFFECT.c.seq))
        return [(fact_id, bench, version) for fact_id, bench, version in rows]


def test_workers_killed_at_any_moment_lose_no_effect_double_none_and_keep_the_order(place: Place) -> None:
    place.prepare(0)
    engine, log = place.open_engine(), place.open_log()
    announcer = Announcer(log)
    workers = [spawn(work, place) for _ in range(2)]

    kills_at_work = turn = 0
    while kills_at_work < KILLS:
        victim = workers[turn % 2]
        goal = count_effects(engine, victim.pid) + announcer.chance.randint(1, 40)

        def has_worked(victim: BaseProcess = victim, goal: int = goal) -> bool:
            if log.lag(GROUP, TOPIC) < ROUNDS_AT_A_TIME * BENCHES:
                announcer.announce()
            return count_effects(engine, victim.pid) >= goal

        until(has_worked, "the worker works")
        kill(victim)
        kills_at_work += log.lag(GROUP, TOPIC) > 0
        workers[turn % 2] = spawn(work, place)
        turn += 1

    until(lambda: log.lag(GROUP, TOPIC) == 0, "the last workers do the rest")
    for worker in workers:
        kill(worker)

    done = effects(engine)
    assert sorted(fact_id for fact_id, _, _ in done) == sorted(announcer.ids)
    versions: dict[str, list[int]] = {}
    for _, bench, version in done:
        versions.setdefault(bench, []).append(version)
    assert versions == {f"b{number}": list(range(1, announcer.version + 1)) for number in range(BENCHES)}
    log.close()
    engine.dispose()
