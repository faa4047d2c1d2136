"""The `web` role: the door and, in the embedded house, all services behind it."""

import socket
from functools import cache
from typing import Any

import click

from deploy.house import House, build_house
from deploy.liveness import die_with_parent
from deploy.settings import Settings
from services.chassis.logs import configure_logs


@click.command()
def web() -> None:
    """Serve the site, /graphql and the services in this process, in the foreground."""
    from granian import Granian  # Only this role needs a server.
    from granian.constants import Interfaces
    from granian.log import LogLevels

    settings = Settings.from_environment()
    configure_logs(settings.log_level)
    refuse_taken_port(settings)
    server = Granian(
        "deploy.commands.web:serve",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=settings.threads,
        backpressure=256,
        log_enabled=True,
        log_level=LogLevels.warning,
        workers_kill_timeout=settings.drain_seconds,
    )
    server.serve()


def refuse_taken_port(settings: Settings) -> None:
    """The server would share a port with a forgotten process without a word, so it is tried first.

    Raises click.ClickException when somebody listens there already.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as fault:
            raise click.ClickException(
                f"端口 {settings.port} 已被占用，可用 GONGXU_PORT 另选一个。 "
                f"Port {settings.port} is taken; choose another with GONGXU_PORT. ({fault.strerror})"
            ) from fault


@cache
def _door() -> Any:
    settings = Settings.from_environment()
    configure_logs(settings.log_level)
    die_with_parent()
    return _open_gateway(build_house(settings))


def _open_gateway(house: House) -> Any:
    return house.gateway()


def serve(environ: dict[str, Any], start_response: Any) -> Any:
    """The WSGI application of the role."""
    return _door()(environ, start_response)
