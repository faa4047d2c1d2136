"""The second look (复排): the best hits of either engine, put in order by what the engine cannot see."""

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from search.language.configuration import Configuration
from search.language.fields import CONCEPTS, SIDE_CONCEPTS
from search.language.fit import Fit, Fitter, Told
from search.language.intent import Intent
from search.language.names import core_of, name_likeness
from search.language.plan import Best, Clause
from search.language.planner import Planner, Query
from search.language.shape import Shape, Shaper

_SENTENCE_END = re.compile(r"[。！？；!?;\n]")
_DECIMALS = 3
_CATEGORY = "category"


class Candidate(NamedTuple):
    """A hit of the engine with what the second look reads: its normalised text, its body, its names, its concepts."""

    id: str
    score: float
    plain: str
    body: str
    names: tuple[str, ...]
    told: Told = Told()


class Ranked(NamedTuple):
    """A hit with its final score, the share of the query it holds (0–1) and how much it was meant by its name (0–1)."""

    id: str
    score: float
    coverage: float
    likeness: float


@dataclass(frozen=True)
class _Look:
    """What the second look sees of one hit; `text` is the engine's score for words and sounds alone."""

    hit: Candidate
    text: float
    coverage: float
    likeness: float
    shape: Shape
    fit: Fit = field(default_factory=Fit)


class Reranker:
    """Ranks the hits of one query anew.

    The text score of the best hit is the measure: every part adds its share of it, so that parts weigh the same for
    short and long queries and for common and rare words.
    """

    def __init__(self, planner: Planner, query: Query) -> None:
        """Read once what all hits are measured by."""
        self._planner = planner
        self._query = query
        self._characters = planner.rarities(query)
        self._weight = sum(self._characters.values())
        self._shaper = Shaper(query.plain, self._characters, planner.frequencies)
        self._fitter = Fitter(planner, query)
        self._fixed = FixedScore(planner.concept_clauses(query))

    @property
    def configuration(self) -> Configuration:
        """Return the weights."""
        return self._planner.configuration

    def rank(self, hits: Sequence[Candidate]) -> list[Ranked]:
        """Return the hits in final order: the head ranked anew, then the tail as the engine had it."""
        head, tail = hits[: self.configuration.head], hits[self.configuration.head :]
        looks = [self._look(hit) for hit in head]
        measure = max((look.text for look in looks), default=0.0) or 1.0
        sentences = self._sentences(head)
        rows = [
            Ranked(look.hit.id, look.text + measure * self._parts(look, sentence), look.coverage, look.likeness)
            for look, sentence in zip(looks, sentences, strict=True)
        ]
        rows.sort(key=lambda row: (-round(row.score, _DECIMALS), row.id))
        lowest = rows[-1].score if rows else 0.0
        return [*rows, *(Ranked(hit.id, min(lowest, hit.score), 0.0, 0.0) for hit in tail)]

    def _look(self, hit: Candidate) -> _Look:
        held = held_weight(hit.plain, self._characters)
        text = hit.score - self._fixed.of(hit.told) + self.configuration.coverage * held
        coverage = held / self._weight if self._weight else 0.0
        likeness, fit = self._likeness(hit), self._fitter.fit(hit.told)
        is_long = len(hit.plain) >= self.configuration.long_body or self._query.intent is Intent.NEED
        shape = Shape() if is_long else self._shaper.shape(hit.plain)
        return _Look(hit, max(text, 0.0), coverage, likeness, shape, fit)

    def _parts(self, look: _Look, sentence: float) -> float:
        """Return what all parts but the text add, in shares of the best text score."""
        weights = self.configuration.parts
        fit: dict[str, float] = look.fit._asdict()
        concepts = sum(weight * fit[name] for name, weight in weights.items())
        least = self.configuration.name_likeness
        name = max(0.0, (look.likeness - least) / (1 - least))
        shown: dict[str, float] = look.shape._asdict()
        shape = sum(weight * shown[name] for name, weight in self.configuration.shape.items())
        return concepts + shape + self.configuration.name * name + sentence

    def _likeness(self, hit: Candidate) -> float:
        """Return how much the query, or what is left of it without trade words, names the hit."""
        core = core_of(self._query.plain)
        if self._query.intent is not Intent.KEYWORD or not core:
            return 0.0
        whole = max((name_likeness(self._query.plain, name) for name in hit.names), default=0.0)
        if core == self._query.plain or whole >= 1:
            return whole
        part = max((name_likeness(core, name) for name in hit.names), default=0.0)
        return max(whole, self.configuration.core_likeness * part)

    def _sentences(self, head: Sequence[Candidate]) -> list[float]:
        """Return for the very best what the share of the query that stands close together in a long body adds."""
        if self._query.intent is Intent.NEED:
            return [0.0] * len(head)
        weights = {pair: self._planner.frequencies.idf(pair) for pair in dict.fromkeys(self._query.tokens.bigrams)}
        weights.update({token: 0.5 * rarity for token, rarity in self._characters.items()})
        total = sum(weights.values()) or 1.0
        looked_at = [self._told_together(hit.body, weights) / total for hit in head[: self.configuration.sentence_head]]
        return [*looked_at, *([0.0] * (len(head) - len(looked_at)))]

    def _told_together(self, body: str, weights: Mapping[str, float]) -> float:
        """Weigh what the best sentence of a long body holds, and the best two neighbours.

        What is asked in one sentence is often told in one and named in the one before.
        """
        if len(body) < self.configuration.long_body:
            return 0.0
        sentences = [sentence for sentence in _SENTENCE_END.split(body) if sentence]
        alone = max((held_weight(sentence, weights) for sentence in sentences), default=0.0)
        pairs = (f"{one} {other}" for one, other in itertools.pairwise(sentences))
        together = max((held_weight(pair, weights) for pair in pairs), default=alone)
        return self.configuration.sentence * alone + self.configuration.neighbours * together


class FixedScore:
    """What an engine gives an entry for its concepts and category, so that it can be taken off again."""

    def __init__(self, clauses: Iterable[Clause]) -> None:
        """Sort the constants of each clause by the field they ask."""
        self._clauses = [_by_field(clause) for clause in clauses]

    def of(self, told: Told) -> float:
        """Return the sum over the clauses of the best constant that holds."""
        held = {
            CONCEPTS: told.business,
            SIDE_CONCEPTS: told.evidence.keys() - told.business,
            _CATEGORY: {told.category},
        }
        return sum(
            max(
                (boosts[token] for name, boosts in clause.items() for token in held[name] if token in boosts),
                default=0.0,
            )
            for clause in self._clauses
        )


def _by_field(clause: Clause) -> dict[str, dict[str, float]]:
    sorted_boosts: dict[str, dict[str, float]] = {}
    for part in clause.parts if isinstance(clause, Best) else (clause,):
        sorted_boosts.setdefault(part.field, {})[part.token] = part.boost
    return sorted_boosts


def held_weight(plain: str, weights: Mapping[str, float]) -> float:
    """Return the summed weight of the tokens that stand in a normalised text."""
    return sum(weight for token, weight in weights.items() if _holds(plain, token))


def _holds(plain: str, token: str) -> bool:
    if token not in plain:
        return False
    # A latin term must stand alone: ar is not in arm.
    return not token.isascii() or re.search(rf"(?<![a-z0-9]){re.escape(token)}(?![a-z0-9])", plain) is not None
