"""One event as arrays: every park with its own candidates, and nothing decided."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from services.parks.formats.nouns import Park, ParkEvent, Rules
from services.parks.solver.arrays import SCALE, Bools, Ints, Members, ints


@dataclass(frozen=True, slots=True)
class ParkView:
    """A park as the engine sees it: rows are its candidates, columns its needs.

    Candidates are the providers that offer it something it needs, and those it includes; excluded ones stay among them,
    marked in `excluded`, so that the price of an exclusion can be told.
    """

    park: Park
    providers: Ints
    """[candidate] number of the provider, ascending"""
    offers: Bools
    """[candidate, need] whether it serves the need there"""
    gain: Ints
    """[candidate, need] scaled points for covering the need, with the penalty for a required one; 0 without offer"""
    fee: int
    """Scaled points that every member costs"""
    price: Ints
    """[candidate] money"""
    clash: Bools | None
    """[candidate, candidate] never in one consortium; None when nothing clashes"""
    include: Members
    excluded: Bools

    def worth(self, members: Members) -> int:
        """Scaled points of a consortium, each need served by its best member, before any price is paid."""
        if not members:
            return 0
        return int(self.gain[list(members)].max(axis=0).sum()) - self.fee * len(members)


@dataclass(frozen=True, slots=True)
class Problem:
    """The numbers of one event; parks stand in the order of their ids, providers too."""

    event: ParkEvent
    providers: tuple[str, ...]
    load: Ints
    """[provider] parks it takes at most"""
    parks: tuple[ParkView, ...]

    @property
    def constant(self) -> int:
        """What the composite loses before anything is covered: every required need."""
        required = sum(need.required for view in self.parks for need in view.park.needs)
        return -self.event.rules.required_penalty * required


def read_problem(event: ParkEvent) -> Problem:
    """Turn the names of an event into numbers."""
    providers = sorted(event.providers, key=lambda provider: provider.id)
    number = {provider.id: place for place, provider in enumerate(providers)}
    prices = ints([provider.price for provider in providers])
    rivals: dict[int, set[int]] = {}
    for pair in event.conflicts:
        one, other = (number[name] for name in pair)
        rivals.setdefault(one, set()).add(other)
        rivals.setdefault(other, set()).add(one)
    return Problem(
        event=event,
        providers=tuple(number),
        load=ints([provider.max_parks for provider in providers]),
        parks=tuple(
            _view(event, park, number, prices, rivals) for park in sorted(event.parks, key=lambda park: park.id)
        ),
    )


def _view(
    event: ParkEvent, park: Park, number: Mapping[str, int], prices: Ints, rivals: Mapping[int, set[int]]
) -> ParkView:
    offered = [event.qualities.get((park.id, need.work_item), {}) for need in park.needs]
    names = {name for offers in offered for name in offers} | set(park.include)
    numbers = sorted(number[name] for name in names)
    row = {provider: place for place, provider in enumerate(numbers)}
    offers, gain = _gains(park, offered, event.rules, {name: row[number[name]] for name in names})
    clash = np.zeros((len(numbers), len(numbers)), dtype=bool)
    for provider in rivals.keys() & row.keys():
        clash[row[provider], [row[rival] for rival in rivals[provider] & row.keys()]] = True
    excluded = np.zeros(len(numbers), dtype=bool)
    excluded[[row[number[name]] for name in park.exclude & names]] = True
    return ParkView(
        park=park,
        providers=ints(numbers),
        offers=offers,
        gain=gain,
        fee=event.rules.member_cost * SCALE,
        price=prices[numbers],
        clash=clash if clash.any() else None,
        include=tuple(sorted(row[number[name]] for name in park.include)),
        excluded=excluded,
    )


def _gains(park: Park, offered: list[Mapping[str, int]], rules: Rules, row: Mapping[str, int]) -> tuple[Bools, Ints]:
    offers = np.zeros((len(row), len(park.needs)), dtype=bool)
    gain = np.zeros((len(row), len(park.needs)), dtype=np.int64)
    for column, (need, qualities) in enumerate(zip(park.needs, offered, strict=True)):
        extra = rules.required_penalty if need.required else 0
        for name, quality in qualities.items():
            offers[row[name], column] = True
            gain[row[name], column] = SCALE * (need.priority * (quality + rules.cover_weight) + extra)
    return offers, gain
