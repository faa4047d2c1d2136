"""The ledger of a fault: what the doors have acknowledged, held against what the house has and knows afterwards."""

import os
import time
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Row as SqlRow
from sqlalchemy import select

from deploy.doctor import Finding, examine
from deploy.house import House, open_house
from deploy.settings import Settings
from deploy.shadows import find_differences
from events.parking import Parking
from tests.faults.load import Load
from tests.system.apart import environment

PATIENCE_S = 60.0
"""How long truth and shadows may differ once the fault is over."""
REACHED = ("draft", "submitted", "published")


@dataclass(frozen=True)
class Row:
    """One fault and what it left behind: a line of the table that the suite prints."""

    scenario: str
    rounds: int
    answers: int
    refusals: int
    broken_off: int
    acknowledged: int
    lost: int
    doubled: int
    equal_after_s: float
    parked: int
    slowest_s: float
    load: float


@dataclass(frozen=True)
class Books:
    """What the house has when it has come to rest."""

    findings: list[Finding]
    equal_after_s: float
    lost: list[str]
    doubled: list[str]
    parked: int


def settle(
    house: Mapping[str, str], load: Load, scenario: str, *, rounds: int, doors_killed: int = 0, parked: int = 0
) -> Row:
    """Examine the house with these settings once its load has ended; the row, when nothing is amiss.

    `parked` facts were parked meanwhile and are not any more: that is asserted of every row.
    """
    with open_house(Settings.from_environment(environment(house))) as opened:
        books = examine_books(opened, load)
    row = Row(
        scenario=scenario,
        rounds=rounds,
        answers=load.counts["answers"],
        refusals=load.counts["refusals"],
        broken_off=load.counts["broken_off"],
        acknowledged=load.counts["acknowledged"],
        lost=len(books.lost),
        doubled=len(books.doubled),
        equal_after_s=round(books.equal_after_s, 1),
        parked=parked,
        slowest_s=round(load.slowest_s, 1),
        load=round(os.getloadavg()[0], 1),
    )
    bad = [f"{one.about}: {one.text}" for one in books.findings if not one.is_well]
    assert (books.lost, books.doubled, bad, books.parked) == ([], [], [], 0), row
    assert (load.odd, load.counts["hung"]) == ({}, 0), row
    # A door that is killed takes with it what it has in hand: at most one request of each thread of the load.
    assert load.counts["broken_off"] <= 4 * doors_killed, row
    assert load.entries, row
    assert "published" in load.needs.values(), row
    return row


def examine_books(house: House, load: Load) -> Books:
    """Wait until truth and shadows are equal, then compare."""
    begun = time.monotonic()
    limit = begun + PATIENCE_S
    while (is_behind := bool(find_differences(house) or _unheard(house, _told(house)))) and time.monotonic() < limit:
        time.sleep(0.5)
    equal_after_s = PATIENCE_S if is_behind else time.monotonic() - begun
    findings = list(examine(house, patience_s=0.0))
    entries = {row.id: row.name for row in _rows(house, "catalogue", "entry")}
    needs = {row.id: (row.content["title"], row.status) for row in _rows(house, "needs", "need")}
    lost = [f"entry {name}" for id, name in load.entries.items() if entries.get(id) != name]
    lost += [f"need {id}: {status}" for id, status in load.needs.items() if not _has_reached(needs.get(id), status)]
    told = _told(house)
    lost += _unheard(house, told)
    doubled = _twice(entries.values()) + _twice(title for title, _ in needs.values())
    doubled += _twice((topic, key, version) for topic, key, version, _ in told)
    doubled += _twice(_deeds(house, "catalogue")) + _twice(_deeds(house, "needs"))
    parked = sum(Parking(ports.store.engine, name).count() for name, ports in house.ports.items())
    return Books(findings, equal_after_s, lost, doubled, parked)


def _has_reached(there: tuple[str, str] | None, status: str) -> bool:
    return there is not None and REACHED.index(there[1]) >= REACHED.index(status)


def _rows(house: House, service: str, table: str) -> list[SqlRow[Any]]:
    ports = house.ports[service]
    with ports.store.read() as connection:
        return list(connection.execute(select(ports.service.metadata.tables[table])))


def _told(house: House) -> list[tuple[str, str, int, str]]:
    """Topic, noun, version and id of every fact that any service has told."""
    told = []
    for name in house.ports:
        for row in _rows(house, name, "outbox"):
            told.append((row.topic, row.key, orjson.loads(row.value)["subjectversion"], row.id))
    return told


def _unheard(house: House, told: Iterable[tuple[str, str, int, str]]) -> list[str]:
    """Facts without the mark that every consumer leaves together with their effect."""
    unheard = []
    for name, ports in house.ports.items():
        if ports.service.projection is None and ports.service.topics:
            heard = {row.event_id for row in _rows(house, name, "inbox")}
            mine = [one for one in told if one[0] in ports.service.topics]
            unheard += [f"{name} has not heard {topic} {key}" for topic, key, _, id in mine if id not in heard]
    return unheard


def _deeds(house: House, service: str) -> list[tuple[str, str]]:
    """Who did what to which noun; each step is taken once."""
    return [(row.action, row.subject) for row in _rows(house, service, "audit")]


def _twice(things: Iterable[Hashable]) -> list[str]:
    return [f"{thing} {times} times" for thing, times in Counter(things).items() if times > 1]
