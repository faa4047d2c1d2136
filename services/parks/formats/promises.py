"""Promises to parks that nobody could keep: includes that rule out every plan are refused before one is sought."""

from collections import Counter
from itertools import combinations

from services.parks.formats.nouns import Park, ParkEvent
from services.parks.formats.refusals import refuse


def refuse_broken_promises(event: ParkEvent) -> None:
    """Refuse includes that contradict an exclusion, the size, the budget, a conflict, or the load of a provider.

    When none does, the plan in which every park has just what it includes is allowed, so a plan exists.
    """
    prices = {provider.id: provider.price for provider in event.providers}
    for place, park in enumerate(event.parks):
        _refuse_park(park, f"parks.{place}", prices, event.conflicts)
    wanted = Counter(name for park in event.parks for name in park.include)
    for place, provider in enumerate(event.providers):
        if wanted[provider.id] > provider.max_parks:
            field = f"providers.{place}.max_parks"
            facts = {"value": provider.id, "count": wanted[provider.id], "most": provider.max_parks}
            raise refuse("include-over-load", field, **facts)


def _refuse_park(park: Park, path: str, prices: dict[str, int], conflicts: frozenset[frozenset[str]]) -> None:
    for place, name in enumerate(park.include):
        if name in park.exclude:
            raise refuse("include-excluded", f"{path}.include.{place}", value=name)
    if len(park.include) > park.max_members:
        raise refuse("include-too-many", f"{path}.include", count=len(park.include), most=park.max_members)
    cost = sum(prices[name] for name in park.include)
    if cost > park.budget:
        raise refuse("include-over-budget", f"{path}.include", cost=cost, budget=park.budget)
    for one, other in combinations(park.include, 2):
        if frozenset((one, other)) in conflicts:
            raise refuse("include-in-conflict", f"{path}.include", one=one, other=other)
