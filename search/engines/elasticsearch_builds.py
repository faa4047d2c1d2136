"""The builds of one index on the server: which is in use, which are in the making, and the switch between them.

An alias of the index's name stands on the build in use, an alias of its own on each build in the making. A writer
writes to both kinds, so that a build misses nothing while it is filled; whatever happens in between shows as a missing
alias, and the writer looks anew.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from elasticsearch import BadRequestError, Elasticsearch, NotFoundError

from search.engines.elasticsearch_mapping import SETTINGS, mapping_of
from search.engines.elasticsearch_server import ADMIN_S
from search.engines.index import IndexBusy, Layout

# A build whose maker has given no sign of life for so long is abandoned.
ABANDONED_AFTER_S = 60.0
_SIGN_EVERY_S = 10.0
_FIRST = "first"


@dataclass
class Builds:
    """The builds of the index that an alias names."""

    alias: str
    layout: Layout
    # Who makes builds here: one object that begins builds, and the builds it began.
    maker: str
    _signed_at: float = 0.0

    def making_alias(self, build: str) -> str:
        """Name the alias of a build in the making."""
        return f"{self.alias}.making-{build}"

    def ensure_first(self, client: Elasticsearch) -> None:
        """Create the index where there is none. Its name is fixed: of two creators one comes too late."""
        if client.indices.exists_alias(name=self.alias):
            return
        try:
            self._create(client, _FIRST, self.alias)
        except BadRequestError as error:
            if error.error != "resource_already_exists_exception":
                raise

    def targets(self, client: Elasticsearch) -> list[str]:
        """Return the aliases a writer writes to: the index, and every build in the making."""
        making = [name for names in self._aliases(client).values() for name in names if name != self.alias]
        return [self.alias, *sorted(making)]

    def begin(self, client: Elasticsearch) -> str:
        """Create an empty build; discard unpublished ones. Raises IndexBusy where another maker's is alive."""
        found = client.indices.get(index=f"{self.alias}.build-*", features=["aliases", "mappings"])
        for name, about in found.items():
            if self.alias in about["aliases"]:
                continue
            made_by = about["mappings"]["_meta"]
            is_alive = time.time() - made_by["alive_at"] < ABANDONED_AFTER_S
            if about["aliases"] and made_by["maker"] != self.maker and is_alive:
                raise IndexBusy(f"somebody else builds the index {self.alias!r} anew")
            self._delete(client, name)
        build = uuid4().hex[:12]
        self._create(client, build, self.making_alias(build))
        self._signed_at = time.monotonic()
        return build

    def sign(self, client: Elasticsearch, build: str) -> None:
        """Give a sign of life now and then. Raises IndexBusy where the build was discarded."""
        if time.monotonic() - self._signed_at < _SIGN_EVERY_S:
            return
        try:
            client.indices.put_mapping(index=self._index(build), meta=self._about())
        except NotFoundError as error:
            raise IndexBusy("the build was discarded by another") from error
        self._signed_at = time.monotonic()

    def publish(self, client: Elasticsearch, build: str) -> None:
        """Put a build in the place of the index, in one step. Raises IndexBusy where the build was discarded."""
        aliases = self._aliases(client)
        mine = self._index(build)
        if mine not in aliases:
            raise IndexBusy("the build was discarded by another")
        older = [name for name, names in aliases.items() if self.alias in names]
        actions: list[dict[str, Any]] = [{"remove": {"index": name, "alias": self.alias}} for name in older]
        actions.append({"remove": {"index": mine, "alias": self.making_alias(build)}})
        actions.append({"add": {"index": mine, "alias": self.alias}})
        client.options(request_timeout=ADMIN_S).indices.update_aliases(actions=actions)
        # What was read under the old name a moment ago is read to its end before the build goes.
        for name in older:
            self._delete(client, name)

    def discard(self, client: Elasticsearch, build: str) -> None:
        """Discard a build in the making."""
        self._delete(client, self._index(build))

    def _index(self, build: str) -> str:
        return f"{self.alias}.build-{build}"

    def _aliases(self, client: Elasticsearch) -> dict[str, Sequence[str]]:
        found = client.indices.get_alias(index=f"{self.alias}.build-*")
        return {name: list(about["aliases"]) for name, about in found.items()}

    def _create(self, client: Elasticsearch, build: str, alias: str) -> None:
        client.options(request_timeout=ADMIN_S).indices.create(
            index=self._index(build),
            settings=SETTINGS,
            mappings=mapping_of(self.layout, meta=self._about()),
            aliases={alias: {}},
        )

    def _delete(self, client: Elasticsearch, index: str) -> None:
        client.options(request_timeout=ADMIN_S).indices.delete(index=index, ignore_unavailable=True)

    def _about(self) -> dict[str, Any]:
        return {"maker": self.maker, "alive_at": time.time()}
