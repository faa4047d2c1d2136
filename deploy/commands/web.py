"""The roles that answer requests: `web` (door and services in one), `gateway` (the door), `serve` (one service)."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING
from wsgiref.types import WSGIApplication

import click

from deploy.liveness import die_with_parent
from deploy.services import MODULES
from deploy.serving import serve as serve_forever
from deploy.settings import Settings
from services.chassis.logs import configure_logs

if TYPE_CHECKING:
    from deploy.house import House

Opened = tuple[WSGIApplication, Callable[[], str]]


@click.command()
def web() -> None:
    """Serve the site, /graphql and the services in this process, in the foreground."""
    _serve(open_web)


@click.command()
def gateway() -> None:
    """Serve the site and /graphql; the services are asked at GONGXU_PEERS_URL."""
    _serve(open_gateway)


@click.command()
@click.argument("name", type=click.Choice(list(MODULES)))
def serve(name: str) -> None:
    """Serve one service over HTTP."""
    _serve(partial(open_service, name))


def _serve(opener: Callable[[Settings], Opened]) -> None:
    settings = Settings.from_environment()
    configure_logs(settings.log_level)
    if not settings.is_apart:
        # The supervisor of the embedded house may be killed at once; nobody else would end this process.
        die_with_parent()
    serve_forever(opener, settings)


def open_web(settings: Settings) -> Opened:
    """Everything that answers requests."""
    return _build(settings, MODULES).gateway(), lambda: ""


def open_gateway(settings: Settings) -> Opened:
    """The door alone. It is ready when it stands: what a service does not answer is missing from its answer."""
    return _build(settings, ()).gateway(), lambda: ""


def open_service(name: str, settings: Settings) -> Opened:
    """One service."""
    from deploy.steps import find_missing_step  # As below.

    house = _build(settings, [name])
    return house.app(name), lambda: find_missing_step(house.ports[name])


def _build(settings: Settings, services: Iterable[str]) -> "House":
    # The process that watches over the serving one stays small: only that one loads the house.
    from deploy.house import build_house

    return build_house(settings, services=services)
