"""`python -m tests.bench`: every bench, one after the other; each says its own figures."""

import subprocess
import sys
from pathlib import Path

BESIDE = Path(__file__).parents[3] / "shared"
"""Where the development data lie, beside the project."""
NO_BENCH = {
    *("events_servers", "events_apart", "parity", "search_speed", "metrics", "reasons", "stock_search"),
    *("pairing_cases", "pairing_rivals", "pairing_rows", "pairing_runs", "b2b_model", "b2b_instances"),
}
"""Run by targets of their own (`make bench-parity`, `make bench-search-speed`), and what benches share."""


def main() -> int:
    """Run the benches in processes of their own, so that their CPU seconds and memory do not mix."""
    if not BESIDE.is_dir():
        print(f"no development data: {BESIDE.name}/ is not beside the project", file=sys.stderr)
        return 2
    names = sorted({path.stem for path in Path(__file__).parent.glob("[a-z]*.py")} - NO_BENCH)
    worst = 0
    for name in names:
        print(f"== {name}", flush=True)
        worst = max(worst, subprocess.run([sys.executable, "-m", f"tests.bench.{name}"], check=False).returncode)
    return worst


if __name__ == "__main__":
    sys.exit(main())
