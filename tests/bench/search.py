"""`make bench-search`: search beside what the field uses, on every dev set; `tests/bench/README.md` explains.

`python -m tests.bench.search [SET | FOLDER …]` takes sets by name, or folders of the same form (another split). One
frozen configuration answers all. Beside each rival stands the p of a paired bootstrap over the queries.
"""

import json
import math
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from deploy.commands.evaluate_search import fill_index, read_corpus, read_queries
from search.engines.index import open_index
from search.entries import Entry
from search.language.analysis import Tokens, analyse
from search.language.vocabulary import load_vocabulary
from search.searcher import Request, Searcher
from tests.bench.metrics import DEPTH, Figures, Judgements, chance, mean, per_query
from tests.bench.stock_search import ANALYSERS, StockSearch, stock_search
from tests.unit.matching.judged import answers

DATA = Path(__file__).parents[3] / "shared" / "data"
# Words are plain BM25 of our own; the others are imitated so where no server answers.
RIVALS = {"standard": "unigrams", "cjk": "bigrams", "words": "words"}
MATCHED = ("need", "park")
NO_SERVER = "standard~, cjk~: imitated by BM25 of characters and pairs; no Elasticsearch answers (make servers-up)"
_K1, _B = 1.2, 0.75

Run = Mapping[str, Sequence[str]]
Queries = Sequence[tuple[str, Request]]


class PlainBm25:
    """BM25 over one kind of token of all texts joined: what search must beat. Only the hard filters are not kept."""

    def __init__(self, documents: Sequence[tuple[str, Sequence[str]]]) -> None:
        """Take the id and tokens of each document."""
        self._ids = [identity for identity, _ in documents]
        self._postings: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for row, (_, tokens) in enumerate(documents):
            for token, count in Counter(tokens).items():
                self._postings[token].append((row, count))
        mean_length = sum(len(tokens) for _, tokens in documents) / len(documents)
        self._norms = [_K1 * (1 - _B + _B * len(tokens) / mean_length) for _, tokens in documents]

    def top(self, tokens: Sequence[str]) -> list[str]:
        """Return the best documents, equal ones by id."""
        scores: dict[int, float] = defaultdict(float)
        for token in dict.fromkeys(tokens):
            postings = self._postings.get(token, [])
            idf = math.log(1 + (len(self._ids) - len(postings) + 0.5) / (len(postings) + 0.5))
            for row, count in postings:
                scores[row] += idf * count * (_K1 + 1) / (count + self._norms[row])
        best = sorted(scores, key=lambda row: (-scores[row], self._ids[row]))
        return [self._ids[row] for row in best[:DEPTH]]


def main(names: Sequence[str]) -> int:
    """Print the figures of the named sets, or of all."""
    folders = {folder.name: folder for folder in (*sorted((DATA / "retrieval").glob("*_dev")), DATA / "domain")}
    chosen = [folders.get(name, Path(name)) for name in names or folders]
    absent = [str(folder) for folder in chosen if not (folder / "qrels.tsv").is_file()]
    if absent:
        print(f"no development data: {', '.join(absent)}; shared/data lies beside the project", file=sys.stderr)
        return 2
    print(f"{'set':22} {'system':10} {'nDCG@10':>8} {'MRR@10':>8} {'hit@1':>8} {'p':>7}")
    with stock_search() as server:
        for folder in chosen:
            _measure(folder, server)
        print("standard, cjk: the analysers of a real Elasticsearch" if server else NO_SERVER)
    return 0


def _measure(folder: Path, server: StockSearch | None) -> None:
    corpus = next(folder.glob("corpus.jsonl*"))
    entries = list(read_corpus(corpus))
    queries = list(read_queries(next(folder.glob("queries.jsonl*"))))
    judgements = _judgements(folder / "qrels.tsv")
    started = time.process_time()
    run = _search(entries, queries)
    ours = per_query(run, judgements)
    spent = (time.process_time() - started) / len(queries)
    _print(folder.name, "ours", ours, None)
    for system, other in _rivals(entries, queries, server):
        _print("", system, per_query(other, judgements), ours)
    if (types := _types(folder)).keys() == run.keys():
        _print_types(types, {**run, **_matched(folder, types)}, judgements)
    print(f"{'':22} {len(entries)} documents, {len(queries)} queries, {1000 * spent:.1f} CPU ms a query with indexing")


def _search(entries: Sequence[Entry], queries: Queries) -> Run:
    with tempfile.TemporaryDirectory(prefix="bench-") as place:
        index = open_index(f"tantivy:///{place}", "bench")
        fill_index(index, iter(entries))
        searcher = Searcher(index, load_vocabulary())
        run = {query: [hit.id for hit in searcher.search(request).hits] for query, request in queries}
        index.close()
    return run


def _rivals(entries: Sequence[Entry], queries: Queries, server: StockSearch | None) -> Iterator[tuple[str, Run]]:
    texts = [_joined(entry) for entry in entries]
    if server is not None:
        server.fill([(entry.id, text) for entry, text in zip(entries, texts, strict=True)])
        for analyser in ANALYSERS:
            yield analyser, server.run(analyser, [(query, request.text) for query, request in queries])
        server.remove()
    documents = list(zip([entry.id for entry in entries], analyse(texts), strict=True))
    asked = analyse([request.text for _, request in queries])
    for system, cut in RIVALS.items():
        if server is None or system not in ANALYSERS:
            engine = PlainBm25([(identity, _tokens(found, cut)) for identity, found in documents])
            run = {query: engine.top(_tokens(found, cut)) for (query, _), found in zip(queries, asked, strict=True)}
            yield system if system == "words" else f"{system}~", run


def _joined(entry: Entry) -> str:
    lists = (*entry.capabilities, *entry.industries, *entry.service_regions, *entry.cases)
    return " ".join((*entry.names, *lists, entry.description, entry.text))


def _tokens(found: Tokens, cut: str) -> Sequence[str]:
    return {"words": found.words, "bigrams": found.bigrams, "unigrams": found.unigrams}[cut]


def _judgements(path: Path) -> Judgements:
    grades: dict[str, dict[str, int]] = defaultdict(dict)
    for row in path.read_text("utf-8").splitlines():
        query, document, grade = row.split("\t")
        grades[query][document] = int(grade)
    return grades


def _print(name: str, system: str, figures: Mapping[str, Figures], ours: Mapping[str, Figures] | None) -> None:
    ndcg, mrr, hit = mean(list(figures.values()))
    p = f"{chance(_ndcg(ours), _ndcg(figures)):7.3f}" if ours else ""
    print(f"{name:22} {system:10} {ndcg:8.4f} {mrr:8.4f} {hit:8.4f} {p}", flush=True)


def _ndcg(figures: Mapping[str, Figures]) -> dict[str, float]:
    return {query: one.ndcg for query, one in figures.items()}


def _types(folder: Path) -> dict[str, str]:
    """Return the type of each query of a domain collection; plain sets have none."""
    plain = folder / "queries.jsonl"
    rows = [json.loads(line) for line in plain.read_text("utf-8").splitlines()] if plain.is_file() else []
    return {row["id"]: row["type"] for row in rows if "type" in row}


def _matched(folder: Path, types: Mapping[str, str]) -> Run:
    """Return what matching suggests for needs and parks: that is whom the house asks there."""
    return {
        query: [match.entry_id for match in one.ranking.matches[:DEPTH]]
        for query, one in answers(folder).items()
        if types[query] in MATCHED
    }


def _print_types(types: Mapping[str, str], run: Run, judgements: Judgements) -> None:
    print(f"{'':22} as the house answers: search for keyword and question, matching for need and park")
    figures = per_query(run, judgements)
    for kind in (*dict.fromkeys(types.values()), "all"):
        found = [one for query, one in figures.items() if kind in ("all", types[query])]
        tops = [(query, entry) for query in figures if kind in ("all", types[query]) for entry in run[query][:DEPTH]]
        unjudged = sum(entry not in judgements[query] for query, entry in tops) / max(1, len(tops))
        print(f"{'':22} {kind:10} {mean(found).ndcg:8.4f}   of {len(found)} queries, {unjudged:.2f} unjudged")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
