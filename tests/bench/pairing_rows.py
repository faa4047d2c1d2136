"""The rows of the pairing bench: each measures one case and holds it against its bar."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.pairing_cases import Cases, expected
from tests.bench.pairing_runs import Run, false_reasons_passed, run


@dataclass(frozen=True, slots=True)
class Row:
    """A case, what is asked of it, what was measured."""

    case: str
    bar: str
    measured: str
    met: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """What every plan of a size must keep: gap in per cent of the value, CPU seconds, MB; and how many are proved."""

    gap: float
    cpu: float
    memory: float
    unproved: int
    """How many of ten plans may stay without a proof of gap 0."""


SIZES = {
    "small": Bar(0.01, 2, 400, 1),
    "typical": Bar(0.01, 3, 400, 1),
    "large": Bar(0.005, 12, 400, 4),
    "fair": Bar(0.001, 90, 1000, 1),
}
LIMITS = {"small": 3, "typical": 2, "large": 3}
"""Meetings of a party in a session, in the rows of `max_per_session`."""
VARIANTS = ("blocks", "days", "badmust", "cut_partners", "cut_places")


def measure_size(cases: Cases, size: str, seeds: Sequence[int]) -> Row:
    """Plain events of a size."""
    bar, runs = SIZES[size], [run(cases.make(size, seed)) for seed in seeds]
    proved = sum(one.proved for one in runs)
    asked = len(runs) - bar.unproved * len(runs) // 10
    met = proved >= asked and all(one.gap <= bar.gap for one in runs) and _cheap(runs, bar)
    return Row(
        f"{size}, seeds {_span(seeds)}",
        f"{asked} of {len(runs)} proved, gap ≤ {bar.gap} %, ≤ {bar.cpu:g} s, ≤ {bar.memory:g} MB",
        f"{proved} proved, gap ≤ {max(one.gap for one in runs)} %, {_costs(runs)}",
        met and _sound(runs),
    )


def measure_variant(cases: Cases, size: str, variant: str, seeds: Sequence[int]) -> Row:
    """Events with a known answer, or with a difficulty."""
    hit, slipped, runs = 0, 0, []
    for seed in seeds:
        path = cases.make(size, seed, variant)
        runs.append(run(path))
        hit += variant not in _ANSWERS or _ANSWERS[variant](runs[-1], path)
        slipped += false_reasons_passed(runs[-1])
    proved, gap = sum(one.proved for one in runs), max(one.gap for one in runs)
    bar = SIZES[size] if size == "large" else None
    is_cheap = bar is None or _cheap(runs, bar)
    asked = "all proved" if bar is None else f"all proved, ≤ {bar.cpu:g} s"
    return Row(
        f"{size} {variant}, seeds {_span(seeds)}",
        f"{asked}, known answers hit, no false reason passes",
        f"{proved} of {len(runs)} proved, gap ≤ {gap} %, {hit} hit, {slipped} false reasons passed, {_costs(runs)}",
        is_cheap and proved == hit == len(runs) and slipped == 0 and _sound(runs),
    )


def _hits_partner_cut(run_: Run, path: Path) -> bool:
    answer, names = expected(path), ("kind", "side", "parties", "counterparts", "needed", "available")
    found = any(all(cut.get(name) == answer[name] for name in names) for cut in run_.plan["cuts"])
    short = {row["party"]: row["shortfall"] for row in run_.plan["unmet"] if row["kind"] == "floor"}
    missing = sum(int(short.get(party, 0)) for party in answer["parties"])
    return found and missing == int(answer["least_shortfall"])


def _hits_place_cut(run_: Run, path: Path) -> bool:
    answer = expected(path)
    short = {row["party"]: row["shortfall"] for row in run_.plan["unmet"] if row["kind"] == "floor"}
    missing = sum(int(short.get(party, 0)) for party in answer["parties"])
    cuts = [set(cut["parties"]) for cut in run_.plan["cuts"] if cut["kind"] == "places"]
    least = int(answer["least_shortfall_at_least"])
    return missing >= least and (least == 0 or any(set(answer["parties"]) <= named for named in cuts))


def _hits_bad_musts(run_: Run, path: Path) -> bool:
    answer = expected(path)
    unmet = {(row["from"], row["to"]): row["reason"] for row in run_.plan["unmet"] if row["kind"] == "must"}
    named = all(unmet.get((one, other)) == reason for one, other, reason in answer["impossible"])
    party, most = answer["overbooked"]["party"], answer["overbooked"]["max"]
    musts = {tuple(sorted((row["from"], row["to"]))) for row in run_.event["wishes"] if row["kind"] == "must"}
    asked = sum(party in pair for pair in musts)
    lost = {tuple(sorted(pair)) for pair in unmet if party in pair}
    return named and len(lost) >= asked - int(most)


_ANSWERS: dict[str, Callable[[Run, Path], bool]] = {
    "cut_partners": _hits_partner_cut,
    "cut_places": _hits_place_cut,
    "badmust": _hits_bad_musts,
}


def measure_repair(cases: Cases, size: str, seeds: Sequence[int]) -> Row:
    """One provider and two enterprises gone, one table lost."""
    cpu, gap = {"typical": (2, 0.01), "large": (12, 0.01)}[size]
    runs = []
    for seed in seeds:
        path = cases.make(size, seed)
        run(path, judge=False)
        plan = path.with_name(path.name.replace(".json.gz", ".proof.plan.json"))
        runs.append(run(cases.make(size, seed, "repair", plan=plan)))
    moved = [one.figure("moved") for one in runs]
    met = all(one.cpu <= cpu and one.gap <= gap for one in runs) and not any(moved)
    return Row(
        f"repair {size}, seeds {_span(seeds)}",
        f"gap ≤ {gap} %, ≤ {cpu} s, 0 moved",
        f"{sum(one.proved for one in runs)} of {len(runs)} proved, gap ≤ {max(one.gap for one in runs)} %, "
        f"moved {moved}, {_costs(runs)}",
        met and _sound(runs),
    )


def measure_idle(cases: Cases, size: str, seeds: Sequence[int]) -> Row:
    """Idle gaps after `polish`."""
    most = {"typical": 0.0, "large": 0.31}[size]
    before, runs = [], []
    for seed in seeds:
        path = cases.make(size, seed)
        before.append(run(path, judge=False))
        runs.append(run(path, effort="polish"))
    gaps = [one.figure("idle_gaps") for one in runs]
    share = max(gap / len(one.event["parties"]) for gap, one in zip(gaps, runs, strict=True))
    same = all(a.figure("composite") == b.figure("composite") for a, b in zip(before, runs, strict=True))
    return Row(
        f"idle gaps {size} polish, seeds {_span(seeds)}",
        f"≤ {most:g} a party, same composite",
        f"{gaps} = ≤ {share:.2f} a party ({[one.figure('idle_gaps') for one in before]} by proof), {_costs(runs)}",
        share <= most + 0.005 * (most > 0) and same and _sound(runs),
    )


def measure_limited(cases: Cases, size: str, seeds: Sequence[int]) -> Row:
    """A most number of meetings in a session."""
    runs = [run(cases.limited(size, seed, LIMITS[size])) for seed in seeds]
    proved = sum(one.proved for one in runs)
    return Row(
        f"max_per_session {LIMITS[size]} {size}, seeds {_span(seeds)}",
        "proved",
        f"{proved} of {len(runs)} proved, gap ≤ {max(one.gap for one in runs)} %, {_costs(runs)}",
        proved == len(runs) and _sound(runs),
    )


def measure_sameness(cases: Cases, reruns: int) -> Row:
    """The same bytes, each time in a process of its own."""
    seeds = [0, 1, 12345]
    contents = {
        size: {run(cases.make(size, 1), hash_seed=seeds[k % 3], judge=False).content for k in range(times)}
        for size, times in (("small", reruns), ("typical", max(2, reruns // 4)), ("large", 2))
    }
    kinds = {size: len(content) for size, content in contents.items()}
    return Row(
        f"determinism, {reruns} processes, 3 hash seeds",
        "same bytes",
        f"different plans {kinds}",
        set(kinds.values()) == {1},
    )


def _cheap(runs: Sequence[Run], bar: Bar) -> bool:
    return all(one.cpu <= bar.cpu and one.memory <= bar.memory for one in runs)


def _sound(runs: Sequence[Run]) -> bool:
    return not any(one.faults for one in runs)


def _costs(runs: Sequence[Run]) -> str:
    cpu, faults = [one.cpu for one in runs], sum(len(one.faults) for one in runs)
    memory = max(one.memory for one in runs)
    told = f"{min(cpu):.1f}–{max(cpu):.1f} CPU s, {memory:.0f} MB"
    return told if not faults else f"{told}, {faults} VIOLATIONS"


def _span(seeds: Sequence[int]) -> str:
    return f"{seeds[0]}–{seeds[-1]}" if len(seeds) > 1 else f"{seeds[0]}"


def short_rows(cases: Cases) -> Iterator[Row]:
    """A few minutes: what tells a broken engine from a sound one."""
    few = range(1, 4)
    yield from (measure_size(cases, size, few) for size in ("small", "typical"))
    yield measure_size(cases, "large", [1])
    yield from (measure_variant(cases, "small", variant, [1]) for variant in VARIANTS)
    yield measure_repair(cases, "typical", few)
    yield measure_repair(cases, "large", [1])
    yield from (measure_idle(cases, size, [1]) for size in ("typical", "large"))
    yield from (measure_limited(cases, size, [1]) for size in LIMITS)
    yield measure_sameness(cases, 4)


def full_rows(cases: Cases) -> Iterator[Row]:
    """All bars: up to half an hour."""
    ten, few = range(1, 11), range(1, 4)
    yield from (measure_size(cases, size, ten) for size in ("small", "typical", "large"))
    yield measure_size(cases, "fair", [1])
    # A tiny event is too small to be cut.
    yield from (measure_variant(cases, "tiny", variant, few) for variant in VARIANTS if not variant.startswith("cut"))
    for size in ("small", "typical"):
        yield from (measure_variant(cases, size, variant, few) for variant in VARIANTS)
    yield measure_variant(cases, "large", "cut_places", [1])
    yield measure_repair(cases, "typical", ten)
    yield measure_repair(cases, "large", range(1, 6))
    yield measure_idle(cases, "typical", ten)
    yield measure_idle(cases, "large", few)
    yield from (measure_limited(cases, size, few) for size in LIMITS)
    yield measure_sameness(cases, 20)
