"""How the answers of a bulk request are judged, and the address of a server read."""

from collections.abc import Iterable
from typing import Any

import pytest
from elastic_transport import ApiResponseMeta, HttpHeaders, NodeConfig
from elasticsearch import ApiError

from search.engines.elasticsearch_bulk import CHUNK_RECORDS, insist, write_records
from search.engines.elasticsearch_mapping import Record
from search.engines.elasticsearch_server import Address
from search.engines.index import IndexUnavailable

_GONE = {"status": 404, "error": {"type": "index_not_found_exception", "reason": "no such index"}}
_BAD = {"status": 400, "error": {"type": "document_parsing_exception", "reason": "too long"}}


class Server:
    """Answers each record with the next of its statuses, the last of them again and again."""

    def __init__(self, **answers: Iterable[Any]) -> None:
        self._answers = {identity: list(items) for identity, items in answers.items()}
        self.sent: list[list[str]] = []
        self.pauses: list[float] = []

    def __call__(self, lines: list[Any]) -> list[dict[str, Any]]:
        ids = [line["index"]["_id"][1:] for line in lines[::2]]
        self.sent.append(ids)
        return [self._next(identity) for identity in ids]

    def _next(self, identity: str) -> dict[str, Any]:
        items = self._answers.get(identity, [201])
        item = items.pop(0) if len(items) > 1 else items[0]
        return item if isinstance(item, dict) else {"status": item}


def records(*ids: str) -> list[Record]:
    return [Record(identity, 1, b"{}") for identity in ids]


def test_a_conflict_is_fine_and_a_bad_record_refused_for_good() -> None:
    server = Server(older=[409], bad=[_BAD])

    outcome = write_records(server, "things", records("new", "older", "bad"), pause=server.pauses.append)

    assert outcome.refused == {"bad": "document_parsing_exception: too long"}
    assert (outcome.is_gone, server.sent, server.pauses) == (False, [["new", "older", "bad"]], [])


def test_what_a_busy_server_sheds_is_sent_again_after_longer_and_longer_pauses() -> None:
    server = Server(a=[429, 503, 201])

    outcome = write_records(server, "things", records("a", "b"), pause=server.pauses.append)

    assert (outcome.refused, server.sent) == ({}, [["a", "b"], ["a"], ["a"]])
    assert server.pauses[0] < server.pauses[1]


@pytest.mark.parametrize("status", [429, 500, 403])
def test_a_server_that_stays_busy_or_fails_is_unavailable(status: int) -> None:
    server = Server(a=[status])

    with pytest.raises(IndexUnavailable):
        write_records(server, "things", records("a"), pause=server.pauses.append)


def test_a_place_that_is_gone_is_told_and_nothing_more_is_sent() -> None:
    server = Server(a=[_GONE])
    ids = ["a", *(f"more-{number}" for number in range(CHUNK_RECORDS))]

    outcome = write_records(server, "things", records(*ids), pause=server.pauses.append)

    assert outcome.is_gone
    assert [len(sent) for sent in server.sent] == [CHUNK_RECORDS]


def test_an_address_names_hosts_keys_and_prefix() -> None:
    address = Address.from_url("elasticsearch+tls://one:p%40ss@a,b:9201/park?ca_file=/etc/ca.pem")

    assert address.hosts == ("https://a:9200", "https://b:9201")
    assert (address.user, address.password, address.prefix, address.ca_file) == ("one", "p@ss", "park", "/etc/ca.pem")
    assert "p@ss" not in repr(address)
    assert Address.from_url("elasticsearch://a").prefix == "gongxu"


@pytest.mark.parametrize("url", ["elasticsearch:///park", "elasticsearch://a/park?colour=red"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"host|colour"):
        Address.from_url(url)


def shed(status: int) -> ApiError:
    meta = ApiResponseMeta(status, "1.1", HttpHeaders(), 0.0, NodeConfig("http", "127.0.0.1", 9200))
    return ApiError("circuit_breaking_exception", meta, {})


def test_what_belongs_to_a_writing_is_asked_again_while_the_server_is_busy() -> None:
    answers: list[ApiError | str] = [shed(429), shed(503), "there"]
    pauses: list[float] = []

    def ask() -> str:
        answer = answers.pop(0)
        if isinstance(answer, ApiError):
            raise answer
        return answer

    assert (insist(ask, pause=pauses.append), answers) == ("there", [])
    assert pauses[0] < pauses[1]


@pytest.mark.parametrize(("status", "asked"), [(429, 6), (404, 1), (500, 1)])
def test_a_server_that_stays_busy_or_fails_otherwise_is_heard(status: int, asked: int) -> None:
    pauses: list[float] = []

    def ask() -> None:
        raise shed(status)

    with pytest.raises(ApiError) as raised:
        insist(ask, pause=pauses.append)

    assert (raised.value.meta.status, len(pauses)) == (status, asked - 1)
