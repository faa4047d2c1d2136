"""`make bench-parity`: whether the embedded engine and a real Elasticsearch give the same answers, to the last hit."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from search.language.vocabulary import load_vocabulary
from tests.contract import parity
from tests.contract.servers import ELASTICSEARCH, fresh_index_url, remove_indexes

ENTRIES = 10_000
REQUESTS, FORMS = 700, 400


def main() -> int:
    """Print the table; 1 where any plan is answered differently, 2 without a server."""
    if not ELASTICSEARCH:
        print("no server: GONGXU_TEST_ELASTICSEARCH is not set (make servers-up)", file=sys.stderr)
        return 2
    vocabulary, server = load_vocabulary(), fresh_index_url()
    with TemporaryDirectory(prefix="bench-") as folder:
        documents, table = parity.invented_documents(vocabulary, ENTRIES, seed=21)
        pair = parity.fill_pair((f"tantivy:///{Path(folder)}", server), vocabulary, documents, table)
        plans = [*parity.plans_of_requests(pair, REQUESTS, seed=22), *parity.plans_of_forms(pair, FORMS, seed=23)]
        tally = parity.compare(pair, plans)
        pair.close()
        remove_indexes(server)
    print(f"{len(plans)} plans on {ENTRIES} documents, the share answered alike (first {parity.TOP} hits in order)")
    parity.print_tally(tally)
    print("the same to the last hit" if not tally.disagreements else f"{tally.disagreements} DIFFERENCES")
    return 1 if tally.disagreements else 0


if __name__ == "__main__":
    sys.exit(main())
