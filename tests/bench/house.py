"""`make bench-house`: the house under load, embedded and on servers: memory, visibility, a rebuild nobody notices.

`python -m tests.bench.house [DOCUMENTS [embedded|servers]]`. Entries beyond those of the catalogue are facts put into
the log, so the figures are those of relay, log, worker and index. Processor seconds count on a shared machine; wall
times stand beside them. Exit code 1 when a bar is missed, 2 where there are no servers.
"""

import os
import resource
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from deploy.house import House, open_house
from deploy.settings import Settings
from search.engines.index import Index, open_index
from search.indexer import INDEX_NAME
from search.language.vocabulary import load_vocabulary
from tests.bench.house_load import Eventful, Facts, Searching
from tests.bench.house_processes import cpu_seconds, print_memory, server_clock
from tests.contract.invented import Inventor
from tests.contract.servers import missing_addresses
from tests.system.apart import Apart, house_apart, house_together, until

DOCUMENTS = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
KINDS = sys.argv[2:] or ["embedded", "servers"]
RATE, PROBES = 50.0, 30
SEARCHES_A_SECOND, FACTS_A_SECOND = 5.0, 20
LONG_S = 3600.0
WEB_MB, VISIBLE_S = 250.0, 1.2
ENTRIES = '{{ entries(edition: "{edition}", first: 50) {{ edges {{ node {{ id }} }} }} }}'
VERSION = '{{ entry(id: "{entry}") {{ version }} }}'
PROFILE = (
    'mutation {{ setProfile(entryId: "{entry}", version: {version}, '
    'input: {{description: "设备联网 {word}", capabilities: ["设备联网"]}}) {{ version }} }}'
)
SEARCH = '{{ search(text: "{word}", first: 1) {{ edges {{ node {{ entry {{ id }} }} }} }} }}'


def main() -> int:
    """Measure each kind of house; print every figure beside its bar."""
    if "servers" in KINDS and missing_addresses():
        print(f"{', '.join(missing_addresses())}: not set; make bench-house starts the servers", file=sys.stderr)
        return 2
    missed = []
    for kind in KINDS:
        print(f"== {kind}: {DOCUMENTS} documents, load average {os.getloadavg()[0]:.1f}", flush=True)
        with TemporaryDirectory(prefix="bench-house-") as folder, _house(kind, Path(folder)) as house:
            missed += [f"{kind}: {name}" for name, is_met in _measure(house).items() if not is_met]
        print(f"== {kind}: load average {os.getloadavg()[0]:.1f}", flush=True)
    print(f"missed: {'; '.join(missed)}" if missed else "every bar met")
    return 1 if missed else 0


def _house(kind: str, folder: Path) -> AbstractContextManager[Apart]:
    return house_together(folder, demo="no") if kind == "embedded" else house_apart(folder, demo="no")


def _measure(house: Apart) -> dict[str, bool]:
    house.run("seed")
    settings = Settings.from_environment({f"GONGXU_{name.upper()}": value for name, value in house.shared.items()})
    inventor = Inventor(load_vocabulary(), 43)
    queries = ["设备联网", *(inventor.keywords() for _ in range(99))]
    with open_house(settings, services=["catalogue", "search"]) as opened:
        index = open_index(settings.url(settings.index_url), INDEX_NAME)
        until(lambda: index.count() > 0 and Facts(opened.log), "the catalogue in the index")
        facts = Facts(opened.log)
        with Searching(house, 20.0, queries) as searching:
            until(lambda: len(searching.walls) >= 200, "searches")
        verdicts = {"memory": _memory(house, "after 200 searches")}
        verdicts["event to visible"] = _visible(house, opened, facts)
        _fill(house, index, facts)
        verdicts["rebuild"] = _rebuild(house, index, facts, queries)
        verdicts["memory with all documents"] = _memory(house, "after the rebuild")
        verdicts["event to visible with all documents"] = _visible(house, opened, facts)
        index.close()
    return verdicts


def _memory(house: Apart, when: str) -> bool:
    held = print_memory(house, when)
    web = max(one for label, one in held.items() if label.startswith(("web", "serve", "gateway")))
    print(f"memory {when}: the largest web process {web} MB (bar {WEB_MB:.0f})", flush=True)
    return web.whole <= WEB_MB


def _visible(house: Apart, opened: House, facts: Facts) -> bool:
    """Change an entry through the door until it is found by its new word, while other entries change all the time."""
    token = house.run("token", "organizer")
    edges = house.do(ENTRIES.format(edition=facts.edition), token=token)["edges"]
    *others, probe = sorted(edge["node"]["id"] for edge in edges)
    walls = []
    with Eventful(opened, facts, others, RATE) as events:
        until(lambda: events.sent >= RATE, "events")
        for _ in range(PROBES):
            word = f"zx{uuid4().hex[:10]}"
            version = house.do(VERSION.format(entry=probe), token=token)["version"]
            house.do(PROFILE.format(entry=probe, version=version, word=word), token=token)
            started = time.monotonic()
            until(lambda word=word: house.do(SEARCH.format(word=word))["edges"], f"{word} to be found")  # type: ignore[misc]
            walls.append(time.monotonic() - started)
    walls.sort()
    p95 = walls[int(0.95 * len(walls))]
    print(
        f"event to visible at {events.sent / events.seconds:.0f} events/s (wanted {RATE:.0f}), {PROBES} probes: "
        f"median {walls[len(walls) // 2]:.2f} s, p95 {p95:.2f} s (bar {VISIBLE_S})",
        flush=True,
    )
    return p95 <= VISIBLE_S


def _fill(house: Apart, index: Index, facts: Facts) -> None:
    before, started, used, server = index.count(), time.monotonic(), cpu_seconds(house), server_clock(_url(house))
    served = server()
    facts.tell(DOCUMENTS - before)
    until(lambda: index.count() >= DOCUMENTS, lambda: f"{index.count()} documents", LONG_S)
    print(f"filled to {index.count()} documents in {time.monotonic() - started:.0f} s; {_used(house, used)}", end="")
    print(f"; index server {server() - served:.0f} CPU s", flush=True)


def _rebuild(house: Apart, index: Index, facts: Facts, queries: list[str]) -> bool:
    """Build anew while searches and facts come; nothing may fail, nothing may be missing afterwards."""
    before, known, server = index.count(), len(facts.told), server_clock(_url(house))
    used, children, served = cpu_seconds(house), _children_s(), server()
    with ThreadPoolExecutor(1) as apart, Searching(house, SEARCHES_A_SECOND, queries) as searching:
        until(lambda: searching.totals, "the first search")
        started = time.monotonic()
        rebuilding = apart.submit(house.run, "rebuild", "search")
        while not rebuilding.done():
            facts.tell(FACTS_A_SECOND)
            time.sleep(1.0)
        took, said = time.monotonic() - started, rebuilding.result()
        spent, own = _used(house, used), _children_s() - children
        written = facts.told[known:]
        until(lambda: index.count() >= before + len(written), lambda: f"{index.count()} documents", LONG_S)
    lost = set(written) - index.versions(written).keys()
    short = [total for total in searching.totals if total < searching.totals[0]]
    print(
        f"rebuild: {said}; {took:.0f} s; {spent}; command {own:.0f} CPU s; index server {server() - served:.0f} CPU s"
    )
    walls = sorted(searching.walls)
    print(
        f"rebuild: {len(walls)} searches, p95 {walls[int(0.95 * len(walls))]:.2f} s, {len(searching.failures)} failed",
        end="",
    )
    print(f", {len(short)} with fewer hits than before {searching.failures[:2] or ''}")
    print(
        f"rebuild: {before} documents before, {len(written)} facts meanwhile, {index.count()} after, {len(lost)} lost",
        flush=True,
    )
    return not (searching.failures or short or lost or index.count() != before + len(written))


def _used(house: Apart, before: dict[str, float]) -> str:
    now = cpu_seconds(house)
    spent = {label: seconds - before.get(label, 0.0) for label, seconds in now.items()}
    return "CPU s: " + ", ".join(f"{label} {seconds:.0f}" for label, seconds in spent.items() if seconds >= 1)


def _children_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _url(house: Apart) -> str:
    return house.shared.get("index_url", "tantivy:")


if __name__ == "__main__":
    sys.exit(main())
