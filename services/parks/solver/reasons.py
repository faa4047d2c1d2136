"""Why a need is not covered: the first reason of the format that holds for the plan as it is."""

import numpy as np

from services.parks.solver.arrays import Bools, Ints, Members
from services.parks.solver.problem import ParkView


def explain_need(view: ParkView, need: int, members: Members, full: Bools) -> str:
    """One reason for a need without a member that serves it; `full` marks providers without a place left.

    The capable are sifted step by step, in the order of the format: whoever offers it and is not excluded, has a place
    left, can be paid with the money left; then the seats; then conflicts. Who is left could join: a trade-off.
    """
    capable = view.offers[:, need] & ~view.excluded
    if not capable.any():
        return "no_provider"
    capable &= ~full[view.providers]
    if not capable.any():
        return "provider_full"
    capable &= view.price <= view.park.budget - _paid(view, members)
    if not capable.any():
        return "budget"
    if len(members) >= view.park.max_members:
        return "max_members"
    if view.clash is not None:
        capable &= ~view.clash[list(members)].any(axis=0)
    return "trade_off" if capable.any() else "conflict"


def _paid(view: ParkView, members: Members) -> int:
    prices: Ints = view.price[list(members)]
    return int(np.sum(prices))
