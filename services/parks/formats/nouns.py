"""The nouns of a park event: work items, parks with their needs, providers, qualities, conflicts, rules."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Need:
    """A work item (建设内容) that a park has to cover; missing a required one costs a penalty."""

    work_item: str
    priority: int
    required: bool


@dataclass(frozen=True, slots=True)
class Park:
    """A benchmark park (标杆园区): what it needs, what it can pay, and whom it wants or does not want."""

    id: str
    name: str
    needs: tuple[Need, ...]
    budget: int
    max_members: int
    include: tuple[str, ...]
    exclude: frozenset[str]


@dataclass(frozen=True, slots=True)
class Provider:
    """A catalogue entry that parks can take into their consortia, at a price, in at most `max_parks` parks."""

    id: str
    name: str
    work_items: frozenset[str]
    price: int
    max_parks: int


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one event; see docs/parks.md for the meaning of each."""

    cover_weight: int
    member_cost: int
    required_penalty: int


@dataclass(frozen=True, slots=True)
class ParkEvent:
    """All parks of one round as the engine sees them; `digest` is the SHA-256 of the canonical JSON."""

    event_id: str
    work_items: Mapping[str, str]
    """Id -> title."""
    parks: tuple[Park, ...]
    providers: tuple[Provider, ...]
    qualities: Mapping[tuple[str, str], Mapping[str, int]]
    """(park, work item) -> provider -> quality; who is absent does not offer it there."""
    conflicts: frozenset[frozenset[str]]
    """Pairs of providers that are never in one consortium."""
    rules: Rules
    digest: str
