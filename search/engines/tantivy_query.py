"""Compile the query plan for tantivy: scored clauses, constant filters, and counts by filter sub-aggregations."""

from collections.abc import Iterable, Mapping
from typing import Any

from tantivy import Occur, Query, Schema

from search.language.plan import AtLeast, Best, Clause, Constant, Plan

# Field options: with frequencies for what is scored, without for exact values.
SCORED, EXACT = "freq", "basic"
# The field of a document's own id.
ID = "id"


def compile_query(schema: Schema, plan: Plan, *, filtered: bool = True) -> Query:
    """Return the engine's query; `filtered=False` leaves out the filters that facets are counted without."""
    scored = [(Occur.Should, _clause(schema, clause)) for clause in plan.clauses]
    parts = [(Occur.Must, Query.boolean_query(scored))] if scored else []
    if plan.required:
        wanted = [(Occur.Should, _at_least(schema, rule)) for rule in plan.required]
        parts.append((Occur.Must, Query.const_score_query(Query.boolean_query(wanted), 0.0)))
    for name, values in (*plan.within.items(), *(plan.filters.items() if filtered else ())):
        kept = Query.term_set_query(schema, name, list(values))
        parts.append((Occur.Must, Query.const_score_query(kept, 0.0)))
    if plan.only is not None:
        parts.append((Occur.Must, Query.const_score_query(Query.term_set_query(schema, ID, list(plan.only)), 0.0)))
    if not parts:
        return Query.all_query()
    return parts[0][1] if len(parts) == 1 else Query.boolean_query(parts)


def compile_counts(plan: Plan) -> dict[str, Any]:
    """Return one aggregation that counts every facet without the filter on that facet itself."""
    return {
        name: {
            "filter": _filter_text({other: values for other, values in plan.filters.items() if other != name}),
            "aggs": {"values": {"terms": {"field": name, "size": plan.facet_size}}},
        }
        for name in plan.facets
    }


def read_counts(plan: Plan, answer: Mapping[str, Any]) -> dict[str, dict[str, int]]:
    """Read the aggregation's answer in the plan's order, most frequent value first."""
    return {
        name: {bucket["key"]: bucket["doc_count"] for bucket in answer[name]["values"]["buckets"]}
        for name in plan.facets
    }


def _clause(schema: Schema, clause: Clause) -> Query:
    if isinstance(clause, Best):
        return Query.disjunction_max_query([_clause(schema, part) for part in clause.parts])
    if isinstance(clause, Constant):
        return Query.const_score_query(Query.term_query(schema, clause.field, clause.token, EXACT), clause.boost)
    return Query.boost_query(Query.term_query(schema, clause.field, clause.token, SCORED), clause.boost)


def _at_least(schema: Schema, rule: AtLeast) -> Query:
    terms = [(Occur.Should, Query.term_query(schema, rule.field, token, EXACT)) for token in rule.tokens]
    return Query.boolean_query(terms, minimum_number_should_match=min(rule.count, len(terms)))


def _filter_text(filters: Mapping[str, Iterable[str]]) -> str:
    """Write filters in the engine's query language, the only form its filter aggregation takes."""
    groups = (" OR ".join(f"{name}:{_quote(value)}" for value in values) for name, values in filters.items())
    return " AND ".join(f"({group})" for group in groups) or "*"


def _quote(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
