"""The `work` role: relays, reactions, runs and everything done by the clock; the only writer of the search index."""

import signal
import threading
import time

import click

from deploy.house import House, open_house
from deploy.liveness import BEAT_SECONDS, Pulse, die_with_parent
from deploy.settings import Settings
from services.chassis.logs import configure_logs, get_log

MAINTAIN_SECONDS = 600.0


@click.command()
def work() -> None:
    """Work for all services, in the foreground, until SIGTERM."""
    settings = Settings.from_environment()
    configure_logs(settings.log_level)
    die_with_parent()
    stopping = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stopping.set())
    with open_house(settings) as house:
        keep_working(house, stopping)


def keep_working(house: House, stopping: threading.Event) -> None:
    """Work until told to stop, saying meanwhile how it goes."""
    pulse = Pulse(house.settings.var, "work")
    roles = [house.working(name) for name in house.ports]
    for role in roles:
        role.start()
    get_log().info("work_started", services=list(house.ports))
    maintained_at = time.monotonic()
    while not stopping.wait(BEAT_SECONDS):
        pulse.beat("; ".join(filter(None, (role.trouble() for role in roles))))
        if time.monotonic() - maintained_at > MAINTAIN_SECONDS:
            house.log.maintain()
            maintained_at = time.monotonic()
    pulse.end()
    for role in roles:
        role.stopping.set()
    for role in roles:
        role.stop()
    get_log().info("work_ended")
