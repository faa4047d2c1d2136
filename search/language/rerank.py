"""The second look (复排): the best hits of either engine, put in order by what the engine cannot see."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from search.language.configuration import Configuration
from search.language.intent import Intent
from search.language.names import has_core, name_likeness
from search.language.planner import Planner, Query

_SENTENCE_END = re.compile(r"[。！？；!?;\n]")
_DECIMALS = 3


class Candidate(NamedTuple):
    """A hit of the engine with what the second look reads: all its normalised text, its body, its names."""

    id: str
    score: float
    plain: str
    body: str
    names: tuple[str, ...]


class Ranked(NamedTuple):
    """A hit with its final score, the share of the query it holds (0–1) and how much it was meant by its name (0–1)."""

    id: str
    score: float
    coverage: float
    likeness: float


@dataclass(frozen=True)
class Reranker:
    """Ranks the hits of one query anew; scores are only ever added to, so the head stays before the tail."""

    planner: Planner
    query: Query

    @property
    def configuration(self) -> Configuration:
        """Return the weights."""
        return self.planner.configuration

    def rank(self, hits: list[Candidate]) -> list[Ranked]:
        """Return the hits in final order: the head ranked anew, then the tail as the engine had it."""
        head, tail = hits[: self.configuration.head], hits[self.configuration.head :]
        characters = self.planner.rarities(self.query)
        looked_at = [self._look(hit, characters) for hit in head]
        best = max((row.score for row in looked_at), default=0.0)
        looked_at = self._add_sentences(head, looked_at, characters, best)
        looked_at = [self._add_name(row, best) for row in looked_at]
        looked_at.sort(key=lambda row: (-round(row.score, _DECIMALS), row.id))
        return [*looked_at, *(Ranked(hit.id, hit.score, 0.0, 0.0) for hit in tail)]

    def _look(self, hit: Candidate, characters: Mapping[str, float]) -> Ranked:
        held = held_weight(hit.plain, characters)
        total = sum(characters.values())
        bonus = 0.0 if self.query.intent is Intent.BROWSE else self.configuration.coverage * held
        return Ranked(hit.id, hit.score + bonus, held / total if total else 0.0, self._likeness(hit))

    def _likeness(self, hit: Candidate) -> float:
        if self.query.intent is not Intent.KEYWORD or not has_core(self.query.plain):
            return 0.0
        return max((name_likeness(self.query.plain, name) for name in hit.names), default=0.0)

    def _add_name(self, row: Ranked, best: float) -> Ranked:
        least = self.configuration.name_likeness
        if row.likeness < least:
            return row
        share = (row.likeness - least) / (1 - least)
        return row._replace(score=row.score + self.configuration.name * best * share)

    def _add_sentences(
        self, head: list[Candidate], rows: list[Ranked], characters: Mapping[str, float], best: float
    ) -> list[Ranked]:
        """Prefer a long body that holds the query in one sentence over one that scatters it."""
        if self.configuration.sentence <= 0 or self.query.intent not in (Intent.KEYWORD, Intent.QUESTION):
            return rows
        weights = {pair: self.planner.frequencies.idf(pair) for pair in dict.fromkeys(self.query.tokens.bigrams)}
        weights.update({token: 0.5 * rarity for token, rarity in characters.items()})
        total = sum(weights.values())
        if not total:
            return rows
        bodies = {hit.id: hit.body for hit in head}
        return [
            row._replace(score=row.score + self.configuration.sentence * best * share / total)
            if number < self.configuration.sentence_head and (share := self._best_sentence(bodies[row.id], weights))
            else row
            for number, row in enumerate(rows)
        ]

    def _best_sentence(self, body: str, weights: Mapping[str, float]) -> float:
        if len(body) < self.configuration.long_body:
            return 0.0
        sentences = (sentence for sentence in _SENTENCE_END.split(body) if sentence)
        return max((held_weight(sentence, weights) for sentence in sentences), default=0.0)


def held_weight(plain: str, weights: Mapping[str, float]) -> float:
    """Return the summed weight of the tokens that stand in a normalised text."""
    return sum(weight for token, weight in weights.items() if _holds(plain, token))


def _holds(plain: str, token: str) -> bool:
    if token not in plain:
        return False
    # A latin term must stand alone: ar is not in arm.
    return not token.isascii() or re.search(rf"(?<![a-z0-9]){re.escape(token)}(?![a-z0-9])", plain) is not None
