"""From seats and prices to the plan of the format: tables, figures, reasons, cuts, bound and certificate."""

from collections.abc import Sequence

import numpy as np

from services.conference.formats.nouns import Meeting
from services.conference.formats.plan import Bound, Certificate, Fairness, Plan
from services.conference.solver.arrays import SCALE, Ints, Seat
from services.conference.solver.cuts import find_cuts
from services.conference.solver.fairness import judge_fairness
from services.conference.solver.idle import idle_gaps
from services.conference.solver.prices import Prices
from services.conference.solver.problem import Problem
from services.conference.solver.reasons import explain_floors, explain_wishes
from services.conference.solver.resettling import count_table_changes
from services.conference.solver.seating import seat_meetings
from services.conference.solver.tally import tally_seats
from services.conference.solver.worth import measure


def describe(problem: Problem, seats: Sequence[Seat], prices: Prices, bound: int, *, seed: int) -> Plan:
    """Write the plan down; everything in it follows from the seats and the prices."""
    roster = problem.roster
    seats = sorted(seats, key=lambda seat: (seat[2], roster.ids[seat[0]]))
    tally, seating = tally_seats(problem, seats), seat_meetings(problem, seats)
    idle = idle_gaps(problem, tally.busy)
    changes = count_table_changes(problem, seats, seating)
    objective = measure(problem, seats, tally, idle_gaps=int(idle.sum()), table_changes=changes)
    cuts, cut_of = find_cuts(problem, tally)
    pairs = {(demand, supply) for demand, supply, _ in seats}
    gap = bound - objective.composite
    demand_side, supply_side = _fairness(problem, seats, tally.count)
    return Plan(
        event_id=problem.event.event_id,
        event_sha256=problem.event.digest,
        meetings=tuple(
            Meeting(
                demand=roster.ids[demand],
                supply=roster.ids[roster.demand + supply],
                slot=problem.slots[slot],
                table=problem.places.ids[seating[demand, supply]],
            )
            for demand, supply, slot in seats
        ),
        objective=objective,
        bound=Bound(
            composite=bound,
            gap=gap,
            gap_percent=round(100 * gap / max(1, objective.value), 6),
            status="optimal" if gap == 0 else "bounded",
            certificate=certify(problem, prices),
        ),
        unmet=(*explain_wishes(problem, pairs, tally), *explain_floors(problem, tally, cut_of)),
        cuts=tuple(cuts),
        fairness_demand=demand_side,
        fairness_supply=supply_side,
        idle_by_party={roster.ids[party]: int(idle[party]) for party in np.flatnonzero(idle)},
        seed=seed,
    )


def certify(problem: Problem, prices: Prices) -> Certificate:
    """The prices under their names; what is zero throughout is left out."""
    diary, ids = prices.diary, problem.roster.ids
    return Certificate(
        scale=SCALE,
        degree={ids[party]: int(prices.degree[party]) for party in np.flatnonzero(prices.degree)},
        party_slot={ids[party]: diary[party].tolist() for party in np.flatnonzero(diary.any(axis=1))},
        tables=prices.table.tolist(),
        party_session={
            ids[party]: prices.session[party].tolist() for party in np.flatnonzero(prices.session.any(axis=1))
        },
    )


def _fairness(problem: Problem, seats: Sequence[Seat], counts: Ints) -> tuple[Fairness, Fairness]:
    border = problem.roster.demand
    values = np.zeros(problem.parties, dtype=np.int64)
    for demand, supply, _ in seats:
        weight = problem.affinity.weight[demand, supply]
        values[demand] += weight
        values[border + supply] += weight
    demand_side, supply_side = (
        judge_fairness(counts[side], problem.roster.least[side], values[side])
        for side in (slice(0, border), slice(border, None))
    )
    return demand_side, supply_side
