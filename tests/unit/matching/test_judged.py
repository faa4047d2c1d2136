"""The quality of matching does not fall: nDCG@10 on the judged collection, and reasons that really moved the score.

The floors are the figures of the last accepted change less .005 over all and .1 within a type of query.
"""

from dataclasses import replace
from typing import Any

import pytest

from services.matching.scoring.nouns import Entry
from services.matching.scoring.reasons import Quote, explain
from tests.bench.metrics import mean, per_query
from tests.unit.matching.judged import Answered, answers, judgements

ACCEPTED = {"keyword": 0.863, "question": 0.849, "need": 0.817, "park": 0.736}
ACCEPTED_OVER_ALL = 0.836


def quality(*types: str) -> float:
    run = {
        query: [match.entry_id for match in answered.ranking.matches[:10]]
        for query, answered in answers().items()
        if answered.type in types
    }
    asked = {query: grades for query, grades in judgements().items() if query in run}
    return mean(list(per_query(run, asked).values())).ndcg


def test_the_quality_over_all_does_not_fall() -> None:
    assert quality(*ACCEPTED) >= ACCEPTED_OVER_ALL - 0.005


@pytest.mark.parametrize("kind", ACCEPTED)
def test_the_quality_within_a_type_of_query_does_not_fall(kind: str) -> None:
    assert quality(kind) >= ACCEPTED[kind] - 0.1


def test_the_first_answers_of_needs_have_reasons() -> None:
    needs = [answered for answered in answers().values() if answered.type in ("need", "park")]

    unexplained = [a.text[:20] for a in needs if not explain(a.assessment, a.ranking.matches[0])]

    assert unexplained == []


def without(entry: Entry, quote: Quote) -> Entry:
    """Take the quoted words out of an entry, by means of its own."""
    if quote.field == "name":
        return replace(entry, name="", short_name="", company="")
    changes: dict[str, Any]
    if quote.field == "category":
        changes = {"category": ""}
    elif quote.field == "description":
        changes = {"description": entry.description.replace(quote.words, "")}
    elif quote.field in ("cases", "capabilities"):
        kept = (told for told in getattr(entry, quote.field) if quote.words not in (told, told.rstrip("。")))
        changes = {quote.field: tuple(kept)}
    else:
        changes = {quote.field: ()}
    return replace(entry, **changes)


def test_taking_any_evidence_out_lowers_the_score() -> None:
    """Every reason of the three best answers of every need, and every fact told beside it."""
    unmoved = []
    for answered in answers().values():
        if answered.type in ("need", "park"):
            unmoved.extend(unmoved_evidence(answered))

    assert unmoved == []


def unmoved_evidence(answered: Answered) -> list[tuple[str, Quote]]:
    unmoved = []
    for match in answered.ranking.matches[:3]:
        entry = answered.assessment.collection.entries[match.row]
        for reason in explain(answered.assessment, match):
            quotes = [reason.quote, *reason.also]
            falls = answered.assessment.falls(match.row, [without(entry, quote) for quote in quotes])
            sign = -1 if reason.sign == "minus" else 1
            unmoved += [(entry.id, q) for q, fall in zip(quotes, falls, strict=True) if sign * sum(fall.values()) <= 0]
    return unmoved
