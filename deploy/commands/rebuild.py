"""`python -m deploy rebuild search`: fill the index anew from the log, whether the house is up or not."""

import sys
import time

import click

from deploy.house import House, open_house
from deploy.settings import Settings
from search.engines.index import IndexBusy
from search.indexer import indexer_of
from services.chassis.identity import system_actor
from services.chassis.logs import configure_logs

_LONGEST_WAIT = 600.0


@click.command()
@click.argument("shadow", type=click.Choice(["search"]))
def rebuild(shadow: str) -> None:
    """Build a SHADOW of the truth anew; readers see the old one until the new one is whole."""
    settings = Settings.from_environment()
    configure_logs(settings.log_level)
    with open_house(settings, services=[shadow]) as house:
        house.working(shadow)  # Sees to it that the topics are there.
        try:
            count = indexer_of(house.ports[shadow]).rebuild()
        except IndexBusy:
            # The working role holds the right to write: it does it when asked.
            count = _ask_for_rebuild(house, shadow)
    click.echo(f"{shadow}: {count} documents")


def _ask_for_rebuild(house: House, shadow: str) -> int:
    ports, actor = house.ports[shadow], system_actor(shadow)
    with ports.writing(actor) as work:
        number = work.rebuilds.request("asked for by an operator", at=ports.clock.now())
    ends = time.monotonic() + _LONGEST_WAIT
    while time.monotonic() < ends:
        with ports.reading(actor) as work:
            result = work.rebuilds.result(number)
        if result is not None:
            return int(result)
        time.sleep(0.2)
    click.echo(f"error: the working role did not rebuild {shadow} within {_LONGEST_WAIT:.0f} s", err=True)
    sys.exit(1)
