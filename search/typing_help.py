"""Help while typing (输入提示): names by their beginning, sound or initials, and terms of the vocabulary."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from search.engines.index import Hit, Index
from search.entries import LONGEST_PREFIX
from search.language.fields import PREFIXES
from search.language.normalise import normalise
from search.language.pinyin import initials, joined
from search.language.plan import Constant, Plan
from search.language.vocabulary import Vocabulary

_LOOKED_AT = 30
_MOST_TERMS = 4
_TOLD = ("capability", "industry", "application_mode", "work_item", "category")


@dataclass(frozen=True)
class Suggestion:
    """A completion: the text to search for, and the entry it is the name of."""

    text: str
    kind: Literal["entry", "concept"]
    entry_id: str = ""


class _Term(NamedTuple):
    spelling: str
    preferred: str


class TypingHelp:
    """Completes what is being typed, from one index and one vocabulary."""

    def __init__(self, index: Index, vocabulary: Vocabulary) -> None:
        """Take the index; the vocabulary's wordings are sorted once."""
        self._index = index
        self._terms = sorted(_spellings(vocabulary))

    def suggest(self, typed: str, *, within: Mapping[str, tuple[str, ...]], first: int) -> list[Suggestion]:
        """Return at most `first` completions: terms that begin so, then names, the shortest first."""
        start = normalise(typed).replace(" ", "")
        if not start:
            return []
        names = self._names(start, within)
        terms = self._vocabulary_terms(start)[: max(_MOST_TERMS, first - len(names))]
        return [*(Suggestion(term, "concept") for term in terms), *names][:first]

    def _names(self, start: str, within: Mapping[str, tuple[str, ...]]) -> list[Suggestion]:
        plan = Plan((Constant(PREFIXES, start[:LONGEST_PREFIX], 1.0),), within=within, limit=_LOOKED_AT)
        found = [(name, hit.id) for hit in self._index.search(plan).hits if (name := _name_that_begins(hit, start))]
        return [
            Suggestion(name, "entry", entry_id) for name, entry_id in sorted(found, key=lambda row: (len(row[0]), *row))
        ]

    def _vocabulary_terms(self, start: str) -> list[str]:
        found: list[str] = []
        for term in self._terms[bisect_left(self._terms, _Term(start, "")) :]:
            if not term.spelling.startswith(start) or len(found) >= _LOOKED_AT:
                break
            found.append(term.preferred)
        return sorted(
            dict.fromkeys(found), key=lambda preferred: (not normalise(preferred).startswith(start), len(preferred))
        )


def _name_that_begins(hit: Hit, start: str) -> str:
    """Return the name that begins as typed, "" where only the first characters did."""
    # A build of an earlier layout tells no forms; it is on its way out.
    forms: dict[str, list[str]] = hit.payload.get("typed", {})
    return next((name for name, typed in forms.items() if any(form.startswith(start) for form in typed)), "")


def _spellings(vocabulary: Vocabulary) -> Iterator[_Term]:
    for concept in vocabulary.concepts.values():
        if concept.kind not in _TOLD:
            continue
        preferred = normalise(concept.preferred)
        spellings = {
            preferred,
            joined(preferred),
            initials(preferred),
            *(alias.replace(" ", "") for alias in concept.aliases),
        }
        yield from (_Term(spelling, concept.preferred) for spelling in spellings if spelling)
