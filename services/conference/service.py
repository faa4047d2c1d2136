"""The nameplate of the conference service (供需对接大会)."""

from pathlib import Path

from services.chassis.service import Service
from services.conference import routes, run_routes
from services.conference.facts import FACTS
from services.conference.pairing import PAIRING
from services.conference.phrases import PHRASES
from services.conference.store import METADATA, StoreWork

SERVICE = Service(
    name="conference",
    title="供需对接大会",
    folder=Path(__file__).parent,
    blueprints=(routes.blueprint, run_routes.blueprint),
    metadata=METADATA,
    work=StoreWork,
    facts=FACTS,
    phrases=PHRASES,
    runs=(PAIRING,),
)
