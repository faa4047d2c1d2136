"""Batched loads: many fields ask for one thing each, the owning service is asked once for all of them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from itertools import islice
from typing import Any

# A loader answers a mapping; a key that is missing there means null, a value that is an exception means an error
# at every field that asked for that key. Raising means an error at every field that asked.
Loader = Callable[[list[Any], Any], Mapping[Any, Any]]

BATCH = 100  # the longest list of ids a service accepts in one call


class Later:
    """A value that a load will bring. Continuations run once, in the order they were added."""

    __slots__ = ("_continuations", "_value", "is_settled")

    def __init__(self) -> None:
        self._continuations: list[Callable[[Any], None]] = []
        self._value: Any = None
        self.is_settled = False

    @property
    def value(self) -> Any:
        """The settled value; an exception stands for itself and is not raised here."""
        return self._value

    def settle(self, value: Any) -> None:
        """Give the value (or the exception in its place) and run what waits for it."""
        if isinstance(value, Later):
            value.when_settled(self.settle)
            return
        self._value, self.is_settled = value, True
        for continuation in self._continuations:
            continuation(value)
        self._continuations.clear()

    def when_settled(self, continuation: Callable[[Any], None]) -> None:
        """Run the continuation with the value, at once when it is there already."""
        if self.is_settled:
            continuation(self._value)
        else:
            self._continuations.append(continuation)

    def then(self, step: Callable[[Any], Any]) -> Later:
        """The outcome of `step(value)`, later; what it raises becomes the value in its place."""
        outcome = Later()

        def advance(value: Any) -> None:
            try:
                settled = step(value)
            except Exception as error:  # noqa: BLE001 - graphql-core turns any exception of a field into its error
                settled = error
            outcome.settle(settled)

        self.when_settled(advance)
        return outcome

    def mapped(self, step: Callable[[Any], Any]) -> Later:
        """`step(value)` of a value that is there; null and failures stay what they are."""
        return self.then(lambda value: value if value is None or isinstance(value, Exception) else step(value))


class Loads:
    """What one request loads. A loader is asked at most once for a key, and once per round for all its keys."""

    def __init__(self) -> None:
        self._known: dict[tuple[Loader, Any], Later] = {}
        self._waiting: dict[Loader, list[Any]] = {}

    def ask(self, loader: Loader, key: Hashable) -> Later:
        """Promise what the loader will say of the key."""
        later = self._known.get((loader, key))
        if later is None:
            later = self._known[loader, key] = Later()
            self._waiting.setdefault(loader, []).append(key)
        return later

    def forget(self) -> None:
        """Drop what was loaded: after a write the next field of the same request must see the new state."""
        self._known = {ask: later for ask, later in self._known.items() if not later.is_settled}

    def run_round(self, context: Any) -> bool:
        """Call every loader that has keys waiting; tells whether there were any."""
        waiting, self._waiting = self._waiting, {}
        for loader, keys in waiting.items():
            remaining = iter(keys)
            while batch := list(islice(remaining, BATCH)):
                self._load(loader, batch, context)
        return bool(waiting)

    def _load(self, loader: Loader, keys: list[Any], context: Any) -> None:
        settled = [self._known[loader, key] for key in keys]
        try:
            found = loader(keys, context)
        except Exception as error:  # noqa: BLE001 - a broken upstream costs the fields that needed it, not the request
            for later in settled:
                later.settle(error)
            return
        for key, later in zip(keys, settled, strict=True):
            later.settle(found.get(key))
