"""The objective: how good a set of seats is, level by level and as one composite."""

from collections.abc import Sequence

from services.conference.formats.plan import Objective
from services.conference.solver.arrays import Seat
from services.conference.solver.problem import Problem
from services.conference.solver.rewards import level_reward, read_rewards
from services.conference.solver.tally import Tally, tally_seats


def composite(problem: Problem, seats: Sequence[Seat]) -> int:
    """The composite of the seats; what no seat can change is in it too."""
    return measure(problem, seats, tally_seats(problem, seats), idle_gaps=0, table_changes=0).composite


def measure(problem: Problem, seats: Sequence[Seat], tally: Tally, *, idle_gaps: int, table_changes: int) -> Objective:
    """All levels of the objective; idle gaps and table changes are counted elsewhere and only handed on."""
    penalties, wishes, roster = problem.event.rules.penalties, problem.wishes, problem.roster
    slot_of = {(demand, supply): slot for demand, supply, slot in seats}
    weight = problem.affinity.weight
    value = sum(int(weight[pair]) for pair in slot_of)
    short = (roster.least - tally.count).clip(min=0)
    short_demand, short_supply = int(short[: roster.demand].sum()), int(short[roster.demand :].sum())
    must_unmet = sum(pair not in slot_of for pair in wishes.musts)
    kept = sum(slot_of.get(pair) == slot for pair, slot in wishes.baseline.items())
    moved = sum(pair in slot_of for pair in wishes.baseline) - kept
    dropped = wishes.baseline_count - kept - moved
    level = level_reward(read_rewards(problem), tally.count)
    wants = {(wish.source, wish.target) for wish in problem.event.wishes if wish.kind == "want"}
    lost = (
        penalties.must * must_unmet
        + penalties.floor_demand * short_demand
        + penalties.floor_supply * short_supply
        + penalties.moved * moved
        + penalties.dropped * dropped
    )
    return Objective(
        must_total=len(wishes.musts),
        must_unmet=must_unmet,
        shortfall_demand=short_demand,
        shortfall_supply=short_supply,
        kept=kept,
        moved=moved,
        dropped=dropped,
        new=0 if problem.event.baseline is None else len(slot_of) - kept - moved,
        level_reward=level,
        value=value,
        composite=value + level - lost,
        wants_total=len(wants),
        wants_met=sum(roster.pair(*want) in slot_of for want in wants),
        idle_gaps=idle_gaps,
        table_changes=table_changes,
    )
