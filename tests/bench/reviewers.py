"""`python -m tests.bench.reviewers`: pair selection on reviewer matrices, against known optima."""

import csv
import gzip
import sys
import time
from pathlib import Path

import numpy as np

from services.conference.solver.arrays import Floats, Ints
from services.conference.solver.selecting import Loads, select_pairs, select_with_floor
from tests.bench.__main__ import BESIDE

DATA = BESIDE / "data" / "reviewers"
SECONDS = 0.2
LOSS = 0.01
"""What a floor may cost, as a share of the total."""
FAIRFLOW = {"midl": 0.9448, "aamas2015": 1.25}
"""The least sum of a paper that FairFlow reaches."""


def read_worth(name: str) -> Floats:
    """[paper, reviewer] of one set."""
    if name == "midl":
        matrix: Floats = np.load(DATA / "midl" / "scores.npy").T
        return np.ascontiguousarray(matrix)
    lines = gzip.decompress((DATA / f"{name}.in.gz").read_bytes()).decode().splitlines()
    return np.array([line.split() for line in lines[1:] if line.strip()], dtype=np.float64)


def bench_totals() -> int:
    """The totals of the table; how many are missed."""
    missed = 0
    with (DATA / "optima.tsv").open(encoding="utf-8") as table:
        rows = [row for row in csv.DictReader(table, delimiter="\t") if row["quantity"] == "total"]
    for row in rows:
        worth = read_worth(row["data"])
        loads = _loads(worth, int(row["per_paper"]), int(row["min_load"]), int(row["max_load"]))
        cpu = time.process_time()
        selection = select_pairs(worth, loads)
        cpu = time.process_time() - cpu
        total = 0.0 if selection is None else float((worth * selection).sum())
        digits = len(row["value"].partition(".")[2])
        met = f"{total:.{digits}f}" == row["value"] and cpu <= SECONDS
        missed += not met
        case = f"{row['data']} load {row['min_load']}–{row['max_load']}"
        print(f"{'met   ' if met else 'MISSED'} {case:22} total {total:.{digits}f} of {row['value']}, {cpu:.2f} CPU s")
    return missed


def bench_floors() -> int:
    """FairFlow's least sum at a small loss; how many are missed."""
    missed = 0
    for name, floor in FAIRFLOW.items():
        worth = read_worth(name)
        loads = _loads(worth, 3, 0, {"midl": 4}.get(name, 12))
        best = select_pairs(worth, loads)
        cpu = time.process_time()
        selection = select_with_floor(worth, loads, floor)
        cpu = time.process_time() - cpu
        if best is None or selection is None:
            missed += 1
            print(f"MISSED {name} floor {floor}: no selection, {cpu:.1f} CPU s")
            continue
        total, least = float((worth * selection).sum()), float((worth * selection).sum(axis=1).min())
        loss = 1 - total / float((worth * best).sum())
        met = least >= floor and loss <= LOSS
        missed += not met
        print(
            f"{'met   ' if met else 'MISSED'} {name} floor {floor}: total {total:.4f}, least {least:.4f}, "
            f"loss {100 * loss:.3f} %, {cpu:.1f} CPU s"
        )
    return missed


def _loads(worth: Floats, each: int, low: int, high: int) -> Loads:
    every: Ints = np.ones(worth.shape[1], dtype=np.int64)
    return Loads(each, low * every, high * every)


def main() -> int:
    """Measure; 1 when a figure is missed, 2 without the data."""
    if not Path(DATA).is_dir():
        print(f"no reviewer matrices: {DATA.name}/ is not beside the project", file=sys.stderr)
        return 2
    missed = bench_totals() + bench_floors()
    print("all met" if not missed else f"{missed} MISSED")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
