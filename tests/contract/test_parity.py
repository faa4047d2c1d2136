"""The embedded engine and a real Elasticsearch give the same answers; `make bench-parity` asks many more."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from search.language.vocabulary import load_vocabulary
from tests.contract import parity
from tests.contract.servers import fresh_index_url, on_servers, remove_indexes

_ENTRIES, _REQUESTS, _FORMS = 2_000, 140, 80


@pytest.fixture
def server() -> Iterator[str]:
    url = fresh_index_url()
    yield url
    remove_indexes(url)


@on_servers
def test_both_engines_give_the_same_hits_totals_and_counts(tmp_path: Path, server: str) -> None:
    vocabulary = load_vocabulary()
    documents, table = parity.invented_documents(vocabulary, _ENTRIES, seed=11)
    pair = parity.fill_pair((f"tantivy:///{tmp_path}", server), vocabulary, documents, table)

    plans = [*parity.plans_of_requests(pair, _REQUESTS, seed=12), *parity.plans_of_forms(pair, _FORMS, seed=13)]
    tally = parity.compare(pair, plans)
    pair.close()

    assert (tally.first_differences, tally.disagreements) == ([], 0)
    assert tally.asked.total() == _REQUESTS + _FORMS
