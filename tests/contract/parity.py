"""Both engines side by side: filled with the same entries, asked the same plans, compared hit by hit (同义)."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice

from search.engines.index import Document, Found, Index, open_index
from search.entries import Writer
from search.filling import BATCH
from search.language.fields import ALL_WORDS, FACETS
from search.language.frequencies import Frequencies, FrequencyCounter
from search.language.plan import AtLeast, Best, Constant, Plan, Term
from search.language.planner import Planner, read_query
from search.language.vocabulary import Vocabulary
from tests.contract.invented import Inventor

TOP = 10
# What both engines add up in different orders differs by so much of the score at most.
_SCORE_SHARE = 2e-6


@dataclass
class Tally:
    """How often both engines said the same, by what was asked."""

    asked: Counter[str] = field(default_factory=Counter)
    agreed: Counter[tuple[str, str]] = field(default_factory=Counter)
    first_differences: list[str] = field(default_factory=list)

    def add(self, kind: str, plan: Plan, one: Found, other: Found) -> None:
        """Compare two answers."""
        self.asked[kind] += 1
        for what, is_same in _same(one, other).items():
            self.agreed[kind, what] += is_same
            if not is_same and len(self.first_differences) < 5:
                self.first_differences.append(f"{what} of {plan}: {one} / {other}"[:2000])

    def share(self, kind: str, what: str) -> float:
        """Return the share of plans of a kind that agree in one thing."""
        return self.agreed[kind, what] / self.asked[kind]

    @property
    def disagreements(self) -> int:
        """Return how many comparisons failed."""
        return 4 * self.asked.total() - self.agreed.total()


ASPECTS = ("order", "score", "total", "facets")


def _same(one: Found, other: Found) -> dict[str, bool]:
    pairs = list(zip(one.hits[:TOP], other.hits[:TOP], strict=False))
    return {
        "order": [hit.id for hit in one.hits[:TOP]] == [hit.id for hit in other.hits[:TOP]],
        "score": all(abs(a.score - b.score) <= _SCORE_SHARE * max(a.score, 1.0) for a, b in pairs),
        "total": one.total == other.total,
        "facets": [list(counts.items()) for counts in one.facets.values()]
        == [list(counts.items()) for counts in other.facets.values()],
    }


@dataclass
class Pair:
    """Two indexes of the same documents, and what a planner needs to know of them."""

    one: Index
    other: Index
    vocabulary: Vocabulary
    frequencies: Frequencies

    @property
    def planner(self) -> Planner:
        """Return the planner for these documents."""
        return Planner(self.vocabulary, self.frequencies)

    def close(self) -> None:
        """Close both."""
        self.one.close()
        self.other.close()


def fill_pair(urls: tuple[str, str], vocabulary: Vocabulary, documents: Iterable[Document], table: Frequencies) -> Pair:
    """Fill a fresh index at each URL with the same documents."""
    indexes = [open_index(url, "parity") for url in urls]
    builds = [index.begin_build() for index in indexes]
    remaining = iter(documents)
    while batch := list(islice(remaining, BATCH)):
        for build in builds:
            build.put(batch)
    for build in builds:
        build.publish()
    return Pair(indexes[0], indexes[1], vocabulary, table)


def invented_documents(vocabulary: Vocabulary, count: int, seed: int) -> tuple[list[Document], Frequencies]:
    """Return the documents of invented entries, and how many of them hold each token."""
    writer, counter = Writer(vocabulary), FrequencyCounter()
    documents: list[Document] = []
    remaining = Inventor(vocabulary, seed).entries(count)
    while batch := list(islice(remaining, BATCH)):
        documents += writer.documents(batch, counter)
    return documents, Frequencies().plus(counter)


def compare(pair: Pair, plans: Iterable[tuple[str, Plan]]) -> Tally:
    """Ask both every plan."""
    tally = Tally()
    for kind, plan in plans:
        tally.add(kind, plan, pair.one.search(plan), pair.other.search(plan))
    return tally


def plans_of_requests(pair: Pair, count: int, seed: int) -> Iterator[tuple[str, Plan]]:
    """Yield the plans the house makes of requests, strict and relaxed in turn."""
    planner = pair.planner
    for number, request in enumerate(Inventor(pair.vocabulary, seed).requests(count)):
        query = read_query(request.text, pair.vocabulary)
        plan = planner.plan(
            query,
            within=request.within,
            filters=request.filters,
            facets=request.facets,
            limit=TOP,
            strict=number % 3 > 0,
        )
        yield f"{query.intent.name.lower()}{' + filters' if plan.filters else ''}", plan


def plans_of_forms(pair: Pair, count: int, seed: int) -> Iterator[tuple[str, Plan]]:
    """Yield plans of every form the plan language has, whether the house uses it today or not."""
    inventor, planner = Inventor(pair.vocabulary, seed), pair.planner
    for number in range(count):
        query = read_query(inventor.keywords(), pair.vocabulary)
        terms = tuple(clause for clause in planner.plan(query).clauses if isinstance(clause, Term))
        words = tuple(dict.fromkeys(query.tokens.words))
        forms = {
            "terms": Plan(terms),
            "one term": Plan((Term("body_words", words[0], 1.0),)),
            "best of wordings": Plan(tuple(Best((term, replace(term, field=ALL_WORDS))) for term in terms[:20])),
            "constants": Plan(tuple(Constant(term.field, term.token, term.boost) for term in terms)),
            "at least": Plan(terms, (AtLeast(ALL_WORDS, words, 1 + number % 3),)),
            "facets": Plan(terms, filters=inventor.filters("category", "industry", "region"), facets=FACETS),
            "short facets": Plan(terms, filters=inventor.filters("industry"), facets=FACETS[:6], facet_size=5),
            "browse": Plan(filters=inventor.filters("category"), facets=FACETS[:2]),
        }
        kind = list(forms)[number % len(forms)]
        yield kind, replace(forms[kind], limit=TOP)


def print_tally(tally: Tally) -> None:
    """Print the shares, a line for each kind of plan."""
    print(f"{'plans':24} {'n':>5} " + " ".join(f"{what:>7}" for what in ASPECTS))
    for kind, asked in sorted(tally.asked.items()):
        print(f"{kind:24} {asked:5} " + " ".join(f"{tally.share(kind, what):7.4f}" for what in ASPECTS))
    for difference in tally.first_differences:
        print(f"  {difference}")
