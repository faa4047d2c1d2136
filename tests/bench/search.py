"""`python -m tests.bench.search [SET …]`: search beside plain BM25 over words, pairs and characters, on every dev set.

One frozen configuration answers all sets. Beside each baseline stands the p of a paired bootstrap over the queries.
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

DATA = Path(__file__).parents[3] / "shared" / "data"
CUTS = ("words", "bigrams", "unigrams")
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
    if not DATA.is_dir():
        print("no development data: shared/data is not beside the project", file=sys.stderr)
        return 2
    folders = [*sorted((DATA / "retrieval").glob("*_dev")), DATA / "domain"]
    print(f"{'set':22} {'system':9} {'nDCG@10':>8} {'MRR@10':>8} {'hit@1':>8} {'p':>7}")
    for folder in folders:
        if not names or folder.name in names:
            _measure(folder)
    return 0


def _measure(folder: Path) -> None:
    corpus = next(folder.glob("corpus.jsonl*"))
    entries = list(read_corpus(corpus))
    queries = list(read_queries(next(folder.glob("queries.jsonl*"))))
    judgements = _judgements(folder / "qrels.tsv")
    started = time.process_time()
    ours = per_query(_search(entries, queries), judgements)
    spent = (time.process_time() - started) / len(queries)
    _print(folder.name, "ours", ours, None)
    for cut, run in _baselines(entries, queries):
        _print("", cut, per_query(run, judgements), ours)
    if folder.name == "domain":
        _print_types(folder, ours)
    print(f"{'':22} {len(entries)} documents, {len(queries)} queries, {1000 * spent:.1f} CPU ms a query with indexing")


def _search(entries: Sequence[Entry], queries: Queries) -> Run:
    with tempfile.TemporaryDirectory(prefix="bench-") as place:
        index = open_index(f"tantivy:///{place}", "bench")
        fill_index(index, iter(entries))
        searcher = Searcher(index, load_vocabulary())
        run = {query: [hit.id for hit in searcher.search(request).hits] for query, request in queries}
        index.close()
    return run


def _baselines(entries: Sequence[Entry], queries: Queries) -> Iterator[tuple[str, Run]]:
    documents = list(zip([entry.id for entry in entries], analyse([_joined(one) for one in entries]), strict=True))
    asked = analyse([request.text for _, request in queries])
    for cut in CUTS:
        engine = PlainBm25([(identity, _tokens(found, cut)) for identity, found in documents])
        yield cut, {query: engine.top(_tokens(found, cut)) for (query, _), found in zip(queries, asked, strict=True)}


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
    print(f"{name:22} {system:9} {ndcg:8.4f} {mrr:8.4f} {hit:8.4f} {p}", flush=True)


def _ndcg(figures: Mapping[str, Figures]) -> dict[str, float]:
    return {query: one.ndcg for query, one in figures.items()}


def _print_types(folder: Path, ours: Mapping[str, Figures]) -> None:
    rows = [json.loads(line) for line in (folder / "queries.jsonl").read_text("utf-8").splitlines()]
    types = {row["id"]: row["type"] for row in rows}
    for kind in dict.fromkeys(types.values()):
        found = [one for query, one in ours.items() if types[query] == kind]
        print(f"{'':22} {kind:9} {mean(found).ndcg:8.4f}   of {len(found)} queries")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
