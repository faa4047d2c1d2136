"""Fictional suppliers, in an edition of their own, plainly marked 演示."""

import click

from deploy.house import open_house
from deploy.seeds.plant import plant_demo_suppliers
from deploy.settings import Settings
from services.chassis.logs import configure_logs


@click.command()
def demo() -> None:
    """Add edition 2024 (delta, 演示) with fictional suppliers; safe to run again and while the house is up."""
    settings = Settings.from_environment()
    configure_logs(settings.log_level)
    with open_house(settings) as house:
        plant_demo_suppliers(house)
    click.echo("已加入演示目录（2024，长三角，演示）。 The demo edition is in.")
