"""The index on an Elasticsearch server: many writers, each write judged by its version; builds behind an alias."""

import base64
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any
from uuid import uuid4

from elasticsearch import ApiError, Elasticsearch, NotFoundError

from search.engines.elasticsearch_builds import Builds
from search.engines.elasticsearch_bulk import CHUNK_RECORDS, insist, write_records
from search.engines.elasticsearch_mapping import (
    NOTE,
    ORDER,
    PAYLOAD,
    Record,
    document_key,
    id_of,
    note_key,
    record_of,
    record_of_tombstone,
)
from search.engines.elasticsearch_query import compile_search, read_counts
from search.engines.elasticsearch_server import ADMIN_S, WRITE_S, Address, check_answer, server_faults
from search.engines.index import (
    LIVE,
    STATE,
    Document,
    DocumentRefused,
    Found,
    Hit,
    IndexBusy,
    IndexUnavailable,
    Layout,
    Tombstone,
    check_fields,
    check_plan,
    put_in_browsing_order,
    put_in_order,
    without_tombstones,
)
from search.language.plan import Plan

# Builds come and go while somebody writes; after so many looks something else is wrong.
_LOOKS = 5
_IDS_AT_ONCE = 1_000
_KEEP = "1m"


def open_index(url: str, name: str, layout: Layout) -> "ElasticsearchIndex":
    """Open the index of a name on the server of a URL; see `Address.from_url` for its form."""
    address = Address.from_url(url)
    return ElasticsearchIndex(address, Builds(f"{address.prefix}-{name}", layout, uuid4().hex))


class ElasticsearchIndex:
    """The index port on a server. See `search.engines.index` for the promise."""

    def __init__(self, address: Address, builds: Builds, *, build: str = "") -> None:
        """Name the server and the index; an index in the making has the name of its build."""
        self._address = address
        self._builds = builds
        self._layout = builds.layout
        self._build = build
        self._alias = builds.making_alias(build) if build else builds.alias
        self._begun = ""
        self._pending: dict[str, Record] = {}
        self._is_touched = False
        self._connected: Elasticsearch | None = None

    def put(self, documents: Iterable[Document]) -> int:
        """Write documents; return how many were newer than what is stored."""
        documents = list(documents)
        for document in documents:
            check_fields(self._layout, text=document.text, keywords=document.keywords)
        return self._write([record_of(self._layout, document) for document in documents])

    def bury(self, tombstones: Iterable[Tombstone]) -> int:
        """Delete documents; return how many tombstones were newer than what is stored."""
        return self._write([record_of_tombstone(self._layout, stone) for stone in tombstones])

    def commit(self) -> None:
        """Make everything written so far durable and findable. Raises DocumentRefused once the others are."""
        if not self._is_touched:
            return
        with server_faults():
            targets, refused = self._send_pending()
            client = self._client.options(request_timeout=WRITE_S)
            insist(lambda: client.indices.refresh(index=targets, ignore_unavailable=True))
        self._is_touched = False
        if refused:
            raise DocumentRefused(refused)

    def search(self, plan: Plan) -> Found:
        """Answer a plan."""
        check_plan(self._layout, plan)
        with server_faults():
            answer = self._ask(compile_search(without_tombstones(plan)))
        if answer is None:
            return Found(facets={name: {} for name in plan.facets})
        hits = [
            Hit(id_of(hit["_id"]), float(hit["_score"]) if plan.clauses else 0.0, hit["_source"][PAYLOAD].encode)
            for hit in answer["hits"]["hits"]
        ]
        ordered = put_in_order(hits, plan.limit) if plan.clauses else put_in_browsing_order(hits, plan.limit)
        counts = read_counts(plan, answer["aggregations"]) if plan.facets else {}
        return Found(ordered, answer["hits"]["total"]["value"], counts)

    def count(self) -> int:
        """Return the number of documents, tombstones not counted."""
        return self.search(Plan(limit=1)).total

    def versions(self, ids: Sequence[str] | None = None) -> dict[str, int]:
        """Return the committed versions of the given (or all) live documents."""
        with server_faults():
            if ids is None:
                return dict(self._all_versions())
            return {
                identity: version for identity, version, state in self._stored(ids, with_state=True) if state == LIVE
            }

    def read_note(self, name: str) -> bytes | None:
        """Return a note kept beside the documents, or None."""
        with server_faults():
            try:
                note = self._client.get(index=self._alias, id=note_key(name), source_includes=NOTE)
            except NotFoundError:
                return None
        return base64.b64decode(note["_source"][NOTE]["data"])

    def write_note(self, name: str, data: bytes) -> None:
        """Keep a note; readers see the old or the new one, never half of it."""
        with server_faults():
            self._ensure_place()
            client = self._client.options(request_timeout=WRITE_S)
            document = {NOTE: {"data": base64.b64encode(data).decode()}}
            insist(lambda: client.index(index=self._alias, id=note_key(name), document=document, require_alias=True))

    def begin_build(self) -> "ElasticsearchIndex":
        """Start an empty successor of this index; an earlier unpublished one is discarded."""
        with server_faults():
            self._begun = self._builds.begin(self._client)
        return ElasticsearchIndex(self._address, self._builds, build=self._begun)

    def publish(self) -> None:
        """Commit, and put this build in the place of the index it was begun from."""
        if not self._build:
            raise ValueError("only a build that was begun can be published")
        self.commit()
        with server_faults():
            self._builds.publish(self._client, self._build)
        self.close()

    def close(self) -> None:
        """Give back what is held; what was not committed is dropped."""
        self._pending.clear()
        self._is_touched = False
        if self._begun:
            self._discard_begun()
        if self._connected is not None:
            self._connected.close()
            self._connected = None

    @property
    def _client(self) -> Elasticsearch:
        if self._connected is None:
            self._connected = self._address.connect()
        return self._connected

    def _write(self, records: Sequence[Record]) -> int:
        """Keep the records that are newer than what is stored and pending until the commit; return how many."""
        with server_faults():
            if self._build:
                insist(lambda: self._builds.sign(self._client, self._build))
            stored = {identity: version for identity, version, _ in self._stored([record.id for record in records])}
            taken = 0
            for record in records:
                pending = self._pending.get(record.id)
                if record.version > (pending.version if pending else stored.get(record.id, -1)):
                    self._pending[record.id] = record
                    taken += 1
            # Even what is stored already may have been left unfindable by a writer that was killed.
            self._is_touched = True
            if self._build and len(self._pending) >= CHUNK_RECORDS:
                # Nobody searches a build, so nothing need be held back.
                _, refused = self._send_pending()
                if refused:
                    raise DocumentRefused(refused)
        return taken

    def _send_pending(self) -> tuple[list[str], dict[str, str]]:
        """Send what is pending to the index and to every build in the making; return where to, and what was refused."""
        records = list(self._pending.values())
        for _ in range(_LOOKS):
            self._ensure_place()
            targets = [self._alias] if self._build else self._builds.targets(self._client)
            outcomes = [write_records(self._send, target, records) for target in targets]
            if not any(outcome.is_gone for outcome in outcomes):
                self._pending.clear()
                return targets, {id: why for outcome in outcomes for id, why in outcome.refused.items()}
            if self._build:
                raise IndexBusy("the build was discarded by another")
        raise IndexUnavailable("the builds of the index change faster than it can be written to")

    def _send(self, lines: list[Any]) -> list[dict[str, Any]]:
        client = self._client.options(request_timeout=WRITE_S)
        try:
            answer = client.bulk(operations=lines, filter_path="items.*.status,items.*.error")
        except ApiError as error:
            if error.meta.status not in (429, 503):
                raise
            # The whole request was shed: as if each of its records had been.
            return [{"status": error.meta.status}] * (len(lines) // 2)
        return [item["index"] for item in answer["items"]]

    def _ensure_place(self) -> None:
        if not self._build:
            self._builds.ensure_first(self._client)

    def _ask(self, asked: dict[str, Any]) -> Any:
        """Search; None where nobody has written yet. Asked once more where a build is published over meanwhile."""
        for is_last in (False, True):
            try:
                answer = self._client.search(index=self._alias, preference=self._builds.alias, **asked)
                check_answer(answer)
            except NotFoundError:
                if is_last:
                    return None
            except IndexUnavailable:
                if is_last:
                    raise
            else:
                return answer
        return None

    def _stored(self, ids: Sequence[str], *, with_state: bool = False) -> Iterator[tuple[str, int, str]]:
        """Yield id, version and state of what is stored, tombstones too, whether findable yet or not."""
        remaining = iter(dict.fromkeys(ids))
        while some := list(islice(remaining, _IDS_AT_ONCE)):
            answer = insist(lambda some=some: self._read_stored(some, with_state))  # type: ignore[misc]
            for found in answer["docs"]:
                if found.get("found"):
                    state = found["fields"][STATE][0] if with_state else ""
                    yield id_of(found["_id"]), found["_version"], state

    def _read_stored(self, ids: Sequence[str], with_state: bool) -> Any:
        return self._client.mget(
            index=self._alias,
            ids=[document_key(identity) for identity in ids],
            source=False,
            stored_fields=STATE if with_state else None,
        )

    def _all_versions(self) -> Iterator[tuple[str, int]]:
        client = self._client.options(request_timeout=ADMIN_S)
        try:
            # A killed writer may have left records that are durable and not findable.
            client.indices.refresh(index=self._alias)
            moment = client.open_point_in_time(index=self._alias, keep_alive=_KEEP)["id"]
        except NotFoundError:
            return
        after: dict[str, Any] = {}
        while True:
            answer = client.search(
                pit={"id": moment, "keep_alive": _KEEP},
                query={"term": {STATE: LIVE}},
                size=_IDS_AT_ONCE * 5,
                sort=[{ORDER: "asc"}],
                source=False,
                version=True,
                track_total_hits=False,
                **after,
            )
            check_answer(answer)
            hits = answer["hits"]["hits"]
            if not hits:
                break
            yield from ((id_of(hit["_id"]), hit["_version"]) for hit in hits)
            moment, after = answer["pit_id"], {"search_after": hits[-1]["sort"]}
        client.close_point_in_time(id=moment)

    def _discard_begun(self) -> None:
        """Discard the build that was begun here and not published."""
        try:
            with server_faults():
                if self._builds.making_alias(self._begun) in self._builds.targets(self._client):
                    self._builds.discard(self._client, self._begun)
        except IndexUnavailable:
            # Without signs of life the next maker takes it for abandoned.
            pass
        self._begun = ""
