"""One need held against one collection (一次评估): every part, every score, and what a changed entry would score."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from search.language.vocabulary import Kind
from services.matching.scoring.collection import Batch, Collection
from services.matching.scoring.demands import Demands
from services.matching.scoring.evidence import Evidence
from services.matching.scoring.nouns import Entry, Need
from services.matching.scoring.parts import Parts, Scorer
from services.matching.scoring.policy import Policy
from services.matching.scoring.postings import Values
from services.matching.scoring.question import prepare
from services.matching.scoring.understanding import understand

FULL_SCORE = 1000
# Below this likeness of topics, a need without any known concept or name has no clear answer (无明确匹配).
CLEAR_SEMANTIC = 0.4
# A need is measured by what it asks: these parts count towards the full weight only when it asks for them.
ON_REQUEST: tuple[Kind, ...] = ("industry", "region", "application_mode")
# A minus, an answer instead of words, and a bonus: an entry can be perfect without them.
NEVER_REQUIRED = frozenset({"limitation", "standing", "track_record"})
# The right trade in the right place is no answer: something of what is asked must be met.
CIRCUMSTANCES = frozenset({"industry", "region", "application_mode", "limitation", "track_record"})


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a score under the name users see: `value` 0–1 (limitation -1–0), `weight` its share of the whole.

    The values times their weights add up to the score over 1000.
    """

    name: str
    value: float
    weight: float


class Assessment:
    """Scores of all entries of a collection for one need."""

    def __init__(self, need: Need, collection: Collection, policy: Policy) -> None:
        self.collection, self.policy = collection, policy
        self.understood = understand(need, collection.vocabulary)
        self.question = prepare(self.understood, collection)
        self._scorer = Scorer(self.question, collection)
        self._names = np.zeros(collection.batch.size)
        for row, likeness in self.question.names.items():
            self._names[row] = likeness
        self.parts = self._scorer.parts_of_collection(self._names)
        self._full_weight = self._weight_of_what_is_asked()
        shares = np.where(self._answers(), self._total(self.parts), 0.0)
        self.scores = np.rint(FULL_SCORE * np.clip(shares, 0.0, 1.0)).astype(int)

    @cached_property
    def demands(self) -> Demands:
        """What the need demands, for reasons alone."""
        return Demands(self.question, self.collection)

    @property
    def is_weak(self) -> bool:
        """Tell whether nothing answers the need clearly: no concept, no name and no topic of it is met."""
        concepts = (self.parts["best_capability"], self.parts["category"], self.parts["name"])
        is_met = any(float(values.max(initial=0.0)) > 0 for values in concepts)
        return not is_met and float(self.parts["semantic"].max(initial=0.0)) < CLEAR_SEMANTIC

    def shown_parts(self, row: int) -> tuple[Part, ...]:
        """Return the parts of one entry under the names that users see."""
        weights: dict[str, float] = {}
        worth: dict[str, float] = {}
        for part, weight in self.policy.weights.items():
            name = self.policy.names[part]
            weights[name] = weights.get(name, 0.0) + weight / self._full_weight
            worth[name] = worth.get(name, 0.0) + weight / self._full_weight * float(self.parts[part][row])
        return tuple(
            Part(name, round(worth[name] / weight, 4), round(weight, 4)) for name, weight in weights.items() if weight
        )

    def falls(self, row: int, changed: Sequence[Entry]) -> list[dict[str, float]]:
        """Return for each changed copy of an entry how many thousandths each part loses (a gain is negative).

        A copy without its name is found by its name no longer.
        """
        evidence = self.collection.batch.evidences[row]
        copies = self.collection.reader.read_changed(changed, evidence)
        names = [float(self._names[row]) if copy.entry.name else 0.0 for copy in copies]
        parts = self._parts_of(copies, np.array(names))
        return [
            {
                part: FULL_SCORE * weight / self._full_weight * float(self.parts[part][row] - parts[part][copy])
                for part, weight in self.policy.weights.items()
            }
            for copy in range(len(copies))
        ]

    def _parts_of(self, copies: Sequence[Evidence], names: Values) -> Parts:
        return self._scorer.parts(Batch.of_copies(copies, self.collection.statistics), names)

    def _answers(self) -> NDArray[np.bool_]:
        answers = np.zeros(self.collection.batch.size, dtype=bool)
        for part, values in self.parts.items():
            if part not in CIRCUMSTANCES:
                answers |= values > 0
        return answers

    def _total(self, parts: Parts) -> Values:
        total = np.zeros(self.collection.batch.size)
        for part, weight in self.policy.weights.items():
            total += weight * parts[part]
        return total / self._full_weight

    def _weight_of_what_is_asked(self) -> float:
        unasked = {kind for kind in ON_REQUEST if not self.understood.wanted(kind)} | NEVER_REQUIRED
        if not self.question.names:
            unasked.add("name")
        return sum(weight for part, weight in self.policy.weights.items() if part not in unasked)
