"""`python -m tests.bench.matching`: nDCG@10 of matching per type of query, unjudged share, and the share of reasons.

Reasons are told twice: counted (the share of ideal pairs of grade 2 and up whose first reason shares two character
pairs or more with the ideal reason) and read: what a reader judged in `tests/bench/reasons-read.tsv`, row by row.
`--reasons FILE` writes that list anew; a verdict stays while its reason reads as it did.
"""

import argparse
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from services.matching.scoring.reasons import Reason, explain
from tests.bench import reasons as reading
from tests.bench.metrics import DEPTH, mean, per_query
from tests.unit.matching.judged import Answered, answers, collection, judgements

DOMAIN = Path(__file__).parents[3] / "shared" / "data" / "domain"
READ = Path(__file__).with_name("reasons-read.tsv")
TYPES = ("keyword", "question", "need", "park")


class IdealPair(NamedTuple):
    """An entry that should be suggested, why, and the reasons we give."""

    need_id: str
    ideal: Mapping[str, Any]
    reasons: Sequence[Reason]


def main(arguments: Sequence[str]) -> int:
    """Print the figures of the development set."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.matching")
    parser.add_argument("--reasons", type=Path, help="Write the list a reader judges to this file.")
    wanted = parser.parse_args(arguments)
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
    pairs = list(_ideal_pairs(answered))
    _print_reasons(pairs)
    _print_readings(answered, pairs, wanted.reasons)
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


def _print_reasons(pairs: Sequence[IdealPair]) -> None:
    first = shown = 0
    for _, ideal, reasons in pairs:
        fact = _character_pairs(ideal["reason"])
        hits = [len(_character_pairs(reason.text) & fact) >= 2 for reason in reasons[:3]]
        first += bool(hits and hits[0])
        shown += any(hits)
    count = len(pairs)
    print(f"reasons of {count} ideal pairs: first names the fact {first / count:.2f}, one of three {shown / count:.2f}")


def _print_readings(answered: Mapping[str, Answered], pairs: Sequence[IdealPair], out: Path | None) -> None:
    """Print what the reader said of today's reasons; write the list where a file is named."""
    fresh = [
        reading.Row(
            need_id=pair.need_id,
            rank=str(pair.ideal["rank"]),
            entry_id=pair.ideal["doc_id"],
            need=reading.excerpt(answered[pair.need_id].text),
            deciding_fact=pair.ideal["reason"],
            first_reason=reading.one_line(pair.reasons[0].text) if pair.reasons else "",
        )
        for pair in pairs
    ]
    rows = reading.keep_verdicts(fresh, reading.read_rows(out or READ))
    print(reading.tell(rows))
    if out is not None:
        reading.write_rows(out, rows)


def _ideal_pairs(answered: Mapping[str, Answered]) -> Iterator[IdealPair]:
    for row in (DOMAIN / "pairing_truth.jsonl").read_bytes().splitlines():
        truth = orjson.loads(row)
        one = answered[truth["query_id"]]
        matches = {match.entry_id: match for match in one.ranking.matches}
        for ideal in truth["top"]:
            if ideal["grade"] >= 2:
                match = matches.get(ideal["doc_id"])
                yield IdealPair(truth["query_id"], ideal, explain(one.assessment, match) if match else [])


def _character_pairs(text: str) -> set[str]:
    return {text[place : place + 2] for place in range(len(text) - 1)}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
