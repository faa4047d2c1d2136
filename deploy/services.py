"""The services of the house, in the order they start."""

from collections.abc import Mapping
from importlib import import_module

from services.chassis.service import Service

MODULES: Mapping[str, str] = {
    "catalogue": "services.catalogue.service",
    "needs": "services.needs.service",
    "search": "search.service",
    "matching": "services.matching.service",
    "conference": "services.conference.service",
}
"""Service name -> module with its nameplate `SERVICE`."""


def find_service(name: str) -> Service:
    """The nameplate of one service. Raises LookupError for an unknown name, listing the known ones."""
    if name not in MODULES:
        raise LookupError(f"unknown service {name!r}; known: {', '.join(MODULES)}")
    service: Service = import_module(MODULES[name]).SERVICE
    return service
