"""The embedded engine and a real Elasticsearch give the same answers; `make bench-parity` asks many more."""

from pathlib import Path

from search.language.vocabulary import load_vocabulary
from tests.contract import parity
from tests.contract.servers import fresh_index_url, on_servers, remove_indexes

_ENTRIES, _REQUESTS, _FORMS = 2_000, 140, 80


@on_servers
def test_both_engines_give_the_same_hits_totals_and_counts(tmp_path: Path) -> None:
    vocabulary, server = load_vocabulary(), fresh_index_url()
    documents, table = parity.invented_documents(vocabulary, _ENTRIES, seed=11)
    pair = parity.fill_pair((f"tantivy:///{tmp_path}", server), vocabulary, documents, table)

    plans = [*parity.plans_of_requests(pair, _REQUESTS, seed=12), *parity.plans_of_forms(pair, _FORMS, seed=13)]
    tally = parity.compare(pair, plans)
    pair.close()
    remove_indexes(server)

    assert (tally.first_differences, tally.disagreements) == ([], 0)
    assert tally.asked.total() == _REQUESTS + _FORMS
