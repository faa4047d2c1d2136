"""Figures of a ranking against judgements: nDCG@10, MRR@10, hit@1, and whether a difference is more than chance."""

import math
import random
from collections.abc import Mapping, Sequence
from typing import NamedTuple

Judgements = Mapping[str, Mapping[str, int]]
DEPTH = 10


class Figures(NamedTuple):
    """The figures of one query or their means."""

    ndcg: float
    mrr: float
    hit: float


def figures_of(ranking: Sequence[str], grades: Mapping[str, int]) -> Figures:
    """Return the figures of one ranking; documents without a judgement count as not relevant."""
    top = ranking[:DEPTH]
    gained = sum((2 ** grades.get(doc, 0) - 1) / math.log2(place + 2) for place, doc in enumerate(top))
    ideal = sorted(grades.values(), reverse=True)[:DEPTH]
    possible = sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(ideal))
    first = next((place for place, doc in enumerate(top, start=1) if grades.get(doc, 0) > 0), 0)
    return Figures(gained / possible if possible else 0.0, 1 / first if first else 0.0, float(first == 1))


def per_query(run: Mapping[str, Sequence[str]], judgements: Judgements) -> dict[str, Figures]:
    """Return the figures of every query that has a relevant document; an unanswered one counts nothing."""
    asked = {query: grades for query, grades in judgements.items() if any(grade > 0 for grade in grades.values())}
    return {query: figures_of(run.get(query, ()), grades) for query, grades in asked.items()}


def mean(rows: Sequence[Figures]) -> Figures:
    """Return the means."""
    return (
        Figures(*(sum(column) / max(len(rows), 1) for column in zip(*rows, strict=True))) if rows else Figures(0, 0, 0)
    )


def chance(ours: Mapping[str, float], theirs: Mapping[str, float], *, rounds: int = 2000, seed: int = 7) -> float:
    """Return the paired bootstrap's two-sided p of the mean difference."""
    differences = [ours[query] - theirs[query] for query in sorted(ours)]
    drawer = random.Random(seed)
    below = sum(sum(drawer.choices(differences, k=len(differences))) <= 0 for _ in range(rounds))
    return min(1.0, 2 * min(below, rounds - below) / rounds)
