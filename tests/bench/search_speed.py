"""`make bench-search-speed`: CPU milliseconds of a query on both engines side by side, over 100,000 documents.

The documents are recombined from invented entries that were analysed in full: names, tags and bodies are dealt out
anew, so that every token is as frequent as it would be. Client and server count; wall times are told beside, since
other work on the machine lengthens them. Two numbers after the module's name ask for fewer documents and queries.
"""

import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from search.engines.elasticsearch_server import Address
from search.engines.index import Document, Index, open_index
from search.entries import Writer
from search.language.analysis import analyse_lines
from search.language.fields import CUTS, ZONES, zone_field
from search.language.plan import Plan
from search.language.planner import read_query
from search.language.vocabulary import load_vocabulary
from search.typing_help import TypingHelp
from tests.contract import parity
from tests.contract.invented import Inventor
from tests.contract.servers import ELASTICSEARCH, fresh_index_url, remove_indexes

DOCUMENTS, QUERIES = map(int, sys.argv[1:] or ("100000", "150"))
ANALYSED = 4_000
BLOCK, WARM_UP = 25, 30
FACETS = ("category", "region", "industry")
_TICK_MS = 1000 / os.sysconf("SC_CLK_TCK")
_ZONED = {zone: [zone_field(zone, cut) for cut in CUTS] for zone in ZONES}


@dataclass
class Side:
    """One engine, and what its work costs."""

    name: str
    index: Index
    server_ms: Callable[[], float] = lambda: 0.0
    walls: list[float] = field(default_factory=list)
    costs: list[float] = field(default_factory=list)

    def run(self, ask: Callable[[Index], object]) -> None:
        """Ask once and note wall and client CPU."""
        wall, cpu = time.perf_counter(), time.process_time()
        ask(self.index)
        self.costs.append((time.process_time() - cpu) * 1e3)
        self.walls.append((time.perf_counter() - wall) * 1e3)


def at(share: float, values: Sequence[float]) -> float:
    """Return the value below which that share lies."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def main() -> int:
    """Print every figure beside its bar; 2 without a server."""
    if not ELASTICSEARCH:
        print("no server: GONGXU_TEST_ELASTICSEARCH is not set (make servers-up)", file=sys.stderr)
        return 2
    server = fresh_index_url()
    with TemporaryDirectory(prefix="bench-") as folder:
        missed = _measure(Path(folder), server)
    remove_indexes(server)
    print("load average", " ".join(f"{load:.1f}" for load in os.getloadavg()))
    print(f"missed: {', '.join(missed)}" if missed else "every bar met")
    return 1 if missed else 0


def _measure(folder: Path, server: str) -> list[str]:
    vocabulary = load_vocabulary()
    verdicts = _analysis(folder)
    documents, table = parity.invented_documents(vocabulary, ANALYSED, seed=31)
    # Each token is as frequent among many as among few: the few's table plans for both.
    pair = parity.fill_pair((f"tantivy:///{folder}", server), vocabulary, recombined(documents, DOCUMENTS), table)
    print(f"{DOCUMENTS} documents are in both engines", flush=True)
    inventor = Inventor(vocabulary, 32)
    sides = [Side("tantivy", pair.one), Side("elasticsearch", pair.other, _server_clock(server))]

    def plans(text: Callable[[], str], **options: object) -> list[Plan]:
        return [pair.planner.plan(read_query(text(), vocabulary), **options) for _ in range(QUERIES)]  # type: ignore[arg-type]

    filtered = [
        replace(plan, filters=inventor.filters("category", "region", "industry"), facets=FACETS)
        for plan in plans(inventor.keywords, limit=20)
    ]
    asked: dict[str, tuple[Sequence[Plan], float, float]] = {
        "multi-term": (plans(inventor.keywords, limit=20), 0.25, 0.0),
        "filters + 3 disjunctive facets": (filtered, 0.4, 0.0),
        "need of 300 characters, 200 hits": (plans(inventor.need, limit=200, strict=False), 0.2, 10.0),
    }
    for name, (some, ratio, p95) in asked.items():
        verdicts[name] = _side_by_side(name, sides, [partial(_search, plan) for plan in some], ratio, p95)
    helps = {id(side.index): TypingHelp(side.index, vocabulary) for side in sides}
    typed = [name[:length] for name in (inventor.a_name() for _ in range(QUERIES // 3)) for length in (1, 2, 3)]
    asks = [partial(_suggest, helps, text) for text in typed]
    verdicts["typing suggestions"] = _side_by_side("typing suggestions", sides, asks, 0.0, 5.0)
    verdicts["memory"] = _memory(folder)
    pair.close()
    return [name for name, is_met in verdicts.items() if not is_met]


def recombined(documents: Sequence[Document], count: int) -> Iterator[Document]:
    """Yield documents with the name of one, the tags and values of another and the body of a third."""
    draw = random.Random(33)
    for number in range(count):
        name, tags, body = draw.choices(documents, k=3)
        text = dict(name.text)
        text |= {field: tags.text[field] for field in (*_ZONED["tags"], "concepts", "side_concepts")}
        text |= {field: body.text[field] for field in (*_ZONED["body"], "all_words")}
        payload = {**body.payload, "names": name.payload["names"], "typed": name.payload["typed"]}
        yield Document(f"entry-{number:06}", 1, text, tags.keywords, payload)


def _search(plan: Plan, index: Index) -> None:
    for hit in index.search(plan).hits[:20]:
        hit.payload  # noqa: B018  Reading a page of payloads is part of the price.


def _suggest(helps: dict[int, TypingHelp], text: str, index: Index) -> None:
    helps[id(index)].suggest(text, within={}, first=10)


def _side_by_side(
    name: str, sides: Sequence[Side], asks: Sequence[Callable[[Index], object]], ratio: float, p95: float
) -> bool:
    """Ask both in turns, block by block; print and judge."""
    for side in sides:
        for ask in asks[:WARM_UP]:
            ask(side.index)
        side.walls.clear()
        side.costs.clear()
    server = dict.fromkeys((side.name for side in sides), 0.0)
    for start in range(0, len(asks), BLOCK):
        for side in sides:
            before = side.server_ms()
            for ask in asks[start : start + BLOCK]:
                side.run(ask)
            server[side.name] += side.server_ms() - before
    means = {}
    for side in sides:
        own = server[side.name] / len(asks)
        means[side.name] = sum(side.costs) / len(asks) + own
        print(
            f"{name:34} {side.name:14} CPU ms/query {means[side.name]:7.2f} (server {own:6.2f};"
            f" client p50 {at(0.5, side.costs):6.2f} p95 {at(0.95, side.costs):6.2f})"
            f" wall p50 {at(0.5, side.walls):7.1f} p95 {at(0.95, side.walls):7.1f}"
        )
    share, slow = means[sides[0].name] / means[sides[1].name], at(0.95, sides[0].costs)
    is_met = (not ratio or share <= ratio) and (not p95 or slow <= p95)
    bars = [f"ratio {share:.2f} (bar {ratio})" if ratio else f"ratio {share:.2f}"]
    bars += [f"p95 {slow:.1f} CPU ms (bar {p95})"] if p95 else []
    print(f"{name:34} {', '.join(bars)}: {'met' if is_met else 'MISSED'}", flush=True)
    return is_met


def _analysis(folder: Path) -> dict[str, bool]:
    """Measure analysis alone, analysis and writing, and the whole making of a document."""
    vocabulary = load_vocabulary()
    entries = list(Inventor(vocabulary, 34).entries(2_000))
    texts = [" ".join((entry.description, *entry.cases)) for entry, _ in entries]
    batches = [texts[start : start + 50] for start in range(0, len(texts), 50)]
    analyse_lines(texts[:50])
    print(f"documents of {sum(map(len, texts)) / len(texts):.0f} characters")
    cpu = time.process_time()
    lines = [analyse_lines(batch) for batch in batches]
    alone = len(texts) / (time.process_time() - cpu)
    index = open_index(f"tantivy:///{folder}/writing", "writing")
    cpu = time.process_time()
    for number, batch in enumerate(batches):
        rows = enumerate(analyse_lines(batch))
        index.put(
            Document(f"{number}-{at}", 1, {zone_field("body", cut): getattr(line, cut) for cut in CUTS})
            for at, line in rows
        )
    index.commit()
    index.close()
    together = len(texts) / (time.process_time() - cpu)
    cpu = time.process_time()
    Writer(vocabulary).documents(entries)
    whole = len(texts) / (time.process_time() - cpu)
    print(f"analysis {alone:.0f} docs per CPU-second (bar 5000); with writing {together:.0f} (bar 1400)")
    print(f"whole documents, with concepts, names and payload: {whole:.0f} per CPU-second", flush=True)
    assert len(lines) == len(batches)
    return {"analysis": alone >= 5000, "analysis and writing": together >= 1400}


def _memory(folder: Path) -> bool:
    """Measure what a process that searches and completes holds above the bare interpreter."""
    code = (
        "import sys\n"
        "if len(sys.argv) > 1:\n"
        "    from search.engines.index import open_index\n"
        "    from search.language.vocabulary import load_vocabulary\n"
        "    from search.searcher import Request, Searcher\n"
        "    from search.typing_help import TypingHelp\n"
        "    index, vocabulary = open_index(f'tantivy:///{sys.argv[1]}', 'parity'), load_vocabulary()\n"
        "    assert Searcher(index, vocabulary).search(Request('shuzi luansheng', facets=('category',))).total\n"
        "    assert Searcher(index, vocabulary).search(Request('设备联网和数字孪生', facets=('category',))).total\n"
        "    assert TypingHelp(index, vocabulary).suggest('云', within={}, first=10)\n"
        "print(next(line.split()[1] for line in open('/proc/self/status') if line.startswith('RssAnon')))"
    )
    held = [
        int(subprocess.run([sys.executable, "-c", code, *more], check=True, capture_output=True, text=True).stdout)
        for more in ((), (str(folder),))
    ]
    grown = (held[1] - held[0]) / 1024
    print(f"a reader holds {grown:.0f} MB above the interpreter (bar 100); this bench", end=" ")
    print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at most")
    return grown <= 100


def _server_clock(url: str) -> Callable[[], float]:
    """Return a reading of the server's CPU time: its process is on this machine."""
    client = Address.from_url(url).connect()
    (node,) = client.nodes.info(metric="process")["nodes"].values()
    client.close()
    stat = Path(f"/proc/{node['process']['id']}/stat")

    def read() -> float:
        fields = stat.read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) * _TICK_MS

    return read


if __name__ == "__main__":
    sys.exit(main())
