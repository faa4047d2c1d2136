"""`python -m deploy evaluate matching`: rank the entries of a collection for its needs and write a TREC run."""

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

import click
import orjson

from deploy.commands.hard_filters import filter_of
from deploy.commands.lines import REACHES, BadLine, Line, category_of, read_lines
from search.language.vocabulary import Vocabulary, load_vocabulary
from services.matching.scoring.assessment import Assessment
from services.matching.scoring.collection import Collection
from services.matching.scoring.nouns import Entry, Need
from services.matching.scoring.policy import load_policy
from services.matching.scoring.ranking import Match, Ranking, rank
from services.matching.scoring.reasons import Reason, explain

RUN_NAME = "gongxu-matching"
# Ties are broken by a seed that stands in the code, so that a run can be made again.
SEED = "evaluation"
EXPLAINED = 10
_SCORE_STEP = 1e-6


@dataclass(frozen=True, slots=True)
class Asked:
    """A need of the collection and which entries its hard filters let pass."""

    need: Need
    is_allowed: Callable[[Entry], bool]


@click.command()
@click.option("--entries", required=True, type=click.Path(path_type=Path), help="Lines of entries (.jsonl[.gz]).")
@click.option(
    "--needs", required=True, type=click.Path(path_type=Path), help="Lines of id, text, filters (.jsonl[.gz])."
)
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Where the TREC run is written.")
@click.option("--reasons", type=click.Path(path_type=Path), help="Where the reasons are written, one pair a line.")
@click.option("--depth", default=100, show_default=True, type=click.IntRange(1, 1000), help="Entries a need.")
def matching(entries: Path, needs: Path, out: Path, reasons: Path | None, depth: int) -> None:
    """Rank entries for needs with the policy in force."""
    vocabulary = load_vocabulary()
    try:
        collection = Collection([read_entry(line) for line in read_lines(entries)], vocabulary)
        asked = [read_need(line, vocabulary) for line in read_lines(needs)]
        with out.open("w", encoding="utf-8") as run:
            if reasons is None:
                _answer(collection, asked, depth, run, None)
            else:
                with reasons.open("w", encoding="utf-8") as told:
                    _answer(collection, asked, depth, run, told)
    except (BadLine, OSError) as error:
        click.echo(f"error: {error}", err=True)
        sys.exit(2)


def read_entry(line: Line) -> Entry:
    """Read an entry, or a plain text with a title."""
    category, reach = category_of(line.text("category"), line)
    return Entry(
        id=line.identity(),
        name=line.text("name") or line.text("title"),
        company=line.text("company"),
        short_name=line.text("short_name"),
        kind=line.text("kind"),
        category=category,
        reach=reach or REACHES.get(line.text("reach"), ""),
        description=line.text("description") or line.text("text"),
        capabilities=line.texts("capabilities"),
        industries=line.texts("industries"),
        application_modes=line.texts("application_modes"),
        service_regions=line.texts("service_regions"),
        cases=line.texts("cases"),
        edition_year=line.number("edition"),
        document_number=line.text("source_document"),
        gbt23001_certified=line.values.get("gbt23001_certified") is True,
    )


def read_need(line: Line, vocabulary: Vocabulary) -> Asked:
    """Read a need with its hard filters; of type or kind `park` it asks for a consortium."""
    is_park = "park" in (line.text("type"), line.text("kind"))
    need = Need(line.identity(), line.text("text"), kind="park" if is_park else "enterprise")
    return Asked(need, filter_of(line, vocabulary))


def _answer(collection: Collection, asked: Sequence[Asked], depth: int, run: TextIO, told: TextIO | None) -> None:
    policy = load_policy()
    for one in asked:
        assessment = Assessment(one.need, collection, policy)
        ranking = rank(assessment, seed=SEED, first=depth, is_allowed=one.is_allowed)
        run.writelines(run_lines(ranking))
        if told is not None:
            told.writelines(_reason_line(ranking, place, explain(assessment, match)) for place, match in _top(ranking))


def run_lines(ranking: Ranking) -> Iterator[str]:
    """Return the six fields of each line; equal scores are told apart in the order of the ranking."""
    for place, match in enumerate(ranking.matches, start=1):
        score = match.score - place * _SCORE_STEP
        yield f"{ranking.need_id} Q0 {match.entry_id} {place} {score:.6f} {RUN_NAME}\n"


def _top(ranking: Ranking) -> Iterator[tuple[int, Match]]:
    yield from enumerate(ranking.matches[:EXPLAINED], start=1)


def _reason_line(ranking: Ranking, place: int, reasons: Sequence[Reason]) -> str:
    line = {
        "query_id": ranking.need_id,
        "doc_id": ranking.matches[place - 1].entry_id,
        "rank": place,
        "reasons": [told_reason(reason) for reason in reasons],
    }
    return orjson.dumps(line).decode() + "\n"


def told_reason(reason: Reason) -> dict[str, Any]:
    """Return a reason as it is written: its kind, its sentence, the words of the need and of the entry."""
    need = reason.need and {"start": reason.need.start, "end": reason.need.end, "text": reason.need.words}
    also = [{"field": quote.field, "words": quote.words} for quote in reason.also]
    evidence = {"need": need, "field": reason.quote.field, "words": reason.quote.words, "also": also}
    return {"kind": reason.kind, "text": reason.text, "sign": reason.sign, "fall": reason.fall, "evidence": evidence}
