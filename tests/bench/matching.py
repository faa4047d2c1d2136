"""`python -m tests.bench.matching`: nDCG@10 of matching per type of query, unjudged share, and the share of reasons.

The reasons figure is counted, not read: the share of ideal pairs (grade 2 and up) whose first reason shares two
character pairs or more with the ideal reason. A reader's figure stands in `docs/matching.md`.
"""

import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import orjson

from services.matching.scoring.reasons import Reason, explain
from tests.bench.metrics import DEPTH, mean, per_query
from tests.unit.matching.judged import Answered, answers, collection, judgements

DOMAIN = Path(__file__).parents[3] / "shared" / "data" / "domain"
TYPES = ("keyword", "question", "need", "park")


def main() -> int:
    """Print the figures of the development set."""
    if not DOMAIN.is_dir():
        print("no development data: shared/data/domain is not beside the project", file=sys.stderr)
        return 2
    started = time.process_time()
    collection(DOMAIN)
    indexed = time.process_time()
    answered = answers(DOMAIN)
    scored = time.process_time()
    print(f"{'type':10} {'nDCG@10':>8} {'unjudged@10':>12}")
    for kind in (*TYPES, "all"):
        ndcg, unjudged = _figures({q: a for q, a in answered.items() if kind in ("all", a.type)})
        print(f"{kind:10} {ndcg:8.4f} {unjudged:12.3f}")
    _print_reasons(answered)
    explained = time.process_time()
    print(f"CPU: index {indexed - started:.2f} s, {1000 * (scored - indexed) / len(answered):.0f} ms a need", end=", ")
    print(f"reasons {explained - scored:.1f} s")
    return 0


def _figures(answered: Mapping[str, Answered]) -> tuple[float, float]:
    tops = {query: [match.entry_id for match in one.ranking.matches[:DEPTH]] for query, one in answered.items()}
    grades = judgements(DOMAIN)
    judged = {query: grades.get(query, {}) for query in tops}
    known = sum(entry in judged[query] for query, top in tops.items() for entry in top)
    shown = sum(map(len, tops.values()))
    return mean(list(per_query(tops, judged).values())).ndcg, 1 - known / max(1, shown)


def _print_reasons(answered: Mapping[str, Answered]) -> None:
    first = shown = pairs = 0
    for ideal, reasons in _ideal_pairs(answered):
        pairs += 1
        hits = [len(_character_pairs(reason.text) & _character_pairs(ideal)) >= 2 for reason in reasons[:3]]
        first += bool(hits and hits[0])
        shown += any(hits)
    print(f"reasons of {pairs} ideal pairs: first names the fact {first / pairs:.2f}, one of three {shown / pairs:.2f}")


def _ideal_pairs(answered: Mapping[str, Answered]) -> Iterator[tuple[str, list[Reason]]]:
    for row in (DOMAIN / "pairing_truth.jsonl").read_bytes().splitlines():
        truth = orjson.loads(row)
        one = answered[truth["query_id"]]
        matches = {match.entry_id: match for match in one.ranking.matches}
        for ideal in truth["top"]:
            if ideal["grade"] >= 2:
                match = matches.get(ideal["doc_id"])
                yield ideal["reason"], explain(one.assessment, match) if match else []


def _character_pairs(text: str) -> set[str]:
    return {text[place : place + 2] for place in range(len(text) - 1)}


if __name__ == "__main__":
    sys.exit(main())
