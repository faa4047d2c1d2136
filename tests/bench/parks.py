"""`make bench-parks`: consortia of benchmark parks against their bars, every plan judged by the checker."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from services.parks.checker.check import check
from services.parks.formats.event import load_event
from services.parks.formats.plan import dump_plan
from services.parks.solver.solve import solve
from tests.bench.parks_runs import GENERATOR, Run, generate, run, time_alone


@dataclass(frozen=True, slots=True)
class Row:
    """A case, what is asked of it, what was measured."""

    case: str
    bar: str
    measured: str
    met: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """Gap in per cent of the value, CPU seconds of the whole command, MB at its peak."""

    gap: float
    cpu: float
    memory: float


SIZES = {(40, 300): Bar(0.002, 10, 400), (200, 1000): Bar(0.02, 60, 1000), (500, 3000): Bar(0.5, 600, 2000)}
ALONE_MEDIAN, ALONE_WORST, ALONE_PARKS = 50, 120, 40


def measure_size(folder: Path, size: tuple[int, int], seeds: Sequence[int]) -> Row:
    """All parks of a size at once."""
    bar, runs = SIZES[size], [run(folder, generate(*size, seed)) for seed in seeds]
    cpu, memory = [one.cpu for one in runs], max(one.memory for one in runs)
    faults = sum(len(one.faults) for one in runs)
    gaps = [one.gap for one in runs]
    return Row(
        f"{size[0]} parks × {size[1]} entries, seeds {list(seeds)}",
        f"gap ≤ {bar.gap} %, ≤ {bar.cpu:g} CPU s, ≤ {bar.memory:g} MB, no violation",
        f"gaps {gaps} %, {min(cpu):.1f}–{max(cpu):.1f} CPU s, {memory:.0f} MB, {faults} violations",
        max(gaps) <= bar.gap and max(cpu) <= bar.cpu and memory <= bar.memory and not faults,
    )


def measure_alone(folder: Path) -> Iterator[Row]:
    """One park by itself with 3 alternatives and the prices of its rules."""
    event = generate(200, 1000, 1)
    found: Run = run(folder, event, judge=False)
    for case, plan in (("nobody taken", None), ("beside the others", found.plan)):
        times = time_alone(event, plan, ALONE_PARKS)
        yield Row(
            f"one park alone, 1000 entries, {case}",
            f"median ≤ {ALONE_MEDIAN} ms, worst of {ALONE_PARKS} ≤ {ALONE_WORST} ms",
            f"median {median(times):.1f} ms, worst {max(times):.1f} ms",
            median(times) <= ALONE_MEDIAN and max(times) <= ALONE_WORST,
        )


def measure_sameness(folder: Path, size: tuple[int, int], times: int) -> Row:
    """The same bytes, each time in a process of its own."""
    event = generate(*size, 1)
    kinds = {run(folder, event, hash_seed=(0, 1, 12345)[k % 3], judge=False).content for k in range(times)}
    return Row(
        f"determinism {size[0]} × {size[1]}, {times} processes, 3 hash seeds",
        "same bytes",
        f"{len(kinds)} different plans",
        len(kinds) == 1,
    )


def measure_small(cases: int) -> Row:
    """Many small events of the generator."""
    faults, proved, worst = 0, 0, 0.0
    for seed in range(cases):
        event = generate(2 + seed % 5, 8 + seed % 23, seed)
        plan = dump_plan(solve(load_event(event)))
        faults += len(check(event, plan))
        proved += plan["bound"]["gap"] == 0
        worst = max(worst, plan["bound"]["gap_percent"])
    return Row(
        f"{cases} small events",
        "no violation",
        f"{faults} violations, {proved} proved best, worst gap {worst:.3f} %",
        faults == 0,
    )


def rows(folder: Path, *, full: bool) -> Iterator[Row]:
    """The short form takes two minutes, the full one twenty."""
    yield measure_size(folder, (40, 300), [1, 2, 3])
    yield measure_sameness(folder, (40, 300), 6 if full else 3)
    yield measure_small(500 if full else 50)
    yield from measure_alone(folder)
    yield measure_size(folder, (200, 1000), [1, 2, 3] if full else [1])
    if full:
        yield measure_sameness(folder, (200, 1000), 2)
        yield measure_size(folder, (500, 3000), [1])


def main() -> int:
    """Measure; 1 when a bar is missed, 2 without the generator."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true", help="all seeds and sizes; twenty minutes")
    full = parser.parse_args().full
    if not GENERATOR.exists():
        print(f"no generator: {GENERATOR} is not beside the project", file=sys.stderr)
        return 2
    missed = 0
    with TemporaryDirectory(prefix="bench-") as folder:
        for row in rows(Path(folder), full=full):
            missed += not row.met
            print(f"{'met   ' if row.met else 'MISSED'} {row.case:46} {row.measured}   [bar: {row.bar}]", flush=True)
    print("\nall bars met" if not missed else f"\n{missed} bars MISSED")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
