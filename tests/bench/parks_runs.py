"""Park events of the bench and single runs of `python -m deploy consortium`, measured from outside."""

import importlib.util
import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from services.parks.checker.check import check
from services.parks.formats.event import load_event
from services.parks.solver.answer import answer_park
from tests.bench.__main__ import BESIDE

GENERATOR = BESIDE / "pairing" / "generate.py"
Json = dict[str, Any]


@cache
def _generator() -> Callable[[int, int, int], Json]:
    spec = importlib.util.spec_from_file_location("generate", GENERATOR)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    park: Callable[[int, int, int], Json] = module.park
    return park


def generate(parks: int, providers: int, seed: int) -> Json:
    """A park event of the generator beside the project."""
    return _generator()(parks, providers, seed)


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
    def gap(self) -> float:
        """Per cent of the value between the plan and its bound."""
        return float(self.plan["bound"]["gap_percent"])


def run(folder: Path, event: Json, *, hash_seed: int = 0, judge: bool = True) -> Run:
    """Make the consortia of an event in a process of its own."""
    source, out = folder / f"{event['event_id']}.json", folder / f"{event['event_id']}.plan.json"
    source.write_text(json.dumps(event), encoding="utf-8")
    command = [sys.executable, "-m", "deploy", "consortium", str(source), "--out", str(out)]
    environment = {**os.environ, "PYTHONHASHSEED": str(hash_seed)}
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{event['event_id']}: exit {process.returncode}")
    plan = json.loads(out.read_bytes())
    faults = [f"{fault.code} {fault.where}: {fault.message}" for fault in check(event, plan)] if judge else []
    cpu = used.ru_utime + used.ru_stime
    return Run(event, plan, out.read_bytes(), cpu, used.ru_maxrss / 1024, faults)


def time_alone(event: Json, plan: Json | None, parks: int) -> list[float]:
    """CPU milliseconds of answering each of the first parks alone, nobody taken or beside the others' consortia."""
    read = load_event(event)
    consortia = [] if plan is None else plan["consortia"]
    answer_park(read, read.parks[0], {})
    times = []
    for park in read.parks[:parks]:
        taken = Counter(name for row in consortia if row["park"] != park.id for name in row["members"])
        began = time.process_time()
        answer_park(read, park, taken)
        times.append(1000 * (time.process_time() - began))
    return times
