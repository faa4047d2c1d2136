"""What an Elasticsearch finds out of the box (开箱检索): a text field analysed by `standard` or `cjk`, one `match`."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from elasticsearch import ApiError, TransportError

from search.engines.elasticsearch_server import ADMIN_S, Address
from tests.bench.metrics import DEPTH
from tests.contract.servers import ELASTICSEARCH

ANALYSERS = ("standard", "cjk")
_BATCH = 200


class StockSearch:
    """An index of texts as they stand, in a field per analyser."""

    def __init__(self, client: Any) -> None:
        """Name the index; `fill` makes it."""
        self._client = client.options(request_timeout=ADMIN_S)
        self._name = f"t_{uuid4().hex[:12]}-stock"

    def fill(self, texts: Sequence[tuple[str, str]]) -> None:
        """Write the id and text of each document; one shard, so that statistics are those of the whole."""
        fields = {name: {"type": "text", "analyzer": name} for name in ANALYSERS}
        self._client.indices.create(
            index=self._name,
            settings={"number_of_shards": 1, "number_of_replicas": 0, "refresh_interval": "-1"},
            mappings={"dynamic": "strict", "_source": {"enabled": False}, "properties": fields},
        )
        for some in _batches(texts):
            lines: list[dict[str, Any]] = []
            for identity, text in some:
                lines += [{"index": {"_id": identity}}, dict.fromkeys(ANALYSERS, text)]
            written = self._client.bulk(index=self._name, operations=lines)
            assert not written["errors"]
        self._client.indices.forcemerge(index=self._name, max_num_segments=1)
        self._client.indices.refresh(index=self._name)

    def run(self, analyser: str, queries: Sequence[tuple[str, str]]) -> Mapping[str, list[str]]:
        """Return the ids of the best documents of each query."""
        found: dict[str, list[str]] = {}
        for some in _batches(queries):
            searches: list[dict[str, Any]] = []
            for _, text in some:
                searches += [{}, {"query": {"match": {analyser: text}}, "size": DEPTH, "_source": False}]
            answers = self._client.msearch(index=self._name, searches=searches)["responses"]
            for (query, _), answer in zip(some, answers, strict=True):
                found[query] = [hit["_id"] for hit in answer["hits"]["hits"]]
        return found

    def remove(self) -> None:
        """Remove the index."""
        self._client.indices.delete(index=self._name, ignore_unavailable=True)


@contextmanager
def stock_search() -> Iterator[StockSearch | None]:
    """Give a stock search on the server that the environment names; None where none answers."""
    client = Address.from_url(ELASTICSEARCH).connect() if ELASTICSEARCH else None
    if client is None or not _answers(client):
        yield None
        return
    search = StockSearch(client)
    try:
        yield search
    finally:
        search.remove()
        client.close()


def _answers(client: Any) -> bool:
    try:
        return bool(client.info())
    except (ApiError, TransportError):
        return False


def _batches(rows: Sequence[tuple[str, str]]) -> Iterator[Sequence[tuple[str, str]]]:
    for start in range(0, len(rows), _BATCH):
        yield rows[start : start + _BATCH]
