"""Real PostgreSQL, Kafka and Elasticsearch on this machine, for tests and trials without containers."""

import sys

import click

from deploy.servers import fleet
from deploy.servers.managed import ServerFault
from deploy.settings import ServerSettings


@click.group()
def servers() -> None:
    """Fetch, start and stop the real servers on loopback."""


@servers.command()
def up() -> None:
    """Start all three and print how to reach them."""
    settings = ServerSettings.from_environment()
    chosen = fleet.servers(settings)
    try:
        fleet.start(settings, chosen)
    except ServerFault as fault:
        raise click.ClickException(str(fault)) from fault
    for server in chosen:
        click.echo(f"{server.name} {server.url}")


@servers.command()
def down() -> None:
    """Stop all three; their data stay."""
    for server in fleet.servers(ServerSettings.from_environment()):
        server.stop()
        click.echo(f"{server.name} down")


@servers.command()
def status() -> None:
    """Say which are up; exit code 3 when one is not."""
    down = 0
    for server in fleet.servers(ServerSettings.from_environment()):
        up = server.process.pid() is not None and server.is_ready()
        down += not up
        click.echo(f"{server.name} {'up ' + server.url if up else 'down'} {server.process.memory_mb()} MB")
    sys.exit(3 if down else 0)
