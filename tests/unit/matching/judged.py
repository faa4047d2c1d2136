"""The judged collection in `tests/data/domain` (ours), held against the matching core once per test run."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from deploy.commands.evaluate_matching import Asked, read_entry, read_need
from deploy.commands.lines import read_lines
from search.language.vocabulary import load_vocabulary
from services.matching.scoring.assessment import Assessment
from services.matching.scoring.collection import Collection
from services.matching.scoring.policy import load_policy
from services.matching.scoring.ranking import Ranking, rank

DOMAIN = Path(__file__).parents[2] / "data" / "domain"
SEED = "judged"


@dataclass(frozen=True, slots=True)
class Answered:
    """A judged query with what the core answers."""

    type: str
    text: str
    assessment: Assessment
    ranking: Ranking


@functools.cache
def collection(folder: Path = DOMAIN) -> Collection:
    """Read the entries."""
    return Collection([read_entry(line) for line in read_lines(folder / "corpus.jsonl")], load_vocabulary())


@functools.cache
def answers(folder: Path = DOMAIN) -> Mapping[str, Answered]:
    """Answer every query."""
    answered = {}
    for line in read_lines(folder / "queries.jsonl"):
        asked = read_need(line, load_vocabulary())
        answered[asked.need.id] = _answer(asked, line.text("type"), collection(folder))
    return answered


@functools.cache
def judgements(folder: Path = DOMAIN) -> Mapping[str, Mapping[str, int]]:
    """Read the grades of every judged pair."""
    grades: dict[str, dict[str, int]] = {}
    for row in (folder / "qrels.tsv").read_text("utf-8").splitlines():
        query, entry, grade = row.split("\t")
        grades.setdefault(query, {})[entry] = int(grade)
    return grades


def _answer(asked: Asked, kind: str, entries: Collection) -> Answered:
    assessment = Assessment(asked.need, entries, load_policy())
    ranking = rank(assessment, seed=SEED, first=len(entries.entries), is_allowed=asked.is_allowed)
    return Answered(kind, asked.need.text, assessment, ranking)
