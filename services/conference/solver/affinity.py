"""What each pair is worth, and why some pairs may never meet."""

from dataclasses import dataclass

import numpy as np

from services.conference.formats.nouns import DenseScores, Event
from services.conference.solver.arrays import Bools, Codes, Ints, Pair, ints
from services.conference.solver.roster import Roster
from services.conference.solver.wishes import Wishes

NEVER, EXCLUDED, SAME_ORGANISATION, MET_BEFORE = 1, 2, 3, 4
FORBIDDEN = {NEVER: "never", EXCLUDED: "excluded", SAME_ORGANISATION: "same_organisation", MET_BEFORE: "met_before"}
"""Code in `Affinity.why` -> reason of the format; 0 means that the pair is not forbidden."""


@dataclass(frozen=True, slots=True)
class Affinity:
    """Matrices [demand, supply]."""

    weight: Ints
    """Score plus bonuses, less the penalty for having met before."""
    profit: Ints
    """Weight plus what the composite loses without the pair: the must and the dropped penalty."""
    why: Codes
    eligible: Bools
    """Not forbidden, and worth it: score, wish or lock. Says nothing about slots."""


def read_affinity(event: Event, roster: Roster, wishes: Wishes) -> Affinity:
    """Weigh all pairs of an event."""
    rules = event.rules
    weight = _scores(event, roster)
    eligible = weight >= rules.min_score
    met = _met_before(event, roster, wishes)
    if rules.met_before_mode == "penalise":
        weight[met] -= rules.met_before_penalty
    for pair, sides in wishes.wishing.items():
        weight[pair] += sum(getattr(rules.bonus, side) for side in sides)
        weight[pair] += rules.mutual_bonus if len(sides) == 2 else 0
    _mark(eligible, [*wishes.wishing, *wishes.locked])
    why = _why(event, roster, wishes, met)
    eligible &= why == 0
    profit = weight.copy()
    for pair in wishes.musts:
        profit[pair] += rules.penalties.must
    for pair in wishes.baseline:
        profit[pair] += rules.penalties.dropped
    return Affinity(weight, profit, why, eligible)


def _scores(event: Event, roster: Roster) -> Ints:
    matrix = np.zeros((roster.demand, roster.supply), dtype=np.int64)
    number, scores = roster.number, event.scores
    if isinstance(scores, DenseScores):
        if scores.demand and scores.supply:
            rows = ints([number[party] for party in scores.demand])
            columns = ints([number[party] - roster.demand for party in scores.supply])
            matrix[np.ix_(rows, columns)] = ints(scores.rows)
    else:
        for demand, supply, score in scores.entries:
            matrix[roster.pair(demand, supply)] = score
    return matrix


def _met_before(event: Event, roster: Roster, wishes: Wishes) -> Bools:
    known = roster.organisations
    met = np.zeros((len(known), len(known)), dtype=bool)
    for demand, supply in event.met_before:
        if demand in known and supply in known:
            met[known[demand], known[supply]] = True
    matrix = _by_organisation(met, roster)
    if event.rules.fresh_wish_overrides:
        _mark(matrix, list(wishes.wishing), value=False)
    return matrix


def _why(event: Event, roster: Roster, wishes: Wishes, met: Bools) -> Codes:
    """The first reason of the format that forbids each pair, written from the last reason to the first."""
    why = np.zeros(met.shape, dtype=np.int8)
    if event.rules.met_before_mode == "forbid":
        forbidden = met.copy()
        _mark(forbidden, list(wishes.locked), value=False)
        why[forbidden] = MET_BEFORE
    demand, supply = roster.organisation[: roster.demand], roster.organisation[roster.demand :]
    why[demand[:, None] == supply[None, :]] = SAME_ORGANISATION
    for pair in wishes.excluded:
        why[pair] = EXCLUDED
    never = np.zeros(met.shape, dtype=bool)
    _mark(never, list(wishes.nevers))
    if event.rules.never_scope == "organisation":
        between = np.zeros((len(roster.organisations),) * 2, dtype=bool)
        for d, s in wishes.nevers:
            between[demand[d], supply[s]] = between[supply[s], demand[d]] = True
        never = _by_organisation(between, roster)
    why[never] = NEVER
    return why


def _by_organisation(between: Bools, roster: Roster) -> Bools:
    demand, supply = roster.organisation[: roster.demand], roster.organisation[roster.demand :]
    matrix: Bools = between[np.ix_(demand, supply)]
    return matrix


def _mark(matrix: Bools, pairs: list[Pair], *, value: bool = True) -> None:
    for pair in pairs:
        matrix[pair] = value
