"""The `work` role: relays, reactions, runs and everything done by the clock; the only writer of the search index."""

import contextlib
import signal
import threading
import time
from collections.abc import Sequence

import click

from deploy.catching_up import CatchingUp
from deploy.house import House, build_house
from deploy.liveness import BEAT_SECONDS, Pulse, die_with_parent
from deploy.services import MODULES
from deploy.settings import Settings
from deploy.steps import find_missing_step
from deploy.watching import Watch
from events.log import LogError
from events.parking import reason_of
from services.chassis.logs import configure_logs, get_log
from services.chassis.working import Working

MAINTAIN_SECONDS = 600.0


@click.command()
@click.argument("names", nargs=-1, type=click.Choice(list(MODULES)))
def work(names: tuple[str, ...]) -> None:
    """Work for all services, or those named, in the foreground, until SIGTERM."""
    settings = Settings.from_environment()
    configure_logs(settings.log_level)
    if not settings.is_apart:
        die_with_parent()
    stopping = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stopping.set())
    house = build_house(settings, services=names or tuple(MODULES))
    try:
        _refuse_missing_step(house)
        keep_working(house, stopping)
    finally:
        house.close()


def _refuse_missing_step(house: House) -> None:
    # Facts must not meet tables that are not there: they would be parked one after the other.
    missing = [found for ports in house.ports.values() if (found := find_missing_step(ports))]
    if missing:
        raise click.ClickException("; ".join(missing))


def keep_working(house: House, stopping: threading.Event) -> None:
    """Work until told to stop, saying meanwhile how it goes."""
    # The pulse is for the door of the embedded house; workers apart may share a folder and answer on ports instead.
    pulse = None if house.settings.is_apart else Pulse(house.settings.var, "work")
    roles = [house.working(name) for name in house.ports]
    catching_up = CatchingUp(list(house.ports.values()))

    def trouble() -> str:
        return "ending" if stopping.is_set() else "; ".join(filter(None, (role.trouble() for role in roles)))

    def news() -> str:
        return trouble() or catching_up.trouble()

    settings = house.settings
    watch = Watch(settings.host, settings.health_port, roles, trouble) if settings.health_port else None
    for role in roles:
        role.start()
    get_log().info("work_started", services=list(house.ports))
    maintained_at = time.monotonic()
    while not stopping.wait(BEAT_SECONDS):
        if pulse:
            # On a full disk nothing can be said, and whoever hears nothing knows; the work goes on when there is room.
            with contextlib.suppress(OSError):
                pulse.beat(news())
        if time.monotonic() - maintained_at > MAINTAIN_SECONDS:
            _maintain(house)
            maintained_at = time.monotonic()
    if pulse:
        pulse.end()
    _stop(roles)
    if watch:
        watch.close()
    get_log().info("work_ended")


def _maintain(house: House) -> None:
    try:
        house.log.maintain()
    except LogError as fault:
        get_log().warning("work_postponed", what="maintain the log", reason=reason_of(fault))


def _stop(roles: Sequence[Working]) -> None:
    for role in roles:
        role.stopping.set()
    for role in roles:
        role.stop()
