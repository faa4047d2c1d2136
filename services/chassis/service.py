"""The nameplate of a service: everything the house must know to serve it and to work for it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask_smorest import Blueprint
from sqlalchemy import MetaData

from events.envelope import Fact, FactType
from events.worker import Effect
from services.chassis.refusal import Phrases

if TYPE_CHECKING:
    from services.chassis.ports import Ports
    from services.chassis.runs import RunKind

Reaction = Callable[..., None]
"""`(facts: Sequence[Fact], *, work: Work, clock: Clock) -> None`: the effect of facts of one type that came in a row,
in order, in one transaction with the inbox mark. They come together so that their rows can be written together."""


@dataclass(frozen=True)
class Tick:
    """Something a service does by the clock, such as letting needs expire: `handle(ports)` every `every`."""

    name: str
    every: timedelta
    handle: Callable[["Ports"], Any]


@dataclass(frozen=True)
class Service:
    """One service of the house.

    `reactions` names the fact types it listens to; a service whose effect is not a database transaction
    (the search index) gives `projection` instead, with the topics it reads in `projection_topics`.
    """

    name: str
    title: str
    folder: Path
    blueprints: Sequence[Blueprint]
    metadata: MetaData
    work: type
    facts: Sequence[FactType] = ()
    phrases: Phrases = field(default_factory=dict)
    reactions: Mapping[str, Reaction] = field(default_factory=dict)
    runs: Sequence["RunKind"] = ()
    ticks: Sequence[Tick] = ()
    projection: Callable[["Ports"], Effect] | None = None
    projection_topics: Sequence[str] = ()

    @property
    def topics(self) -> tuple[str, ...]:
        """The topics it listens to."""
        reacted = {".".join(name.split(".")[:2]) for name in self.reactions}
        return tuple(sorted(reacted | set(self.projection_topics)))

    @property
    def own_topics(self) -> tuple[str, ...]:
        """The topics its own facts go to."""
        return tuple(sorted({fact.topic for fact in self.facts}))


__all__ = ["Fact", "Reaction", "Service", "Tick"]
