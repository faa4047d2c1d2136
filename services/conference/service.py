"""The nameplate of the conference service (供需对接大会)."""

from pathlib import Path

from services.chassis.service import Service
from services.conference import routes, run_routes
from services.conference.facts import FACTS
from services.conference.phrases import PHRASES
from services.conference.planning import PAIRING
from services.conference.store import METADATA, ConferenceWork

SERVICE = Service(
    name="conference",
    title="供需对接大会",
    folder=Path(__file__).parent,
    blueprints=(routes.blueprint, run_routes.blueprint),
    metadata=METADATA,
    work=ConferenceWork,
    facts=FACTS,
    phrases=PHRASES,
    runs=(PAIRING,),
)
