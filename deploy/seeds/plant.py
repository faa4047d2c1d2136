"""The first start: the official edition is loaded, and demonstration needs and a conference (演示) when wanted."""

from pathlib import Path

from deploy.house import House
from deploy.seeds.conference import plant_conference
from deploy.seeds.lists import plant_edition
from deploy.seeds.needs import plant_needs
from services.chassis.identity import system_actor

OFFICIAL = "shanghai-2018.json"
DEMO_SUPPLIERS = "delta-2024-demo.json"
SEEDER = system_actor("seeds")


def plant(house: House, *, demo: bool = True) -> None:
    """Plant what every house starts with; safe at every start and after a crash half-way.

    Demonstration data is planted once: what people make of it afterwards, or clear away, is not planted again.
    """
    peers = house.peers
    plant_edition(peers["catalogue"], OFFICIAL, actor=SEEDER)
    planted = _mark(house)
    if not demo or planted.exists():
        return
    needs = plant_needs(peers["needs"], actor=SEEDER)
    plant_conference(peers["conference"], peers["catalogue"], needs, today=house.clock.today(), actor=SEEDER)
    # Only now: after a crash further up, everything is looked through again, and what is there is found.
    planted.touch()


def plant_demo_suppliers(house: House) -> None:
    """Plant fictional suppliers in an edition of their own, which is never in use by itself."""
    plant_edition(house.peers["catalogue"], DEMO_SUPPLIERS, actor=SEEDER)


def _mark(house: House) -> Path:
    return house.settings.var / "demo-planted"
