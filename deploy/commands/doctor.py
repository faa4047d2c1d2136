"""`doctor`, `repair` and `parked`: what is wrong with a house, and mending it."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import click

from deploy.commands.rebuild import rebuild_search
from deploy.doctor import examine
from deploy.house import House, open_house
from deploy.services import MODULES
from deploy.settings import Settings
from deploy.shadows import Difference, drop_copies, find_differences
from deploy.telling import tell_again
from events import outbox
from events.log import Unavailable
from events.parking import Parking
from services.chassis.logs import configure_logs

NOUNS = ("edition", "entry", "need")


@click.command()
@click.option("--patience", default=10.0, show_default=True, help="Seconds that facts may take to arrive.")
def doctor(patience: float) -> None:
    """Examine the house, whether it is up or not. Exit code 1 when something needs a person."""
    with _opened() as house:
        findings = list(examine(house, patience_s=patience))
    for one in findings:
        click.echo(f"{'ok ' if one.is_well else 'BAD'}  {one.about}: {one.text}")
    sys.exit(0 if all(one.is_well for one in findings) else 1)


@click.command()
@click.option("--everything", is_flag=True, help="Tell every noun again, whether or not a shadow differs.")
@click.option("--patience", default=60.0, show_default=True, help="Seconds the working roles are given.")
def repair(everything: bool, patience: float) -> None:
    """Bring search and matching to the truth. The working roles must be up, or be started afterwards."""
    with _opened() as house:
        found = find_differences(house, patience_s=0 if everything else 5)
        if _is_index_ahead(found):
            click.echo(f"search: built anew, {rebuild_search(house)} documents")
        click.echo(f"copies dropped: {drop_copies(house, found)}")
        for noun in NOUNS:
            ids = None if everything else {one.id for one in found if one.noun == noun}
            click.echo(f"{noun}: {tell_again(house, noun, ids)} told again")
        left = find_differences(house, patience_s=patience)
    click.echo(f"{len(left)} differ")
    sys.exit(1 if left else 0)


def _is_index_ahead(found: Sequence[Difference]) -> bool:
    return any(one.shadow == "search index" and not one.is_behind for one in found)


@click.command()
@click.argument("service", type=click.Choice(list(MODULES)))
@click.option("--redrive", is_flag=True, help="Try them again now, those of TOPIC and KEY or all.")
@click.option("--discard", is_flag=True, help="Give up those of TOPIC and KEY.")
@click.option("--requeue", is_flag=True, help="Let the relay try again what the log refused.")
@click.option("--topic", default=None)
@click.option("--key", default=None)
def parked(service: str, redrive: bool, discard: bool, requeue: bool, topic: str | None, key: str | None) -> None:
    """List the facts SERVICE could not work and those the log refused, or do something about them."""
    with _opened() as house:
        parking = Parking(house.ports[service].store.engine, service)
        if redrive:
            click.echo(f"{_redrive(house, service)} done")
        if discard:
            if topic is None or key is None:
                raise click.UsageError("--discard needs --topic and --key")
            click.echo(f"{parking.discard(topic=topic, key=key)} discarded")
        if requeue:
            click.echo(f"{_requeue(house, service)} queued again")
        _list(house, service, parking, topic, key)


def _redrive(house: House, service: str) -> int:
    worker = house.working(service).worker
    try:
        return worker.redrive() if worker else 0
    except Unavailable as fault:
        raise click.ClickException(f"{fault}; the working role tries parked facts again when it is started") from fault


def _requeue(house: House, service: str) -> int:
    with house.ports[service].store.write() as connection:
        refused = [one.seq for one in outbox.rejected(connection)]
        outbox.requeue(connection, refused)
    return len(refused)


def _list(house: House, service: str, parking: Parking, topic: str | None, key: str | None) -> None:
    for one in parking.parked(topic=topic, key=key):
        click.echo(f"parked  {one.parked_at:%Y-%m-%d %H:%M:%SZ}  {one.record.topic}  {one.record.key}  {one.reason}")
    with house.ports[service].store.read() as connection:
        for refused in outbox.rejected(connection):
            click.echo(f"refused  {refused.event.topic}  {refused.event.key}  {refused.error}")


@contextmanager
def _opened() -> Iterator[House]:
    settings = Settings.from_environment()
    configure_logs("error")
    with open_house(settings) as house:
        yield house
