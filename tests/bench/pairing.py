"""`make bench-pairing`: the pairing engine against its bars, every plan judged by the checker, and side by side.

CPU seconds of the engine are those of the whole command with reading and writing; those of the others are of their
search alone. A rival's gap is measured to the bound that the engine proves.
"""

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from services.conference.checker.facts import Facts
from services.conference.checker.figures import objective
from services.conference.checker.meetings import check_meetings
from services.conference.checker.use import Use
from services.conference.checker.values import Values
from services.conference.formats.event import load_event
from services.conference.solver.arrays import Seat
from services.conference.solver.problem import Problem, read_problem
from services.conference.solver.seating import seat_meetings
from tests.bench.pairing_cases import GENERATOR, Cases, Json, read
from tests.bench.pairing_rivals import pick_by_score, select_fair, select_min_max, solve_at_once
from tests.bench.pairing_rows import full_rows, short_rows
from tests.bench.pairing_runs import run

RIVALS: dict[str, Callable[[Problem], list[Seat] | None]] = {
    "greedy by score": pick_by_score,
    "MinMax selection": select_min_max,
    "FairFlow-style selection": select_fair,
}


def compare(cases: Cases, size: str, seconds: float) -> None:
    """Print one event's figures, the engine's first; CP-SAT gets so many seconds, none when 0."""
    path = cases.make(size, 1)
    ours = run(path)
    bound = int(ours.plan["bound"]["composite"])
    print(f"\n{size}, seed 1: bound {bound}, proved {'yes' if ours.proved else 'no'}")
    print(f"{'':28} {'value':>10} {'composite':>12} {'musts−':>6} {'seats−':>6} {'gap %':>9} {'CPU s':>7}")
    _tell("ours, whole command", ours.plan["objective"], bound, ours.cpu, ours.faults)
    event = read(path)
    problem = read_problem(load_event(event))
    rivals = dict(RIVALS)
    if seconds:
        rivals[f"CP-SAT at once, {seconds:.0f} s"] = lambda problem: solve_at_once(problem, seconds)
    for name, rival in rivals.items():
        cpu = time.process_time()
        seats = rival(problem)
        cpu = time.process_time() - cpu
        if seats is None:
            print(f"{name:28} {'no plan in time':>48} {cpu:>12.1f}")
            continue
        figures, faults = _judge(event, problem, seats)
        _tell(name, figures, bound, cpu, faults)


def _judge(event: Json, problem: Problem, seats: list[Seat]) -> tuple[Json, list[str]]:
    """The figures of a rival's meetings by the checker, and which hard rules they break."""
    facts, ids = Facts(event), problem.roster.ids
    values, seating = Values(facts), seat_meetings(problem, seats)
    meetings = [
        {
            "demand": ids[demand],
            "supply": ids[problem.roster.demand + supply],
            "slot": problem.slots[slot],
            "table": problem.places.ids[seating[demand, supply]],
        }
        for demand, supply, slot in sorted(seats, key=lambda seat: (seat[2], ids[seat[0]]))
    ]
    faults = [f"{fault.code}: {fault.message}" for fault in check_meetings(facts, values, meetings)]
    return objective(facts, values, Use(facts, meetings), {}), faults


def _tell(name: str, figures: Json, bound: int, cpu: float, faults: list[str]) -> None:
    gap = 100 * (bound - figures["composite"]) / max(1, figures["value"])
    seats = figures["shortfall_demand"] + figures["shortfall_supply"]
    broken = f"  {len(faults)} rules broken: {faults[0]}" if faults else ""
    print(
        f"{name:28} {figures['value']:>10} {figures['composite']:>12} {figures['must_unmet']:>6} {seats:>6} "
        f"{gap:>9.3f} {cpu:>7.1f}{broken}",
        flush=True,
    )


def main() -> int:
    """Measure; 1 when a bar is missed, 2 without the generator."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true", help="all seeds and bars; up to half an hour")
    full = parser.parse_args().full
    if not GENERATOR.exists():
        print(f"no generator: {GENERATOR} is not beside the project", file=sys.stderr)
        return 2
    missed = 0
    with TemporaryDirectory(prefix="bench-") as folder:
        cases = Cases(Path(folder))
        for row in full_rows(cases) if full else short_rows(cases):
            missed += not row.met
            print(f"{'met   ' if row.met else 'MISSED'} {row.case:40} {row.measured}   [bar: {row.bar}]", flush=True)
        compare(cases, "small", 60 if full else 20)
        compare(cases, "typical", 60 if full else 0)
        if full:
            compare(cases, "large", 0)
    print("\nall bars met" if not missed else f"\n{missed} bars MISSED")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
