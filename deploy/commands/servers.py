"""Real PostgreSQL, Kafka and Elasticsearch on this machine, for tests and trials without containers."""

import fcntl
import subprocess
import sys
from collections.abc import Sequence

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
    for server in _start(ServerSettings.from_environment()):
        click.echo(f"{server.name} {server.url}")


@servers.command()
def down() -> None:
    """Stop all three; their data stay."""
    _stop(fleet.servers(ServerSettings.from_environment()))


@servers.command()
def status() -> None:
    """Say which are up; exit code 3 when one is not."""
    down = 0
    for server in fleet.servers(ServerSettings.from_environment()):
        up = server.process.pid() is not None and server.is_ready()
        down += not up
        click.echo(f"{server.name} {'up ' + server.url if up else 'down'} {server.process.memory_mb()} MB")
    sys.exit(3 if down else 0)


@servers.command(context_settings={"ignore_unknown_options": True})
@click.argument("command", nargs=-1, required=True, type=click.UNPROCESSED)
def run(command: tuple[str, ...]) -> None:
    """Run COMMAND with the servers up and their addresses in GONGXU_TEST_…; what was started for it is stopped again.

    Servers that are up are used as they are and left alone, and so are those that another such run still uses.
    """
    settings = ServerSettings.from_environment()
    settings.run.mkdir(parents=True, exist_ok=True)
    with (settings.run / "in-use").open("a") as in_use:
        fcntl.flock(in_use, fcntl.LOCK_SH)
        ours = [server for server in fleet.servers(settings) if server.process.pid() is None]
        try:
            addresses = [f"GONGXU_TEST_{server.name.upper()}={server.url}" for server in _start(settings)]
            code = subprocess.call(["env", *addresses, *command])
        finally:
            if _is_alone(in_use.fileno()):
                _stop(ours)
    sys.exit(code)


def _start(settings: ServerSettings) -> Sequence[fleet.Server]:
    chosen = fleet.servers(settings)
    try:
        fleet.start(settings, chosen)
        for server in chosen:
            # Another run may be starting it at this moment; then it is there already, but does not serve yet.
            server.process.wait_until(server.is_ready, fleet.WAIT_SECONDS)
    except ServerFault as fault:
        raise click.ClickException(str(fault)) from fault
    return chosen


def _stop(chosen: Sequence[fleet.Server]) -> None:
    for server in chosen:
        server.stop()
        click.echo(f"{server.name} down")


def _is_alone(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
