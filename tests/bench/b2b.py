"""`python -m tests.bench.b2b FILES…`: the fewest breaks of published B2B instances, one line a file.

A line is the name of the file without `.dzn`, `optimal`, `infeasible` or `unknown`, the breaks or `-`, and CPU
seconds with reading and model. Without files, those beside the project; known optima are compared on stderr.
"""

import csv
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tests.bench.__main__ import BESIDE
from tests.bench.b2b_instances import parse
from tests.bench.b2b_model import fewest_breaks

SECONDS = 60
"""Within so many CPU seconds the twenty original instances should be proved."""


def known_optima(files: Sequence[Path]) -> dict[str, int]:
    """File name -> published optimum, from the `optima.tsv` beside the files."""
    optima: dict[str, int] = {}
    for table in sorted({path.parent / "optima.tsv" for path in files}):
        if table.exists():
            with table.open(encoding="utf-8") as lines:
                rows = csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t")
                optima |= {f"{row['instance']}.original": int(row["breaks_d2"]) for row in rows}
    return optima


def main() -> int:
    """Solve; 1 when a known optimum is missed, 2 without files."""
    files = [Path(name) for name in sys.argv[1:]] or sorted((BESIDE / "data" / "b2b").glob("*.dzn"))
    if not files:
        print("no instances: give .dzn files", file=sys.stderr)
        return 2
    optima = known_optima(files)
    missed, total = 0, 0.0
    for path in files:
        cpu, name = time.process_time(), path.name.removesuffix(".dzn")
        status, breaks = fewest_breaks(parse(path.read_text(encoding="utf-8", errors="replace")))
        cpu = time.process_time() - cpu
        print(name, status, "-" if breaks is None else breaks, f"{cpu:.2f}", flush=True)
        missed += name in optima and optima[name] != breaks
        total += cpu
    known = sum(path.name.removesuffix(".dzn") in optima for path in files)
    print(
        f"{total:.1f} CPU s; {known - missed} of {known} known optima, bar {SECONDS} s for all twenty", file=sys.stderr
    )
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
