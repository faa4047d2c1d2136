"""One park by itself, the others keeping theirs: its best consortium, the next best, and what each rule costs it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from services.parks.solver.arrays import SCALE, Bools, Ints, Members
from services.parks.solver.problem import ParkView, Problem
from services.parks.solver.search import Task, search
from services.parks.solver.settle import alone_task, with_clash

ALTERNATIVES = 3


@dataclass(frozen=True, slots=True)
class Relief:
    """What one step of relief in a rule would add to the park's worth, in points.

    `change` is the amount of money or members, else the provider the step is about.
    """

    rule: str
    change: str
    gain: int


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a park can have: the best set, the next best ones, and the price of every rule it has."""

    best: Members
    alternatives: tuple[Members, ...]
    reliefs: tuple[Relief, ...]


def look_alone(problem: Problem, park: int, use: Ints, kept: Members | None = None) -> Outlook:
    """Answer one park; `use` counts the places that the other parks take.

    With `kept`, the alternatives are the best sets other than that one; else other than the best.
    No alternative has a member that it could do without.
    """
    view, task = problem.parks[park], alone_task(problem.parks[park], use < problem.load)
    ranked = _rank_lean(task, ALTERNATIVES + 1)
    best = ranked[0]
    others = [members for members in ranked if members != (best if kept is None else kept)]
    full = (use >= problem.load)[view.providers]
    reliefs = tuple(_price_rules(problem, task, view.worth(best), full))
    return Outlook(best, tuple(others[:ALTERNATIVES]), reliefs)


def _rank_lean(task: Task, wanted: int) -> list[Members]:
    """The best sets whose every member is worth its fee beside the rest."""
    places = wanted
    while True:
        found = search(task, places=places)
        lean = [members for _, members in found if _is_lean(task, members)]
        if len(lean) >= wanted or len(found) < places:
            return lean[:wanted]
        places *= 2


def _is_lean(task: Task, members: Members) -> bool:
    view = task.view
    worth = view.worth(members)
    return all(
        one in task.forced or view.worth(tuple(other for other in members if other != one)) < worth for one in members
    )


def _price_rules(problem: Problem, task: Task, worth: int, full: Bools) -> Iterator[Relief]:
    park = task.view.park
    more = max(1, park.budget // 10)
    yield Relief("budget", f"+{more}", _gain(replace(task, budget=park.budget + more), worth)[0])
    yield Relief("max_members", "+1", _gain(replace(task, seats=park.max_members + 1), worth)[0])
    yield from _price_names(problem, task, worth, full)
    full = full & ~task.view.excluded
    one_more = with_clash(replace(task, open_=task.open_ | full), full) if full.any() else None
    gain, members = (0, ()) if one_more is None else _gain(one_more, worth)
    extra = [who for who in members if full[who]]
    yield Relief("load", _name(problem, task.view, extra[0]) if extra else "+1", gain)


def _price_names(problem: Problem, task: Task, worth: int, full: Bools) -> Iterator[Relief]:
    """Every exclusion lifted by itself, every inclusion lifted by itself."""
    view, park = task.view, task.view.park
    candidate = {_name(problem, view, who): who for who in np.flatnonzero(view.excluded & ~full).tolist()}
    for name in sorted(park.exclude):
        gain = 0
        if name in candidate:
            open_ = task.open_.copy()
            open_[candidate[name]] = True
            gain = _gain(replace(task, open_=open_), worth)[0]
        yield Relief("exclude", name, gain)
    for who in task.forced:
        open_, forced = task.open_.copy(), tuple(one for one in task.forced if one != who)
        open_[who] = True
        yield Relief("include", _name(problem, view, who), _gain(replace(task, open_=open_, forced=forced), worth)[0])


def _gain(task: Task, worth: int) -> tuple[int, Members]:
    """Points above `worth` that a search finds, and the set."""
    found = search(task, floor=worth)
    return ((found[0][0] - worth) // SCALE, found[0][1]) if found else (0, ())


def _name(problem: Problem, view: ParkView, who: int) -> str:
    return problem.providers[int(view.providers[who])]
