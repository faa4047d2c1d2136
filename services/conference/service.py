"""The nameplate of the conference service (供需对接大会)."""

from pathlib import Path

from services.chassis.service import Service
from services.conference import (
    file_routes,
    history_routes,
    import_routes,
    objection_routes,
    price_routes,
    routes,
    run_routes,
)
from services.conference.day import routes as day_routes
from services.conference.day.phrases import DAY_PHRASES
from services.conference.facts import FACTS
from services.conference.filing import FILING
from services.conference.hand.phrases import HAND_PHRASES
from services.conference.outcomes import report_routes
from services.conference.outcomes import routes as outcome_routes
from services.conference.outcomes.phrases import OUTCOME_PHRASES
from services.conference.pairing import PAIRING
from services.conference.phrases import PHRASES
from services.conference.pricing import PRICING
from services.conference.store import METADATA
from services.conference.unit_of_work import StoreWork

SERVICE = Service(
    name="conference",
    title="供需对接大会",
    folder=Path(__file__).parent,
    blueprints=(
        routes.blueprint,
        run_routes.blueprint,
        history_routes.blueprint,
        objection_routes.blueprint,
        price_routes.blueprint,
        file_routes.blueprint,
        import_routes.blueprint,
        day_routes.blueprint,
        outcome_routes.blueprint,
        report_routes.blueprint,
    ),
    metadata=METADATA,
    work=StoreWork,
    facts=FACTS,
    phrases={**PHRASES, **HAND_PHRASES, **DAY_PHRASES, **OUTCOME_PHRASES},
    runs=(PAIRING, FILING, PRICING),
)
