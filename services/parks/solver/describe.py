"""From chosen sets and prices to the plan of the format: assignments, figures, reasons, alternatives, bound."""

from collections.abc import Sequence

import numpy as np

from services.parks.formats.plan import Bound, Consortium, ConsortiumPlan, MemberSet, Objective, RulePrice, Uncovered
from services.parks.solver.alone import Outlook
from services.parks.solver.arrays import SCALE, Bools, Members
from services.parks.solver.generation import Priced
from services.parks.solver.problem import ParkView, Problem
from services.parks.solver.reasons import explain_need
from services.parks.solver.settle import count_use


def describe(
    problem: Problem, plan: list[Members], priced: Priced, outlooks: Sequence[Outlook] | None, *, seed: int
) -> ConsortiumPlan:
    """Write the plan down; everything in it follows from the sets and the prices."""
    full = count_use(problem, plan) >= problem.load
    consortia = tuple(
        write_consortium(problem, view, members, full, None if outlooks is None else outlooks[park])
        for park, (view, members) in enumerate(zip(problem.parks, plan, strict=True))
    )
    objective = _measure(problem, consortia)
    bound = priced.bound // SCALE
    gap = bound - objective.composite
    return ConsortiumPlan(
        event_id=problem.event.event_id,
        event_sha256=problem.event.digest,
        consortia=consortia,
        objective=objective,
        bound=Bound(
            composite=bound,
            gap=gap,
            gap_percent=round(100 * gap / max(1, objective.value), 6),
            scale=SCALE,
            prices={problem.providers[number]: int(priced.prices[number]) for number in np.flatnonzero(priced.prices)},
        ),
        seed=seed,
    )


def write_set(problem: Problem, view: ParkView, members: Members) -> MemberSet:
    """A set under its names; equal qualities go to the first by id."""
    assignments, penalties = {}, 0
    for column, need in enumerate(view.park.needs):
        offers = [who for who in members if view.offers[who, column]]
        if offers:
            best = max(offers, key=lambda who: (int(view.gain[who, column]), -who))
            assignments[need.work_item] = problem.providers[int(view.providers[best])]
            penalties += problem.event.rules.required_penalty if need.required else 0
    return MemberSet(
        members=tuple(problem.providers[number] for number in view.providers[list(members)].tolist()),
        assignments=assignments,
        cost=int(view.price[list(members)].sum()),
        value=view.worth(members) // SCALE - penalties,
    )


def write_consortium(
    problem: Problem, view: ParkView, members: Members, full: Bools, outlook: Outlook | None
) -> Consortium:
    """One park's part of a plan; `full` marks providers without a place left in it."""
    chosen = write_set(problem, view, members)
    missing = [column for column, need in enumerate(view.park.needs) if need.work_item not in chosen.assignments]
    missing.sort(key=lambda column: view.park.needs[column].work_item)
    return Consortium(
        park=view.park.id,
        chosen=chosen,
        uncovered=tuple(
            Uncovered(view.park.needs[column].work_item, explain_need(view, column, members, full))
            for column in missing
        ),
        alternatives=None
        if outlook is None
        else tuple(write_set(problem, view, other) for other in outlook.alternatives),
        rule_prices=None
        if outlook is None
        else tuple(RulePrice(relief.rule, relief.change, relief.gain) for relief in outlook.reliefs),
    )


def _measure(problem: Problem, consortia: Sequence[Consortium]) -> Objective:
    required = {(view.park.id, need.work_item) for view in problem.parks for need in view.park.needs if need.required}
    unmet = sum((one.park, missing.work_item) in required for one in consortia for missing in one.uncovered)
    value = sum(one.chosen.value for one in consortia)
    return Objective(
        value=value,
        required_unmet=unmet,
        composite=value - problem.event.rules.required_penalty * unmet,
        covered=sum(len(one.chosen.assignments) for one in consortia),
        needs=sum(len(view.park.needs) for view in problem.parks),
    )
