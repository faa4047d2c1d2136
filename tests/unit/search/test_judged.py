"""The quality of search does not fall: nDCG@10 on the judged collection in `tests/data/domain`.

The floors are the figures of the last accepted change less .005 over all and .1 within a type of query.
"""

import functools
from collections.abc import Mapping
from pathlib import Path

import orjson
import pytest

from deploy.commands.evaluate_search import fill_index, read_corpus, read_queries
from search.engines.index import open_index
from search.language.vocabulary import load_vocabulary
from search.searcher import Searcher
from tests.bench.metrics import mean, per_query

DOMAIN = Path(__file__).parents[2] / "data" / "domain"
ACCEPTED = {"keyword": 0.868, "question": 0.828, "need": 0.821, "park": 0.709}
ACCEPTED_OVER_ALL = 0.832


@functools.cache
def types() -> Mapping[str, str]:
    rows = map(orjson.loads, (DOMAIN / "queries.jsonl").read_bytes().splitlines())
    return {row["id"]: row["type"] for row in rows}


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, list[str]]:
    index = open_index(f"tantivy:///{tmp_path_factory.mktemp('judged')}", "domain")
    fill_index(index, read_corpus(DOMAIN / "corpus.jsonl"))
    searcher = Searcher(index, load_vocabulary())
    return {
        query: [hit.id for hit in searcher.search(request).hits]
        for query, request in read_queries(DOMAIN / "queries.jsonl")
    }


def quality(run: Mapping[str, list[str]], *kinds: str) -> float:
    grades: dict[str, dict[str, int]] = {}
    for row in (DOMAIN / "qrels.tsv").read_text("utf-8").splitlines():
        query, entry, grade = row.split("\t")
        if types()[query] in kinds:
            grades.setdefault(query, {})[entry] = int(grade)
    return mean(list(per_query(run, grades).values())).ndcg


def test_the_quality_over_all_does_not_fall(run: Mapping[str, list[str]]) -> None:
    assert quality(run, *ACCEPTED) >= ACCEPTED_OVER_ALL - 0.005


@pytest.mark.parametrize("kind", ACCEPTED)
def test_the_quality_within_a_type_of_query_does_not_fall(run: Mapping[str, list[str]], kind: str) -> None:
    assert quality(run, kind) >= ACCEPTED[kind] - 0.1
