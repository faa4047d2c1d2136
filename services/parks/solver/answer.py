"""One park's question under names: what it could have as it stands or with a wish changed, others keeping theirs."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from services.parks.formats.nouns import Park, ParkEvent
from services.parks.formats.plan import Consortium
from services.parks.formats.promises import refuse_broken_promises
from services.parks.formats.refusals import refuse
from services.parks.solver.alone import look_alone
from services.parks.solver.arrays import ints
from services.parks.solver.describe import write_consortium
from services.parks.solver.problem import read_problem


def answer_park(event: ParkEvent, park: Park, taken: Mapping[str, int]) -> Consortium:
    """The best consortium of one park with its alternatives and the prices of its rules.

    `park` is one of the event or that park with other needs, money or wishes; `taken` counts the places of providers
    that other parks have. Raises EventError when what it includes cannot be had together, or has no place left.
    """
    alone = replace(event, parks=(park,))
    refuse_broken_promises(alone)
    limits = {provider.id: provider.max_parks for provider in event.providers}
    for place, name in enumerate(park.include):
        others = taken.get(name, 0)
        if others >= limits[name]:
            facts = {"value": name, "count": others + 1, "most": limits[name]}
            raise refuse("include-over-load", f"parks.0.include.{place}", **facts)
    problem = read_problem(alone)
    use = ints([taken.get(name, 0) for name in problem.providers])
    outlook = look_alone(problem, 0, use)
    mine = np.zeros(len(use), dtype=np.int64)
    mine[problem.parks[0].providers[list(outlook.best)]] = 1
    return write_consortium(problem, problem.parks[0], outlook.best, use + mine >= problem.load, outlook)
