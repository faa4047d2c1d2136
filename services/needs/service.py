"""The nameplate of the needs service (需求)."""

from datetime import timedelta
from pathlib import Path

from services.chassis.identity import system_actor
from services.chassis.ports import Ports
from services.chassis.service import Service, Tick
from services.needs import handlers, routes
from services.needs.facts import FACTS
from services.needs.phrases import PHRASES
from services.needs.store import METADATA, StoreWork


def expire(ports: Ports) -> None:
    """Let needs expire whose term is over."""
    actor = system_actor("needs")
    with ports.writing(actor) as work:
        handlers.expire_needs(actor=actor, work=work, clock=ports.clock)


SERVICE = Service(
    name="needs",
    title="需求",
    folder=Path(__file__).parent,
    blueprints=(routes.blueprint,),
    metadata=METADATA,
    work=StoreWork,
    facts=FACTS,
    phrases=PHRASES,
    ticks=(Tick("expire", timedelta(minutes=10), expire),),
)
