"""The search for the best plan: prices and pairs, slots, what stood in the way, and again, until the bound is met."""

from collections.abc import Callable
from dataclasses import dataclass

from services.conference.solver.arrays import Bools, Seat
from services.conference.solver.generation import Generated, Generator, near_pairs
from services.conference.solver.greedy import fill_gaps
from services.conference.solver.grid import by_session, by_slot
from services.conference.solver.mend import Mender
from services.conference.solver.placing import keeps_locks, place_sessions, squeeze_sessions
from services.conference.solver.prices import Priced, Prices
from services.conference.solver.problem import Problem
from services.conference.solver.repairing import Repairer
from services.conference.solver.seeds import seed_pairs
from services.conference.solver.tangles import find_tangles
from services.conference.solver.worth import composite

_PASSES, _PASSES_LARGE = 12, 4
_MENDS = 12
_FINE = 2_000_000
"""Pairs times slots up to which the whole event may be seen slot by slot."""
_NEAR, _FAR = 4.0, 1000.0

Watch = Callable[[int, int], bool]
"""Told (composite of the best plan so far, bound); answers whether to stop."""


@dataclass(slots=True)
class Found:
    """The best seats so far, and the prices with the least bound."""

    seats: list[Seat]
    composite: int
    prices: Prices
    priced: Priced

    @property
    def proved(self) -> bool:
        """Whether no plan can be better."""
        return self.composite >= self.priced.bound

    def offer(self, problem: Problem, seats: list[Seat]) -> None:
        """Keep these seats if they are better."""
        worth = composite(problem, seats)
        if worth > self.composite:
            self.seats, self.composite = seats, worth

    def tighten(self, generated: Generated) -> None:
        """Keep these prices if they prove more."""
        if generated.priced.bound < self.priced.bound:
            self.prices, self.priced = generated.prices, generated.priced


def search(problem: Problem, locked: list[Seat], *, seed: int, watch: Watch = lambda best, bound: False) -> Found:
    """The best plan found and its bound; `locked` are seats that keep all locks."""
    seeds = seed_pairs(problem)
    found = _repair(problem, seeds, locked, watch) if problem.wishes.baseline else None
    if found is not None and found.proved:
        return found
    worth = composite(problem, locked) if found is None else found.composite
    rough = Generator(problem, by_session(problem), seeds)
    generated = rough.run(lambda bound: watch(worth, bound))
    if found is None:
        found = Found(locked, worth, generated.prices, generated.priced)
    found.tighten(generated)
    fine = problem.affinity.eligible.size * len(problem.slots) <= _FINE
    fewest = len(generated.chosen)
    # On a large event a pass that leaves more pairs over than the one before tells that further ones will not help.
    for _ in range(_PASSES if fine else _PASSES_LARGE):
        seats, left = place_sessions(problem, rough.grid, generated.chosen, seed=seed)
        if len(left) > fewest and not fine:
            break
        fewest = len(left)
        crowds = find_tangles(problem, generated.chosen, left)
        if left and not crowds:
            seats = squeeze_sessions(problem, rough.grid, generated.chosen, seats, left)
        found.offer(problem, _complete(problem, generated, seats, locked))
        if found.proved or not crowds:
            break
        rough.forbid(crowds)
        generated = rough.run(lambda bound: watch(found.composite, bound))
        found.tighten(generated)
    if not found.proved and fine:
        _look_closely(problem, found, locked, watch)
    if not found.proved:
        found.offer(problem, Mender(problem, found.prices, found.priced).mend(found.seats, _MENDS))
    return found


def _repair(problem: Problem, seeds: Bools, locked: list[Seat], watch: Watch) -> Found:
    """The published plan repaired, seen slot by slot."""
    worth = composite(problem, locked)
    repaired = Repairer(problem, seeds).run(lambda bound: watch(worth, bound))
    found = Found(locked, worth, repaired.prices, repaired.priced)
    found.offer(problem, _complete(problem, repaired, repaired.seats, locked))
    return found


def _look_closely(problem: Problem, found: Found, locked: list[Seat], watch: Watch) -> None:
    """The program slot by slot, over pairs near the best prices."""
    fine = Generator(problem, by_slot(problem), _near_candidates(problem, found))
    generated = fine.run(lambda bound: watch(found.composite, bound))
    found.tighten(generated)
    found.offer(problem, _complete(problem, generated, generated.seats, locked))


def _near_candidates(problem: Problem, found: Found) -> Bools:
    candidates = near_pairs(found.priced, _NEAR)
    for demand, supply, _ in found.seats:
        candidates[demand, supply] = True
    for pair in [*problem.wishes.musts, *problem.wishes.locked, *problem.wishes.baseline]:
        candidates[pair] = problem.affinity.eligible[pair]
    return candidates


def _complete(problem: Problem, generated: Generated, seats: list[Seat], locked: list[Seat]) -> list[Seat]:
    """Seats that keep the locks, and whatever else still fits and pays."""
    if not keeps_locks(problem, seats):
        seats = locked
    if composite(problem, seats) >= generated.priced.bound:
        return seats
    return fill_gaps(problem, seats, near_pairs(generated.priced, _FAR))
