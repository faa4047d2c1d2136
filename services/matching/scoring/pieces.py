"""An entry taken apart into pieces of evidence (证据片段), each with the entry as it were without it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from search.language.vocabulary import Vocabulary
from services.matching.scoring import clauses
from services.matching.scoring.evidence import CATEGORY_LABELS
from services.matching.scoring.nouns import Entry
from services.matching.scoring.understanding import UnderstoodNeed

ReasonKind = Literal[
    "text",
    "capability",
    "category",
    "industry",
    "region",
    "application_mode",
    "edition",
    "track_record",
    "certification",
    "limitation",
]

# 不限行业 answers every trade a little.
LEAST_ANSWER = 0.1


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of evidence: the kind of reason it gives, the field it stands in, its words, the entry without it.

    `place` counts the sentences of a description, the cases, the capabilities.
    """

    kind: ReasonKind
    field: str
    words: str
    without: Entry
    place: int = 0


def pieces(entry: Entry, understood: UnderstoodNeed, vocabulary: Vocabulary) -> list[Piece]:
    """Return the pieces of an entry that could answer a need.

    Sentences, cases and capabilities stand alone. Industries, regions and modes go as groups, because two tellings
    of one fact would hide each other: each alone, nothing falls.
    """
    found = [*_sentences(entry), *_cases(entry), *_capabilities(entry)]
    for kind, field in _GROUPS:
        words = _answering(entry, field, kind, understood, vocabulary)
        if words:
            found.append(Piece(kind, field, "、".join(words), _WITHOUT[field](entry)))
    if entry.category:
        label = CATEGORY_LABELS.get(entry.category, entry.category)
        found.append(Piece("category", "category", label, replace(entry, category="")))
    if entry.meetings_held or entry.agreements:
        record = f"{entry.meetings_held}/{entry.agreements}"
        found.append(Piece("track_record", "track_record", record, replace(entry, meetings_held=0, agreements=0)))
    found.append(Piece("text", "name", entry.name, replace(entry, name="", short_name="", company="")))
    return found


Group = Literal["industry", "region", "application_mode"]
_GROUPS: tuple[tuple[Group, str], ...] = (
    ("industry", "industries"),
    ("region", "service_regions"),
    ("application_mode", "application_modes"),
)
_WITHOUT: dict[str, Callable[[Entry], Entry]] = {
    "industries": lambda entry: replace(entry, industries=()),
    "service_regions": lambda entry: replace(entry, service_regions=()),
    "application_modes": lambda entry: replace(entry, application_modes=()),
}


def _sentences(entry: Entry) -> Iterator[Piece]:
    text = entry.description
    for place, span in enumerate(clauses.sentences(text)):
        words = text[span.start : span.end].strip()
        # A question is sales talk; who buys is not what is done.
        if words and not words.endswith(("？", "?")):
            kind: ReasonKind = "industry" if clauses.tells_of_customers(words) else "text"
            without = replace(entry, description=text[: span.start] + text[span.end :])
            yield Piece(kind, "description", words.rstrip("。；;"), without, place)


def _cases(entry: Entry) -> Iterator[Piece]:
    for place, case in enumerate(entry.cases):
        yield Piece("text", "cases", case.rstrip("。"), replace(entry, cases=_all_but(entry.cases, place)), place)


def _capabilities(entry: Entry) -> Iterator[Piece]:
    for place, word in enumerate(entry.capabilities):
        without = replace(entry, capabilities=_all_but(entry.capabilities, place))
        yield Piece("capability", "capabilities", word, without, place)


def _all_but(words: tuple[str, ...], place: int) -> tuple[str, ...]:
    return words[:place] + words[place + 1 :]


def _answering(entry: Entry, field: str, kind: Group, understood: UnderstoodNeed, vocabulary: Vocabulary) -> list[str]:
    """Return the words of a list that answer the need best: the asked trade itself, not its neighbours beside it."""
    asked = understood.wanted(kind)
    answers = {word: _answer(word, kind, asked, vocabulary) for word in getattr(entry, field)}
    best = max(answers.values(), default=0.0)
    return [word for word, answer in answers.items() if answer and answer == best]


def _answer(word: str, kind: Group, asked: Iterable[str], vocabulary: Vocabulary) -> float:
    concept = vocabulary.concepts.get(word) or vocabulary.named(kind, word)
    if concept is None or concept.kind != kind:
        return 0.0
    closeness = max((vocabulary.closeness(one, concept.id) for one in asked), default=0.0)
    return max(closeness, LEAST_ANSWER) if concept.id == "any_industry" and asked else closeness
