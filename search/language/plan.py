"""The backend-neutral query plan (查询计划): weighted tokens in fields, what must hold, what is counted.

Every engine compiles the same plan to the same scores: BM25 with k1 1.2 and b 0.75 for a term, a fixed score for a
constant, the sum over all clauses.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

# A plan with more clauses costs more than it finds; engines refuse some thousands.
MAX_CLAUSES = 512


@dataclass(frozen=True, slots=True)
class Term:
    """The token's BM25 score in the field, times the boost."""

    field: str
    token: str
    boost: float


@dataclass(frozen=True, slots=True)
class Constant:
    """The boost itself where the token stands in the field, which may be one of exact values."""

    field: str
    token: str
    boost: float


@dataclass(frozen=True, slots=True)
class Best:
    """The highest score among its parts: different wordings of one thing do not add up."""

    parts: tuple[Term | Constant, ...]


Clause = Term | Constant | Best


@dataclass(frozen=True, slots=True)
class AtLeast:
    """Holds where `count` of the tokens stand in the field; it adds no score."""

    field: str
    tokens: tuple[str, ...]
    count: int = 1


@dataclass(frozen=True, slots=True)
class Plan:
    """One search.

    A document is found when it satisfies any clause, one of `required` (if there are any) and every filter (one of the
    values of each field). Without clauses every document is found, in an order that is the same at each asking but
    follows neither names nor the time of writing. Counts of a facet leave out the filter on that facet itself, but
    never `within` and `only`, which bound what the asker may see at all.
    """

    clauses: tuple[Clause, ...] = ()
    required: tuple[AtLeast, ...] = ()
    within: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    facets: tuple[str, ...] = ()
    limit: int = 10
    facet_size: int = 100
    # The only documents that may be found, by their ids; None bounds nothing.
    only: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        size = sum(map(clause_size, self.clauses))
        if size > MAX_CLAUSES:
            raise ValueError(f"a plan of {size} clauses; at most {MAX_CLAUSES} are allowed")


def clause_size(clause: Clause) -> int:
    """How much of a plan's room a clause takes."""
    return len(clause.parts) if isinstance(clause, Best) else 1
