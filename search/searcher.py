"""Searching (检索): a query is read, planned, answered by the index, looked at again, relaxed where it found little."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from search.engines.index import Found, Hit, Index
from search.filling import read_frequencies, read_meta
from search.language.configuration import CONFIGURATION, Configuration
from search.language.fields import SILENT
from search.language.fit import Told
from search.language.frequencies import Frequencies
from search.language.intent import Intent
from search.language.plan import Clause, Plan
from search.language.planner import Planner, Query, read_query
from search.language.rerank import Candidate, Ranked, Reranker
from search.language.vocabulary import Kind, Vocabulary

UNDERSTOOD = "understood-concepts"
RELAXED_WORDS = "relaxed-words"
RELAXED_FILTER = "relaxed-filter"
NOTHING_FOUND = "nothing-found"

# These say which catalogue is meant; without them it would be another question.
_CORPUS_FILTERS = {"edition", "edition_year", "scope"}
# Facets whose values are wordings of the vocabulary; a filter may use any wording of the concept.
_WORDED: Mapping[str, Kind] = {"industry": "industry", "capability": "capability", "region": "region"}


@dataclass(frozen=True)
class Request:
    """What somebody looks for. Values of one filter are alternatives; all filters must hold."""

    text: str
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    facets: tuple[str, ...] = ()
    first: int = 10
    # Bounds of what the asker may see: they are never relaxed, and counts keep to them.
    within: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    # The only entries that may be found; None bounds nothing.
    only: tuple[str, ...] | None = None
    # Whether a query that finds too little may be asked again with less: fewer words, or without a filter.
    may_relax_words: bool = True
    may_drop_filters: bool = True


@dataclass(frozen=True)
class SearchHit:
    """One result."""

    id: str
    score: float
    coverage: float
    payload: Mapping[str, Any]


@dataclass(frozen=True)
class Page:
    """The best results, how many there are, the facets, and what was relaxed to find them (code → fields concerned)."""

    query: Query
    hits: tuple[SearchHit, ...]
    total: int
    facets: Mapping[str, Mapping[str, int]]
    notices: Mapping[str, tuple[str, ...]]
    weak: bool
    # What to mark in the results: the query's words and every wording of the concepts it names.
    wordings: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Answer:
    """What the index said: what scores best, what holds enough of the query (and is counted), what was relaxed."""

    best: Found
    held: Found
    notices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class Searcher:
    """Answers requests from one index."""

    def __init__(self, index: Index, vocabulary: Vocabulary, configuration: Configuration = CONFIGURATION) -> None:
        """Take the index; its statistics are read when they are first needed."""
        self.index = index
        self.vocabulary = vocabulary
        self.configuration = configuration
        self._table = ""
        self._planner = Planner(vocabulary, Frequencies(), configuration)

    def search(self, request: Request) -> Page:
        """Return the best results of a request."""
        planner = self._refreshed_planner()
        query = read_query(request.text, self.vocabulary)
        plan = planner.plan(
            query,
            within=request.within,
            filters=self._accepted(request.filters),
            facets=request.facets,
            limit=max(request.first, self.configuration.head),
        )
        return self._page(planner, query, self._ask(replace(plan, only=request.only), request), request.first)

    def answers(self, request: Request) -> tuple[SearchHit, ...]:
        """Return what clearly answers a request: nothing is relaxed, and what holds little of the text is left out."""
        page = self.search(replace(request, may_relax_words=False, may_drop_filters=False))
        return tuple(hit for hit in page.hits if hit.coverage >= self.configuration.weak_coverage)

    def find_near(
        self, text: str, clauses: Sequence[Clause], *, within: Mapping[str, tuple[str, ...]], first: int
    ) -> tuple[SearchHit, ...]:
        """Return what is near a text or satisfies any of the further clauses, in the engine's own order."""
        query = read_query(text, self.vocabulary)
        plan = self._refreshed_planner().plan(query, within=within, limit=first, strict=False)
        hits = self.index.search(replace(plan, clauses=(*plan.clauses, *clauses))).hits
        return tuple(SearchHit(hit.id, hit.score, 0.0, hit.payload) for hit in hits)

    def _ask(self, plan: Plan, request: Request) -> _Answer:
        """Ask the plan; relax it while it finds too little: first the words, then, with nothing left, one filter."""
        held = self.index.search(plan)
        relaxes = bool(plan.required) and request.may_relax_words
        if held.total >= self.configuration.enough:
            return _Answer(self._best(plan) if relaxes else held, held)
        notices: dict[str, tuple[str, ...]] = {}
        if relaxes:
            plan = replace(plan, required=())
            wider = self.index.search(plan)
            if wider.total > held.total:
                held, notices[RELAXED_WORDS] = wider, ()
        if held.total:
            return _Answer(held, held, notices)
        wider, dropped = self._without_a_filter(plan) if request.may_drop_filters else (held, "")
        if dropped:
            return _Answer(wider, wider, {RELAXED_FILTER: (dropped,)})
        return _Answer(held, held, {NOTHING_FOUND: ()})

    def _best(self, plan: Plan) -> Found:
        """Return what scores best, whether or not it holds enough of the words."""
        return self.index.search(replace(plan, required=(), facets=(), limit=self.configuration.head))

    def _without_a_filter(self, plan: Plan) -> tuple[Found, str]:
        """Leave out the one filter that kept most results away."""
        best, dropped = Found(), ""
        for name in sorted(plan.filters.keys() - _CORPUS_FILTERS):
            others = {key: values for key, values in plan.filters.items() if key != name}
            found = self.index.search(replace(plan, filters=others))
            if found.total > best.total:
                best, dropped = found, name
        return best, dropped

    def _page(self, planner: Planner, query: Query, answer: _Answer, first: int) -> Page:
        ranked = self._rank(planner, query, answer.best)
        rows, extra = self._merge(ranked, answer) if answer.best is not answer.held else (ranked, 0)
        payloads = {hit.id: hit.payload for hit in (*answer.held.hits, *answer.best.hits)}
        hits = tuple(SearchHit(row.id, row.score, row.coverage, payloads[row.id]) for row in rows[:first])
        facets = {
            name: {value: count for value, count in counts.items() if value != SILENT}
            for name, counts in answer.held.facets.items()
        }
        understood = self._understood(query) if rows else ()
        notices = {**({UNDERSTOOD: understood} if understood else {}), **answer.notices}
        total = answer.held.total + extra
        return Page(query, hits, total, facets, notices, self._is_weak(query, ranked), planner.wordings(query))

    def _merge(self, ranked: list[Ranked], answer: _Answer) -> tuple[list[Ranked], int]:
        """Show the very best whatever words they hold, then only what holds enough; return how many were let in so."""
        held = {hit.id: hit.score for hit in answer.held.hits}
        enough = self.configuration.enough
        kept = [row for place, row in enumerate(ranked) if place < enough or row.id in held]
        seen = {row.id for row in ranked}
        rest = [Ranked(identity, score, 0.0, 0.0) for identity, score in held.items() if identity not in seen]
        return [*kept, *rest], sum(row.id not in held for row in kept)

    def _understood(self, query: Query) -> tuple[str, ...]:
        """Return the preferred terms of the concepts a short query was read as."""
        if query.intent is Intent.NEED:
            return ()
        return tuple(dict.fromkeys(self.vocabulary.get(asked.concept_id).preferred for asked in query.asked))

    def _rank(self, planner: Planner, query: Query, found: Found) -> list[Ranked]:
        candidates = [_candidate(hit) for hit in found.hits]
        if query.intent is Intent.BROWSE:
            return [Ranked(hit.id, hit.score, 1.0, 0.0) for hit in candidates]
        return Reranker(planner, query).rank(candidates)

    def _is_weak(self, query: Query, ranked: Sequence[Ranked]) -> bool:
        """Tell whether even the best results hold little of the query and none was meant by its name."""
        if query.intent is Intent.BROWSE or query.asked:
            return not ranked
        top = ranked[:3]
        return all(
            row.coverage < self.configuration.weak_coverage and row.likeness < self.configuration.name_likeness
            for row in top
        )

    def _accepted(self, filters: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        """Return for each filter the values an entry passes with."""
        return {name: self._accepted_values(name, values) for name, values in filters.items() if values}

    def _accepted_values(self, name: str, values: Sequence[str]) -> tuple[str, ...]:
        kind = _WORDED.get(name)
        if kind is None:
            return tuple(dict.fromkeys(values))
        concepts = [(value, self.vocabulary.named(kind, value)) for value in values]
        if name == "region":
            # A place is served by who names it, the city or province it lies in, or nothing at all.
            covering = (
                other.preferred
                for _, concept in concepts
                if concept
                for other in self.vocabulary.of_kind("region")
                if self.vocabulary.closeness(concept.id, other.id) >= 1
            )
            return tuple(dict.fromkeys([*values, *covering, SILENT]))
        return tuple(dict.fromkeys(concept.preferred if concept else value for value, concept in concepts))

    def _refreshed_planner(self) -> Planner:
        """Return the planner for the statistics of today; the small note tells when the large one is new."""
        table = str(read_meta(self.index).get("table", ""))
        if table != self._table:
            self._planner = Planner(self.vocabulary, read_frequencies(self.index), self.configuration)
            self._table = table
        return self._planner


def _candidate(hit: Hit) -> Candidate:
    payload = hit.payload
    plain: str = payload["plain"]
    told = Told(payload["evidence"], payload["category"], payload["silent"])
    return Candidate(hit.id, hit.score, plain, plain[payload.get("body_at", 0) :], tuple(payload["names"]), told)
