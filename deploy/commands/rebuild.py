"""`python -m deploy rebuild search`: fill the index anew from the log, whether the house is up or not."""

import time

import click

from deploy.house import House, open_house
from deploy.settings import Settings
from search.engines.index import IndexBusy
from search.indexer import indexer_of
from services.chassis.identity import system_actor
from services.chassis.logs import configure_logs

SHADOW = "search"
_LONGEST_WAIT = 3600.0


@click.command()
@click.argument("shadow", type=click.Choice([SHADOW]))
def rebuild(shadow: str) -> None:
    """Build a SHADOW of the truth anew; readers see the old one until the new one is whole."""
    settings = Settings.from_environment()
    configure_logs(settings.log_level)
    with open_house(settings, services=[shadow]) as house:
        click.echo(f"{shadow}: {rebuild_search(house)} documents")


def rebuild_search(house: House) -> int:
    """Build the index anew, here or in the working role that has the right to write it; how many documents.

    Raises click.ClickException when that role does not do it in time.
    """
    house.working(SHADOW)  # Sees to it that the topics are there.
    try:
        return indexer_of(house.ports[SHADOW]).rebuild()
    except IndexBusy:
        return _ask_for_rebuild(house)


def _ask_for_rebuild(house: House) -> int:
    ports, actor = house.ports[SHADOW], system_actor(SHADOW)
    with ports.writing(actor) as work:
        number = work.rebuilds.request("asked for by an operator", at=ports.clock.now())
    ends = time.monotonic() + _LONGEST_WAIT
    while time.monotonic() < ends:
        with ports.reading(actor) as work:
            result = work.rebuilds.result(number)
        if result is not None:
            return int(result)
        time.sleep(0.2)
    raise click.ClickException(f"the working role did not rebuild {SHADOW} within {_LONGEST_WAIT:.0f} s")
