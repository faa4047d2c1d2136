"""The nameplate of the catalogue (推荐目录): what the house must know to serve it and to work for it."""

from pathlib import Path

from services.catalogue import entry_routes, routes
from services.catalogue.facts import FACTS
from services.catalogue.phrases import PHRASES
from services.catalogue.store import METADATA, CatalogueWork
from services.chassis.service import Service

SERVICE = Service(
    name="catalogue",
    title="推荐目录 Catalogue",
    folder=Path(__file__).parent,
    blueprints=(routes.blueprint, entry_routes.blueprint),
    metadata=METADATA,
    work=CatalogueWork,
    facts=FACTS,
    phrases=PHRASES,
)
