"""One run of `python -m deploy pair`, measured from outside and judged by the checker."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from services.conference.checker.check import check
from services.conference.checker.facts import Facts
from services.conference.checker.reasons import check_reasons
from services.conference.checker.use import Use
from services.conference.checker.values import Values
from tests.bench.pairing_cases import Json, read

FLOOR_REASONS = ("no_availability", "few_partners", "cut", "trade_off")
WISH_REASONS = (
    "never",
    "excluded",
    "same_organisation",
    "met_before",
    "no_common_slot",
    "organisation_pair",
    "demand_full",
    "supply_full",
    "no_slot_left",
    "trade_off",
)


@dataclass(frozen=True, slots=True)
class Run:
    """A plan, what it cost (CPU seconds of the whole command, MB at its peak), and what the checker finds wrong."""

    event: Json
    plan: Json
    content: bytes
    cpu: float
    memory: float
    faults: list[str]

    @property
    def proved(self) -> bool:
        """Whether the certificate proves that no plan is better."""
        return not self.faults and self.plan["bound"]["status"] == "optimal"

    @property
    def gap(self) -> float:
        """Per cent of the value between the plan and its bound."""
        return float(self.plan["bound"]["gap_percent"])

    def figure(self, name: str) -> int:
        """A level of the objective."""
        return int(self.plan["objective"][name])


def run(path: Path, *, effort: str = "proof", hash_seed: int = 0, judge: bool = True) -> Run:
    """Solve an event in a process of its own."""
    out = path.with_name(path.name.replace(".json.gz", f".{effort}.plan.json"))
    command = [sys.executable, "-m", "deploy", "pair", str(path), "--out", str(out), "--effort", effort]
    environment = {**os.environ, "PYTHONHASHSEED": str(hash_seed)}
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{path.name}: exit {process.returncode}")
    event, plan = read(path), read(out)
    faults = [f"{fault.code} {fault.where}: {fault.message}" for fault in check(event, plan)] if judge else []
    cpu = used.ru_utime + used.ru_stime
    return Run(event, plan, out.read_bytes(), cpu, used.ru_maxrss / 1024, faults)


def false_reasons_passed(run_: Run) -> int:
    """How many reasons of the plan could be exchanged for another without the checker noticing."""
    facts = Facts(run_.event)
    values, use = Values(facts), Use(facts, run_.plan["meetings"])
    unmet = [{**row, "reason": _another(row)} for row in run_.plan["unmet"]]
    plan: dict[str, Any] = {**run_.plan, "unmet": unmet}
    told = check_reasons(facts, values, use, plan, [True] * len(plan["cuts"]))
    noticed = {fault.where for fault in told if fault.where.endswith(".reason")}
    return len(unmet) - len(noticed)


def _another(row: Json) -> str:
    """A reason of the same kind that is not the one given."""
    reasons = FLOOR_REASONS if row["kind"] == "floor" else WISH_REASONS
    return reasons[(reasons.index(row["reason"]) + 1) % len(reasons)]
