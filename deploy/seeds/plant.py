"""The first start: the official edition is loaded, and demonstration needs and a conference (演示) when wanted."""

from deploy.house import House
from deploy.seeds.lists import plant_edition
from services.chassis.identity import system_actor

OFFICIAL = "shanghai-2018.json"
DEMO_SUPPLIERS = "delta-2024-demo.json"
SEEDER = system_actor("seeds")


def plant(house: House, *, demo: bool = True) -> None:
    """Plant what every house starts with; safe at every start and after a crash half-way."""
    plant_edition(house.peers["catalogue"], OFFICIAL, actor=SEEDER)


def plant_demo_suppliers(house: House) -> None:
    """Plant fictional suppliers in an edition of their own, which is never in use by itself."""
    plant_edition(house.peers["catalogue"], DEMO_SUPPLIERS, actor=SEEDER)
