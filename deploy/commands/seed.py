"""Plant what every house starts with; `up` does it first, in a process of its own so that its memory is given back."""

import click

from deploy.house import open_house
from deploy.seeds.plant import plant
from deploy.services import MODULES
from deploy.settings import Settings
from services.chassis.logs import configure_logs


@click.command()
def seed() -> None:
    """Plant the official edition and, where GONGXU_DEMO says so, the demonstration; safe to repeat."""
    settings = Settings.from_environment()
    configure_logs(settings.log_level)
    # Where services are processes of their own, it is they who plant: everything goes through their doors.
    with open_house(settings, services=() if settings.is_apart else MODULES) as house:
        plant(house, demo=settings.demo)
