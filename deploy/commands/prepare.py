"""What `up` does first, in a process of its own so that its memory is given back."""

import click

from deploy.house import open_house
from deploy.seeds.plant import plant
from deploy.settings import Settings
from services.chassis.logs import configure_logs


@click.command(hidden=True)
def prepare() -> None:
    """Bring the databases to the newest step and plant what every house starts with."""
    settings = Settings.from_environment()
    configure_logs(settings.log_level)
    with open_house(settings) as house:
        plant(house, demo=settings.demo)
