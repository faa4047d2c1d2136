"""The doctor's questions: what an operator must know of a house, each answered with a line and whether all is well."""

import platform
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from deploy.house import House
from deploy.shadows import find_differences
from deploy.steps import find_missing_step, newest_step, reached_step
from events import outbox
from events.log import LogError
from events.parking import Parking, reason_of
from search.engines.index import IndexUnavailable
from services.chassis.refusal import Unavailable

OLD_SECONDS = 60.0
"""An event that has waited longer in its outbox has a cause that does not pass by itself."""
FAR_BEHIND = 1000
"""Facts a service may have still to hear."""
SHOWN = 5


@dataclass(frozen=True)
class Finding:
    """One answer."""

    is_well: bool
    about: str
    text: str


def examine(house: House, *, patience_s: float) -> Iterator[Finding]:
    """All findings. A server that does not answer is a finding, not an error."""
    yield Finding(True, "versions", f"python {platform.python_version()}, sqlalchemy {version('sqlalchemy')}")
    for name in house.ports:
        yield from _ask(name, lambda name=name: _examine_store(house, name))  # type: ignore[misc]
        yield from _ask(name, lambda name=name: _examine_lag(house, name))  # type: ignore[misc]
    yield from _ask("shadows", lambda: _examine_shadows(house, patience_s))


def _ask(about: str, examine_part: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    try:
        yield from list(examine_part())
    except (SQLAlchemyError, LogError, IndexUnavailable, Unavailable) as fault:
        yield Finding(False, about, reason_of(fault).splitlines()[0])


def _examine_store(house: House, name: str) -> Iterator[Finding]:
    ports = house.ports[name]
    missing = find_missing_step(ports)
    reached = "" if missing else f"step {reached_step(ports.store)} of {newest_step(ports.service)}"
    yield Finding(not missing, f"{name} migrations", missing or reached)
    if missing:
        return
    with ports.store.read() as connection:
        yield _examine_outbox(name, connection)
    parked = Parking(ports.store.engine, name)
    count = parked.count()
    reasons = "; ".join(f"{one.record.topic} {one.record.key}: {one.reason}" for one in parked.parked(limit=SHOWN))
    yield Finding(not count, f"{name} parked", f"{count}{': ' if count else ''}{reasons}")


def _examine_outbox(name: str, connection: Connection) -> Finding:
    backlog = outbox.backlog(connection)
    age = 0.0 if backlog.oldest_at is None else max(0.0, time.time() - backlog.oldest_at)
    text = f"{backlog.unsent} unsent, the oldest for {age:.0f} s, {backlog.rejected} refused"
    return Finding(age < OLD_SECONDS and not backlog.rejected, f"{name} outbox", text)


def _examine_lag(house: House, name: str) -> Iterator[Finding]:
    for topic in house.ports[name].service.topics:
        lag = house.log.lag(name, topic)
        yield Finding(lag <= FAR_BEHIND, f"{name} lag", f"{lag} of {topic}")


def _examine_shadows(house: House, patience_s: float) -> Iterator[Finding]:
    found = find_differences(house, patience_s=patience_s)
    named = "; ".join(f"{one.shadow} {one.noun} {one.id}: {one.shown} for {one.truth}" for one in found[:SHOWN])
    more = f" and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
    yield Finding(not found, "shadows", f"{len(found)} differ{': ' if found else ''}{named}{more}")
