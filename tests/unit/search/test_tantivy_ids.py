"""The ids of hits on the embedded engine, whatever their length, also from builds that have no columns of numbers."""

from pathlib import Path

import pytest
import tantivy

from search.engines.index import Document, open_index
from search.engines.tantivy_ids import read_ids
from search.language.plan import Plan, Term

IDS = ["a", "企业-1", "8f14e45f-ceea-467f-a0e6-7d4f2b6a9c11", "x" * 40, "y" * 41, "z" * 300]


def test_documents_are_found_by_their_ids_whatever_their_length(tmp_path: Path) -> None:
    index = open_index(f"tantivy:///{tmp_path}", "ids")
    index.put(Document(identity, 1, {"body_words": "云"}, payload={"of": identity}) for identity in IDS)
    index.commit()

    hits = index.search(Plan((Term("body_words", "云", 1.0),), limit=10)).hits

    assert [hit.id for hit in hits] == sorted(IDS)
    assert [hit.payload["of"] for hit in hits] == sorted(IDS)
    assert index.versions() == dict.fromkeys(IDS, 1)
    index.close()


@pytest.mark.parametrize("identity", IDS)
def test_a_build_without_columns_tells_ids_from_its_documents(tmp_path: Path, identity: str) -> None:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw")
    index = tantivy.Index(builder.build(), path=str(tmp_path))
    writer = index.writer(heap_size=15_000_000, num_threads=1)
    writer.add_document(tantivy.Document(id=identity))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    found = searcher.search(tantivy.Query.all_query(), 10).hits

    assert read_ids(searcher, [address for _, address in found]) == [identity]
