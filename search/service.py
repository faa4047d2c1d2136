"""The nameplate of search (检索): the index of the catalogue, a shadow that facts keep current."""

from datetime import timedelta
from pathlib import Path

from search.indexer import TOPICS, indexer_of
from search.phrases import PHRASES
from search.routes import blueprint
from search.store import METADATA, SearchWork
from services.chassis.ports import Ports
from services.chassis.service import Service, Tick


def _keep_current(ports: Ports) -> None:
    indexer_of(ports).keep_current()


SERVICE = Service(
    name="search",
    title="Gongxu search (检索)",
    folder=Path(__file__).parent,
    blueprints=(blueprint,),
    metadata=METADATA,
    work=SearchWork,
    phrases=PHRASES,
    projection=indexer_of,
    projection_topics=TOPICS,
    ticks=(Tick("keep the index current", timedelta(seconds=2), _keep_current),),
)
