"""The nameplate of matching (撮合)."""

from datetime import timedelta
from pathlib import Path

from services.chassis.identity import system_actor
from services.chassis.ports import Ports
from services.chassis.service import Service, Tick
from services.matching import handlers, routes, suggesting
from services.matching.facts import FACTS
from services.matching.phrases import PHRASES
from services.matching.reactions import REACTIONS
from services.matching.store import METADATA, MatchingStoreWork


def expire(ports: Ports) -> None:
    """Let requests expire that nobody answered in time."""
    with ports.writing(system_actor("matching")) as work:
        handlers.expire_requests(work=work, clock=ports.clock)


SERVICE = Service(
    name="matching",
    title="撮合 Matching",
    folder=Path(__file__).parent,
    blueprints=(routes.blueprint,),
    metadata=METADATA,
    work=MatchingStoreWork,
    facts=FACTS,
    phrases=PHRASES,
    reactions=REACTIONS,
    ticks=(
        Tick("refresh suggestions", timedelta(seconds=1), suggesting.refresh),
        Tick("expire requests", timedelta(minutes=10), expire),
    ),
)
