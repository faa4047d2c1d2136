"""The desk (工作台): what one process keeps at hand to answer needs — the read catalogue and reasons found before."""

import threading
import time
import weakref
from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from search.language.vocabulary import Vocabulary, load_vocabulary
from services.chassis.ports import Ports
from services.chassis.store import Store
from services.matching.domain import KnownEntry, KnownNeed
from services.matching.repositories import Suggestions
from services.matching.schemas import MAX_SUGGESTIONS
from services.matching.scoring import nouns
from services.matching.scoring.assessment import Assessment
from services.matching.scoring.collection import Collection
from services.matching.scoring.policy import Policy, load_policy
from services.matching.scoring.ranking import Ranking, rank
from services.matching.scoring.reasons import explain
from services.matching.translating import tell_match, to_entry, to_need, to_work_item, without_doubles

MAX_REMEMBERED = 20_000
# A catalogue that takes longer than this to read is read anew only after this many times as long.
LONG_SECONDS, REST = 1.0, 3.0


class Desk:
    """Answers needs from the catalogue of one generation; a shadow that can be thrown away at any time."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._generation = -1
        self._rests_until = 0.0
        self._collection: Collection | None = None
        self._versions: dict[str, tuple[int, int, int]] = {}
        self._remembered: dict[tuple[str, int, str, tuple[int, int, int], bool], dict[str, Any]] = {}

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The vocabulary of the house."""
        return load_vocabulary()

    @cached_property
    def policy(self) -> Policy:
        """The policy in force."""
        return load_policy()

    @property
    def basis(self) -> str:
        """What decides the scores beside the nouns: policy and vocabulary."""
        return f"policy-{self.policy.version} vocabulary-{self.vocabulary.version}"

    def is_current(self, generation: int) -> bool:
        """Whether the catalogue of this generation, or of a newer one, lies here."""
        return self._collection is not None and self._generation >= generation

    @property
    def is_resting(self) -> bool:
        """Whether the catalogue was read just now and that took long, so that time is left for others."""
        return time.monotonic() < self._rests_until

    def lay_out(self, generation: int, entries: Sequence[KnownEntry]) -> None:
        """Read the catalogue of a generation."""
        began = time.monotonic()
        standing = without_doubles(entries)
        collection = Collection([to_entry(entry) for entry in standing], self.vocabulary)
        with self._turn:
            if not self.is_current(generation):
                self._collection = collection
                self._versions = {one.id: (one.version, one.meetings_held, one.agreements) for one in standing}
                self._generation = generation
        took = time.monotonic() - began
        self._rests_until = time.monotonic() + REST * took if took > LONG_SECONDS else 0.0

    def suggest(self, need: KnownNeed, *, at: datetime) -> Suggestions:
        """Answer a need: the best entries with parts and reasons."""
        with self._turn:
            generation, assessment = self._generation, self._assess(to_need(need, self.vocabulary))
            # The id is a seed that is never chosen by anybody and stays with the need.
            ranking = rank(assessment, seed=need.id, first=MAX_SUGGESTIONS)
            items = self._tell(need, assessment, ranking)
        return Suggestions(
            need_id=need.id,
            need_version=need.version,
            generation=generation,
            basis=self.basis,
            policy=ranking.policy,
            seed=ranking.seed,
            is_weak=ranking.is_weak,
            computed_at=at,
            items=items,
        )

    def score_need(self, need: KnownNeed, *, first: int) -> dict[str, int]:
        """The best entries and their scores, without reasons."""
        return self._score(to_need(need, self.vocabulary), first)

    def score_work_item(self, concept_id: str, *, first: int) -> dict[str, int]:
        """The best entries for a work item and their scores."""
        return self._score(to_work_item(concept_id, self.vocabulary), first)

    def _score(self, need: nouns.Need, first: int) -> dict[str, int]:
        with self._turn:
            ranking = rank(self._assess(need), seed=need.id, first=first)
        return {match.entry_id: match.score for match in ranking.matches}

    def _assess(self, need: nouns.Need) -> Assessment:
        assert self._collection is not None, "lay out the catalogue first"
        return Assessment(need, self._collection, self.policy)

    def _tell(self, need: KnownNeed, assessment: Assessment, ranking: Ranking) -> tuple[dict[str, Any], ...]:
        """Tell the matches; reasons that were found for the same versions of need and entry are not sought again."""
        if len(self._remembered) > MAX_REMEMBERED:
            self._remembered.clear()
        told = []
        for match in ranking.matches:
            key = (need.id, need.version, match.entry_id, self._versions[match.entry_id], match.certified_first)
            if key not in self._remembered:
                self._remembered[key] = tell_match(match, explain(assessment, match), need)
            told.append({**tell_match(match, (), need), "reasons": self._remembered[key]["reasons"]})
        assessment.collection.reader.forget()
        return tuple(told)


_DESKS: "weakref.WeakKeyDictionary[Store, Desk]" = weakref.WeakKeyDictionary()


def desk_of(ports: Ports) -> Desk:
    """The one desk of a service in this process."""
    return _DESKS.setdefault(ports.store, Desk())
