"""Compile the query plan for Elasticsearch: scored terms, constant filters, and counts by filter aggregations."""

from collections.abc import Iterable, Mapping
from typing import Any

from search.engines.elasticsearch_mapping import ORDER, document_key
from search.engines.index import OVERFETCH
from search.language.plan import AtLeast, Best, Clause, Constant, Plan

# The server hands out no more hits of one search than this.
MOST_HITS = 10_000


def compile_search(plan: Plan) -> dict[str, Any]:
    """Return the arguments of a search.

    With facets the filters come after the counting (`post_filter`), and each count leaves out the filter on itself.
    """
    filters = [_kept(name, values) for name, values in plan.filters.items()]
    asked: dict[str, Any] = {
        "query": _query(plan, [] if plan.facets else filters),
        "size": min(plan.limit + OVERFETCH, MOST_HITS),
        "track_total_hits": True,
    }
    if not plan.clauses:
        asked["sort"] = [{ORDER: "asc"}]
    if plan.facets:
        asked["aggs"] = {name: _count(plan, name) for name in plan.facets}
        if filters:
            asked["post_filter"] = {"bool": {"filter": filters}}
    return asked


def read_counts(plan: Plan, answer: Mapping[str, Any]) -> dict[str, dict[str, int]]:
    """Read the counts in the plan's order, most frequent value first."""
    return {
        name: {bucket["key"]: bucket["doc_count"] for bucket in answer[name]["values"]["buckets"]}
        for name in plan.facets
    }


def _query(plan: Plan, filters: list[dict[str, Any]]) -> dict[str, Any]:
    held = [_kept(name, values) for name, values in plan.within.items()]
    if plan.only is not None:
        held.append({"ids": {"values": [document_key(identity) for identity in plan.only]}})
    if plan.required:
        held.append({"bool": {"should": [_at_least(rule) for rule in plan.required], "minimum_should_match": 1}})
    query: dict[str, Any] = {"filter": [*held, *filters]}
    if plan.clauses:
        query |= {"should": [_clause(clause) for clause in plan.clauses], "minimum_should_match": 1}
    return {"bool": query}


def _count(plan: Plan, facet: str) -> dict[str, Any]:
    others = [_kept(name, values) for name, values in plan.filters.items() if name != facet]
    return {
        "filter": {"bool": {"filter": others}} if others else {"match_all": {}},
        "aggs": {"values": {"terms": {"field": facet, "size": plan.facet_size}}},
    }


def _clause(clause: Clause) -> dict[str, Any]:
    if isinstance(clause, Best):
        return {"dis_max": {"queries": [_clause(part) for part in clause.parts], "tie_breaker": 0.0}}
    if isinstance(clause, Constant):
        return {"constant_score": {"filter": {"term": {clause.field: clause.token}}, "boost": clause.boost}}
    return {"term": {clause.field: {"value": clause.token, "boost": clause.boost}}}


def _at_least(rule: AtLeast) -> dict[str, Any]:
    terms = [{"term": {rule.field: token}} for token in rule.tokens]
    return {"bool": {"should": terms, "minimum_should_match": min(rule.count, len(terms))}}


def _kept(name: str, values: Iterable[str]) -> dict[str, Any]:
    return {"terms": {name: list(values)}}
